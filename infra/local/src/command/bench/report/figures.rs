//! Everything that was measured at one time on one machine.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::costs::{CostsAt, Counted};
use super::super::load::{LoadAt, Phase};
use super::machine::Machine;

/// The figures of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Figures {
    /// When.
    pub(super) measured_on: Date,
    /// Where.
    pub(super) machine: Machine,
    /// How the program was built.
    pub(super) build: String,
    /// How long it took, in seconds.
    pub(super) took_s: u64,
    /// What orders use, by how many there were.
    pub(super) costs: Vec<CostsAt>,
    /// What a server does under load, by how many orders there were.
    pub(super) loads: Vec<LoadAt>,
}

impl Figures {
    /// Figures of this machine and this program, with nothing measured yet.
    pub(super) fn of_this_machine() -> Self {
        let build = match cfg!(debug_assertions) {
            true => "debug: no figure of speed means anything",
            false => "release",
        };
        Self {
            measured_on: domain::calendar::business_date(Timestamp::now()),
            machine: Machine::this(),
            build: build.to_owned(),
            took_s: 0,
            costs: Vec::new(),
            loads: Vec::new(),
        }
    }

    /// What plain orders used with the most orders there.
    pub(super) fn plain(&self) -> Option<&Counted> {
        self.costs.last()?.scenarios.first()
    }

    /// One kind of load, at each number of orders there.
    pub(super) fn phases(&self, wanted: fn(&Phase) -> bool) -> Vec<(u64, &Phase)> {
        let found = self.loads.iter().filter_map(|load| {
            let phase = load.phases.iter().find(|phase| wanted(phase))?;
            Some((load.existing, phase))
        });
        found.collect()
    }
}

/// Orders that arrive at a rate.
pub(super) fn arriving(phase: &Phase) -> bool {
    phase.rate.is_some()
}

/// Orders that clients have accepted as fast as they can.
pub(super) fn accepted(phase: &Phase) -> bool {
    phase.rate.is_none() && phase.name == "accepted"
}

/// Orders that clients carry to the end.
pub(super) fn settled(phase: &Phase) -> bool {
    phase.rate.is_none() && phase.name != "accepted"
}
