//! What must be there before an order can be measured: articles, stock, a customer with credit.

use contract::account::AccountProfileRequest;
use contract::product::{PriceRule, ProductRequest};
use contract::stock::{StockLine, StockReceiptRequest};
use domain::order::CustomerKind;
use domain::payment_terms::PaymentMethod;
use jiff::Timestamp;
use jiff::civil::date;

use super::super::super::Failure;
use super::super::people::People;
use super::super::sample::{Run, line};
use super::walk::{Walk, rest};

/// What the customer with credit bought and paid in advance, in fen: three months' sales are its limit.
const SALES_FEN: i64 = 4_800_000;
/// Far from the numbers of measured orders.
const ORDER_FOR_CREDIT: usize = 90_000_000;

/// An article of a run, priced by agreement, 500 g.
pub(super) struct Article(String);

impl Article {
    pub(super) fn of(run: &Run, kind: &str, nth: usize) -> Self {
        Self(format!("{kind}-{}", run.number('P', nth)))
    }

    pub(super) fn sku(&self) -> &str {
        &self.0
    }

    /// Puts it into the catalogue.
    pub(super) fn enter(&self, people: &People, on_sale: bool) -> Result<(), Failure> {
        let product = ProductRequest::plain("综合商品", PriceRule::Agreed, on_sale, 500);
        people.warehouse.put_product(&self.0, &product)?;
        Ok(())
    }

    /// Receives pieces of it.
    pub(super) fn receive(&self, people: &People, quantity: u32) -> Result<(), Failure> {
        people.warehouse.receive_stock(&StockReceiptRequest {
            receipt_no: format!("RK-{}", self.0),
            warehouse: None,
            lines: vec![StockLine::plain(self.0.clone(), quantity)],
            reference: None,
        })?;
        Ok(())
    }

    /// Puts it into the catalogue and into the warehouse.
    pub(super) fn sell(&self, people: &People, stock: u32) -> Result<(), Failure> {
        self.enter(people, true)?;
        self.receive(people, stock)
    }
}

/// The customer of a run that may buy on credit.
pub(super) fn creditworthy(run: &Run) -> String {
    format!("customer-{}", run.number('K', 0))
}

/// Gives that customer a limit as the trade does: an account, sales paid in advance, an assessment.
pub(super) fn give_credit(people: &People, run: &Run) -> Result<(), Failure> {
    let profile = AccountProfileRequest {
        customer_since: date(2019, 1, 1),
        financials: 15,
        listed_abnormal: false,
        disputes: 0,
    };
    let customer = creditworthy(run);
    people.finance.record_account_profile(&customer, &profile)?;
    let article = Article::of(run, "CREDIT", 0);
    article.sell(people, 1)?;

    let mut order = Walk::request(run, ORDER_FOR_CREDIT);
    order.customer.id = Some(customer);
    order.customer.kind = CustomerKind::Business;
    order.payment.method = PaymentMethod::BankTransfer;
    order.lines = vec![line(article.sku())];
    for line in &mut order.lines {
        line.unit_price_fen = SALES_FEN;
    }
    let walk = Walk::begin(people, run, ORDER_FOR_CREDIT, &order)?;
    walk.approve()?;
    walk.transfer(1, SALES_FEN)?;
    walk.deliver()?;
    let today = domain::calendar::business_date(Timestamp::now());
    people.finance.run_job("credit", today)?;
    rest(&people.back_office)
}
