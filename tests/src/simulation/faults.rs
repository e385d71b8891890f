//! What can go wrong, and how often it does in one run.

use std::collections::BTreeSet;

use fastrand::Rng;

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Fault {
    /// A call is carried out and its reply is lost: the connection breaks, or nothing comes.
    ReplyLost,
    /// The connection breaks before a call is carried out.
    Reset,
    /// A call is not carried out and never answered.
    NoAnswer,
    /// The service refuses a call for now.
    Throttled,
    /// The service fails.
    ServerError,
    /// Another transaction is under way on one of the items.
    Conflict,
    /// The transaction of the same token is under way.
    InProgress,
    /// A batch of reads is answered in part, or a batch of messages taken in part.
    PartialBatch,
    /// A read that may lag answers as of an earlier moment.
    StaleRead,
    /// A function ends between two of its calls.
    Crash,
    /// A message, a stream batch or a job comes twice, at once or much later.
    Duplicate,
    /// Messages wait, and come in another order.
    Disorder,
    /// The answer to an HTTP request does not reach whoever asked.
    AnswerLost,
    /// The clock of an instance is wrong by seconds.
    ClockOff,
    /// Everything stands still for minutes or hours, in the middle of whatever it did.
    Standstill,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::ReplyLost,
        Self::Reset,
        Self::NoAnswer,
        Self::Throttled,
        Self::ServerError,
        Self::Conflict,
        Self::InProgress,
        Self::PartialBatch,
        Self::StaleRead,
        Self::Crash,
        Self::Duplicate,
        Self::Disorder,
        Self::AnswerLost,
        Self::ClockOff,
        Self::Standstill,
    ];
}

/// How a run is troubled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weather {
    /// The kinds that happen.
    pub kinds: BTreeSet<Fault>,
    /// How often, in thousandths: of calls, of invocations, of messages.
    pub permille: u32,
}

impl Weather {
    /// Nothing goes wrong.
    #[must_use]
    pub const fn calm() -> Self {
        Self {
            kinds: BTreeSet::new(),
            permille: 0,
        }
    }

    /// The weather of a seed: every kind more likely than not, rare or frequent.
    #[must_use]
    pub fn of(rng: &mut Rng) -> Self {
        let kinds = Fault::ALL.into_iter().filter(|_| rng.u32(0..5) < 4);
        let kinds = kinds.collect();
        Self {
            kinds,
            permille: [20, 50, 100, 200][rng.usize(0..4)],
        }
    }

    /// Whether this kind happens now.
    pub(super) fn strikes(&self, kind: Fault, rng: &mut Rng) -> bool {
        self.kinds.contains(&kind) && rng.u32(0..1000) < self.permille
    }

    /// One of these kinds, if one of them happens now.
    pub(super) fn strike(&self, kinds: &[Fault], rng: &mut Rng) -> Option<Fault> {
        let struck = kinds[rng.usize(0..kinds.len())];
        self.strikes(struck, rng).then_some(struck)
    }
}
