//! A data directory as the place of a table.

use std::path::Path;

use audit::Item;
use dynoxide::Database;
use dynoxide::actions::scan::ScanRequest;
use serde_json::Value;

use super::relayed::Relayed;
use super::{Verdict, Verification, VerifyError, delivery};
use crate::data_directory::DataDirectory;
use crate::data_files::{self, Thoroughness};
use crate::engine::engine_error;
use crate::error::HostError;
use crate::template::{self, Locality, Stack, TEMPLATE, locality};

/// Items of one page.
const PAGE: usize = 1_000;

/// Verifies the table in a data directory that no host uses, and what is on its way there.
/// `progress` is told how many items were read so far.
///
/// # Errors
/// The directory is none of ours, is in use, or has a file that does not read.
pub fn verify(path: &Path, progress: &mut dyn FnMut(u64)) -> Result<Verdict, VerifyError> {
    let held = hold(path)?;
    let stack = stack()?;
    let mut verification = Verification::begin()?;
    let delivery = delivery::look(held.path(), &stack)?;
    let mut relayed = Relayed::open(&held.file(data_files::BUS))?;
    each_item(&held, &stack, &mut |item, read| {
        progress(read);
        relayed.item(&item);
        verification.item(item)
    })?;
    let unread = delivery::unread(held.path(), &delivery)?;
    relayed.judge(&unread, &delivery, verification.disagreements());
    verification.finish(Some(delivery))
}

/// All items of a data directory that no host uses, in the order of a scan.
///
/// # Errors
/// As [`verify`].
pub fn items(path: &Path) -> Result<Vec<Item>, VerifyError> {
    let (held, mut items) = (hold(path)?, Vec::new());
    each_item(&held, &stack()?, &mut |item, _| {
        items.push(item);
        Ok(())
    })?;
    Ok(items)
}

/// Takes the directory for as long as it is looked at. Makes nothing in a place that is none.
fn hold(path: &Path) -> Result<DataDirectory, HostError> {
    if !path.join(data_files::TABLES).exists() && !path.join(data_files::HOST).exists() {
        return Err(HostError::NoData(path.to_owned()));
    }
    let held = DataDirectory::open(path)?;
    data_files::check(held.path(), Thoroughness::Whole)?;
    Ok(held)
}

/// The template with secrets that nobody asks for.
fn stack() -> Result<Stack, HostError> {
    let stack = template::read(
        TEMPLATE,
        &Locality {
            queue_service: "http://127.0.0.1".to_owned(),
            parameters: locality::development_parameters(),
            secret: &|_, _| Ok(String::new()),
        },
    )?;
    Ok(stack)
}

fn each_item(
    held: &DataDirectory,
    stack: &Stack,
    take: &mut dyn FnMut(Item, u64) -> Result<(), VerifyError>,
) -> Result<(), VerifyError> {
    let file = held.file(data_files::TABLES);
    if !file.exists() {
        return Ok(());
    }
    let database = Database::new(&file.to_string_lossy()).map_err(engine_error)?;
    let mut read = 0_u64;
    for table in &stack.tables {
        let known = database
            .get_table_metadata(&table.name)
            .map_err(engine_error)?;
        if known.is_none() {
            continue;
        }
        let mut start = None;
        loop {
            let page = database
                .scan(ScanRequest {
                    table_name: table.name.clone(),
                    limit: Some(PAGE),
                    exclusive_start_key: start,
                    ..ScanRequest::default()
                })
                .map_err(engine_error)?;
            for item in page.items.into_iter().flatten() {
                let Ok(Value::Object(item)) = serde_json::to_value(item) else {
                    return Err(VerifyError::Scan("an item that is no object".to_owned()));
                };
                read = read.saturating_add(1);
                take(item, read)?;
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                break;
            }
        }
    }
    Ok(())
}
