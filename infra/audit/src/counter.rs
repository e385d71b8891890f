//! Counters: stock levels, lots and who got them, places in line, credit balances and what orders took of quotas.

use jiff::Timestamp;

use crate::AuditError;
use crate::attribute::{self, Item};
use crate::finding::{Code, Findings};
use crate::ledger::Ledger;
use crate::partition::{shaped, unreadable};

/// What a warehouse holds of a SKU: the SKU, the warehouse and the shard. The first shard says over how many the level
/// is spread.
pub(crate) fn level(
    (sku, warehouse, shard): (&str, &str, i64),
    place: &str,
    item: &Item,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Result<(), AuditError> {
    let optional: &[&str] = match shard {
        0 => &[
            "quarantined",
            "by_lot",
            "stocktake",
            "last_issue",
            "stocked_since",
            "shards",
            "widest",
        ],
        _ => &["quarantined", "last_issue", "stocked_since"],
    };
    if !shaped(place, item, &["available", "reserved"], optional, findings) {
        return Ok(());
    }
    if item.contains_key("shards") || item.contains_key("widest") {
        let (Some(shards), Some(widest)) = (
            attribute::number(item, "shards"),
            attribute::number(item, "widest"),
        ) else {
            unreadable(place, "two numbers of shards", findings);
            return Ok(());
        };
        ledger.spread("level", sku, warehouse, [shards, widest])?;
    }
    let number = |name: &str| match item.contains_key(name) {
        true => attribute::number(item, name),
        false => Some(0),
    };
    let (Some(available), Some(reserved), Some(quarantined)) = (
        number("available"),
        number("reserved"),
        number("quarantined"),
    ) else {
        unreadable(place, "whole numbers", findings);
        return Ok(());
    };
    if available < 0 || reserved < 0 || quarantined < 0 {
        findings.add(
            Code::StockNegative,
            place,
            "nought or more available, reserved and quarantined",
            format!("{available}, {reserved} and {quarantined}"),
        );
    }
    for name in ["last_issue", "stocked_since"] {
        let instant = attribute::text(item, name).map(str::parse::<Timestamp>);
        if item.contains_key(name) && instant.is_none_or(|read| read.is_err()) {
            unreadable(place, "an instant", findings);
        }
    }
    if item.contains_key("stocktake") {
        let stocktake = attribute::text(item, "stocktake").unwrap_or_default();
        ledger.count_open("level", sku, warehouse, stocktake)?;
    }
    let by_lot = item.contains_key("by_lot");
    if by_lot && item.contains_key("shards") {
        findings.add(
            Code::SpreadDiffers,
            place,
            "a level that is spread or kept by lot",
            "both",
        );
    }
    ledger.stock_level(
        (sku, warehouse, shard),
        [available, reserved, quarantined],
        by_lot,
    )
}

/// What a lot holds.
pub(crate) fn lot(
    sku: &str,
    lot: &str,
    place: &str,
    item: &Item,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Result<(), AuditError> {
    let names = ["available", "picked", "quarantined"];
    if !shaped(place, item, &names, &[], findings) {
        return Ok(());
    }
    let numbers = names.map(|name| attribute::number(item, name));
    let [Some(available), Some(picked), Some(quarantined)] = numbers else {
        unreadable(place, "whole numbers", findings);
        return Ok(());
    };
    if available < 0 || picked < 0 || quarantined < 0 {
        findings.add(
            Code::StockNegative,
            place,
            "nought or more available, picked and quarantined",
            format!("{available}, {picked} and {quarantined}"),
        );
    }
    ledger.lot("counted", sku, lot, [available, picked, quarantined])
}

/// What a consignment got of a lot.
pub(crate) fn issue(
    sku: &str,
    issue: &str,
    place: &str,
    item: &Item,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Result<(), AuditError> {
    if !shaped(place, item, &["pieces"], &[], findings) {
        return Ok(());
    }
    let Some(pieces) = attribute::number(item, "pieces") else {
        unreadable(place, "a whole number", findings);
        return Ok(());
    };
    ledger.lot_issue("counted", sku, issue, pieces)
}

/// An order's place in line.
pub(crate) fn backorder(
    sku: &str,
    line: &str,
    place: &str,
    item: &Item,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Result<(), AuditError> {
    shaped(place, item, &[], &[], findings);
    ledger.line_place(&format!("{sku} {line}"))
}

/// A customer's credit.
pub(crate) fn balance(
    customer: &str,
    place: &str,
    item: &Item,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Result<(), AuditError> {
    if !shaped(place, item, &["limit", "headroom"], &[], findings) {
        return Ok(());
    }
    let (Some(limit), Some(headroom)) = (
        attribute::number(item, "limit"),
        attribute::number(item, "headroom"),
    ) else {
        unreadable(place, "two whole numbers", findings);
        return Ok(());
    };
    ledger.credit_balance(customer, limit, headroom)
}

/// What orders took of a quota.
pub(crate) fn quota(
    place: &str,
    item: &Item,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Result<(), AuditError> {
    if !shaped(place, item, &["taken"], &[], findings) {
        return Ok(());
    }
    let Some(taken) = attribute::number(item, "taken") else {
        unreadable(place, "a whole number", findings);
        return Ok(());
    };
    ledger.quota_counter(place, taken)
}
