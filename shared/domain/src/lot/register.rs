//! The register of lots that expire: where each rests, and by when it must have left (5.2.2).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Lot, first_unfit_day};
use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit, WorkPlace};
use crate::event_kind::EventKind;
use crate::identifiers::Sku;
use crate::stock::{Adjustment, StockMove, Warehouse};

/// The lots that may still leave, by the first day on which they may not.
pub const LOTS_LIST: &str = "stock_lot:fit";
/// The lots that may no longer leave and of which there may be pieces.
pub const EXPIRED_LOTS_LIST: &str = "stock_lot:expired";

/// A lot with an expiry, in one warehouse. How much it holds is a counter beside it, which orders move without
/// knowing the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLot {
    /// The goods.
    pub sku: Sku,
    /// Where.
    pub warehouse: Warehouse,
    /// The lot.
    #[serde(flatten)]
    pub lot: Lot,
    /// The first day on which it may no longer leave, as the product said when the lot came in.
    pub unfit_on: Date,
    /// Where it stands.
    pub stage: LotStage,
}

/// Where a lot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LotStage {
    /// It may leave.
    Fit,
    /// It may no longer leave; what there was of it is quarantined.
    Expired,
    /// It may no longer leave, and nothing is left of it.
    Closed,
}

/// An event of a lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum StockLotEvent {
    /// Its first pieces came into the warehouse, or the first after nothing was left of it.
    Opened {
        /// The lot.
        lot: Box<StockLot>,
    },
    /// It may no longer leave: pieces that were available are quarantined.
    Expired {
        /// When.
        at: Timestamp,
        /// How many pieces; none where it held none, or orders have reserved them all.
        quantity: u32,
    },
    /// Nothing is left of it.
    Closed {
        /// Since when.
        at: Timestamp,
    },
}

impl Event for StockLotEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Opened { .. } => EventKind::StockLotOpened,
            Self::Expired { .. } => EventKind::StockLotExpired,
            Self::Closed { .. } => EventKind::StockLotClosed,
        }
    }
}

/// The identifier of a lot: SKU, warehouse, expiry and number. `None` for a lot that never expires, of which
/// there is no register.
#[must_use]
pub fn lot_id(sku: &Sku, warehouse: &str, lot: &Lot) -> Option<String> {
    let expiry = lot.expiry?;
    Some(format!("{sku}/{warehouse}/{expiry}/{}", lot.lot_no))
}

/// Enters a lot of which pieces come in, unless it is known and open; `None` also for one that never expires.
#[must_use]
pub fn open_lot(
    known: Option<&StockLot>,
    sku: &Sku,
    warehouse: &str,
    lot: &Lot,
    minimum_days: u32,
) -> Option<Decision<StockLotEvent>> {
    if known.is_some_and(|known| known.stage != LotStage::Closed) {
        return None;
    }
    let lot = StockLot {
        sku: sku.clone(),
        warehouse: warehouse.to_owned(),
        lot: lot.clone(),
        unfit_on: first_unfit_day(lot.expiry?, minimum_days),
        stage: LotStage::Fit,
    };
    Some(Decision::of(vec![StockLotEvent::Opened {
        lot: Box::new(lot),
    }]))
}

/// The lot may no longer leave: `quantity` pieces of it, which are available and no order has reserved, are
/// quarantined, so that they cannot be promised. Nothing to do when it is known and there are none.
#[must_use]
pub fn expire_lot(lot: &StockLot, quantity: u32, at: Timestamp) -> Decision<StockLotEvent> {
    if lot.stage == LotStage::Expired && quantity == 0 {
        return Decision::done();
    }
    let moved = (quantity > 0).then(|| {
        Adjustment::StockQuarantine(StockMove {
            sku: lot.sku.clone(),
            warehouse: lot.warehouse.clone(),
            quantity,
            lot: Some(lot.lot.clone()),
            shard: None,
        })
    });
    Decision::of(vec![StockLotEvent::Expired { at, quantity }]).with(moved)
}

/// Nothing is left of a lot that may no longer leave.
#[must_use]
pub fn close_lot(lot: &StockLot, at: Timestamp) -> Decision<StockLotEvent> {
    match lot.stage {
        LotStage::Expired => Decision::of(vec![StockLotEvent::Closed { at }]),
        LotStage::Fit | LotStage::Closed => Decision::done(),
    }
}

