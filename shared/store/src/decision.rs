use domain::aggregate::{Aggregate, Decision};

use crate::error::StoreError;
use crate::load::Loaded;
use crate::plan::Plan;

impl<T> Plan<T> {
    /// Begins an aggregate with a decision: its events, and the counters they move.
    ///
    /// # Errors
    /// Those of [`create`](Self::create) and [`adjust`](Self::adjust).
    pub fn begin<A: Aggregate>(self, decision: Decision<A::Event>) -> Result<Self, StoreError> {
        self.create::<A>(&decision.events)?
            .adjust(decision.adjustments)
    }

    /// Carries an aggregate on by a decision; an empty one writes nothing.
    ///
    /// # Errors
    /// Those of [`change`](Self::change) and [`adjust`](Self::adjust).
    pub fn carry_out<A: Aggregate>(
        self,
        loaded: &Loaded<A>,
        decision: Decision<A::Event>,
    ) -> Result<Self, StoreError> {
        self.change(loaded, &decision.events)?
            .adjust(decision.adjustments)
    }

    /// Carries an aggregate on by a decision, or begins it where there is none yet; an empty one
    /// writes nothing.
    ///
    /// # Errors
    /// Those of [`begin`](Self::begin) and [`carry_out`](Self::carry_out).
    pub fn begin_or_carry_out<A: Aggregate>(
        self,
        loaded: Option<&Loaded<A>>,
        decision: Decision<A::Event>,
    ) -> Result<Self, StoreError> {
        match loaded {
            Some(loaded) => self.carry_out(loaded, decision),
            None if decision.events.is_empty() => Ok(self),
            None => self.begin::<A>(decision),
        }
    }
}
