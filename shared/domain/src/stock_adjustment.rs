//! Stock adjustments 库存调整单: every change of stock that is no receipt and no order's (5.2.1, 5.2.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit};
use crate::event_kind::EventKind;
use crate::refusal::{Evidence, Refusal};
use crate::role::Role;
use crate::stock::{Adjustment, LotPieces, StockMove, Warehouse};

/// An adjustment: written once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockAdjustment {
    /// Its number, given by the warehouse; a repeat is the same adjustment.
    pub adjustment_no: String,
    /// What it does.
    pub kind: AdjustmentKind,
    /// Where.
    pub warehouse: Warehouse,
    /// Where the pieces go, for a transfer and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Warehouse>,
    /// Pieces; each SKU once, or each of its lots once.
    pub pieces: Vec<LotPieces>,
    /// Why, in words that name nobody.
    pub reason: String,
    /// The paper behind it, such as the number of a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// What an adjustment does with its pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentKind {
    /// They were found 盘盈: they become available.
    Increase,
    /// They are gone 盘亏: they are available no more.
    Decrease,
    /// They are kept apart 隔离 until somebody has looked at them: damaged, doubtful, expired.
    Quarantine,
    /// They were kept apart and are good: they become available.
    Release,
    /// They were kept apart and are thrown away 报废.
    Scrap,
    /// They are brought into another warehouse 调拨.
    Transfer,
}

impl AdjustmentKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Increase,
        Self::Decrease,
        Self::Quarantine,
        Self::Release,
        Self::Scrap,
        Self::Transfer,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Increase => "increase",
            Self::Decrease => "decrease",
            Self::Quarantine => "quarantine",
            Self::Release => "release",
            Self::Scrap => "scrap",
            Self::Transfer => "transfer",
        }
    }

    /// Whether pieces can be promised afterwards that could not before, so that orders in line are tried
    /// again.
    #[must_use]
    pub const fn makes_available(self) -> bool {
        match self {
            Self::Increase | Self::Release | Self::Transfer => true,
            Self::Decrease | Self::Quarantine | Self::Scrap => false,
        }
    }

    /// The roles that may do it: what the company owns becomes more or less only by a manager; the
    /// warehouse keeps apart and brings elsewhere; a planner also decides what is good.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Increase | Self::Decrease | Self::Scrap => &[Role::Manager, Role::Admin],
            Self::Release => &[Role::Planner, Role::Manager, Role::Admin],
            Self::Quarantine | Self::Transfer => {
                &[Role::Warehouse, Role::Planner, Role::Manager, Role::Admin]
            }
        }
    }
}

/// An event of an adjustment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum StockAdjustmentEvent {
    /// Stock was adjusted.
    Adjusted {
        /// The adjustment.
        adjustment: Box<StockAdjustment>,
    },
}

impl Event for StockAdjustmentEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Adjusted { .. } => EventKind::StockAdjusted,
        }
    }
}

/// Records an adjustment and moves its pieces in the same transaction, all or none; that they are there
/// is a condition of the transaction.
///
/// # Errors
/// `forbidden` when none of the caller's roles may do that.
pub fn adjust(
    adjustment: StockAdjustment,
    roles: &[Role],
) -> Result<Decision<StockAdjustmentEvent>, Refusal> {
    let allowed = adjustment.kind.roles();
    if !roles.iter().any(|role| allowed.contains(role)) {
        let names: Vec<&str> = allowed.iter().map(|role| role.name()).collect();
        let found: Vec<&str> = roles.iter().map(|role| role.name()).collect();
        return Err(Refusal::forbidden(
            "无权进行该类库存调整",
            "this kind of stock adjustment is for other roles",
        )
        .because(Evidence::new("kind", names.join(", "), found.join(", "))));
    }
    let moves = moves(&adjustment);
    Ok(Decision::of(vec![StockAdjustmentEvent::Adjusted {
        adjustment: Box::new(adjustment),
    }])
    .with(moves))
}

fn moves(adjustment: &StockAdjustment) -> Vec<Adjustment> {
    let within = |warehouse: &Warehouse, pieces: &LotPieces| StockMove {
        sku: pieces.sku.clone(),
        warehouse: warehouse.clone(),
        quantity: pieces.quantity,
        lot: pieces.lot.clone(),
        shard: None,
    };
    let moved = |pieces: &LotPieces| {
        let here = within(&adjustment.warehouse, pieces);
        let there = adjustment.to.as_ref().map(|to| within(to, pieces));
        let mut moved = vec![match adjustment.kind {
            AdjustmentKind::Increase => Adjustment::StockReceive(here),
            AdjustmentKind::Decrease | AdjustmentKind::Transfer => Adjustment::StockWriteOff(here),
            AdjustmentKind::Quarantine => Adjustment::StockQuarantine(here),
            AdjustmentKind::Release => Adjustment::StockReleaseQuarantined(here),
            AdjustmentKind::Scrap => Adjustment::StockScrap(here),
        }];
        moved.extend(there.map(Adjustment::StockReceive));
        moved
    };
    adjustment.pieces.iter().flat_map(moved).collect()
}

impl Aggregate for StockAdjustment {
    const KIND: AggregateKind = AggregateKind::StockAdjustment;
    type Event = StockAdjustmentEvent;

    fn id(&self) -> String {
        self.adjustment_no.clone()
    }

    fn evolve(state: Option<Self>, event: &StockAdjustmentEvent) -> Result<Self, Misfit> {
        match (state, event) {
            (None, StockAdjustmentEvent::Adjusted { adjustment }) => Ok((**adjustment).clone()),
            (Some(_), StockAdjustmentEvent::Adjusted { .. }) => Err(Misfit {
                event: event.kind(),
                state: "adjusted".to_owned(),
            }),
        }
    }

    fn index(&self) -> Index {
        Index::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifiers::Sku;

    fn adjustment(kind: AdjustmentKind) -> StockAdjustment {
        StockAdjustment {
            adjustment_no: "TZ-1".to_owned(),
            kind,
            warehouse: "CQ1".to_owned(),
            to: (kind == AdjustmentKind::Transfer).then(|| "CD1".to_owned()),
            pieces: vec![LotPieces {
                sku: Sku::parse("TEA-1").unwrap(),
                quantity: 3,
                lot: None,
            }],
            reason: "破损".to_owned(),
            reference: None,
            at: Timestamp::UNIX_EPOCH,
            by: "u-1".to_owned(),
        }
    }

    #[test]
    fn each_kind_is_for_its_roles() {
        for kind in AdjustmentKind::ALL {
            for role in Role::ALL {
                let decided = adjust(adjustment(kind), &[role]);
                let allowed = kind.roles().contains(&role);
                assert_eq!(decided.is_ok(), allowed, "{} {}", kind.name(), role.name());
            }
        }
    }

    #[test]
    fn a_transfer_takes_here_and_gives_there() {
        let decided = adjust(adjustment(AdjustmentKind::Transfer), &[Role::Warehouse]).unwrap();
        let [
            Adjustment::StockWriteOff(from),
            Adjustment::StockReceive(to),
        ] = decided.adjustments.as_slice()
        else {
            panic!("{:?}", decided.adjustments);
        };
        assert_eq!((from.warehouse.as_str(), from.quantity), ("CQ1", 3));
        assert_eq!((to.warehouse.as_str(), to.quantity), ("CD1", 3));
    }
}
