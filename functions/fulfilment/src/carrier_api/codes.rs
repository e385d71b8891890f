//! Codes of carriers at 快递鸟 (ShipperCode).

use domain::identifiers::CarrierCode;
use domain::refusal::{Evidence, Refusal, RefusalClass};

/// Our codes of carriers, which are those of their reports, and theirs.
const CODES: [(&str, &str); 12] = [
    ("shunfeng", "SF"),
    ("jd", "JD"),
    ("zhongtong", "ZTO"),
    ("yuantong", "YTO"),
    ("shentong", "STO"),
    ("yunda", "YD"),
    ("jtexpress", "JTSD"),
    ("ems", "EMS"),
    ("youzhengguonei", "YZPY"),
    ("debangkuaidi", "DBL"),
    ("kuayue", "KYSY"),
    ("annengwuliu", "ANE"),
];

/// The code of a carrier that can be asked for waybills.
pub(crate) fn shipper_code(carrier: &CarrierCode) -> Option<&'static str> {
    let known = CODES.iter().find(|(ours, _)| *ours == carrier.as_str());
    known.map(|(_, theirs)| *theirs)
}

/// Refuses a carrier that cannot be asked for waybills.
pub(crate) fn takes_requests(carrier: &CarrierCode) -> Result<(), Refusal> {
    if shipper_code(carrier).is_some() {
        return Ok(());
    }
    let known = CODES.map(|(ours, _)| ours).join(", ");
    Err(Refusal::new(
        RefusalClass::Unacceptable,
        "carrier_takes_no_requests",
        "该承运商不支持电子面单申请，请手工填写运单号发货",
        "this carrier cannot be asked for waybills: dispatch with a number that you type",
    )
    .because(Evidence::new("carrier", known, carrier.to_string())))
}
