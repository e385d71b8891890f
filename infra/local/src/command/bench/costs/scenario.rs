//! What an order may go through, from beginning to end.

use contract::order_request::{OrderRequest, ScheduledPayment, When};
use domain::order::{CustomerKind, StageName};
use domain::payment_terms::PaymentMethod;

use super::super::super::Failure;
use super::super::people::People;
use super::super::sample::{PRICE_FEN, Run, line};
use super::shop::{self, Article};
use super::walk::Walk;

/// A way that orders go. An order that leaves in several parcels is not among them: goods are
/// dispatched whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scenario {
    /// One line, paid online in advance, delivered.
    Plain,
    /// Five lines, paid in two instalments, before preparation and at delivery.
    FiveLines,
    /// One line on credit terms: credit is taken, a receivable opens, and is paid.
    OnCredit,
    /// One line, paid, that waits for its goods; a stock receipt brings them.
    Short,
    /// One line of what is not sold any more; the rules reject it.
    Rejected,
    /// One line, paid and reserved, then cancelled; the money goes back.
    Cancelled,
}

const LINES: usize = 5;

impl Scenario {
    pub(super) const ALL: [Self; 6] = [
        Self::Plain,
        Self::FiveLines,
        Self::OnCredit,
        Self::Short,
        Self::Rejected,
        Self::Cancelled,
    ];

    /// The name in figures and on the command line.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::FiveLines => "five_lines_two_instalments",
            Self::OnCredit => "on_credit",
            Self::Short => "short_then_reserved",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled_after_reservation",
        }
    }

    /// The stage in which its orders end.
    const fn end(self) -> StageName {
        match self {
            Self::Plain | Self::FiveLines | Self::OnCredit | Self::Short => StageName::Completed,
            Self::Rejected => StageName::Rejected,
            Self::Cancelled => StageName::Cancelled,
        }
    }

    /// Prepares what `orders` orders need and what is not theirs to pay for: articles, stock, a
    /// credit limit.
    pub(super) fn prepare(self, people: &People, run: &Run, orders: usize) -> Result<(), Failure> {
        let stock = u32::try_from(orders).unwrap_or(u32::MAX);
        match self {
            Self::Plain | Self::Cancelled => Ok(()),
            Self::Rejected => Article::of(run, "OLD", 0).enter(people, false),
            Self::FiveLines => {
                (0..LINES).try_for_each(|nth| five_lines_article(run, nth).sell(people, stock))
            }
            Self::Short => {
                (0..orders).try_for_each(|number| awaited(run, number).enter(people, true))
            }
            Self::OnCredit => shop::give_credit(people, run),
        }
    }

    /// Takes the `number`th order its whole way.
    pub(super) fn carry<'a>(
        self,
        people: &'a People,
        run: &'a Run,
        number: usize,
    ) -> Result<Walk<'a>, Failure> {
        let request = self.request(run, number);
        let walk = Walk::begin(people, run, number, &request)?;
        match self {
            Self::Rejected => return Ok(walk),
            Self::Plain | Self::FiveLines | Self::OnCredit | Self::Short | Self::Cancelled => {
                walk.approve()?;
            }
        }
        match self {
            Self::Rejected => {}
            Self::Plain => {
                walk.pay_online()?;
                walk.deliver()?;
            }
            Self::FiveLines => {
                walk.transfer(1, half())?;
                walk.deliver()?;
                walk.transfer(2, half())?;
            }
            Self::OnCredit => {
                walk.deliver()?;
                walk.transfer(1, PRICE_FEN)?;
            }
            Self::Short => {
                walk.pay_online()?;
                awaited(run, number).receive(people, 1)?;
                walk.rest()?;
                walk.deliver()?;
            }
            Self::Cancelled => {
                walk.pay_online()?;
                walk.cancel()?;
                walk.refund()?;
            }
        }
        Ok(walk)
    }

    /// Looks whether an order ended where it should; this costs something, so it comes after counting.
    pub(super) fn check(self, people: &People, walk: &Walk) -> Result<(), Failure> {
        let found = people.back_office.order(walk.id)?.summary.stage;
        let expected = self.end();
        if found == expected {
            return Ok(());
        }
        let (scenario, id) = (self.name(), walk.id);
        Err(format!("{scenario}: order {id} should be {expected} and is {found}").into())
    }

    fn request(self, run: &Run, number: usize) -> OrderRequest {
        let mut request = Walk::request(run, number);
        match self {
            Self::Plain | Self::Cancelled => {}
            Self::FiveLines => {
                let articles = (0..LINES).map(|nth| five_lines_article(run, nth));
                request.lines = articles.map(|article| line(article.sku())).collect();
                request.payment.method = PaymentMethod::BankTransfer;
                request.payment.schedule = Some(vec![
                    instalment(When::OnOrder),
                    instalment(When::OnDelivery),
                ]);
            }
            Self::OnCredit => {
                request.customer.id = Some(shop::creditworthy(run));
                request.customer.kind = CustomerKind::Business;
                request.payment.method = PaymentMethod::CreditTerms;
            }
            Self::Short => request.lines = vec![line(awaited(run, number).sku())],
            Self::Rejected => request.lines = vec![line(Article::of(run, "OLD", 0).sku())],
        }
        request
    }
}

fn five_lines_article(run: &Run, nth: usize) -> Article {
    Article::of(run, "FIVE", nth)
}

/// The article that one order waits for.
fn awaited(run: &Run, number: usize) -> Article {
    Article::of(run, "AWAITED", number)
}

/// Half the price of five lines, in fen.
const fn half() -> i64 {
    PRICE_FEN * 5 / 2
}

fn instalment(when: When) -> ScheduledPayment {
    ScheduledPayment {
        when,
        days: None,
        amount_fen: half(),
        deposit: false,
    }
}
