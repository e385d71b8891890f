//! Reading a table's stream in order, and forgetting what every reader is done with.

use dynoxide::Database;
use dynoxide::actions::get_records::GetRecordsRequest;
use dynoxide::actions::get_shard_iterator::GetShardIteratorRequest;
use rusqlite::{Connection, params};
use serde_json::{Value, json};

use super::engine_error;
use crate::error::HostError;
use crate::template::locality;

/// Offset between the sequence numbers records show and those the engine stores.
const SEQUENCE_OFFSET: i128 = 100_000_000_000_000_000_000;

/// One reader of one table's stream.
pub struct StreamReader {
    database: Database,
    connection: Connection,
    seen_version: Option<i64>,
    engine_arn: String,
    table: String,
}

impl StreamReader {
    /// A reader of `table`; `connection` is the host's own to the engine's file.
    pub fn new(database: Database, connection: Connection, table: &str) -> Self {
        Self {
            database,
            connection,
            seen_version: None,
            engine_arn: dynoxide::streams::stream_arn(table, "local"),
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
    /// The engine cannot read its stream.
    pub fn read_after(
        &self,
        sequence: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Value>, HostError> {
        let iterator = self
            .database
            .get_shard_iterator(GetShardIteratorRequest {
                stream_arn: self.engine_arn.clone(),
                shard_id: dynoxide::streams::shard_id(&self.table),
                shard_iterator_type: match sequence {
                    Some(_) => "AFTER_SEQUENCE_NUMBER".to_owned(),
                    None => "TRIM_HORIZON".to_owned(),
                },
                sequence_number: sequence.map(str::to_owned),
            })
            .map_err(engine_error)?;
        let answer = self
            .database
            .get_records(GetRecordsRequest {
                shard_iterator: iterator.shard_iterator.unwrap_or_default(),
                limit: Some(limit),
            })
            .map_err(engine_error)?;
        let source = locality::arn("dynamodb", &format!("table/{}/stream/local", self.table));
        answer
            .records
            .into_iter()
            .map(|record| {
                let mut record = serde_json::to_value(record).map_err(engine_error)?;
                record["eventSourceARN"] = Value::from(source.clone());
                record["awsRegion"] = json!(locality::REGION);
                Ok(record)
            })
            .collect()
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

fn stored_sequence(public: &str) -> i64 {
    public
        .parse::<i128>()
        .ok()
        .and_then(|number| i64::try_from(number - SEQUENCE_OFFSET).ok())
        .unwrap_or_default()
}
