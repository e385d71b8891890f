//! The table and the key that protects it.

use serde_json::{Value, json};

use crate::document::{Resource, TEMPLATE, each, target};

fn table() -> Resource<'static> {
    TEMPLATE.resource("AWS::DynamoDB::Table", "OrdersTable")
}

#[test]
fn the_table_cannot_be_lost_by_accident() {
    let table = table();
    for resource in [table, TEMPLATE.resource("AWS::KMS::Key", "DataKey")] {
        assert_eq!(resource.body["DeletionPolicy"], "Retain", "{}", resource.id);
        assert_eq!(
            resource.body["UpdateReplacePolicy"], "Retain",
            "{}",
            resource.id
        );
    }
    let recovery = table.property("PointInTimeRecoverySpecification");
    assert_eq!(*recovery, json!({ "PointInTimeRecoveryEnabled": true }));
    assert_eq!(
        *table.property("DeletionProtectionEnabled"),
        json!({ "Fn::If": ["ProtectsTable", true, false] })
    );
}

#[test]
fn the_table_is_encrypted_with_our_key() {
    let encryption = table().property("SSESpecification");
    assert_eq!(encryption["SSEEnabled"], true);
    assert_eq!(encryption["SSEType"], "KMS");
    assert_eq!(target(&encryption["KMSMasterKeyId"]), Some("DataKey"));
    assert_eq!(
        TEMPLATE
            .resource("AWS::KMS::Key", "DataKey")
            .property("EnableKeyRotation"),
        true
    );
}

#[test]
fn the_table_streams_new_images_expires_items_and_bills_by_request() {
    let table = table();
    assert_eq!(
        *table.property("StreamSpecification"),
        json!({ "StreamViewType": "NEW_IMAGE" })
    );
    let expiry = table.property("TimeToLiveSpecification");
    assert_eq!(
        *expiry,
        json!({ "AttributeName": "expires_at", "Enabled": true })
    );
    assert_eq!(table.property("BillingMode"), "PAY_PER_REQUEST");
}

#[test]
fn keys_and_indexes_are_the_ones_the_store_uses() {
    let keys = |hash: &str, range: &str| {
        json!([
            { "AttributeName": hash, "KeyType": "HASH" },
            { "AttributeName": range, "KeyType": "RANGE" },
        ])
    };
    assert_eq!(*table().property("KeySchema"), keys("pk", "sk"));
    let index = |name: &str, hash: &str, range: &str| json!({ "IndexName": name, "KeySchema": keys(hash, range), "Projection": { "ProjectionType": "KEYS_ONLY" } });
    let expected = [
        index("by_customer", "customer_pk", "customer_sk"),
        index("work", "work_pk", "work_sk"),
    ];
    assert_eq!(*table().property("GlobalSecondaryIndexes"), json!(expected));
    let types: Vec<&Value> = table()
        .property("AttributeDefinitions")
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["AttributeType"])
        .collect();
    assert_eq!(types, vec!["S"; 6]);
}

#[test]
fn the_key_serves_the_logs_of_this_stack() {
    let key = TEMPLATE.resource("AWS::KMS::Key", "DataKey");
    let statements = each(&key.property("KeyPolicy")["Statement"]);
    let logs = statements
        .iter()
        .find(|statement| statement["Sid"] == "LogsOfThisStack")
        .unwrap();
    let allowed: Vec<&str> =
        each(&logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"])
            .into_iter()
            .map(|pattern| {
                let pattern = pattern["Fn::Sub"].as_str().unwrap();
                pattern.split_once(":log-group:").unwrap().1
            })
            .collect();
    let names = TEMPLATE.resources("AWS::Logs::LogGroup").map(|group| {
        let name = group.property("LogGroupName")["Fn::Sub"].as_str();
        name.unwrap_or_else(|| panic!("{}: expected a name with the stack's in it", group.id))
    });
    for name in names {
        let served = allowed
            .iter()
            .any(|pattern| match pattern.strip_suffix('*') {
                Some(beginning) => name.starts_with(beginning),
                None => name == *pattern,
            });
        assert!(
            served,
            "{name} cannot be encrypted; the key serves {allowed:?}"
        );
    }
}
