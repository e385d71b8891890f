//! The embedded engine, called in the same process: the code that the local host serves by HTTP.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use dynoxide::actions::delete_item::DeleteItemRequest;
use dynoxide::actions::put_item::PutItemRequest;
use dynoxide::{Database, DynoxideError};
use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use yudan::engine::stream::StreamReader;
use yudan::template::stack::Table;

/// What the engine answers to one call.
pub(super) struct EngineReply {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

/// One table in memory, with its stream.
pub(super) struct Engine {
    database: Database,
    stream: Mutex<StreamReader>,
    pub(super) table: String,
}

impl Engine {
    /// An empty table.
    pub(super) fn open(table: &Table) -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let name = format!("file:simulation-{number}?mode=memory&cache=shared");
        let database = Database::new(&name).unwrap();
        let definition = serde_json::from_value(table.definition.clone()).unwrap();
        database.create_table(definition).unwrap();
        let connection = Connection::open(&name).unwrap();
        // As in the local host: without it every write reads the whole stream.
        connection
            .execute_batch(
                "CREATE INDEX IF NOT EXISTS yudan_stream_position
                 ON _stream_records (table_name, CAST(sequence_number AS INTEGER))",
            )
            .unwrap();
        let reader = StreamReader::new(&database, connection, &table.name);
        Self {
            database,
            stream: Mutex::new(reader),
            table: table.name.clone(),
        }
    }

    /// Carries out one call of the wire.
    pub(super) fn call(&self, operation: &str, body: &[u8]) -> EngineReply {
        let database = &self.database;
        match operation {
            "GetItem" => answer(body, |request| database.get_item(request)),
            "BatchGetItem" => answer(body, |request| database.batch_get_item(request)),
            "Query" => answer(body, |request| database.query(request)),
            "TransactWriteItems" => answer(body, |request| database.transact_write_items(request)),
            other => panic!("the functions call {other}, which the simulation does not carry out"),
        }
    }

    /// The next records of the stream, as functions receive them.
    pub(super) fn stream_after(&self, sequence: Option<&str>, limit: usize) -> Vec<Value> {
        let reader = self.stream.lock().unwrap();
        reader.read_after(sequence, limit).unwrap()
    }

    /// Makes the item of a stream record what it was right after that change.
    pub(super) fn follow(&self, record: &Value) {
        let change = &record["dynamodb"];
        let image = &change["NewImage"];
        if image.is_null() {
            let request: DeleteItemRequest =
                serde_json::from_value(json!({"TableName": self.table, "Key": change["Keys"]}))
                    .unwrap();
            self.database.delete_item(request).unwrap();
        } else {
            let request: PutItemRequest =
                serde_json::from_value(json!({"TableName": self.table, "Item": image})).unwrap();
            self.database.put_item(request).unwrap();
        }
    }

    /// One item in its wire form; nothing if there is none.
    pub(super) fn item(&self, pk: &str, sk: &str) -> Value {
        let key = json!({"pk": {"S": pk}, "sk": {"S": sk}});
        let request = json!({"TableName": self.table, "Key": key, "ConsistentRead": true});
        let reply = self.call("GetItem", request.to_string().as_bytes());
        let mut answer: Value = serde_json::from_slice(&reply.body).unwrap();
        answer["Item"].take()
    }

    /// Every item of the table in its wire form, by partition and sort key.
    pub(super) fn items(&self) -> Vec<Value> {
        let mut items = Vec::new();
        let mut start = Value::Null;
        loop {
            let mut request = json!({"TableName": self.table});
            if !start.is_null() {
                request["ExclusiveStartKey"] = start;
            }
            let request = serde_json::from_value(request).unwrap();
            let page = serde_json::to_value(self.database.scan(request).unwrap()).unwrap();
            items.extend(page["Items"].as_array().unwrap().iter().cloned());
            start = page["LastEvaluatedKey"].clone();
            if start.is_null() {
                break;
            }
        }
        items.sort_by_key(|item| (text(item, "pk").to_owned(), text(item, "sk").to_owned()));
        items
    }
}

/// A text attribute of an item in its wire form.
pub(super) fn text<'a>(item: &'a Value, name: &str) -> &'a str {
    item[name]["S"].as_str().unwrap_or_default()
}

/// The fields of an answer of the engine that carry an error.
pub(super) fn error_body(kind: &str, message: &str, more: HashMap<&str, Value>) -> Vec<u8> {
    let mut body = json!({
        "__type": format!("com.amazonaws.dynamodb.v20120810#{kind}"),
        "message": message,
    });
    for (name, value) in more {
        body[name] = value;
    }
    body.to_string().into_bytes()
}

fn answer<Q: DeserializeOwned, A: Serialize>(
    body: &[u8],
    call: impl FnOnce(Q) -> Result<A, DynoxideError>,
) -> EngineReply {
    let result = serde_json::from_slice(body)
        .map_err(|error| DynoxideError::SerializationException(error.to_string()))
        .and_then(call);
    match result {
        Ok(answer) => EngineReply {
            status: 200,
            body: serde_json::to_vec(&answer).unwrap(),
        },
        Err(error) => EngineReply {
            status: error.status_code(),
            body: error.to_json().into_bytes(),
        },
    }
}
