//! The least that a function on the table can be. The start-up of the functions is measured
//! beside it; see `tests/src/bin/startup.rs`.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::types::AttributeValue;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let sdk = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let table = &aws_sdk_dynamodb::Client::new(&sdk);
    run(service_fn(move |event: LambdaEvent<Value>| async move {
        let key = AttributeValue::S(event.payload.to_string());
        let found = table.get_item().table_name("items").key("pk", key);
        let found = found.send().await?;
        Ok::<_, Error>(found.item.is_some())
    }))
    .await
}
