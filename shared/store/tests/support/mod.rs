//! The table on the embedded engine, behind real HTTP, for tests.
//!
//! Other crates' tests include this file by path (`#[path = "…"] mod support;`), so that no
//! product code knows the engine.

use std::net::SocketAddr;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use store::Store;

/// The name of the table.
pub(crate) const TABLE: &str = "orders";

/// Starts a fresh engine in memory; where it listens.
pub(crate) async fn serve() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let database = dynoxide::Database::memory().unwrap();
    tokio::spawn(dynoxide::server::serve_on(listener, database));
    address
}

/// A client of what listens at `address`.
pub(crate) fn client_of(address: SocketAddr) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("cn-northwest-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(format!("http://{address}"))
        .build();
    Client::from_conf(config)
}

/// A client of a fresh engine that holds the empty table.
pub(crate) async fn client() -> Client {
    let client = client_of(serve().await);
    create_table(&client).await;
    client
}

/// A store on a fresh engine.
pub(crate) async fn store() -> Store {
    Store::new(client().await, TABLE)
}

/// Creates the empty table, with its keys and indexes.
pub(crate) async fn create_table(client: &Client) {
    let names = [
        "pk",
        "sk",
        "customer_pk",
        "customer_sk",
        "work_pk",
        "work_sk",
    ];
    let attribute = |name: &str| {
        let attribute = AttributeDefinition::builder().attribute_name(name);
        attribute
            .attribute_type(ScalarAttributeType::S)
            .build()
            .unwrap()
    };
    client
        .create_table()
        .table_name(TABLE)
        .set_attribute_definitions(Some(names.map(attribute).to_vec()))
        .set_key_schema(Some(keys("pk", "sk")))
        .global_secondary_indexes(index("by_customer", "customer_pk", "customer_sk"))
        .global_secondary_indexes(index("work", "work_pk", "work_sk"))
        .billing_mode(BillingMode::PayPerRequest)
        .send()
        .await
        .unwrap();
}

fn index(name: &str, partition: &str, sort: &str) -> GlobalSecondaryIndex {
    let keys_only = Projection::builder()
        .projection_type(ProjectionType::KeysOnly)
        .build();
    GlobalSecondaryIndex::builder()
        .index_name(name)
        .set_key_schema(Some(keys(partition, sort)))
        .projection(keys_only)
        .build()
        .unwrap()
}

fn keys(partition: &str, sort: &str) -> Vec<KeySchemaElement> {
    let key = |name: &str, key_type| {
        KeySchemaElement::builder()
            .attribute_name(name)
            .key_type(key_type)
            .build()
            .unwrap()
    };
    vec![key(partition, KeyType::Hash), key(sort, KeyType::Range)]
}
