//! What the auditor finds.

use std::collections::BTreeMap;

use serde::Serialize;

/// Findings that are kept in full; the others are counted.
const KEPT: usize = 1_000;
/// Characters of a value that a finding shows.
const SHOWN: usize = 160;

/// One thing that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which rule is broken; the name stays for ever.
    pub code: Code,
    /// Where: an item's key, or the thing of the trade that it is about.
    pub key: String,
    /// What the rule asks for.
    pub expected: String,
    /// What is there.
    pub found: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The rules, by stable names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

codes! {
    /// An item whose key is no key of the table.
    UnknownKey = "unknown_key",
    /// An item with other attributes than its kind has, or with a body that does not read.
    WrongShape = "wrong_shape",
    /// Commits without a state.
    StateMissing = "state_missing",
    /// The sequence of commits has a gap, or ends before the state's version.
    CommitMissing = "commit_missing",
    /// More commits than the state's version says.
    VersionDiffers = "version_differs",
    /// A commit's digest is not that of its content and the commits before it.
    DigestDiffers = "digest_differs",
    /// The state's head is not the digest of the last commit.
    HeadDiffers = "head_differs",
    /// An event that this auditor does not know or cannot read.
    EventUnknown = "event_unknown",
    /// An order reviewed by whoever entered it, where the policy never allowed that.
    FourEyesMissing = "four_eyes_missing",
    /// An event that may not follow the state it was applied to.
    TransitionIllegal = "transition_illegal",
    /// An event whose amounts do not follow from the state before it.
    AmountWrong = "amount_wrong",
    /// A state that is not what its events lead to.
    StateDiffers = "state_differs",
    /// A commit moves other counters than its events explain.
    MovementsDiffer = "movements_differ",
    /// Index attributes that do not follow from the state.
    IndexDiffers = "index_differs",
    /// An order that rests where nobody and nothing moves it.
    RestsNowhere = "rests_nowhere",
    /// An order without personal data of its own.
    ContactMissing = "contact_missing",
    /// Rows of an import that were not told once each, with their order or what is wrong.
    ImportRowsDiffer = "import_rows_differ",
    /// A row said to have become an order that is not there, or that another import made too.
    ImportedOrderDiffers = "imported_order_differs",
    /// Personal data without an order.
    ContactStray = "contact_stray",
    /// Personal data of the contact in a state or a commit.
    PersonalData = "personal_data",
    /// A payment and its order disagree about what counts.
    AllocationDiffers = "allocation_differs",
    /// A payment and its order disagree about what went back.
    RefundDiffers = "refund_differs",
    /// Money of an ended order that neither went back nor is to.
    RefundNotRequested = "refund_not_requested",
    /// A receivable that is not what its order still owes.
    ReceivableDiffers = "receivable_differs",
    /// A parcel and its order disagree.
    ParcelDiffers = "parcel_differs",
    /// A waybill and its order or its parcel disagree, or two have one number.
    WaybillDiffers = "waybill_differs",
    /// A manifest and a waybill disagree, or a parcel is on two.
    ManifestDiffers = "manifest_differs",
    /// A stock level that is not the sum of its movements.
    StockLevelDiffers = "stock_level_differs",
    /// Less than nothing in stock, or reserved.
    StockNegative = "stock_negative",
    /// Pieces reserved that no order holds, or the other way round.
    StockReservedDiffers = "stock_reserved_differs",
    /// A lot that is not the sum of its movements.
    LotLevelDiffers = "lot_level_differs",
    /// Pieces of a lot picked that no waiting order holds, or the other way round.
    LotPickedDiffers = "lot_picked_differs",
    /// The lots of a SKU are not what its level holds.
    LotsDoNotAddUp = "lots_do_not_add_up",
    /// What a consignment got of a lot, as its order, movements and the counter say it, differs.
    LotIssueDiffers = "lot_issue_differs",
    /// A lot that left after its expiry.
    LotExpired = "lot_expired",
    /// A level that is marked as counted by a stocktake that does not count it, or the other way round.
    CountMarkDiffers = "count_mark_differs",
    /// A level, its movements and its spread disagree about the number of its shards.
    SpreadDiffers = "spread_differs",
    /// A shard of a level that nobody looks at.
    ShardUnseen = "shard_unseen",
    /// An order that is short and stands in no line.
    BackorderMissing = "backorder_missing",
    /// A place in line of an order that is not short.
    BackorderStray = "backorder_stray",
    /// A credit balance that is not the sum of its movements.
    CreditBalanceDiffers = "credit_balance_differs",
    /// Credit taken that is not what open orders hold.
    CreditExposureDiffers = "credit_exposure_differs",
    /// A credit limit that is not the account's.
    CreditLimitDiffers = "credit_limit_differs",
    /// More credit taken than a limit that was never lowered.
    CreditOverLimit = "credit_over_limit",
    /// A counter of a quota that is not the sum of its movements.
    QuotaDiffers = "quota_differs",
    /// Pieces taken of a quota that no order holds, or the other way round.
    QuotaHeldDiffers = "quota_held_differs",
    /// A work order and the queue of its line disagree about what is to be made.
    QueueDiffers = "queue_differs",
    /// A purchase order or a work order and the order that it was raised for disagree.
    PegDiffers = "peg_differs",
    /// A supplier's record that is not what its purchase orders received.
    DeliveriesDiffer = "deliveries_differ",
    /// A return and the purchase order that its goods came with disagree.
    GoodsReturnDiffers = "goods_return_differs",
    /// An order's external number that is not registered.
    RegistrationMissing = "registration_missing",
    /// A registration of something that is not there.
    RegistrationStray = "registration_stray",
    /// An external number that two orders have.
    ExternalNoShared = "external_no_shared",
    /// A refund whose number is not registered.
    RefundUnregistered = "refund_unregistered",
}

/// Findings so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) kept: Vec<Finding>,
    pub(crate) by_code: BTreeMap<Code, u64>,
}

impl Findings {
    pub(crate) fn add(
        &mut self,
        code: Code,
        key: impl Into<String>,
        expected: impl AsRef<str>,
        found: impl AsRef<str>,
    ) {
        let count = self.by_code.entry(code).or_default();
        *count = count.saturating_add(1);
        if self.kept.len() < KEPT {
            self.kept.push(Finding {
                code,
                key: key.into(),
                expected: shown(expected.as_ref()),
                found: shown(found.as_ref()),
            });
        }
    }
}

/// The beginning of a long text.
fn shown(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(SHOWN).collect();
    format!("{beginning}…")
}
