//! The auditor finds each planted fault, and nothing where nothing is planted.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use audit::Code;
use serde_json::json;
use yudan::verify::Verification;

use crate::closed_company;
use crate::disposing::OF_DISPOSALS;
use crate::faults_between::BETWEEN;
use crate::faults_within::WITHIN;
use crate::lots::OF_LOTS;
use crate::production::OF_PRODUCTION;
use crate::purchases::OF_PURCHASES;
use crate::reordering::OF_REORDER_POINTS;
use crate::returning::OF_RETURNS;
use crate::stocktaking::OF_STOCKTAKES;
use crate::table::Table;
use crate::waybills::OF_WAYBILLS;

fn clean() -> Table {
    static ITEMS: LazyLock<Table> = LazyLock::new(|| Table(closed_company().items()));
    ITEMS.clone()
}

/// The codes that a fault and nothing else must lead to, and how it is planted.
pub(crate) type Fault = (&'static [Code], fn(&mut Table));

#[test]
fn nothing_is_found_where_everything_is_right() {
    let report = clean().audited();
    assert!(report.is_clean(), "{report}");
    for kind in [
        "order",
        "payment",
        "shipment",
        "receivable",
        "account",
        "stock_receipt",
        "stock_adjustment",
        "product",
        "policy",
        "agreed_price",
        "order_import",
        "import_rows",
        "import_results",
        "imported_order",
        "contact",
        "stock_level",
        "lot_level",
        "lot_issue",
        "stock_lot",
        "stock_shard",
        "stock_spread",
        "backorder",
        "credit_balance",
        "purchases",
        "promotion",
        "promotion_taken",
        "supplier",
        "supplier_offer",
        "purchase_order",
        "stocktake",
        "storage_zone",
        "supplier_return",
        "disposal",
        "disposal_search",
        "waybill",
        "handover_manifest",
        "reorder_point",
        "external_number",
        "refund_number",
    ] {
        assert!(report.seen.contains_key(kind), "{kind}: {:?}", report.seen);
    }
    let stages: Vec<&str> = report.stages.keys().map(String::as_str).collect();
    assert_eq!(
        stages,
        [
            "awaiting_payment",
            "awaiting_review",
            "cancelled",
            "completed",
            "delivered",
            "dispatched",
            "preparing",
            "ready",
            "rejected"
        ]
    );
    assert_eq!(report.money["wechat"].received, 13_300);
    assert_eq!(report.money["wechat"].counted, 12_800);
    assert_eq!(report.money["wechat"].refunded, 600);
}

#[test]
fn each_fault_is_found_and_named() {
    let clean = clean();
    let mut named = BTreeSet::new();
    let faults = WITHIN.iter().chain(&BETWEEN).chain(&OF_PURCHASES);
    let faults = faults.chain(&OF_PRODUCTION).chain(&OF_LOTS);
    let faults = faults
        .chain(&OF_STOCKTAKES)
        .chain(&OF_RETURNS)
        .chain(&OF_DISPOSALS)
        .chain(&OF_WAYBILLS)
        .chain(&OF_REORDER_POINTS);
    for (place, (expected, plant)) in faults.enumerate() {
        let mut table = clean.clone();
        plant(&mut table);
        let (found, report) = table.codes();
        assert_eq!(found, *expected, "fault {place}\n{report}");
        named.extend(found);
    }
    let all: BTreeSet<Code> = Code::ALL.iter().copied().collect();
    assert_eq!(named, all, "a fault for every code");
}

#[test]
fn the_code_itself_does_not_agree_with_a_forged_state() {
    let mut table = clean();
    let product = table.partition("PRODUCT", &[]);
    table
        .state(&product)
        .insert("name".to_owned(), json!({"S": "another"}));
    let mut verification = Verification::begin().unwrap();
    for item in table.0 {
        verification.item(item).unwrap();
    }
    let verdict = verification.finish(None).unwrap();
    assert_eq!(verdict.disagreements_total, 1);
    assert_eq!(verdict.disagreements[0].code, "refold_differs");
    assert_eq!(verdict.disagreements[0].key, product);
    assert!(!verdict.is_clean());
}
