//! Lives of stocktakes.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::aggregate::{Decision, fold};
use crate::order::Facts;
use crate::order::samples::{fen, sku, with_facts};
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::stock::{Adjustment, StockMove};

fn facts<T>(body: impl FnOnce(&Facts<'_>) -> T) -> T {
    with_facts(&Policy::default(), body)
}

/// A sheet of SKUs that cost 1,000 fen a piece, planned by p-1.
fn planned(skus: &[&str]) -> Stocktake {
    let line = |name: &&str| CountLine {
        sku: sku(name),
        standard_cost: Some(fen(1_000)),
        counts: Vec::new(),
        recount: false,
    };
    let draft = StocktakeDraft {
        number: "PD-1".to_owned(),
        warehouse: "CQ1".to_owned(),
        scope: StocktakeScope::default(),
        next: None,
        lines: skus.iter().map(line).collect(),
    };
    let decision = facts(|facts| plan(draft, "p-1", facts)).unwrap();
    assert_eq!(decision.adjustments.len(), skus.len());
    fold(None, &decision.events).unwrap().unwrap()
}

fn after(stocktake: &Stocktake, decision: Result<Decision<StocktakeEvent>, Refusal>) -> Stocktake {
    fold(Some(stocktake.clone()), &decision.unwrap().events)
        .unwrap()
        .unwrap()
}

/// Somebody counts SKUs: each with pieces, and what the books say.
fn counted(
    stocktake: &Stocktake,
    by: &str,
    lines: &[(&str, u32, u64)],
) -> Result<Decision<StocktakeEvent>, Refusal> {
    let counts: Vec<SheetCount> = lines
        .iter()
        .map(|(name, pieces, _)| SheetCount {
            sku: sku(name),
            counted: *pieces,
        })
        .collect();
    let book: BTreeMap<Sku, u64> = lines
        .iter()
        .map(|(name, _, book)| (sku(name), *book))
        .collect();
    facts(|facts| record(stocktake, &counts, &book, by, facts))
}

fn approved(stocktake: &Stocktake, by: &str) -> Result<Decision<StocktakeEvent>, Refusal> {
    facts(|facts| approve(stocktake, by, "拣货短少", facts))
}

fn code<T: std::fmt::Debug>(decision: Result<T, Refusal>) -> &'static str {
    decision.unwrap_err().code
}

fn moved(name: &str, quantity: u32) -> StockMove {
    StockMove {
        sku: sku(name),
        warehouse: "CQ1".to_owned(),
        quantity,
        lot: None,
        shard: None,
    }
}

#[test]
fn what_is_off_is_counted_again_by_somebody_else_and_approved_by_a_third() {
    let sheet = planned(&["A", "B", "C"]);
    let some = after(
        &sheet,
        counted(&sheet, "w-1", &[("A", 10, 10), ("B", 3, 8)]),
    );
    assert_eq!(some.stage.name(), "counting");
    // One piece off is within the tolerance.
    let all = after(&some, counted(&some, "w-2", &[("C", 6, 5)]));
    assert_eq!(all.stage.name(), "recounting");
    assert_eq!(all.index().work.unwrap().list, RECOUNT_LIST);
    let open: Vec<&str> = all
        .lines
        .iter()
        .filter(|line| line.is_open())
        .map(|line| line.sku.as_str())
        .collect();
    assert_eq!(open, ["B"]);
    assert_eq!(
        code(counted(&all, "w-1", &[("B", 4, 8)])),
        "another_counter_required"
    );
    assert_eq!(
        code(approved(&all, "m-1")),
        "stocktake_not_awaiting_approval"
    );
    // Two were sold meanwhile: the books of the recount are those of its moment.
    let again = after(&all, counted(&all, "w-2", &[("B", 2, 6)]));
    assert_eq!(again.stage.name(), "awaiting_approval");
    for by in ["p-1", "w-1", "w-2"] {
        assert_eq!(code(approved(&again, by)), "four_eyes_required", "{by}");
    }
    let decision = approved(&again, "m-1").unwrap();
    let ends = again.marks().map(Adjustment::StockCountEnd);
    let moves: Vec<Adjustment> = [
        Adjustment::StockWriteOff(moved("B", 4)),
        Adjustment::StockReceive(moved("C", 1)),
    ]
    .into_iter()
    .chain(ends)
    .collect();
    assert_eq!(decision.adjustments, moves);
    let done = after(&again, Ok(decision));
    assert_eq!(
        (done.stage.name(), done.accuracy_permille()),
        ("approved", Some(333))
    );
    assert_eq!(done.found(), [sku("C")]);
    assert_eq!(approved(&done, "m-1"), Ok(Decision::done()));
    assert_eq!(
        code(approved(&done, "m-2")),
        "stocktake_not_awaiting_approval"
    );
    let cancelled = facts(|facts| cancel(&done, "m-1", "x", facts));
    assert_eq!(code(cancelled), "stocktake_is_over");
}

