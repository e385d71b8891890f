//! `AWS::DynamoDB::Table`.

use serde_json::{Value, json};

use crate::template::error::{Reading, TemplateError};
use crate::template::section::Section;
use crate::template::stack::Table;

/// Reads a table into the request that creates it.
pub(crate) fn read(name: String, mut properties: Section) -> Reading<Table> {
    let mut definition = json!({
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": properties.require("AttributeDefinitions")?,
        "KeySchema": properties.require("KeySchema")?,
    });
    for indexes in ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"] {
        let read = properties
            .list(indexes)?
            .into_iter()
            .map(|(path, index)| read_index(&path, index))
            .collect::<Reading<Vec<Value>>>()?;
        if !read.is_empty() {
            definition[indexes] = Value::Array(read);
        }
    }
    if let Some(mut stream) = properties.section("StreamSpecification")? {
        definition["StreamSpecification"] = json!({
            "StreamEnabled": true,
            "StreamViewType": stream.required_text("StreamViewType")?,
        });
        stream.done()?;
    }
    let ttl_attribute = read_ttl(&mut properties)?;
    properties.done()?;
    Ok(Table {
        name,
        definition,
        ttl_attribute,
    })
}

fn read_index(path: &str, index: Value) -> Reading<Value> {
    let mut index = Section::of(path, index)?;
    let read = json!({
        "IndexName": index.required_text("IndexName")?,
        "KeySchema": index.require("KeySchema")?,
        "Projection": index.require("Projection")?,
    });
    index.done()?;
    Ok(read)
}

fn read_ttl(properties: &mut Section) -> Reading<Option<String>> {
    let Some(mut ttl) = properties.section("TimeToLiveSpecification")? else {
        return Ok(None);
    };
    let attribute = ttl.required_text("AttributeName")?;
    let enabled = ttl
        .flag("Enabled")?
        .ok_or_else(|| TemplateError::at(ttl.path(), "`Enabled` is missing"))?;
    ttl.done()?;
    Ok(enabled.then_some(attribute))
}
