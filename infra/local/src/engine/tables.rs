//! Creates the tables of the template.

use std::path::Path;

use dynoxide::Database;
use serde_json::json;

use super::engine_error;
use crate::error::HostError;
use crate::records::Records;
use crate::template::stack::Table;

/// Creates the table unless it is there already.
///
/// # Errors
/// The table is there but was created from another definition: its keys and indexes cannot be
/// changed in place, and going on would answer queries from indexes that do not exist.
pub(super) fn create_if_absent(
    database: &Database,
    table: &Table,
    records: &Records,
    path: &Path,
) -> Result<(), HostError> {
    let definition = table.definition.to_string();
    let exists = database
        .get_table_metadata(&table.name)
        .map_err(engine_error)?
        .is_some();
    if exists {
        return match records.table_definition(&table.name)? {
            Some(created_from) if created_from != definition => Err(HostError::TableChanged {
                table: table.name.clone(),
                directory: path.parent().unwrap_or(path).to_owned(),
            }),
            Some(_) => Ok(()),
            // A first start was cut short between making the table and remembering it.
            None => records.save_table_definition(&table.name, &definition),
        };
    }
    let request = serde_json::from_value(table.definition.clone()).map_err(engine_error)?;
    database.create_table(request).map_err(engine_error)?;
    if let Some(attribute) = &table.ttl_attribute {
        let request = serde_json::from_value(json!({
            "TableName": table.name,
            "TimeToLiveSpecification": {"Enabled": true, "AttributeName": attribute},
        }))
        .map_err(engine_error)?;
        database
            .update_time_to_live(request)
            .map_err(engine_error)?;
    }
    records.save_table_definition(&table.name, &definition)
}
