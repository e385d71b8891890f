//! What carriers are called by the services that report of them (5.3.3).
//!
//! Our codes of carriers are those of 快递100 (`com`). 快递鸟 has others (`ShipperCode`).

use crate::identifiers::CarrierCode;

/// Our codes of carriers, and those of 快递鸟.
pub const KDNIAO: [(&str, &str); 12] = [
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

/// The carrier that 快递鸟 calls so.
#[must_use]
pub fn carrier_at_kdniao(shipper_code: &str) -> Option<CarrierCode> {
    let known = KDNIAO.iter().find(|(_, theirs)| *theirs == shipper_code);
    known.and_then(|(ours, _)| CarrierCode::parse(ours).ok())
}

/// What 快递鸟 calls the carrier.
#[must_use]
pub fn shipper_code(carrier: &CarrierCode) -> Option<&'static str> {
    let known = KDNIAO.iter().find(|(ours, _)| *ours == carrier.as_str());
    known.map(|(_, theirs)| *theirs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carrier_has_one_code_at_kdniao() {
        for (ours, theirs) in KDNIAO {
            let carrier = carrier_at_kdniao(theirs).unwrap();
            assert_eq!(
                (carrier.as_str(), shipper_code(&carrier)),
                (ours, Some(theirs))
            );
        }
        assert_eq!(carrier_at_kdniao("sf"), None);
    }
}
