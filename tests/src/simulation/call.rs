//! One call of a client of the SDK, as it is on the wire.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use serde_json::{Value, json};

/// How the fields of the entries of a batch of messages begin; a number follows.
const ENTRIES: &str = "PublishBatchRequestEntries.member.";

/// The field of a form that carriers are asked with.
const CARRIER_REQUEST: &str = "RequestType";
/// What such a call is named here.
const ASK_CARRIER: &str = "AskCarrier";

/// One call.
pub(super) struct Call {
    /// The operation's name.
    pub(super) operation: String,
    /// Its body: JSON for the table, a form for topics.
    pub(super) body: Vec<u8>,
    /// Its content type.
    pub(super) content_type: String,
    /// The body of a call of the table.
    pub(super) json: Value,
}

impl Call {
    pub(super) fn read(request: &HttpRequest) -> Self {
        let header = |name| request.headers().get(name).unwrap_or_default().to_owned();
        let body = request.body().bytes().unwrap_or_default().to_vec();
        let target = header("x-amz-target");
        let operation = match target.strip_prefix("DynamoDB_20120810.") {
            Some(operation) => operation.to_owned(),
            None if !field(&body, CARRIER_REQUEST).is_empty() => ASK_CARRIER.to_owned(),
            None => field(&body, "Action"),
        };
        Self {
            json: serde_json::from_slice(&body).unwrap_or_default(),
            operation,
            body,
            content_type: header("content-type"),
        }
    }

    /// Whether it is a call of the table, and not of a topic.
    pub(super) fn is_of_table(&self) -> bool {
        !self.operation.starts_with("Publish") && !self.is_of_carriers()
    }

    /// Whether a carrier is asked for a waybill, or to take one back.
    pub(super) fn is_of_carriers(&self) -> bool {
        self.operation == ASK_CARRIER
    }

    /// The service that it is of: the topics, the table, the carriers.
    pub(super) fn service(&self) -> usize {
        match (self.is_of_carriers(), self.is_of_table()) {
            (true, _) => 2,
            (false, true) => 1,
            (false, false) => 0,
        }
    }

    /// Whether the service may answer it as of an earlier moment: a query of an index, or a read
    /// of states that does not ask to be consistent.
    pub(super) fn may_be_stale(&self) -> bool {
        let is_state = |key: &Value| key["sk"]["S"] == "STATE";
        let consistent = |read: &Value| read["ConsistentRead"] == true;
        match self.operation.as_str() {
            "Query" => self.json.get("IndexName").is_some(),
            "GetItem" => !consistent(&self.json) && is_state(&self.json["Key"]),
            "BatchGetItem" => {
                let tables = self.json["RequestItems"].as_object();
                tables.into_iter().flatten().all(|(_, wanted)| {
                    let mut keys = wanted["Keys"].as_array().into_iter().flatten();
                    !consistent(wanted) && keys.all(is_state)
                })
            }
            _ => false,
        }
    }

    /// How many items a transaction writes.
    pub(super) fn writes(&self) -> usize {
        self.json["TransactItems"].as_array().map_or(0, Vec::len)
    }

    /// The customers whose credit a transaction takes, without a change of the limit.
    pub(super) fn takes_credit(&self) -> Vec<String> {
        let writes = self.json["TransactItems"].as_array().into_iter().flatten();
        let takes = writes.filter_map(|write| {
            let update = &write["Update"];
            let customer = update["Key"]["pk"]["S"].as_str()?.strip_prefix("CREDIT#")?;
            let values = &update["ExpressionAttributeValues"];
            let gained = values[":gained"]["N"].as_str()?;
            (gained.starts_with('-') && values[":to"].is_null()).then(|| customer.to_owned())
        });
        takes.collect()
    }

    /// How far an approval in a transaction may take credit beyond the limit, in fen.
    pub(super) fn beyond_limit(&self) -> i64 {
        let events = self.commits().into_iter().flatten();
        events.filter_map(|it| it["beyond_limit"].as_i64()).sum()
    }

