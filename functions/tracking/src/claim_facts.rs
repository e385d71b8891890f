//! What an exception rests on when it is found: how long it may take, and what a claim will need (5.3.3, 8.2.1).

use domain::calendar::business_date;
use domain::carrier::CarrierAgreement;
use domain::dated::Dated;
use domain::order::{Facts, Order};
use domain::shipment::{ClaimFacts, ExceptionFacts, Shipment};
use domain::waybill::{Waybill, WaybillId};
use jiff::ToSpan as _;
use store::{Store, StoreError};

/// The facts of exceptions of this parcel. Read only where there may be one: a parcel without trouble costs no reads.
pub(crate) async fn of<'a>(
    store: &Store,
    shipment: &Shipment,
    rules: &Facts<'a>,
) -> Result<ExceptionFacts<'a>, StoreError> {
    let order = store.load::<Order>(&shipment.order.to_string()).await?;
    let mut claim = match order {
        Some(order) => worth(store, shipment, &order.state, rules).await?,
        None => ClaimFacts::default(),
    };
    let chosen = &shipment.choice.chosen;
    claim.agreement_no.clone_from(&chosen.agreement_no);
    claim.agreement_version = chosen.agreement_version;
    let agreement = store
        .load::<Dated<CarrierAgreement>>(shipment.carrier.as_str())
        .await?;
    claim.claim_until = agreement.and_then(|agreement| {
        let terms = agreement.state.at_or_first(shipment.booked_at).value;
        let days = i32::from(terms.claim_window_days).days();
        business_date(rules.now).checked_add(days).ok()
    });
    Ok(ExceptionFacts {
        now: rules.now,
        policy: &rules.policy.tracking,
        calendar: rules.calendar,
        claim,
    })
}

/// What the parcel is worth: as its waybill declares, or by the goods of its consignment.
async fn worth(
    store: &Store,
    shipment: &Shipment,
    order: &Order,
    rules: &Facts<'_>,
) -> Result<ClaimFacts, StoreError> {
    let is_it = |it: &&domain::order::OrderShipment| it.is(&shipment.carrier, &shipment.waybill_no);
    let Some(parcel) = order.shipments.iter().find(is_it) else {
        return Ok(ClaimFacts::default());
    };
    let no = parcel.consignment_no();
    let id = |no: u16| WaybillId {
        order: order.id,
        no,
    };
    let ids = order.waybills.of(no).map(|it| id(it.no).to_string());
    let ids: Vec<String> = ids.collect();
    let waybills = store.load_many::<Waybill>(&ids).await?;
    let labelled = waybills
        .iter()
        .find(|it| it.state.waybill_no() == Some(&shipment.waybill_no));
    if let Some(waybill) = labelled {
        return Ok(ClaimFacts {
            declared: Some(waybill.state.declared),
            insured: waybill.state.insured.is_some(),
            ..ClaimFacts::default()
        });
    }
    let consignment = order.consignments().into_iter().find(|it| it.no == no);
    let declared = consignment.map(|it| order.value_of(&it));
    let insured = declared.and_then(|declared| rules.policy.insurance.insured(declared));
    Ok(ClaimFacts {
        declared,
        insured: insured.is_some(),
        ..ClaimFacts::default()
    })
}
