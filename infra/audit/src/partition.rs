//! The items of one partition, sorted by what they are.

use std::collections::BTreeMap;

use crate::AuditError;
use crate::aggregate::{self, Aggregate};
use crate::attribute::Item;
use crate::finding::{Code, Findings};
use crate::key::{self, Family};
use crate::ledger::Ledger;
use crate::{claim, counter};

/// A partition as the scan gives it.
#[derive(Debug, Default)]
pub(crate) struct Partition {
    pub(crate) pk: String,
    /// Sort keys and items.
    pub(crate) items: Vec<(String, Item)>,
}

impl Partition {
    /// Checks all of it by itself and notes what other partitions must agree with.
    pub(crate) fn check(
        self,
        ledger: &mut Ledger,
        findings: &mut Findings,
        seen: &mut BTreeMap<&'static str, u64>,
    ) -> Result<(), AuditError> {
        let Self { pk, items } = self;
        let mut count = |name| {
            let count = seen.entry(name).or_default();
            *count = count.saturating_add(1);
        };
        let Some((family, id)) = key::family(&pk) else {
            for (sk, _) in items {
                unknown(findings, &pk, &sk);
            }
            return Ok(());
        };
        let mut aggregate = Aggregate::new(family, &pk, id);
        for (sk, item) in items {
            let place = format!("{pk} / {sk}");
            match (family, sk.as_str()) {
                (Family::External, key::REGISTRATION) => {
                    count("external_number");
                    claim::external(id, &place, &item, ledger, findings)?;
                }
                (Family::Idempotency, key::REGISTRATION) => {
                    count("idempotency_key");
                    claim::idempotency(&place, &item, ledger, findings)?;
                }
                (Family::Imported, key::REGISTRATION) => {
                    count("imported_order");
                    claim::idempotency(&place, &item, ledger, findings)?;
                }
                (Family::Typed, key::REGISTRATION) => {
                    count("typed_order");
                    claim::idempotency(&place, &item, ledger, findings)?;
                }
                (Family::Refund, key::REGISTRATION) => {
                    count("refund_number");
                    claim::refund(id, &place, &item, ledger, findings)?;
                }
                (Family::Credit, key::BALANCE) => {
                    count("credit_balance");
                    counter::balance(id, &place, &item, ledger, findings)?;
                }
                (Family::Stock, _) => {
                    if let Some(warehouse) = key::warehouse(&sk) {
                        count("stock_level");
                        let level = (id, warehouse, 0);
                        counter::level(level, &place, &item, ledger, findings)?;
                    } else if let Some(line) = key::place_in_line(&sk) {
                        count("backorder");
                        counter::backorder(id, line, &place, &item, ledger, findings)?;
                    } else if let Some(lot) = key::lot(&sk) {
                        count("lot_level");
                        counter::lot(id, lot, &place, &item, ledger, findings)?;
                    } else if let Some(issue) = key::issue(&sk) {
                        count("lot_issue");
                        counter::issue(id, issue, &place, &item, ledger, findings)?;
                    } else {
                        unknown(findings, &pk, &sk);
                    }
                }
                (Family::StockShard, _) => match (key::shard(id), key::warehouse(&sk)) {
                    (Some((shard, sku)), Some(warehouse)) => {
                        count("stock_shard");
                        let level = (sku, warehouse, shard);
                        counter::level(level, &place, &item, ledger, findings)?;
                    }
                    (_, _) => unknown(findings, &pk, &sk),
                },
                (Family::Promotion, key::TAKEN) => {
                    count("promotion_taken");
                    counter::quota(&place, &item, ledger, findings)?;
                }
                (Family::Purchases, _) if key::is_purchases(&sk) => {
                    count("purchases");
                    counter::quota(&place, &item, ledger, findings)?;
                }
                (
                    Family::External
                    | Family::Idempotency
                    | Family::Refund
                    | Family::Imported
                    | Family::Typed
                    | Family::Credit
                    | Family::Purchases,
                    _,
                ) => unknown(findings, &pk, &sk),
                (Family::OrderImport, _) if key::chunk(&sk, "ROWS").is_some() => {
                    count("import_rows");
                    aggregate.chunks.add_rows(&sk, &place, &item, findings);
                }
                (Family::OrderImport, _) if key::chunk(&sk, "RESULTS").is_some() => {
                    count("import_results");
                    aggregate.chunks.add_results(&sk, &place, &item, findings);
                }
                (Family::Order, key::CONTACT) => {
                    count("contact");
                    aggregate.contact = Some(item);
                }
                (_, key::STATE) => {
                    count(aggregate::name(family));
                    aggregate.state = Some(item);
                }
                (_, _) => match key::commit(&sk) {
                    Some(sequence) => {
                        count("commit");
                        aggregate.commits.push((sequence, item));
                    }
                    None => unknown(findings, &pk, &sk),
                },
            }
        }
        aggregate.check(ledger, findings)
    }
}

fn unknown(findings: &mut Findings, pk: &str, sk: &str) {
    let place = format!("{pk} / {sk}");
    findings.add(Code::UnknownKey, place, "a key of the table", "this one");
}

/// Whether an item has exactly these attributes besides its key; those in `optional` may be missing.
pub(crate) fn shaped(
    place: &str,
    item: &Item,
    required: &[&str],
    optional: &[&str],
    findings: &mut Findings,
) -> bool {
    let missing: Vec<&str> = required
        .iter()
        .copied()
        .filter(|name| !item.contains_key(*name))
        .collect();
    let foreign: Vec<&str> = item
        .keys()
        .map(String::as_str)
        .filter(|name| {
            !["pk", "sk"].contains(name) && !required.contains(name) && !optional.contains(name)
        })
        .collect();
    let whole = missing.is_empty() && foreign.is_empty();
    if !whole {
        findings.add(
            Code::WrongShape,
            place,
            format!("attributes {}", required.join(", ")),
            format!("missing: {missing:?}, foreign: {foreign:?}"),
        );
    }
    whole
}

/// An attribute of another type than its kind of item has.
pub(crate) fn unreadable(place: &str, what: &str, findings: &mut Findings) {
    findings.add(
        Code::WrongShape,
        place,
        what,
        "something that does not read",
    );
}
