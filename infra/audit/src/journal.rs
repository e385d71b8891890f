//! The chain of commits of one aggregate.

use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::attribute::{self, Item};
use crate::finding::{Code, Findings};
use crate::partition::{shaped, unreadable};

/// The layout of commit bodies that is known here.
const FORMAT: i64 = 1;

/// A commit as far as its text reads.
#[derive(Debug)]
pub(crate) struct Commit {
    pub(crate) place: String,
    /// Who or what asked for it.
    pub(crate) by: String,
    pub(crate) at: Timestamp,
    pub(crate) text: String,
    pub(crate) events: Vec<Map<String, Value>>,
    pub(crate) adjustments: Vec<Value>,
}

/// A journal whose commits are all there.
#[derive(Debug)]
pub(crate) struct Journal {
    pub(crate) commits: Vec<Commit>,
    /// The sequence number of the last commit.
    pub(crate) last: i64,
    /// The digest of the last commit, as stored.
    pub(crate) head: [u8; 32],
}

/// Reads the commits of a partition and checks that each follows the one before it. `None` when
/// one is missing or does not read: what they lead to cannot be told then.
pub(crate) fn read(
    pk: &str,
    mut items: Vec<(i64, Item)>,
    findings: &mut Findings,
) -> Option<Journal> {
    items.sort_by_key(|(sequence, _)| *sequence);
    let mut journal = Journal {
        commits: Vec::with_capacity(items.len()),
        last: 0,
        head: [0; 32],
    };
    let mut whole = true;
    let mut chained = true;
    for (sequence, item) in items {
        let expected = journal.last.saturating_add(1);
        if sequence != expected {
            findings.add(
                Code::CommitMissing,
                pk,
                format!("commit {expected}"),
                format!("commit {sequence}"),
            );
            return None;
        }
        let sk = attribute::text(&item, "sk").unwrap_or_default().to_owned();
        let place = format!("{pk} / {sk}");
        let text = attribute::text(&item, "body").map(str::to_owned);
        let hash = attribute::digest(&item, "hash");
        if !shaped(&place, &item, &["body", "hash"], &[], findings) {
            return None;
        }
        let (Some(text), Some(hash)) = (text, hash) else {
            unreadable(&place, "a body of text and a hash of 32 bytes", findings);
            return None;
        };
        let computed = digest(&journal.head, pk, &sk, &text);
        if computed != hash && chained {
            // The commits after the first break are chained to something else anyway.
            chained = false;
            findings.add(
                Code::DigestDiffers,
                &place,
                hex::encode(computed),
                hex::encode(hash),
            );
        }
        (journal.last, journal.head) = (sequence, hash);
        match parse(sequence, &place, text) {
            Some(commit) => journal.commits.push(commit),
            None => {
                unreadable(&place, "a body in format 1 with its own number", findings);
                whole = false;
            }
        }
    }
    whole.then_some(journal)
}

/// The digest of a commit: previous ‖ pk ‖ 0x00 ‖ sk ‖ 0x00 ‖ body.
fn digest(previous: &[u8; 32], pk: &str, sk: &str, body: &str) -> [u8; 32] {
    let mut bytes = previous.to_vec();
    bytes.extend_from_slice(pk.as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(sk.as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(body.as_bytes());
    Sha256::digest(&bytes).into()
}

fn parse(sequence: i64, place: &str, text: String) -> Option<Commit> {
    let body: Map<String, Value> = serde_json::from_str(&text).ok()?;
    let number = |name: &str| body.get(name).and_then(Value::as_i64);
    let said = |name: &str| body.get(name).and_then(Value::as_str);
    let known = number("version") == Some(FORMAT)
        && number("sequence") == Some(sequence)
        && said("correlation_id").is_some();
    if !known {
        return None;
    }
    let (by, at) = (said("actor")?.to_owned(), said("at")?.parse().ok()?);
    let events = body.get("events")?.as_array()?.iter();
    let events: Option<Vec<_>> = events.map(|event| event.as_object().cloned()).collect();
    let adjustments = match body.get("adjustments") {
        None => Vec::new(),
        Some(moved) => moved.as_array()?.clone(),
    };
    Some(Commit {
        place: place.to_owned(),
        by,
        at,
        events: events.filter(|events| !events.is_empty())?,
        adjustments,
        text,
    })
}
