//! Where a state stands in the two indexes.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::attribute::{self, Item};
use crate::finding::{Code, Findings};
use crate::key::{self, Family};
use crate::model::{amount, text};

/// Business closes at this hour in Chongqing; a receivable is overdue from then.
const CLOSING_HOUR: i8 = 18;

/// An import that took no step for longer than this is overdue.
const IMPORT_STEP: SignedDuration = SignedDuration::from_mins(1);

/// Checks the index attributes of `item` against what `state` asks for.
pub(crate) fn check(
    family: Family,
    pk: &str,
    id: &str,
    state: &Map<String, Value>,
    item: &Item,
    findings: &mut Findings,
) {
    let work = work(family, state).map(|(list, due)| key::work(&list, due, pk));
    let customer = of_customer(family, id, state);
    for (index, expected, names) in [
        ("work list", work, ["work_pk", "work_sk"]),
        ("customer", customer, ["customer_pk", "customer_sk"]),
    ] {
        let found = names.map(|name| attribute::text(item, name).unwrap_or_default());
        let expected = expected.unwrap_or_default();
        if (expected.0.as_str(), expected.1.as_str()) != (found[0], found[1]) {
            findings.add(
                Code::IndexDiffers,
                pk,
                format!("the place by {index} {} {}", expected.0, expected.1),
                found.join(" "),
            );
        }
    }
}

/// The work list a state rests in, and until when; `None` when nobody has to do anything.
fn work(family: Family, state: &Map<String, Value>) -> Option<(String, Timestamp)> {
    match family {
        Family::Order => {
            let list = format!("order:{}", text(state, "stage"));
            let escalation = state.get("escalation").and_then(Value::as_object);
            let Some(escalation) = escalation else {
                return Some((list, instant(state, "due")?));
            };
            let by = instant(escalation, "next").or_else(|| instant(state, "due"));
            Some((format!("{list}:{}", text(escalation, "level")), by?))
        }
        Family::Payment => {
            if let Some(by) = instant(state, "refund_by") {
                return Some(("payment:refund".to_owned(), by));
            }
            let kept = amount(state, "amount").saturating_sub(amount(state, "refunded"));
            (kept > amount(state, "allocated")).then_some(())?;
            Some((
                "payment:quarantine".to_owned(),
                instant(state, "received_at")?,
            ))
        }
        Family::Shipment => {
            let records = state.get("exceptions").and_then(Value::as_array);
            let records = records.map_or(&[][..], Vec::as_slice);
            let open = records.iter().filter_map(Value::as_object);
            let open: Vec<_> = open.filter(|it| !it.contains_key("resolution")).collect();
            let earliest = |escalated: bool| {
                let of = open
                    .iter()
                    .filter(|it| it.contains_key("escalated_at") == escalated);
                of.filter_map(|it| instant(it, "deadline")).min()
            };
            let before = state.get("exception").and_then(Value::as_object);
            let before = before.and_then(|it| instant(it, "at"));
            let waiting = before.into_iter().chain(earliest(false)).min();
            let list = |name: &'static str| move |due| (name.to_owned(), due);
            waiting
                .map(list("shipment:exception"))
                .or_else(|| earliest(true).map(list("shipment:exception:manager")))
        }
        Family::Receivable => {
            if state.get("cleared_on").is_some_and(Value::is_string) {
                return None;
            }
            let list = match text(state, "age") {
                "not_due" => "receivable:open",
                _ => "receivable:overdue",
            };
            Some((list.to_owned(), hour_of(state, "due_on", CLOSING_HOUR)?))
        }
        Family::Account => Some((
            "account:assessment".to_owned(),
            hour_of(state, "next_assessment", 0)?,
        )),
        Family::OrderImport => {
            if state.get("finished_at").is_some_and(Value::is_string) {
                return None;
            }
            let due = instant(state, "moved_at")?.checked_add(IMPORT_STEP).ok()?;
            Some(("order_import:running".to_owned(), due))
        }
        Family::Product => Some(("product:catalogue".to_owned(), Timestamp::UNIX_EPOCH)),
        Family::AgreedPrice => Some(("agreed_price:all".to_owned(), Timestamp::UNIX_EPOCH)),
        Family::Promotion => Some(("promotion:all".to_owned(), Timestamp::UNIX_EPOCH)),
        Family::Supplier => Some(("supplier:register".to_owned(), Timestamp::UNIX_EPOCH)),
        Family::SupplierOffer => Some((
            format!("supplier_offer:{}", text(state, "sku")),
            Timestamp::UNIX_EPOCH,
        )),
        Family::PurchaseOrder => {
            let stage = text(state, "stage");
            let due = match stage {
                "awaiting_approval" | "to_place" => instant(state, "due")?,
                "placed" => hour_of(state, "promised", CLOSING_HOUR)?,
                _ => return None,
            };
            Some((format!("purchase_order:{stage}"), due))
        }
        Family::CarrierAgreement => Some(("carrier:agreements".to_owned(), Timestamp::UNIX_EPOCH)),
        Family::ProductionLine => {
            Some(("production_line:register".to_owned(), Timestamp::UNIX_EPOCH))
        }
        Family::StockLot => {
            let stage = text(state, "stage");
            (stage != "closed").then_some(())?;
            Some((format!("stock_lot:{stage}"), hour_of(state, "unfit_on", 0)?))
        }
        Family::WorkOrder => {
            let stage = text(state, "stage");
            let due = match stage {
                "planned" | "running" => hour_of(state, "needed_by", CLOSING_HOUR)?,
                "inspection" => instant(state, "due")?,
                _ => return None,
            };
            Some((format!("work_order:{stage}"), due))
        }
        Family::Stocktake => {
            let list = match text(state, "stage") {
                "planned" | "counting" => "stocktake:to_count",
                "recounting" => "stocktake:to_recount",
                "awaiting_approval" => "stocktake:to_approve",
                _ => return None,
            };
            Some((list.to_owned(), instant(state, "due")?))
        }
        Family::Disposal => {
            let stage = text(state, "stage");
            let rests = ["found", "proposed"].contains(&stage);
            let due = instant(state, "due").filter(|_| rests)?;
            Some((format!("disposal:{stage}"), due))
        }
        Family::SupplierReturn => {
            let stage = text(state, "stage");
            let rests = ["to_ship", "shipped", "answered"].contains(&stage);
            let due = instant(state, "due").filter(|_| rests)?;
            Some((format!("supplier_return:{stage}"), due))
        }
        Family::StorageZone => {
            let (warehouse, zone) = (text(state, "warehouse"), text(state, "zone"));
            Some((
                format!("storage_zone:{warehouse}:{zone}"),
                Timestamp::UNIX_EPOCH,
            ))
        }
        Family::Waybill => {
            let (stage, at) = (text(state, "stage"), instant(state, "at")?);
            let list = match stage {
                "requested" | "voiding" | "refused" => format!("waybill:{stage}"),
                "issued" if state.contains_key("void_refused") => "waybill:refused".to_owned(),
                "left" if !state.contains_key("manifest") => {
                    let carrier = text(state.get("quote")?.as_object()?, "carrier");
                    format!("waybill:handover:{carrier}:{}", text(state, "warehouse"))
                }
                _ => return None,
            };
            Some((list, at))
        }
        Family::ReorderPoint => {
            (!state.contains_key("removed_at")).then_some(())?;
            match state.get("low").and_then(Value::as_object) {
                Some(low) => Some(("reorder_point:low".to_owned(), instant(low, "due")?)),
                None => Some(("reorder_point:watched".to_owned(), Timestamp::UNIX_EPOCH)),
            }
        }
        Family::HandoverManifest
        | Family::StockReceipt
        | Family::StockAdjustment
        | Family::Policy
        | Family::ContactDisclosure
        | Family::Calendar
        | Family::BlacklistEntry
        | Family::Routing
        | Family::DisposalSearch
        | Family::StockSpread
        | Family::Stock
        | Family::StockShard
        | Family::Credit
        | Family::Purchases
        | Family::External
        | Family::Idempotency
        | Family::Refund
        | Family::Imported
        | Family::Typed => None,
    }
}

