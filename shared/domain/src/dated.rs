//! What is revised for a later day: the version in force, and those to come.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Event, Index, Misfit};
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// The most versions that may wait for their day.
pub const MOST_UPCOMING: usize = 8;

/// Something of which one version is valid at each instant. Versions that were superseded are in
/// the journal only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// The version in force or, before the first one is, the first.
    #[serde(flatten)]
    first: T,
    /// Its number; 0 for one from before versions were numbered.
    #[serde(default, skip_serializing_if = "is_unnumbered")]
    version: u64,
    /// Since when it is valid, where that was still to come when it was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    effective_from: Option<Timestamp>,
    /// Those to come, the next one first.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    upcoming: Vec<Upcoming<T>>,
}

/// Something of which versions are entered with their day, each whole and by one event.
pub trait Versioned: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned {
    /// Which kind of aggregate its versions are.
    const KIND: AggregateKind;
    /// The event by which a version is entered.
    type Event: Event;

    /// What every version is known by.
    fn id(&self) -> String;

    /// The version that an event enters.
    fn revision(event: &Self::Event) -> Revision<Self>;

    /// The list that it is in by identifier; none where it is only read by key.
    fn list(&self) -> Option<String>;
}

impl<T: Versioned> Aggregate for Dated<T> {
    const KIND: AggregateKind = T::KIND;
    type Event = T::Event;

    fn id(&self) -> String {
        self.any().id()
    }

    fn evolve(state: Option<Self>, event: &T::Event) -> Result<Self, Misfit> {
        Ok(Self::next(state, T::revision(event)))
    }

    fn index(&self) -> Index {
        self.any().list().map_or_else(Index::default, Index::listed)
    }
}

/// A version that is valid from some instant on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upcoming<T> {
    /// Its number.
    pub version: u64,
    /// Since when.
    pub effective_from: Timestamp,
    /// What will be valid.
    pub value: T,
}

/// The version that is valid at some instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce<T> {
    /// Its number; 0 for one from before versions were numbered.
    pub version: u64,
    /// What is valid.
    pub value: T,
}

/// A revision that has been decided: what the event about it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision<T> {
    /// When it was decided.
    pub at: Timestamp,
    /// The number of the new version.
    pub version: u64,
    /// Since when it is valid; at once without it.
    pub effective_from: Option<Timestamp>,
    /// The whole new version.
    pub value: T,
}

impl<T: Clone + PartialEq> Dated<T> {
    /// The first version.
    #[must_use]
    pub fn begun(revision: Revision<T>) -> Self {
        Self {
            first: revision.value,
            version: revision.version,
            effective_from: revision.effective_from,
            upcoming: Vec::new(),
        }
    }

    /// The version that is valid at `now`; none before the first one is.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Option<InForce<&T>> {
        let last = self
            .upcoming
            .iter()
            .rev()
            .find(|next| next.effective_from <= now);
        match last {
            Some(next) => Some(InForce {
                version: next.version,
                value: &next.value,
            }),
            None => self
                .effective_from
                .is_none_or(|from| from <= now)
                .then_some(InForce {
                    version: self.version,
                    value: &self.first,
                }),
        }
    }

    /// The version that is valid at `now` or, where none is yet, the first one.
    #[must_use]
    pub fn at_or_first(&self, now: Timestamp) -> InForce<&T> {
        self.at(now).unwrap_or(InForce {
            version: self.version,
            value: &self.first,
        })
    }

    /// What every version has in common, such as an identifier, is read here.
    #[must_use]
    pub const fn any(&self) -> &T {
        &self.first
    }

    /// The versions that become valid after `now`, the next one first.
    #[must_use]
    pub fn after(&self, now: Timestamp) -> Vec<Upcoming<T>> {
        let first = self.effective_from.map(|effective_from| Upcoming {
            version: self.version,
            effective_from,
            value: self.first.clone(),
        });
        let all = first.into_iter().chain(self.upcoming.iter().cloned());
        all.filter(|next| next.effective_from > now).collect()
    }

    /// The versions after a revision, which begins them where there are none.
    #[must_use]
    pub fn next(versions: Option<Self>, revision: Revision<T>) -> Self {
        match versions {
            None => Self::begun(revision),
            Some(versions) => versions.revised(revision),
        }
    }

    /// These versions after a revision. What was superseded by then is left to the journal; a
    /// version for the same instant is replaced.
    #[must_use]
    pub fn revised(mut self, revision: Revision<T>) -> Self {
        let passed = self
            .upcoming
            .partition_point(|next| next.effective_from <= revision.at);
        let superseding = self.upcoming.drain(..passed).next_back();
        if let Some(next) = superseding {
            self.first = next.value;
            self.version = next.version;
            self.effective_from = None;
        }
        self.effective_from = self.effective_from.filter(|from| *from > revision.at);
        if revision.effective_from <= self.effective_from {
            let before = std::mem::replace(&mut self, Self::begun(revision));
            self.upcoming = before.upcoming;
            if let Some(effective_from) = before.effective_from
                && self.effective_from != before.effective_from
            {
                let moved = Upcoming {
                    version: before.version,
                    effective_from,
                    value: before.first,
                };
                self.upcoming.insert(0, moved);
            }
        } else if let Some(effective_from) = revision.effective_from {
            let next = Upcoming {
                version: revision.version,
                effective_from,
                value: revision.value,
            };
            let place = self
                .upcoming
                .partition_point(|other| other.effective_from < effective_from);
            match self.upcoming.get_mut(place) {
                Some(same) if same.effective_from == effective_from => *same = next,
                _ => self.upcoming.insert(place, next),
            }
        }
        self
    }
}

/// Decides about a revision: `None` when the same is valid at that instant anyway. `known` is
/// what there is, with the number of its last commit.
///
/// # Errors
/// `invalid_value` for an instant that has passed; `too_many_upcoming` when
/// [`MOST_UPCOMING`] versions wait already.
pub fn revise<T: Clone + PartialEq>(
    known: Option<(&Dated<T>, u64)>,
    value: T,
    effective_from: Option<Timestamp>,
    now: Timestamp,
) -> Result<Option<Revision<T>>, Refusal> {
    if let Some(from) = effective_from.filter(|from| *from < now) {
        return Err(Refusal::invalid(
            "effective_from",
            format!("{now} or later, or nothing for at once"),
            from.to_string(),
        ));
    }
    let effective_from = effective_from.filter(|from| *from > now);
    let revision = Revision {
        at: now,
        version: known.map_or(1, |(_, version)| version.saturating_add(1)),
        effective_from,
        value,
    };
    let Some((dated, _)) = known else {
        return Ok(Some(revision));
    };
    let valid = dated.at(effective_from.unwrap_or(now));
    if valid.is_some_and(|valid| *valid.value == revision.value) {
        return Ok(None);
    }
    let upcoming = dated.clone().revised(revision.clone()).after(now).len();
    if upcoming > MOST_UPCOMING {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "too_many_upcoming",
            format!("最多可预先安排 {MOST_UPCOMING} 个未生效版本"),
            format!("at most {MOST_UPCOMING} versions may wait for their day"),
        )
        .because(Evidence::new(
            "effective_from",
            format!("at most {MOST_UPCOMING} upcoming versions"),
            upcoming.to_string(),
        )));
    }
    Ok(Some(revision))
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(crate) const fn is_unnumbered(version: &u64) -> bool {
    *version == 0
}

#[cfg(test)]
mod tests;
