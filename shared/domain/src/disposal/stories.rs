//! Lives of stock that may have to be disposed of.

use jiff::SignedDuration;
use jiff::civil::date;

use super::*;
use crate::aggregate::{Decision, fold};
use crate::order::Facts;
use crate::order::samples::{fen, now, sku, with_facts};
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::stock::{Adjustment, StockLevel, StockMove};

fn facts<T>(body: impl FnOnce(&Facts<'_>) -> T) -> T {
    with_facts(&Policy::default(), body)
}

fn days_ago(days: i64) -> Timestamp {
    now() - SignedDuration::from_hours(24 * days)
}

fn level(available: u64, quarantined: u64) -> StockLevel {
    StockLevel {
        sku: sku("TEA-1"),
        warehouse: "CQ1".to_owned(),
        available,
        reserved: 1,
        quarantined,
        stocktake: None,
        last_issue: Some(days_ago(200)),
        stocked_since: Some(days_ago(400)),
    }
}

fn seen(level: &StockLevel, cause: DisposalCause) -> Option<Sighting> {
    sighting(
        level,
        cause,
        Some(fen(500)),
        &DisposalPolicy::default(),
        now(),
    )
}

fn found(cause: DisposalCause) -> Disposal {
    let sighting = seen(&level(6, 4), cause).unwrap();
    let found = facts(|facts| notice(None, sighting, facts)).unwrap();
    fold(None, &found.events).unwrap().unwrap()
}

fn proposal(way: DisposalWay) -> DisposalProposal {
    DisposalProposal {
        way,
        quantity: 2,
        reason: "滞销".to_owned(),
        by: "p-1".to_owned(),
        at: now(),
    }
}

fn after(disposal: &Disposal, decision: &Decision<DisposalEvent>) -> Disposal {
    fold(Some(disposal.clone()), &decision.events)
        .unwrap()
        .unwrap()
}

fn proposed(cause: DisposalCause, way: DisposalWay) -> Disposal {
    let disposal = found(cause);
    let decision = facts(|facts| propose(&disposal, proposal(way), facts)).unwrap();
    after(&disposal, &decision)
}

fn decided(
    disposal: &Disposal,
    verdict: &Verdict,
    by: &str,
) -> Result<Decision<DisposalEvent>, Refusal> {
    facts(|facts| decide(disposal, verdict, by, facts))
}

fn code<T: std::fmt::Debug>(decision: Result<T, Refusal>) -> &'static str {
    decision.unwrap_err().code
}

fn to_supplier() -> DisposalWay {
    DisposalWay::ReturnToSupplier {
        purchase_order: PurchaseOrderNo::parse("PO-1").unwrap(),
        return_no: "CT-1".to_owned(),
    }
}

#[test]
fn what_rests_for_long_is_slow_and_what_is_kept_apart_is_damaged() {
    let slow = |last_issue: Option<i64>, since: Option<i64>, available| {
        let level = StockLevel {
            last_issue: last_issue.map(days_ago),
            stocked_since: since.map(days_ago),
            ..level(available, 0)
        };
        seen(&level, DisposalCause::SlowMoving).is_some()
    };
    for (last_issue, since, available, expected) in [
        (Some(180), Some(400), 1, true),
        (Some(179), Some(400), 1, false),
        (Some(180), Some(400), 0, false),
        // It came in a short while ago and nobody has bought it yet.
        (None, Some(10), 1, false),
        (None, Some(200), 1, true),
        // From before that was kept.
        (None, None, 1, true),
    ] {
        let found = slow(last_issue, since, available);
        assert_eq!(found, expected, "{last_issue:?} {since:?} {available}");
    }
    let damaged = seen(&level(0, 4), DisposalCause::Damaged).unwrap();
    assert_eq!(damaged.evidence.quantity, 4);
    assert_eq!(damaged.evidence.value, Some(fen(2_000)));
    assert_eq!(seen(&level(9, 0), DisposalCause::Damaged), None);
    for cause in [DisposalCause::NearExpiry, DisposalCause::Expired] {
        assert_eq!(seen(&level(9, 9), cause), None);
    }
}

