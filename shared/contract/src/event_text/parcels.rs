//! How far a parcel is, in words.

use domain::carrier_status::CanonicalStatus;

use super::{Words, words};

/// What a carrier reported, in words.
#[must_use]
pub const fn parcel(status: CanonicalStatus) -> Words {
    match status {
        CanonicalStatus::Created => words("待揽收", "Waiting to be collected"),
        CanonicalStatus::PickedUp => words("已揽收", "Collected by the carrier"),
        CanonicalStatus::InTransit => words("运输途中", "In transit"),
        CanonicalStatus::Transferred => words("已转投", "Passed on to another carrier or address"),
        CanonicalStatus::Customs => words("清关中", "In customs clearance"),
        CanonicalStatus::OutForDelivery => words("派送中", "Out for delivery"),
        CanonicalStatus::AtLocker => words("已到快递柜或驿站", "At a parcel locker or station"),
        CanonicalStatus::Signed => words("已签收", "Signed for"),
        CanonicalStatus::SignedByProxy => words("他人代签收", "Signed for by somebody else"),
        CanonicalStatus::Refused => words("收件人拒收", "Refused by the recipient"),
        CanonicalStatus::Returning => words("退回途中", "On the way back"),
        CanonicalStatus::Returned => words("已退回", "Back with the sender"),
        CanonicalStatus::Cancelled => words("运单已作废", "Waybill voided"),
        CanonicalStatus::Exception => words("包裹异常", "Something is wrong with the parcel"),
        CanonicalStatus::ExceptionDelay => words("派送延误", "Delivery is late"),
        CanonicalStatus::ExceptionStalled => words("物流长时间未更新", "No news for too long"),
        CanonicalStatus::ExceptionDelivery => words("派送未成功", "Could not be delivered"),
        CanonicalStatus::ExceptionContact => words("联系不上收件人", "Recipient not reached"),
        CanonicalStatus::ExceptionArea => words("超出派送范围", "Outside the delivery area"),
        CanonicalStatus::ExceptionDamage => words("包裹破损", "Damaged"),
        CanonicalStatus::ExceptionUncollected => words("逾期未取件", "Not collected in time"),
        CanonicalStatus::ExceptionCustoms => words("清关异常", "Held in customs"),
    }
}
