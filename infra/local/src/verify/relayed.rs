//! Whether the newest commits were passed on, and whether what was passed on is there.
//!
//! The bus keeps the last messages of each topic. A commit that somebody listens to and that is
//! younger than the oldest of them must be among them, or its record must still be unread.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use audit::Item;
use contract::message::EventMessage;
use domain::route::route;
use jiff::Timestamp;
use store::{Commit, Digest, Key};

use super::Disagreements;
use super::delivery::Delivery;
use crate::bus;
use crate::error::HostError;

/// Keys of an item.
type Keys = (String, String);

/// What was published last, and what of the table should be among it.
#[derive(Debug, Default)]
pub(crate) struct Relayed {
    /// Commits decided later than this must have been published after it.
    since: Option<Timestamp>,
    /// Commits that messages speak of, and whether they were met.
    spoken_of: HashMap<Keys, bool>,
    /// Commits that somebody listens to and no message speaks of.
    silent: HashSet<Keys>,
}

impl Relayed {
    /// Reads what was published last.
    ///
    /// # Errors
    /// [`HostError::Damaged`] when the queue database does not read.
    pub(crate) fn open(bus: &Path) -> Result<Self, HostError> {
        let publications = bus::publications(bus)?;
        let mut relayed = Self::default();
        for (published_ms, text) in publications.messages {
            let Ok(message) = serde_json::from_str::<EventMessage>(&text) else {
                // Notices to people are published too.
                continue;
            };
            if publications.cut_off && relayed.since.is_none() {
                relayed.since = Timestamp::from_millisecond(published_ms).ok();
            }
            let key = Key::Commit {
                kind: message.aggregate,
                id: message.id,
                sequence: message.sequence,
            };
            relayed.spoken_of.insert((key.pk(), key.sk()), false);
        }
        if publications.cut_off && relayed.since.is_none() {
            // No message about a commit is kept: nothing can be told.
            relayed.since = Some(Timestamp::MAX);
        }
        Ok(relayed)
    }

    /// Takes the next item.
    pub(crate) fn item(&mut self, item: &Item) {
        let text = |name: &str| item.get(name)?.get("S")?.as_str();
        let (Some(pk), Some(sk)) = (text("pk"), text("sk")) else {
            return;
        };
        let keys = (pk.to_owned(), sk.to_owned());
        if let Some(met) = self.spoken_of.get_mut(&keys) {
            *met = true;
            return;
        }
        if !matches!(Key::parse(pk, sk), Some(Key::Commit { .. })) {
            return;
        }
        let body = text("body").unwrap_or_default().to_owned();
        // What does not read is told by the others.
        let Ok(commit) = Commit::parse(pk, sk, body, Digest::ZERO) else {
            return;
        };
        let heard = commit
            .kinds()
            .is_ok_and(|kinds| kinds.iter().any(|kind| !route(*kind).is_empty()));
        if heard && self.since.is_none_or(|since| commit.at > since) {
            self.silent.insert(keys);
        }
    }

    /// Notes what was lost on the way. Records that were given up are told by their dead letters.
    pub(crate) fn judge(
        self,
        unread: &HashSet<Keys>,
        delivery: &Delivery,
        disagreements: &mut Disagreements,
    ) {
        let mut lost: Vec<Keys> = self.silent.difference(unread).cloned().collect();
        lost.sort();
        if !delivery.gave_up_records() {
            for (pk, sk) in lost {
                disagreements.add(
                    "commit_not_relayed",
                    format!("{pk} / {sk}"),
                    "a message about it, or an unread record",
                    "neither",
                );
            }
        }
        let mut nothing: Vec<Keys> = self
            .spoken_of
            .into_iter()
            .filter(|(_, met)| !met)
            .map(|(keys, _)| keys)
            .collect();
        nothing.sort();
        for (pk, sk) in nothing {
            disagreements.add(
                "message_about_nothing",
                format!("{pk} / {sk}"),
                "the commit that a message spoke of",
                "none",
            );
        }
    }
}
