//! Carriers' status codes and what they mean in our own vocabulary, sorted by source and code.

use std::collections::BTreeMap;
use std::error::Error;

use super::source::{rows, write_slice};

/// Writes the table of the `carrier_status` module. A status the enum does not know stops the
/// build where the table is included.
pub(crate) fn write() -> Result<(), Box<dyn Error>> {
    let mut statuses = BTreeMap::new();
    for row in rows("tracking_status_map.csv", "source,code,name,canonical")? {
        let (source, code) = (&row[0], &row[1]);
        let status = variant(&row[3]);
        let item = format!("({source:?}, {code:?}, CanonicalStatus::{status})");
        if statuses
            .insert((source.clone(), code.clone()), item)
            .is_some()
        {
            return Err(format!("tracking_status_map.csv: {source} {code} appears twice").into());
        }
    }
    let statuses: Vec<String> = statuses.into_values().collect();
    write_slice("carrier_statuses.rs", &statuses)
}

/// `OUT_FOR_DELIVERY` → `OutForDelivery`.
fn variant(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            [first.to_owned(), rest.to_ascii_lowercase()]
        })
        .collect()
}
