//! Due messages: each is handed out and stays invisible for a while, or is put aside because it was received too often.

use rusqlite::Row;

use super::ledger::Unit;
use super::message::{ReceivedMessage, md5_of_body};
use super::queue::{self, QueueRecord};
use super::receipt::Receipt;
use super::{BusError, ReceiveRequest, limits};

/// The due messages after a place in the order of `message_by_visibility`.
pub(super) const DUE: &str = "SELECT seq, visible_at_ms, message_id, body, attributes, sent_ms,
     receive_count, receives_elsewhere, first_received_ms, dead_letter_source
     FROM message
     WHERE queue_id = ?1 AND visible_at_ms <= ?2 AND (visible_at_ms, seq) > (?3, ?4)
     ORDER BY visible_at_ms, seq LIMIT ?5";

struct DueRow {
    seq: i64,
    visible_at_ms: i64,
    message_id: String,
    body: String,
    attributes: String,
    sent_ms: i64,
    receive_count: u32,
    receives_elsewhere: u32,
    first_received_ms: Option<i64>,
    dead_letter_source: Option<String>,
}

impl DueRow {
    fn read(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            seq: row.get(0)?,
            visible_at_ms: row.get(1)?,
            message_id: row.get(2)?,
            body: row.get(3)?,
            attributes: row.get(4)?,
            sent_ms: row.get(5)?,
            receive_count: row.get(6)?,
            receives_elsewhere: row.get(7)?,
            first_received_ms: row.get(8)?,
            dead_letter_source: row.get(9)?,
        })
    }
}

/// Hands out due messages, oldest first. One that has had all its receives is put aside instead, and the next looked
/// at; the place in the order makes sure that none is looked at twice, even with a visibility timeout of zero.
pub(super) fn take(
    unit: &Unit<'_>,
    queue: &QueueRecord,
    request: ReceiveRequest,
) -> Result<Vec<ReceivedMessage>, BusError> {
    let wanted = usize::try_from(request.max).unwrap_or(limits::BATCH_ENTRIES);
    let visibility_s = request
        .visibility_timeout_s
        .unwrap_or(queue.spec.visibility_timeout_s);
    let invisible_until_ms = unit.now_ms + i64::from(visibility_s) * 1_000;
    let mut taken = Vec::new();
    let mut place = (i64::MIN, i64::MIN);
    while taken.len() < wanted {
        let missing = wanted - taken.len();
        let due = due(unit, queue.queue_id, place, missing)?;
        let last_page = due.len() < missing;
        for row in due {
            place = (row.visible_at_ms, row.seq);
            if !put_aside(unit, queue, &row)? {
                taken.push(hand_out(unit, queue, row, invisible_until_ms)?);
            }
        }
        if last_page {
            break;
        }
    }
    Ok(taken)
}

fn due(
    unit: &Unit<'_>,
    queue_id: i64,
    place: (i64, i64),
    limit: usize,
) -> Result<Vec<DueRow>, BusError> {
    let mut statement = unit.database.prepare_cached(DUE)?;
    let rows = statement
        .query_map(
            (queue_id, unit.now_ms, place.0, place.1, limit),
            DueRow::read,
        )?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Moves a message that has had all its receives to the dead-letter queue, with its id, body, attributes, age and
/// count; whether it did.
fn put_aside(unit: &Unit<'_>, queue: &QueueRecord, row: &DueRow) -> Result<bool, BusError> {
    let Some(redrive) = &queue.spec.redrive else {
        return Ok(false);
    };
    if row.receive_count - row.receives_elsewhere < redrive.max_receive_count {
        return Ok(false);
    }
    let target = queue::find(unit, &redrive.dead_letter_queue)?;
    unit.database
        .prepare_cached(
            "UPDATE message SET queue_id = ?2, visible_at_ms = ?3, receives_elsewhere = receive_count,
                 last_received_ms = NULL, dead_letter_source = ?4
             WHERE seq = ?1",
        )?
        .execute((row.seq, target.queue_id, unit.now_ms, &queue.spec.name))?;
    unit.ring(&target.spec.name);
    Ok(true)
}

fn hand_out(
    unit: &Unit<'_>,
    queue: &QueueRecord,
    row: DueRow,
    invisible_until_ms: i64,
) -> Result<ReceivedMessage, BusError> {
    unit.database
        .prepare_cached(
            "UPDATE message SET visible_at_ms = ?2, receive_count = receive_count + 1,
                 first_received_ms = COALESCE(first_received_ms, ?3), last_received_ms = ?3
             WHERE seq = ?1",
        )?
        .execute((row.seq, invisible_until_ms, unit.now_ms))?;
    let receive_count = row.receive_count + 1;
    let receipt = Receipt {
        queue: queue.spec.name.clone(),
        seq: row.seq,
        message_id: row.message_id.clone(),
        receive_count,
    };
    Ok(ReceivedMessage {
        receipt_handle: receipt.handle(),
        message_id: row.message_id,
        md5_of_body: md5_of_body(&row.body),
        body: row.body,
        attributes: serde_json::from_str(&row.attributes)?,
        receive_count,
        sent_ms: row.sent_ms,
        first_received_ms: row.first_received_ms.unwrap_or(unit.now_ms),
        dead_letter_source: row.dead_letter_source,
    })
}
