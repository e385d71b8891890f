//! One row carried to the server: order, then payment, then refund.

use contract::order_request::{OrderCustomer, OrderLine, OrderPaymentTerms, OrderRequest, ShipTo};
use contract::order_view::OrderView;
use contract::payment::{PaymentRequest, ReceivedBy, RefundRequest};
use domain::money::Money;
use domain::order::{Channel, CustomerKind};
use domain::payment_terms::PaymentMethod;
use uuid::Uuid;

use super::super::Failure;
use super::tally::{Outcome, Tally, sum};
use super::tmall::{Payment, Row};
use crate::client::{Client, ClientError};

/// The article that stands for whatever was sold: the export does not tell.
const GENERAL_ARTICLE: &str = "GENERAL";
/// The export does not name anybody.
const BUYER: &str = "天猫买家";
/// Refused because it is an order for local channels, and not because anything is wrong (2.2).
const NOT_OUT_OF_REGION: &str = "order_not_out_of_region";

/// Says before the first row what would otherwise be said of each of them.
///
/// # Errors
/// The server cannot be reached or lacks the article that every order is for.
pub(super) fn check_server(client: &Client) -> Result<(), Failure> {
    match client.product(GENERAL_ARTICLE) {
        Ok(_) => Ok(()),
        Err(error) if error.refused().is_some_and(|refused| refused.status == 404) => Err(format!(
            "expected the article {GENERAL_ARTICLE} in the server's catalogue, found none; load the demo data first: yudan seed"
        )
        .into()),
        Err(error) => Err(error.into()),
    }
}

/// Carries a row through, and counts what came of it.
///
/// # Errors
/// The server cannot be reached: then the rows after this one will not fare better.
pub(super) fn carry(client: &Client, row: &Row, tally: &mut Tally) -> Result<(), ClientError> {
    match accept(client, row, tally) {
        Ok(()) => Ok(()),
        Err(unreachable @ ClientError::Unreachable { .. }) => Err(unreachable),
        Err(error) if error.code() == Some(NOT_OUT_OF_REGION) => {
            *tally
                .refused
                .entry(NOT_OUT_OF_REGION.to_owned())
                .or_default() += 1;
            Ok(())
        }
        Err(error) => {
            tally.failed(row.line, &row.external_no, &error.to_string());
            Ok(())
        }
    }
}

fn accept(client: &Client, row: &Row, tally: &mut Tally) -> Result<(), ClientError> {
    let placed = client.place_order(&order(row))?;
    let view = placed.view;
    tally.orders.add(placed.new);
    *tally.outcomes.entry(outcome(&view)).or_default() += 1;
    tally.accepted = sum(tally.accepted, Money::from_fen(view.summary.total_fen));
    match row.payment {
        Some(payment) => settle(client, row, view.summary.id, payment, tally),
        None => Ok(()),
    }
}

/// What the review said of an order.
fn outcome(view: &OrderView) -> Outcome {
    let mut rules: Vec<&'static str> = view
        .findings
        .iter()
        .map(|finding| finding.rule.name())
        .collect();
    rules.sort_unstable();
    rules.dedup();
    Outcome {
        stage: view.summary.stage.name(),
        rules,
    }
}

fn settle(
    client: &Client,
    row: &Row,
    order: Uuid,
    payment: Payment,
    tally: &mut Tally,
) -> Result<(), ClientError> {
    let paid = client.record_payment(&PaymentRequest {
        order_id: order,
        method: ReceivedBy::Online,
        reference: row.external_no.clone(),
        amount_fen: payment.gross.fen(),
        received_at: payment.at,
    })?;
    tally.payments.add(paid.new);
    tally.gross = sum(tally.gross, Money::from_fen(paid.view.amount_fen));
    if !payment.refund.is_positive() {
        return Ok(());
    }
    let refund = RefundRequest {
        refund_no: Some(format!("{}-refund", row.external_no)),
        amount_fen: payment.refund.fen(),
        reason: "天猫平台退款".to_owned(),
        // The export does not tell when.
        refunded_at: None,
    };
    let refunded = client.refund(&paid.view.id, &refund)?;
    tally.refunds.add(refunded.new);
    tally.refunded = sum(tally.refunded, Money::from_fen(refunded.view.refunded_fen));
    Ok(())
}

fn order(row: &Row) -> OrderRequest {
    OrderRequest {
        split_shipments: false,
        channel: Channel::Marketplace,
        external_no: Some(row.external_no.clone()),
        customer: OrderCustomer {
            id: None,
            kind: CustomerKind::Consumer,
            name: BUYER.to_owned(),
            mobile: None,
            email: None,
            domicile: None,
            uscc: None,
        },
        ship_to: ShipTo {
            name: None,
            mobile: None,
            address: row.address.clone(),
        },
        lines: vec![OrderLine::plain(
            GENERAL_ARTICLE.to_owned(),
            1,
            row.total.fen(),
        )],
        total_fen: None,
        payment: OrderPaymentTerms {
            method: PaymentMethod::Online,
            schedule: None,
        },
        requested_delivery: None,
        remark: None,
        terms: None,
        created_at: Some(row.created_at),
    }
}
