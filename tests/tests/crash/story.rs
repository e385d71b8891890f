//! The story of one order, told by people who ask again when they get no answer.

use contract::order_request::OrderRequest;
use contract::payment::ReceivedBy;
use contract::shipment::{ShipmentRequest, ShipmentView};
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use uuid::Uuid;
use yudan::client::ClientError;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order_paid_by, unique};
use yudan_tests::waiting::until;
use yudan_tests::walk::APPROVE;

use crate::chance::Chance;
use crate::insistence::Site;

/// Where a story left its order.
pub(crate) struct Outcome {
    /// What was asked for.
    pub(crate) request: OrderRequest,
    /// The order, if anybody was told.
    pub(crate) placed: Option<Uuid>,
    pub(crate) stage: StageName,
    pub(crate) paid_fen: i64,
}

/// Places an order and takes it as far as chance wants.
pub(crate) fn live(site: &Site, sku: &str, chance: &mut Chance) -> Outcome {
    let method = [
        PaymentMethod::BankTransfer,
        PaymentMethod::Online,
        PaymentMethod::CashOnDelivery,
    ][usize::try_from(chance.below(3)).unwrap()];
    let pieces = 1 + u32::try_from(chance.below(3)).unwrap();
    let request = order_paid_by(method, sku, pieces);
    let price = LIST_PRICE * i64::from(pieces);
    let outcome = |placed, stage, paid_fen| Outcome {
        request: request.clone(),
        placed,
        stage,
        paid_fen,
    };
    let place = |company: &Company| company.person(Role::Sales).place_order(&request);
    let ending = chance.below(7);
    if ending == 0 {
        // Asked once only: whether it is there is seen when the number is used again.
        let answer = site.ask(place).map(Result::unwrap);
        let placed = answer.map(|placed| placed.view.summary.id);
        return outcome(placed, StageName::AwaitingReview, 0);
    }
    let id = site.insist("the order to be taken", place).view.summary.id;
    if ending == 1 {
        cancel(site, id);
        return outcome(Some(id), StageName::Cancelled, 0);
    }
    approve(site, id);
    let prepaid = method != PaymentMethod::CashOnDelivery;
    if ending == 2 {
        cancel(site, id);
        return outcome(Some(id), StageName::Cancelled, 0);
    }
    let mut paid = 0;
    if prepaid {
        pay(site, id, method, price);
        paid = price;
    }
    stands(site, id, StageName::Ready);
    if ending == 3 {
        cancel(site, id);
        return outcome(Some(id), StageName::Cancelled, paid);
    }
    if ending == 4 {
        return outcome(Some(id), StageName::Ready, paid);
    }
    let parcel = ship(site, id);
    site.insist("the carrier to be heard", |company| {
        report(company, &parcel, &["103", "0", "5", "3"])
    });
    if !prepaid {
        pay(site, id, method, price);
    }
    stands(site, id, StageName::Completed);
    outcome(Some(id), StageName::Completed, price)
}

/// Waits until the order stands in a stage.
fn stands(site: &Site, id: Uuid, stage: StageName) {
    until(&format!("order {id} to be {stage}"), || {
        let seen = site.ask(|company| company.person(Role::Auditor).order(id))?;
        (seen.unwrap().summary.stage == stage).then_some(())
    });
}

/// Approves by the version seen; one that is no more awaiting review was approved by the answer
/// that got lost.
fn approve(site: &Site, id: Uuid) {
    until("the approval", || {
        let seen = site
            .ask(|company| company.person(Role::Auditor).order(id))?
            .unwrap()
            .summary;
        if seen.stage == StageName::Received {
            return None;
        }
        if seen.stage != StageName::AwaitingReview {
            return Some(());
        }
        let decided = site.ask(|company| {
            company
                .person(Role::Reviewer)
                .review_order(id, seen.version, &APPROVE)
        })?;
        decided.is_ok().then_some(())
    });
}

fn cancel(site: &Site, id: Uuid) {
    site.insist("the cancellation", |company| {
        company.person(Role::Sales).cancel_order(id, "计划有变")
    });
}

/// The same money is told of until somebody has heard it, always by the same number.
fn pay(site: &Site, id: Uuid, method: PaymentMethod, amount_fen: i64) {
    let order = site.insist("the order", |company| {
        company.person(Role::Auditor).order(id)
    });
    if method == PaymentMethod::Online {
        let notice = Company::notice(&order, amount_fen);
        site.insist("the notice to be taken", |company| {
            let secret = company.access().payment_secret();
            company.nobody().notify_payment(secret, "wechat", &notice)
        });
        return;
    }
    let by = if method == PaymentMethod::CashOnDelivery {
        ReceivedBy::CashOnDelivery
    } else {
        ReceivedBy::BankTransfer
    };
    let money = Company::money(&order, by, amount_fen);
    let recorded = site.insist("the money to be recorded", |company| {
        company.person(Role::Finance).record_payment(&money)
    });
    assert_eq!(recorded.view.amount_fen, amount_fen);
}

fn ship(site: &Site, id: Uuid) -> ShipmentView {
    let shipment = ShipmentRequest {
        consignment: None,
        carrier: None,
        waybill_no: unique("WAYBILL"),
    };
    let shipped = site.insist("the parcel to leave", |company| {
        company.person(Role::Logistics).ship(id, &shipment)
    });
    shipped.view
}

fn report(company: &Company, parcel: &ShipmentView, codes: &[&str]) -> Result<(), ClientError> {
    let body = Company::reports(parcel, codes);
    let secret = company.access().carrier_secret();
    let view = company
        .nobody()
        .report_carrier_events(secret, &parcel.carrier, &body)?;
    assert_eq!(view.received, codes.len());
    Ok(())
}