impl Aggregate for StockLot {
    const KIND: AggregateKind = AggregateKind::StockLot;
    type Event = StockLotEvent;

    fn id(&self) -> String {
        lot_id(&self.sku, &self.warehouse, &self.lot).unwrap_or_default()
    }

    fn evolve(state: Option<Self>, event: &StockLotEvent) -> Result<Self, Misfit> {
        let misfit = |state: &str| Misfit {
            event: event.kind(),
            state: state.to_owned(),
        };
        match (state, event) {
            (None, StockLotEvent::Opened { lot }) => Ok((**lot).clone()),
            (None, StockLotEvent::Expired { .. } | StockLotEvent::Closed { .. }) => {
                Err(misfit("none"))
            }
            (Some(before), StockLotEvent::Opened { lot }) => match before.stage {
                LotStage::Closed => Ok((**lot).clone()),
                LotStage::Fit | LotStage::Expired => Err(misfit("opened")),
            },
            (Some(lot), StockLotEvent::Expired { .. }) => Ok(Self {
                stage: LotStage::Expired,
                ..lot
            }),
            (Some(lot), StockLotEvent::Closed { .. }) => match lot.stage {
                LotStage::Expired => Ok(Self {
                    stage: LotStage::Closed,
                    ..lot
                }),
                LotStage::Fit | LotStage::Closed => Err(misfit("not expired")),
            },
        }
    }

    fn index(&self) -> Index {
        let list = match self.stage {
            LotStage::Fit => LOTS_LIST,
            LotStage::Expired => EXPIRED_LOTS_LIST,
            LotStage::Closed => return Index::default(),
        };
        Index {
            work: Some(WorkPlace::on(list, self.unfit_on, 0)),
            ..Index::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::aggregate::fold;
    use crate::identifiers::LotNo;

    fn lot() -> Lot {
        Lot {
            expiry: Some(date(2026, 5, 31)),
            lot_no: LotNo::parse("L-1").unwrap(),
        }
    }

    fn after(state: Option<StockLot>, decided: &Decision<StockLotEvent>) -> StockLot {
        fold(state, &decided.events).unwrap().unwrap()
    }

    #[test]
    fn a_lot_is_fit_then_expired_then_closed_and_each_job_acts_once() {
        let sku = Sku::parse("MILK").unwrap();
        let opened = open_lot(None, &sku, "CQ1", &lot(), 30).unwrap();
        let state = after(None, &opened);
        assert_eq!(state.id(), "MILK/CQ1/2026-05-31/L-1");
        assert_eq!(open_lot(Some(&state), &sku, "CQ1", &lot(), 30), None);
        let place = state.index().work.unwrap();
        assert_eq!(place.list, LOTS_LIST);
        assert_eq!(place.due.to_string(), "2026-05-01T16:00:00Z");
        assert_eq!(close_lot(&state, Timestamp::UNIX_EPOCH), Decision::done());

        let expired = expire_lot(&state, 4, Timestamp::UNIX_EPOCH);
        assert_eq!(expired.adjustments.len(), 1);
        let state = after(Some(state), &expired);
        assert_eq!(state.index().work.unwrap().list, EXPIRED_LOTS_LIST);
        assert_eq!(
            expire_lot(&state, 0, Timestamp::UNIX_EPOCH),
            Decision::done()
        );
        // Pieces that come back later are quarantined as well.
        assert_eq!(expire_lot(&state, 1, Timestamp::UNIX_EPOCH).events.len(), 1);
        let state = after(
            Some(state.clone()),
            &close_lot(&state, Timestamp::UNIX_EPOCH),
        );
        assert_eq!(state.index(), Index::default());
        assert_eq!(
            open_lot(Some(&state), &sku, "CQ1", &lot(), 30),
            Some(opened)
        );
        let again = after(
            Some(state.clone()),
            &expire_lot(&state, 1, Timestamp::UNIX_EPOCH),
        );
        assert_eq!(again.stage, LotStage::Expired);
    }

    #[test]
    fn a_lot_that_never_expires_is_in_no_register() {
        let plain = Lot {
            expiry: None,
            ..lot()
        };
        assert_eq!(
            open_lot(None, &Sku::parse("A").unwrap(), "CQ1", &plain, 0),
            None
        );
    }
}
