//! What a customer's last twelve months say of its credit (8.1.1).

use domain::calendar;
use domain::credit_assessment::CreditHistory;
use domain::identifiers::CustomerId;
use domain::money::Money;
use domain::order::{Order, StageName};
use domain::receivable::{Receivable, days_late};
use jiff::ToSpan;
use jiff::civil::Date;
use lambda::Fault;
use store::Store;

/// Items read in one page.
const PAGE: u32 = 100;

/// Reads the customer's orders and receivables of the twelve months before `on`.
pub(crate) async fn of_customer(
    store: &Store,
    customer: &str,
    on: Date,
) -> Result<CreditHistory, Fault> {
    let customer = CustomerId::parse(customer).map_err(Fault::poison)?;
    let from = on.checked_sub(1.year()).map_err(Fault::poison)?;
    let mut history = CreditHistory::default();
    orders(store, &customer, from, on, &mut history).await?;
    receivables(store, &customer, from, on, &mut history).await?;
    Ok(history)
}

/// Sales are what was delivered. What was paid before delivery was paid on time.
async fn orders(
    store: &Store,
    customer: &CustomerId,
    from: Date,
    on: Date,
    history: &mut CreditHistory,
) -> Result<(), Fault> {
    let mut cursor = None;
    loop {
        let page = store
            .by_customer::<Order>(customer, cursor.as_deref(), PAGE, true)
            .await?;
        for loaded in &page.items {
            let order = &loaded.state;
            let received = calendar::business_date(order.received_at);
            if received < from {
                return Ok(());
            }
            let delivered = matches!(
                order.stage.name(),
                StageName::Delivered | StageName::Completed
            );
            if received > on || !delivered {
                continue;
            }
            history.sales = history
                .sales
                .checked_add(order.total)
                .unwrap_or(Money::from_fen(i64::MAX));
            if !order.billed {
                history.paid_on_time = history.paid_on_time.saturating_add(1);
            }
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(()),
        }
    }
}

/// What was paid after delivery was on time or late by its due date.
async fn receivables(
    store: &Store,
    customer: &CustomerId,
    from: Date,
    on: Date,
    history: &mut CreditHistory,
) -> Result<(), Fault> {
    let mut cursor = None;
    loop {
        let page = store
            .by_customer::<Receivable>(customer, cursor.as_deref(), PAGE, true)
            .await?;
        for loaded in &page.items {
            let receivable = &loaded.state;
            if calendar::business_date(receivable.opened_at) < from {
                return Ok(());
            }
            let late = days_late(receivable.due_on, receivable.cleared_on.unwrap_or(on));
            match (u32::try_from(late), receivable.cleared_on) {
                (Ok(days @ 1..), _) => {
                    history.paid_late = history.paid_late.saturating_add(1);
                    history.worst_overdue_days = history.worst_overdue_days.max(days);
                }
                (_, Some(_)) => history.paid_on_time = history.paid_on_time.saturating_add(1),
                (_, None) => {}
            }
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(()),
        }
    }
}
