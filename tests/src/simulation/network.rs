//! What lies between the clients of the SDK and the services: an HTTP client that carries real
//! requests to the engine and to the topics in this process, and troubles them by the weather.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use fastrand::Rng;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::Instant;
use yudan::bus::Bus;
use yudan::carrier_stand_in::CarrierStandIn;

use super::call::Call;
use super::engine::{Engine, EngineReply, error_body};
use super::faults::{Fault, Weather};
use super::findings::Finding;
use super::invocation::{Death, Invocation};
use super::log::Log;
use super::post::Post;
use super::stale_reads::StaleReads;

/// The longest that a read lags.
const LONGEST_LAG: Duration = Duration::from_secs(20);

/// The longest that a service is out of order.
const LONGEST_OUTAGE: Duration = Duration::from_secs(60);
/// Faults that may last.
const LASTING: [Fault; 4] = [
    Fault::Reset,
    Fault::NoAnswer,
    Fault::Throttled,
    Fault::ServerError,
];

/// The services and the way to them.
pub(super) struct Network {
    pub(super) engine: Engine,
    pub(super) past: StaleReads,
    pub(super) post: Post,
    pub(super) weather: Mutex<Weather>,
    pub(super) rng: Mutex<Rng>,
    pub(super) log: Arc<Log>,
    /// The commits that were published, as `aggregate id sequence`.
    pub(super) relayed: Mutex<BTreeSet<String>>,
    /// The table was written.
    pub(super) written: Notify,
    /// What was found wrong right after a write.
    pub(super) overdrawn: Mutex<Vec<Finding>>,
    /// Until when a service is out of order, and how; of the topics, of the table, of the carriers.
    pub(super) outages: Mutex<[Option<(Instant, Fault)>; 3]>,
    /// The service that is asked for waybills.
    pub(super) carriers: CarrierStandIn,
}

/// The network as the clients know it.
#[derive(Clone)]
pub(super) struct Wire(pub(super) Arc<Network>);

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wire")
    }
}

impl HttpClient for Wire {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (network, invocation) = (Arc::clone(&self.0), Invocation::current());
        HttpConnectorFuture::new(async move { network.carry(&invocation, &request).await })
    }
}

impl Network {
    async fn carry(
        &self,
        invocation: &Invocation,
        request: &HttpRequest,
    ) -> Result<HttpResponse, ConnectorError> {
        let (call, number) = (Call::read(request), invocation.begin_call());
        self.travel().await;
        invocation.pass(Death::Before(number)).await;
        let fault = self.fault(&call);
        if let Some(fault) = fault {
            let (name, operation) = (&invocation.name, &call.operation);
            self.log
                .note(format!("{name} {fault:?} {operation} {}", call.subject()));
        }
        let reply = match fault {
            Some(Fault::Reset) => return Err(broken()),
            Some(Fault::NoAnswer) => std::future::pending().await,
            Some(fault @ (Fault::Throttled | Fault::ServerError)) => self.refusal(fault, &call),
            Some(Fault::InProgress) => EngineReply {
                status: 400,
                body: error_body(
                    "TransactionInProgressException",
                    "in progress",
                    HashMap::new(),
                ),
            },
            Some(Fault::Conflict) => self.conflict(&call),
            Some(Fault::StaleRead) => {
                let lag = LONGEST_LAG.mul_f64(self.rng.lock().unwrap().f64());
                self.past.call(&call, Instant::now() - lag)
            }
            Some(Fault::PartialBatch) if call.is_of_table() => self.in_part(&call),
            Some(Fault::PartialBatch) => self.publish_in_part(invocation, &call),
            _ => self.apply(invocation, &call),
        };
        invocation.pass(Death::After(number)).await;
        self.travel().await;
        if fault == Some(Fault::ReplyLost) {
            if self.rng.lock().unwrap().bool() {
                return Err(broken());
            }
            std::future::pending::<()>().await;
        }
        Ok(response(reply))
    }

    /// Half of a way takes between nothing and some milliseconds, rarely more.
    async fn travel(&self) {
        let millis = {
            let mut rng = self.rng.lock().unwrap();
            let most = if rng.u32(0..50) == 0 { 400 } else { 8 };
            rng.u64(0..=most)
        };
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }

    fn fault(&self, call: &Call) -> Option<Fault> {
        let mut kinds = vec![
            Fault::ReplyLost,
            Fault::Reset,
            Fault::NoAnswer,
            Fault::Throttled,
            Fault::ServerError,
        ];
        if call.operation == "TransactWriteItems" {
            kinds.extend([Fault::ReplyLost, Fault::Conflict, Fault::InProgress]);
        }
        if ["BatchGetItem", "PublishBatch"].contains(&call.operation.as_str()) {
            kinds.extend([Fault::PartialBatch; 5]);
        }
        let (weather, mut rng) = (self.weather.lock().unwrap(), self.rng.lock().unwrap());
        let outage = &mut self.outages.lock().unwrap()[call.service()];
        if let Some((end, fault)) = *outage
            && Instant::now() < end
        {
            return Some(fault);
        }
        // That a read lags is no exception.
        if call.may_be_stale() && weather.kinds.contains(&Fault::StaleRead) && rng.u32(0..3) == 0 {
            return Some(Fault::StaleRead);
        }
        let fault = weather.strike(&kinds, &mut rng)?;
        if LASTING.contains(&fault) && rng.u32(0..10) == 0 {
            let end = Instant::now() + LONGEST_OUTAGE.mul_f64(rng.f64());
            *outage = Some((end, fault));
        }
        Some(fault)
    }

