//! One order on its way from intake to settled, as its people see it.

use std::time::{Duration, Instant};

use contract::order_view::OrderView;
use domain::order::StageName;
use uuid::Uuid;

use super::super::Failure;
use super::people::People;
use super::sample::{CARRIER_TELLS, PROVIDER, Run};
use crate::client::{ClientError, Recorded};

/// An order that has not moved for so long will not.
const STUCK: Duration = Duration::from_secs(60);
/// Pauses before something is tried again that the functions have not come to yet.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(160);

/// What comes next for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Its approval, once the automatic review is done.
    Approval,
    /// The provider's notice.
    Payment,
    /// Its parcel, once the goods are reserved.
    Dispatch,
    /// Its completion, once it is settled.
    Completion,
    /// Nothing.
    Done,
}

/// An order on its way.
pub(super) struct Journey {
    /// The order.
    pub(super) id: Uuid,
    /// What comes next.
    pub(super) step: Step,
    /// When it was sent.
    pub(super) begun: Instant,
    number: usize,
    moved: Instant,
    try_at: Instant,
    pause: Duration,
}

impl Journey {
    /// Places an order.
    pub(super) fn begin(
        people: &People,
        run: &Run,
        phase: char,
        number: usize,
    ) -> Result<Self, ClientError> {
        let begun = Instant::now();
        let Recorded { view, .. } = people.sales.place_order(&run.order(phase, number))?;
        Ok(Self {
            id: view.summary.id,
            step: Step::Approval,
            begun,
            number,
            moved: begun,
            try_at: begun,
            pause: FIRST_PAUSE,
        })
    }

    /// Whether it is time to try the next step.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.try_at <= now
    }

    /// Goes on to a step.
    pub(super) fn move_to(&mut self, step: Step) {
        let now = Instant::now();
        (self.step, self.moved, self.try_at, self.pause) = (step, now, now, FIRST_PAUSE);
    }

    /// Tries the same step later.
    ///
    /// # Errors
    /// It has been tried for too long.
    pub(super) fn wait(&mut self) -> Result<(), Failure> {
        if self.moved.elapsed() > STUCK {
            let (id, step) = (self.id, self.step);
            return Err(format!("order {id} waits for its {step:?} for more than {STUCK:?}; see /_yudan/status and the logs").into());
        }
        self.try_at = Instant::now() + self.pause;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        Ok(())
    }

    /// Tries a step of this order alone; approvals are given to many at once.
    pub(super) fn try_step(
        &mut self,
        people: &People,
        run: &Run,
        phase: char,
    ) -> Result<(), Failure> {
        match self.step {
            Step::Approval | Step::Done => Ok(()),
            Step::Payment => {
                let notice = run.notice(phase, self.number, self.id);
                people.back_office.notify_payment(
                    people.access.payment_secret(),
                    PROVIDER,
                    &notice,
                )?;
                self.move_to(Step::Dispatch);
                Ok(())
            }
            Step::Dispatch => match people
                .back_office
                .ship(self.id, &run.shipment(phase, self.number))
            {
                Ok(shipped) => {
                    self.deliver(people, run, phase, &shipped.view.carrier)?;
                    self.move_to(Step::Completion);
                    Ok(())
                }
                Err(error) if error.code() == Some("order_not_ready") => self.wait(),
                Err(error) => Err(error.into()),
            },
            Step::Completion => self.look(people.back_office.order(self.id)?),
        }
    }

    fn deliver(
        &self,
        people: &People,
        run: &Run,
        phase: char,
        carrier: &str,
    ) -> Result<(), ClientError> {
        for codes in CARRIER_TELLS {
            let events = run.carrier_events(phase, self.number, codes);
            people.back_office.report_carrier_events(
                people.access.carrier_secret(),
                carrier,
                &events,
            )?;
        }
        Ok(())
    }

    fn look(&mut self, order: OrderView) -> Result<(), Failure> {
        let stage = order.summary.stage;
        if stage == StageName::Completed {
            self.move_to(Step::Done);
            return Ok(());
        }
        if stage == StageName::Delivered {
            return self.wait();
        }
        Err(format!("order {} was delivered and is {}", self.id, stage.name()).into())
    }
}