fn of_customer(family: Family, id: &str, state: &Map<String, Value>) -> Option<(String, String)> {
    let (kind, since) = match family {
        Family::Order => ("ORDER", instant(state, "received_at")?),
        Family::Receivable => ("RECEIVABLE", instant(state, "opened_at")?),
        Family::Account
        | Family::Payment
        | Family::Shipment
        | Family::OrderImport
        | Family::StockReceipt
        | Family::StockAdjustment
        | Family::Product
        | Family::Policy
        | Family::ContactDisclosure
        | Family::Calendar
        | Family::BlacklistEntry
        | Family::AgreedPrice
        | Family::Promotion
        | Family::Supplier
        | Family::SupplierOffer
        | Family::PurchaseOrder
        | Family::CarrierAgreement
        | Family::ProductionLine
        | Family::Routing
        | Family::WorkOrder
        | Family::StockLot
        | Family::Stocktake
        | Family::StorageZone
        | Family::SupplierReturn
        | Family::Disposal
        | Family::DisposalSearch
        | Family::Waybill
        | Family::HandoverManifest
        | Family::ReorderPoint
        | Family::StockSpread
        | Family::Stock
        | Family::StockShard
        | Family::Credit
        | Family::Purchases
        | Family::External
        | Family::Idempotency
        | Family::Refund
        | Family::Imported
        | Family::Typed => return None,
    };
    Some(key::of_customer(text(state, "customer"), kind, since, id))
}

fn instant(state: &Map<String, Value>, name: &str) -> Option<Timestamp> {
    state.get(name)?.as_str()?.parse().ok()
}

/// When the clock in Chongqing shows a full hour on the date in `name`.
fn hour_of(state: &Map<String, Value>, name: &str, hour: i8) -> Option<Timestamp> {
    let date: Date = state.get(name)?.as_str()?.parse().ok()?;
    let time = Time::new(hour, 0, 0, 0).ok()?;
    Offset::constant(8)
        .to_timestamp(date.to_datetime(time))
        .ok()
}
