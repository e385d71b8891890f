//! Reading a table's stream in order, and forgetting what every reader is done with.

use dynoxide::Database;
use rusqlite::{Connection, Row, params};
use serde_json::{Value, json};

use super::engine_error;
use crate::error::HostError;
use crate::event_source::filter;
use crate::template::locality;

/// Offset between the sequence numbers records show and those the engine stores.
const SEQUENCE_OFFSET: i128 = 100_000_000_000_000_000_000;

/// One reader of one table's stream.
pub struct StreamReader {
    connection: Connection,
    seen_version: Option<i64>,
    source_arn: String,
    view_type: String,
    table: String,
}

/// What was read of a stream.
#[derive(Debug, Default)]
pub struct Found {
    /// The records that match, oldest first.
    pub records: Vec<Value>,
    /// How many were looked at.
    pub seen: usize,
    /// Sequence number of the last one looked at.
    pub last: Option<String>,
}

impl StreamReader {
    /// A reader of `table`; `connection` is the host's own to the engine's file.
    pub fn new(database: &Database, connection: Connection, table: &str) -> Self {
        let metadata = database.get_table_metadata(table).ok().flatten();
        let view_type = metadata.and_then(|metadata| metadata.stream_view_type);
        Self {
            connection,
            seen_version: None,
            source_arn: locality::arn("dynamodb", &format!("table/{table}/stream/local")),
            view_type: view_type.unwrap_or_else(|| "NEW_AND_OLD_IMAGES".to_owned()),
            table: table.to_owned(),
        }
    }

    /// Whether anything was committed to the file since the last call. Costs microseconds and
    /// takes no lock, so it can be asked often.
    pub fn file_changed(&mut self) -> bool {
        let version = self
            .connection
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut statement| statement.query_row([], |row| row.get::<_, i64>(0)))
            .ok();
        let changed = version.is_none() || version != self.seen_version;
        self.seen_version = version;
        changed
    }

    /// Up to `limit` records after the given sequence number, or from the oldest, as a function
    /// receives them.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read_after(
        &self,
        sequence: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Value>, HostError> {
        Ok(self.read_matching(sequence, limit, &[])?.records)
    }

    /// The same, without the records that none of `patterns` matches. Those are most, and a
    /// pattern about event names and keys drops them before anything else of them is read.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read_matching(
        &self,
        sequence: Option<&str>,
        limit: usize,
        patterns: &[Value],
    ) -> Result<Found, HostError> {
        let by_keys = filter::looks_at_keys_only(patterns);
        let after = sequence.map_or(0, stored_sequence);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut statement = self.connection.prepare_cached(
            "SELECT event_id, event_name, keys_json, new_image, old_image, sequence_number, created_at, user_identity
             FROM _stream_records
             WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) > ?2
             ORDER BY CAST(sequence_number AS INTEGER) LIMIT ?3",
        )?;
        let mut rows = statement.query(params![self.table, after, limit])?;
        let mut found = Found::default();
        while let Some(row) = rows.next()? {
            found.seen = found.seen.saturating_add(1);
            let stored: i64 = row.get::<_, String>(5)?.parse().unwrap_or_default();
            found.last = Some(shown_sequence(stored));
            let head = json!({
                "eventName": row.get::<_, String>(1)?,
                "dynamodb": {"Keys": read(row.get_ref(2)?.as_str().map_err(engine_error)?)?},
            });
            if by_keys && !filter::passes(patterns, &head) {
                continue;
            }
            let record = self.record(row, head, stored)?;
            if by_keys || filter::passes(patterns, &record) {
                found.records.push(record);
            }
        }
        Ok(found)
    }

    fn record(&self, row: &Row<'_>, head: Value, stored: i64) -> Result<Value, HostError> {
        let mut record = head;
        let id: Option<String> = row.get(0)?;
        record["eventID"] = Value::from(id.unwrap_or_else(|| stored.to_string()));
        record["eventVersion"] = Value::from("1.1");
        record["eventSource"] = Value::from("aws:dynamodb");
        record["awsRegion"] = Value::from(locality::REGION);
        record["eventSourceARN"] = Value::from(self.source_arn.clone());
        if let Some(identity) = row.get::<_, Option<String>>(7)? {
            record["userIdentity"] = read(&identity)?;
        }
        let change = &mut record["dynamodb"];
        let mut size = row.get_ref(2)?.as_str().map_or(0, str::len);
        for (column, name) in [(3, "NewImage"), (4, "OldImage")] {
            if let Some(image) = row
                .get_ref(column)?
                .as_str_or_null()
                .map_err(engine_error)?
            {
                size = size.saturating_add(image.len());
                change[name] = read(image)?;
            }
        }
        change["SequenceNumber"] = Value::from(shown_sequence(stored));
        change["SizeBytes"] = Value::from(size);
        change["StreamViewType"] = Value::from(self.view_type.clone());
        let created: i64 = row.get(6)?;
        change["ApproximateCreationDateTime"] = Value::from(created as f64);
        Ok(record)
    }

    /// How many records lie after the given sequence number.
    pub fn lag(&self, sequence: Option<&str>) -> Result<u64, HostError> {
        count_after(&self.connection, &self.table, sequence)
    }

    /// Forgets a slice of the records up to and including `sequence`; returns how many.
    ///
    /// The newest record stays, because the engine numbers the next one after it.
    pub fn prune(&self, sequence: &str) -> Result<usize, HostError> {
        // Small enough that the engine's writers never notice the wait.
        const SLICE: u32 = 2_000;
        let removed = self.connection.prepare_cached(
            "DELETE FROM _stream_records WHERE rowid IN (
                SELECT rowid FROM _stream_records
                WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2
                  AND CAST(sequence_number AS INTEGER) <
                      (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1)
                ORDER BY CAST(sequence_number AS INTEGER) LIMIT ?3)",
        )?
        .execute(params![self.table, stored_sequence(sequence), SLICE])?;
        Ok(removed)
    }
}

/// How many records of `table` lie after `sequence`.
pub fn count_after(
    connection: &Connection,
    table: &str,
    sequence: Option<&str>,
) -> Result<u64, HostError> {
    let after = sequence.map_or(0, stored_sequence);
    let count: i64 = connection
        .prepare_cached(
            "SELECT COUNT(*) FROM _stream_records WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) > ?2",
        )?
        .query_row(params![table, after], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// How many records were ever written, those forgotten included.
pub fn count_ever(connection: &Connection) -> Result<u64, HostError> {
    let count: Option<i64> = connection
        .prepare_cached("SELECT MAX(seq) FROM sqlite_sequence WHERE name = '_stream_records'")?
        .query_row([], |row| row.get(0))?;
    Ok(count
        .and_then(|count| u64::try_from(count).ok())
        .unwrap_or_default())
}

fn read(text: &str) -> Result<Value, HostError> {
    serde_json::from_str(text).map_err(engine_error)
}

fn shown_sequence(stored: i64) -> String {
    (SEQUENCE_OFFSET + i128::from(stored)).to_string()
}

/// The number that the engine stores for the sequence number a record shows.
pub(crate) fn stored_sequence(public: &str) -> i64 {
    public
        .parse::<i128>()
        .ok()
        .and_then(|number| i64::try_from(number - SEQUENCE_OFFSET).ok())
        .unwrap_or_default()
}
