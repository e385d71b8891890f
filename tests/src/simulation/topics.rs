//! Calls of the topics on the network: what was published is taken down.

use axum::http::{HeaderMap, header};

use super::call::Call;
use super::engine::EngineReply;
use super::invocation::Invocation;
use super::network::Network;

impl Network {
    /// Publishes what a call says.
    pub(super) fn publish(&self, invocation: &Invocation, call: &Call) -> EngineReply {
        self.publish_these(
            invocation,
            call,
            call.body.clone(),
            call.publications().len(),
        )
    }

    /// Publishes the first `taken` messages of a call, which `body` holds.
    fn publish_these(
        &self,
        invocation: &Invocation,
        call: &Call,
        body: Vec<u8>,
        taken: usize,
    ) -> EngineReply {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, call.content_type.parse().unwrap());
        let (status, body) = self.post.publish(headers, body);
        for message in call.publications().iter().take(taken) {
            let (Some(id), Some(sequence)) = (message["id"].as_str(), message["sequence"].as_u64())
            else {
                continue;
            };
            if status != 200 {
                continue;
            }
            let aggregate = message["aggregate"].as_str().unwrap_or_default();
            let mut relayed = self.relayed.lock().unwrap();
            relayed.insert(format!("{aggregate} {id} {sequence}"));
            let (name, kinds) = (&invocation.name, &message["kinds"]);
            self.log.note(format!(
                "{name} published {aggregate} {id} {sequence} {kinds}"
            ));
        }
        EngineReply { status, body }
    }

    /// The topic takes the first half of a batch of messages.
    pub(super) fn publish_in_part(&self, invocation: &Invocation, call: &Call) -> EngineReply {
        let (body, left) = call.without_some_entries();
        let taken = call.publications().len() - left.len();
        let mut reply = self.publish_these(invocation, call, body, taken);
        let refused = left.iter().map(|id| {
            format!(
                "<member><Id>{id}</Id><Code>InternalFailure</Code><Message>not now</Message>\
                 <SenderFault>false</SenderFault></member>"
            )
        });
        let refused = format!("<Failed>{}</Failed>", refused.collect::<String>());
        let answer = String::from_utf8(reply.body).unwrap();
        reply.body = answer.replace("<Failed></Failed>", &refused).into_bytes();
        reply
    }
}
