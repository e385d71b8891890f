//! Codes of carriers at 快递鸟 (ShipperCode).

use domain::carrier_source::KDNIAO;
pub(crate) use domain::carrier_source::shipper_code;
use domain::identifiers::CarrierCode;
use domain::refusal::{Evidence, Refusal, RefusalClass};

/// Refuses a carrier that cannot be asked for waybills.
pub(crate) fn takes_requests(carrier: &CarrierCode) -> Result<(), Refusal> {
    if shipper_code(carrier).is_some() {
        return Ok(());
    }
    let known = KDNIAO.map(|(ours, _)| ours).join(", ");
    Err(Refusal::new(
        RefusalClass::Unacceptable,
        "carrier_takes_no_requests",
        "该承运商不支持电子面单申请，请手工填写运单号发货",
        "this carrier cannot be asked for waybills: dispatch with a number that you type",
    )
    .because(Evidence::new("carrier", known, carrier.to_string())))
}
