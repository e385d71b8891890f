//! One order taken step by step. The host comes to rest after each step, so nothing is done twice,
//! no two messages share an invocation, and every count is the same in every run.

use std::time::Duration;

use contract::order_request::OrderRequest;
use contract::payment::{PaymentRequest, ReceivedBy, RefundRequest};
use jiff::Timestamp;
use uuid::Uuid;

use super::super::super::Failure;
use super::super::people::People;
use super::super::sample::{CARRIER_TELLS, PRICE_FEN, PROVIDER, Run, approval};
use crate::client::Client;

const PHASE: char = 'U';
/// The host has far less to do than this takes.
const REST_LIMIT: Duration = Duration::from_secs(120);

/// An order and who moves it.
pub(in super::super) struct Walk<'a> {
    people: &'a People,
    run: &'a Run,
    number: usize,
    /// The order.
    pub(in super::super) id: Uuid,
}

impl<'a> Walk<'a> {
    /// What is ordered as the `number`th of a run, before a scenario makes it its own.
    pub(super) fn request(run: &Run, number: usize) -> OrderRequest {
        run.order(PHASE, number)
    }

    /// Places an order.
    pub(super) fn begin(
        people: &'a People,
        run: &'a Run,
        number: usize,
        order: &OrderRequest,
    ) -> Result<Self, Failure> {
        let id = people.sales.place_order(order)?.view.summary.id;
        rest(&people.back_office)?;
        Ok(Self {
            people,
            run,
            number,
            id,
        })
    }

    /// A reviewer takes it.
    pub(super) fn approve(&self) -> Result<(), Failure> {
        let decisions = vec![approval(self.id)];
        for result in self.people.back_office.review_orders(decisions)?.results {
            if let Some(problem) = result.problem {
                let (id, code, detail) = (self.id, problem.code, problem.detail);
                return Err(format!("order {id} is not approved: {code} {detail}").into());
            }
        }
        self.rest()
    }

    /// The provider tells that the whole was paid.
    pub(super) fn pay_online(&self) -> Result<(), Failure> {
        let notice = self.run.notice(PHASE, self.number, self.id);
        let secret = self.people.access.payment_secret();
        self.people
            .back_office
            .notify_payment(secret, PROVIDER, &notice)?;
        self.rest()
    }

    /// Finance finds a part of the price on the bank account.
    pub(super) fn transfer(&self, part: u8, amount_fen: i64) -> Result<(), Failure> {
        let number = self.run.number(PHASE, self.number);
        self.people.finance.record_payment(&PaymentRequest {
            order_id: self.id,
            method: ReceivedBy::BankTransfer,
            reference: format!("{number}-{part}"),
            amount_fen,
            received_at: Timestamp::now(),
        })?;
        self.rest()
    }

    /// Hands it to the cheapest carrier, which tells twice how far it is, the second time that
    /// the recipient signed.
    pub(super) fn deliver(&self) -> Result<(), Failure> {
        let office = &self.people.back_office;
        let shipment = self.run.shipment(PHASE, self.number);
        let carrier = office.ship(self.id, &shipment)?.view.carrier;
        self.rest()?;
        for codes in CARRIER_TELLS {
            let events = self.run.carrier_events(PHASE, self.number, codes);
            let secret = self.people.access.carrier_secret();
            office.report_carrier_events(secret, &carrier, &events)?;
            self.rest()?;
        }
        Ok(())
    }

    /// The customer changes their mind.
    pub(super) fn cancel(&self) -> Result<(), Failure> {
        self.people.sales.cancel_order(self.id, "不再需要")?;
        self.rest()
    }

    /// Finance sends back what the provider brought.
    pub(super) fn refund(&self) -> Result<(), Failure> {
        let number = self.run.number(PHASE, self.number);
        let refund = RefundRequest {
            refund_no: Some(number.clone()),
            amount_fen: PRICE_FEN,
            reason: "客户取消订单".to_owned(),
            refunded_at: None,
        };
        self.people
            .finance
            .refund(&format!("{PROVIDER}:{number}"), &refund)?;
        self.rest()
    }

    /// Waits until nothing is under way.
    pub(super) fn rest(&self) -> Result<(), Failure> {
        rest(&self.people.back_office)
    }
}

/// Waits until the host has nothing left to do.
pub(in super::super) fn rest(host: &Client) -> Result<(), Failure> {
    match host.wait_until_idle(REST_LIMIT)? {
        true => Ok(()),
        false => Err(format!(
            "the host did not come to rest within {REST_LIMIT:?}; see /_yudan/status"
        )
        .into()),
    }
}