    fn apply(&self, invocation: &Invocation, call: &Call) -> EngineReply {
        if call.is_of_carriers() {
            let reply = self.carriers.answer(&call.body);
            let body = reply.body.to_string();
            self.log.note(format!("the carrier answers {body}"));
            return EngineReply {
                status: reply.status,
                body: body.into_bytes(),
            };
        }
        if !call.is_of_table() {
            return self.publish(invocation, call);
        }
        let reply = self.engine.call(&call.operation, &call.body);
        if call.operation == "TransactWriteItems" {
            let outcome = match reply.status {
                200 => "wrote".to_owned(),
                _ => {
                    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
                    let reasons = body["CancellationReasons"].as_array();
                    let codes = reasons
                        .into_iter()
                        .flatten()
                        .map(|it| it["Code"].to_string());
                    format!("could not write ({})", codes.collect::<Vec<_>>().join(" "))
                }
            };
            let name = &invocation.name;
            self.log
                .note(format!("{name} {outcome} {}", call.subject()));
            self.past.note(&self.engine);
            if reply.status == 200 {
                self.check_credit(call);
            }
            self.written.notify_one();
        } else if reply.status != 200 {
            let answer = String::from_utf8_lossy(&reply.body).into_owned();
            self.log
                .note(format!("the engine refused {}: {answer}", call.operation));
        }
        reply
    }

    /// 8.1.2: whoever takes credit stays within the limit, or exceeds it no further than allowed, at
    /// that very moment.
    fn check_credit(&self, call: &Call) {
        for customer in call.takes_credit() {
            let balance = self.engine.item(&format!("CREDIT#{customer}"), "BALANCE");
            let headroom: i64 = balance["headroom"]["N"]
                .as_str()
                .unwrap_or("0")
                .parse()
                .unwrap();
            let beyond = call.beyond_limit();
            if headroom + beyond < 0 {
                let what = format!(
                    "took credit that it had not, {headroom} fen are left, {beyond} beyond the limit allowed"
                );
                let finding = Finding::new("credit_overdrawn", customer, what);
                self.overdrawn.lock().unwrap().push(finding);
            }
        }
    }

    fn refusal(&self, fault: Fault, call: &Call) -> EngineReply {
        let busy = self.rng.lock().unwrap().bool();
        let (status, kind) = match (fault, busy) {
            (Fault::Throttled, true) => (400, "ProvisionedThroughputExceededException"),
            (Fault::Throttled, false) => (400, "ThrottlingException"),
            (_, true) => (500, "InternalServerError"),
            (_, false) => (503, "ServiceUnavailable"),
        };
        if call.is_of_carriers() {
            let body = b"busy".to_vec();
            return EngineReply { status, body };
        }
        if call.is_of_table() {
            let body = error_body(kind, "not now", HashMap::new());
            return EngineReply { status, body };
        }
        let code = if status == 400 {
            "Throttling"
        } else {
            "InternalFailure"
        };
        let xml = format!(
            "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type>\
             <Code>{code}</Code><Message>not now</Message></Error><RequestId>0</RequestId></ErrorResponse>"
        );
        EngineReply {
            status,
            body: xml.into_bytes(),
        }
    }

    fn conflict(&self, call: &Call) -> EngineReply {
        let met = self.rng.lock().unwrap().usize(0..call.writes().max(1));
        let reasons = (0..call.writes()).map(|number| match number == met {
            true => json!({"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"}),
            false => json!({"Code": "None"}),
        });
        let reasons = Value::Array(reasons.collect());
        EngineReply {
            status: 400,
            body: error_body(
                "TransactionCanceledException",
                "Transaction cancelled",
                HashMap::from([("CancellationReasons", reasons)]),
            ),
        }
    }

    fn in_part(&self, call: &Call) -> EngineReply {
        let (body, left) = call.in_part();
        let mut reply = self.engine.call(&call.operation, &body);
        let mut answer: Value = serde_json::from_slice(&reply.body).unwrap();
        answer["UnprocessedKeys"] = left;
        reply.body = answer.to_string().into_bytes();
        reply
    }

    /// The queues.
    pub(super) fn bus(&self) -> &Bus {
        self.post.bus()
    }
}

fn broken() -> ConnectorError {
    ConnectorError::io("the connection was reset".into())
}

fn response(reply: EngineReply) -> HttpResponse {
    HttpResponse::new(reply.status.try_into().unwrap(), SdkBody::from(reply.body))
}