#[test]
fn each_way_moves_what_it_says_once_another_manager_approves() {
    let moved = StockMove {
        sku: sku("TEA-1"),
        warehouse: "CQ1".to_owned(),
        quantity: 2,
        lot: None,
        shard: None,
    };
    let mark_down = DisposalWay::MarkDown {
        price: fen(100),
        promotion: None,
    };
    let keep = DisposalWay::Keep {
        until: date(2026, 6, 1),
    };
    let (slow, damaged) = (DisposalCause::SlowMoving, DisposalCause::Damaged);
    for (cause, way, moves, stage) in [
        (
            slow,
            DisposalWay::Scrap,
            Some(Adjustment::StockWriteOff(moved.clone())),
            "disposed",
        ),
        (
            damaged,
            DisposalWay::Scrap,
            Some(Adjustment::StockScrap(moved.clone())),
            "disposed",
        ),
        (
            slow,
            to_supplier(),
            Some(Adjustment::StockQuarantine(moved)),
            "disposed",
        ),
        (damaged, to_supplier(), None, "disposed"),
        (slow, mark_down, None, "kept"),
        (slow, keep, None, "kept"),
    ] {
        let disposal = proposed(cause, way);
        assert_eq!(disposal.index().work.as_ref().unwrap().list, PROPOSED_LIST);
        assert_eq!(
            code(decided(&disposal, &Verdict::Approve, "p-1")),
            "four_eyes_required"
        );
        let decision = decided(&disposal, &Verdict::Approve, "m-1").unwrap();
        assert_eq!(decision.adjustments, Vec::from_iter(moves));
        let disposal = after(&disposal, &decision);
        assert_eq!(
            (disposal.stage.name(), disposal.index().work.is_none()),
            (stage, true)
        );
        assert_eq!(
            decided(&disposal, &Verdict::Approve, "m-1"),
            Ok(Decision::done())
        );
        assert_eq!(
            code(decided(&disposal, &Verdict::Approve, "m-2")),
            "disposal_not_proposed"
        );
    }
}

#[test]
fn what_is_rejected_is_proposed_anew() {
    let disposal = proposed(DisposalCause::SlowMoving, DisposalWay::Scrap);
    let no = Verdict::Reject {
        reason: "先降价".to_owned(),
    };
    let disposal = after(&disposal, &decided(&disposal, &no, "m-1").unwrap());
    assert_eq!(disposal.stage.name(), "found");
    assert_eq!(decided(&disposal, &no, "m-1"), Ok(Decision::done()));
    assert_eq!(
        code(decided(&disposal, &Verdict::Approve, "m-1")),
        "disposal_not_proposed"
    );
    let again = facts(|facts| propose(&disposal, proposal(DisposalWay::Scrap), facts)).unwrap();
    assert_eq!(after(&disposal, &again).stage.name(), "proposed");
}

#[test]
fn it_is_found_once_and_again_only_when_that_is_over() {
    let noticed = |known: &Disposal, at: Timestamp| {
        let sighting = seen(&level(6, 4), known.cause).unwrap();
        let policy = Policy::default();
        let facts = |facts: &Facts<'_>| notice(Some(known), sighting, &Facts { now: at, ..*facts });
        let decision = with_facts(&policy, facts).unwrap();
        !decision.events.is_empty()
    };
    let open = found(DisposalCause::Damaged);
    assert!(!noticed(&open, now()));
    let lapsed = after(&open, &lapse(&open, now()));
    assert!(noticed(&lapsed, now()));
    assert_eq!(lapse(&lapsed, now()), Decision::done());
    let keep = DisposalWay::Keep {
        until: date(2026, 3, 5),
    };
    let kept = proposed(DisposalCause::Damaged, keep);
    assert!(!noticed(&kept, now()));
    assert_eq!(lapse(&kept, now()), Decision::done());
    let kept = after(&kept, &decided(&kept, &Verdict::Approve, "m-1").unwrap());
    assert!(!noticed(&kept, now() + SignedDuration::from_hours(24 * 3)));
    assert!(noticed(&kept, now() + SignedDuration::from_hours(24 * 4)));
}

#[test]
fn nonsense_is_not_proposed() {
    let disposal = found(DisposalCause::SlowMoving);
    let refused = |proposal| facts(|facts| propose(&disposal, proposal, facts)).unwrap_err();
    let none = DisposalProposal {
        quantity: 0,
        ..proposal(DisposalWay::Scrap)
    };
    assert_eq!(refused(none).evidence[0].at, "quantity");
    let free = DisposalWay::MarkDown {
        price: fen(0),
        promotion: None,
    };
    assert_eq!(
        refused(proposal(free)).evidence[0].at,
        "mark_down.price_fen"
    );
    let today = DisposalWay::Keep {
        until: date(2026, 3, 2),
    };
    assert_eq!(refused(proposal(today)).evidence[0].at, "keep.until");
}

#[test]
fn a_search_goes_from_page_to_page_once() {
    let search = |known: Option<DisposalSearch>, decision: &Decision<DisposalSearchEvent>| {
        fold(known, &decision.events).unwrap().unwrap()
    };
    let day = date(2026, 3, 2);
    let begun = search(None, &begin_search(None, day, now()));
    assert_eq!(begin_search(Some(&begun), day, now()), Decision::done());
    let next = || Some("c-1".to_owned());
    let first = search(
        Some(begun.clone()),
        &advance_search(&begun, &begun, next(), now()),
    );
    assert_eq!((first.pages, first.cursor.clone()), (1, next()));
    assert_eq!(
        advance_search(&first, &begun, next(), now()),
        Decision::done()
    );
    let last = search(
        Some(first.clone()),
        &advance_search(&first, &first, None, now()),
    );
    assert_eq!((last.pages, last.finished_at), (2, Some(now())));
    assert_eq!(advance_search(&last, &last, None, now()), Decision::done());
    let tomorrow = begin_search(Some(&last), date(2026, 3, 3), now());
    assert_eq!(search(Some(last), &tomorrow).pages, 0);
}
