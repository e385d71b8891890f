//! Lots that may have to be disposed of.

use jiff::civil::date;

use super::*;
use crate::aggregate::fold;
use crate::identifiers::LotNo;
use crate::lot::{Lot, LotLevel, LotStage, StockLot};
use crate::order::samples::{facts, fen, now, sku};
use crate::stock::{Adjustment, StockMove};

fn lot(stage: LotStage) -> StockLot {
    StockLot {
        sku: sku("TEA-1"),
        warehouse: "CQ1".to_owned(),
        lot: Lot {
            expiry: Some(date(2026, 6, 30)),
            lot_no: LotNo::parse("L-1").unwrap(),
        },
        unfit_on: date(2026, 6, 1),
        stage,
    }
}

fn seen(lot: &StockLot, cause: DisposalCause, today: Date) -> Option<u64> {
    let level = LotLevel {
        lot: lot.lot.clone(),
        warehouse: lot.warehouse.clone(),
        available: 7,
        picked: 1,
        quarantined: 2,
    };
    let policy = DisposalPolicy::default();
    lot_sighting(lot, &level, cause, Some(fen(500)), &policy, today)
        .map(|sighting| sighting.evidence.quantity)
}

#[test]
fn a_lot_is_near_its_expiry_and_then_expired() {
    use DisposalCause::{Damaged, Expired, NearExpiry, SlowMoving};
    let fit = lot(LotStage::Fit);
    for (day, near, expired, damaged) in [
        (date(2026, 5, 1), None, None, Some(2)),
        (date(2026, 5, 2), Some(7), None, Some(2)),
        (date(2026, 5, 31), Some(7), None, Some(2)),
        (date(2026, 6, 1), None, Some(2), None),
    ] {
        let found = [NearExpiry, Expired, Damaged].map(|cause| seen(&fit, cause, day));
        assert_eq!(found, [near, expired, damaged], "{day}");
        assert_eq!(seen(&fit, SlowMoving, day), None);
    }
    // What the job has found to have expired has, whatever the day.
    let gone = lot(LotStage::Expired);
    assert_eq!(seen(&gone, Expired, date(2026, 5, 1)), Some(2));
    assert_eq!(seen(&gone, Damaged, date(2026, 5, 1)), None);
}

#[test]
fn what_is_approved_moves_the_lot() {
    for (cause, way, expected) in [
        (
            DisposalCause::NearExpiry,
            DisposalWay::Scrap,
            Adjustment::StockWriteOff as fn(StockMove) -> Adjustment,
        ),
        (
            DisposalCause::Expired,
            DisposalWay::Scrap,
            Adjustment::StockScrap,
        ),
        (
            DisposalCause::NearExpiry,
            DisposalWay::ReturnToSupplier {
                purchase_order: PurchaseOrderNo::parse("PO-1").unwrap(),
                return_no: "CT-1".to_owned(),
            },
            Adjustment::StockQuarantine,
        ),
    ] {
        let lot = lot(LotStage::Fit);
        let seen = Sighting {
            warehouse: lot.warehouse.clone(),
            sku: lot.sku.clone(),
            lot: Some(lot.lot.clone()),
            cause,
            evidence: DisposalEvidence {
                quantity: 2,
                last_issue: None,
                stocked_since: None,
                value: None,
                unfit_on: Some(lot.unfit_on),
            },
        };
        let found = facts(|facts| notice(None, seen, facts)).unwrap();
        let found: Disposal = fold(None, &found.events).unwrap().unwrap();
        let id = format!("CQ1/TEA-1/{}/L-1/2026-06-30", cause.name());
        assert_eq!(found.id(), id);
        let proposal = DisposalProposal {
            way,
            quantity: 2,
            reason: "临期".to_owned(),
            by: "p-1".to_owned(),
            at: now(),
        };
        let proposed = facts(|facts| propose(&found, proposal, facts)).unwrap();
        let proposed = fold(Some(found), &proposed.events).unwrap().unwrap();
        let decided = facts(|facts| decide(&proposed, &Verdict::Approve, "m-1", facts)).unwrap();
        let moved = StockMove {
            sku: lot.sku,
            warehouse: lot.warehouse,
            quantity: 2,
            lot: Some(lot.lot),
            shard: None,
        };
        assert_eq!(decided.adjustments, [expected(moved)]);
    }
}