    /// The events of each commit of a transaction.
    fn commits(&self) -> Vec<Vec<Value>> {
        let writes = self.json["TransactItems"].as_array().into_iter().flatten();
        let commits = writes.filter_map(|write| {
            let body = write["Put"]["Item"]["body"]["S"].as_str()?;
            let body: Value = serde_json::from_str(body).ok()?;
            body["events"].as_array().cloned()
        });
        commits.collect()
    }

    /// What is published, one message or a batch of them.
    pub(super) fn publications(&self) -> Vec<Value> {
        let fields = form_urlencoded::parse(&self.body);
        let messages = fields.filter(|(name, _)| {
            name == "Message" || (name.starts_with(ENTRIES) && name.ends_with(".Message"))
        });
        messages
            .map(|(_, value)| serde_json::from_str(&value).unwrap_or_default())
            .collect()
    }

    /// A batch of messages without some of its entries, and the identifiers of those.
    pub(super) fn without_some_entries(&self) -> (Vec<u8>, Vec<String>) {
        let taken = self.publications().len().div_ceil(2);
        let mut form = form_urlencoded::Serializer::new(String::new());
        let mut left = Vec::new();
        for (name, value) in form_urlencoded::parse(&self.body) {
            let entry = name.strip_prefix(ENTRIES).and_then(|it| it.split_once('.'));
            match entry.and_then(|(number, field)| Some((number.parse::<usize>().ok()?, field))) {
                Some((number, "Id")) if number > taken => left.push(value.into_owned()),
                Some((number, _)) if number > taken => {}
                _ => {
                    form.append_pair(&name, &value);
                }
            }
        }
        (form.finish().into_bytes(), left)
    }

    /// The call without some of the keys of a batch of reads, and those keys.
    pub(super) fn in_part(&self) -> (Vec<u8>, Value) {
        let mut body = self.json.clone();
        let mut left = json!({});
        for (table, wanted) in body["RequestItems"].as_object_mut().unwrap() {
            let keys = wanted["Keys"].as_array_mut().unwrap();
            let rest = keys.split_off(keys.len().div_ceil(2));
            if !rest.is_empty() {
                left[table] = json!({"Keys": rest});
            }
        }
        (body.to_string().into_bytes(), left)
    }

    /// What it is about, for the log.
    pub(super) fn subject(&self) -> String {
        let key = |item: &Value| {
            format!(
                "{}/{}",
                item["pk"]["S"].as_str().unwrap_or("?"),
                item["sk"]["S"].as_str().unwrap_or("?")
            )
        };
        match self.operation.as_str() {
            "GetItem" => key(&self.json["Key"]),
            "TransactWriteItems" => {
                let writes = self.json["TransactItems"].as_array().unwrap();
                let keys = writes.iter().map(|write| match write {
                    write if !write["Put"].is_null() => key(&write["Put"]["Item"]),
                    write if !write["Delete"].is_null() => {
                        format!("-{}", key(&write["Delete"]["Key"]))
                    }
                    write => {
                        let values = &write["Update"]["ExpressionAttributeValues"];
                        format!("{} {values}", key(&write["Update"]["Key"]))
                    }
                });
                // A commit's events say more than its key.
                let events = self.commits().into_iter().map(|events| {
                    let names = events.iter().filter_map(|it| it["event"].as_str());
                    format!("[{}]", names.collect::<Vec<_>>().join(" "))
                });
                keys.chain(events).collect::<Vec<_>>().join(", ")
            }
            "Query" => self.json["ExpressionAttributeValues"][":pk"]["S"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            "Publish" | "PublishBatch" => {
                let messages = self.publications();
                let each = messages.iter().map(|message| {
                    format!(
                        "{} {} {}",
                        message["aggregate"], message["id"], message["kinds"]
                    )
                });
                each.collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        }
    }
}

/// A field of a form.
fn field(form: &[u8], name: &str) -> String {
    let mut fields = form_urlencoded::parse(form);
    fields
        .find(|(known, _)| known == name)
        .map_or_else(String::new, |(_, value)| value.into_owned())
}