#[test]
fn a_line_is_counted_once_in_each_round_and_a_repetition_changes_nothing() {
    let sheet = planned(&["A", "B"]);
    let some = after(&sheet, counted(&sheet, "w-1", &[("A", 10, 10)]));
    assert_eq!(counted(&some, "w-1", &[("A", 10, 7)]), Ok(Decision::done()));
    assert_eq!(
        code(counted(&some, "w-1", &[("A", 9, 10)])),
        "sku_already_counted"
    );
    assert_eq!(
        code(counted(&some, "w-2", &[("A", 10, 10)])),
        "sku_already_counted"
    );
    let strange = counted(&some, "w-1", &[("B", 1, 1), ("Z", 1, 1)]).unwrap_err();
    assert_eq!(
        (strange.code, strange.evidence[0].at.as_str()),
        ("invalid_value", "lines[1].sku")
    );
    let all = after(&some, counted(&some, "w-1", &[("A", 10, 10), ("B", 0, 1)]));
    assert_eq!(all.stage.name(), "awaiting_approval");
    assert_eq!(
        code(counted(&all, "w-2", &[("B", 1, 1)])),
        "stocktake_not_counting"
    );
    assert_eq!(counted(&all, "w-1", &[("B", 0, 9)]), Ok(Decision::done()));
}

#[test]
fn who_is_to_approve_may_have_lines_counted_again_some_times() {
    let sheet = planned(&["A"]);
    let mut sheet = after(&sheet, counted(&sheet, "w-0", &[("A", 1, 1)]));
    let again = |sheet: &Stocktake, name: &str| {
        facts(|facts| request_recount(sheet, &[sku(name)], "m-1", "存疑", facts))
    };
    assert_eq!(code(again(&sheet, "Z")), "invalid_value");
    for counter in 1..MOST_COUNTS {
        sheet = after(&sheet, again(&sheet, "A"));
        assert_eq!(again(&sheet, "A"), Ok(Decision::done()));
        sheet = after(
            &sheet,
            counted(&sheet, &format!("w-{counter}"), &[("A", 9, 1)]),
        );
        assert_eq!(sheet.stage.name(), "awaiting_approval");
    }
    assert_eq!(code(again(&sheet, "A")), "too_many_recounts");
}

#[test]
fn a_cancelled_stocktake_lets_go_of_its_levels_and_moves_nothing() {
    let sheet = planned(&["A", "B"]);
    let sheet = after(&sheet, counted(&sheet, "w-1", &[("A", 3, 10)]));
    let decision = facts(|facts| cancel(&sheet, "p-1", "另行安排", facts)).unwrap();
    let ends: Vec<Adjustment> = sheet.marks().map(Adjustment::StockCountEnd).collect();
    assert_eq!(decision.adjustments, ends);
    let sheet = after(&sheet, Ok(decision));
    assert_eq!(sheet.index().work, None);
    let again = facts(|facts| cancel(&sheet, "p-1", "另行安排", facts));
    assert_eq!(again, Ok(Decision::done()));
    assert_eq!(
        code(counted(&sheet, "w-1", &[("B", 1, 1)])),
        "stocktake_not_counting"
    );
}

#[test]
fn a_variance_of_few_pieces_may_be_worth_a_recount() {
    let policy = StocktakePolicy::default();
    for (variance, cost, wanted) in [
        (0, Some(1_000_000), false),
        (1, None, false),
        (-1, Some(10_000), false),
        (-1, Some(10_001), true),
        (2, Some(1), true),
        (-2, None, true),
    ] {
        let found = policy.wants_recount(variance, cost.map(fen));
        assert_eq!(found, wanted, "{variance} at {cost:?}");
    }
    let pieces_only = StocktakePolicy {
        tolerance_value: None,
        ..policy
    };
    assert!(!pieces_only.wants_recount(1, Some(fen(i64::MAX))));
}

#[test]
fn nothing_and_too_much_is_no_sheet() {
    let draft = |count: usize| StocktakeDraft {
        number: "PD-1".to_owned(),
        warehouse: "CQ1".to_owned(),
        scope: StocktakeScope::default(),
        next: None,
        lines: (0..count)
            .map(|number| CountLine {
                sku: sku(&format!("A{number}")),
                standard_cost: None,
                counts: Vec::new(),
                recount: false,
            })
            .collect(),
    };
    let planned = |count| facts(|facts| plan(draft(count), "p-1", facts));
    assert_eq!(code(planned(0)), "nothing_to_count");
    assert_eq!(code(planned(MOST_LINES + 1)), "invalid_value");
    // State, commit, and one write for each level.
    let full = planned(MOST_LINES).unwrap();
    assert!(full.adjustments.len() + 2 <= 100);
}

/// Pieces that come into the books; below nought for those that leave them.
fn pieces_found(adjustment: &Adjustment) -> i64 {
    if let Adjustment::StockReceive(moved) = adjustment {
        i64::from(moved.quantity)
    } else if let Adjustment::StockWriteOff(moved) = adjustment {
        -i64::from(moved.quantity)
    } else {
        0
    }
}

proptest! {
    /// Whatever is sold and comes in between the count and the approval: what was on the shelves when it was
    /// counted, and what moved since, is what the books say in the end.
    #[test]
    fn what_moves_meanwhile_does_not_distort_the_variance(
        book in 0_u64..1_000, really in 0_u32..1_000, came in 0_u64..500, sold in 0_u64..500,
    ) {
        prop_assume!(u64::from(really) + came >= sold && book + came >= sold);
        let sheet = planned(&["A"]);
        let mut sheet = after(&sheet, counted(&sheet, "w-1", &[("A", really, book)]));
        if sheet.stage.name() == "recounting" {
            sheet = after(&sheet, counted(&sheet, "w-2", &[("A", really, book)]));
        }
        let decision = approved(&sheet, "m-1").unwrap();
        let variance: i64 = decision.adjustments.iter().map(pieces_found).sum();
        let ends = i64::try_from(book + came - sold).unwrap() + variance;
        prop_assert_eq!(ends, i64::from(really) + i64::try_from(came).unwrap() - i64::try_from(sold).unwrap());
    }
}
