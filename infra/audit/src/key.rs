//! The keys of the table, read here a second time by rules of this crate's own.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// What a partition holds, by the word its key begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    Order,
    Account,
    Payment,
    Shipment,
    Receivable,
    StockReceipt,
    StockAdjustment,
    Product,
    Policy,
    ContactDisclosure,
    Calendar,
    OrderImport,
    BlacklistEntry,
    AgreedPrice,
    Promotion,
    Supplier,
    SupplierOffer,
    PurchaseOrder,
    CarrierAgreement,
    ProductionLine,
    Routing,
    WorkOrder,
    StockLot,
    Stocktake,
    StorageZone,
    SupplierReturn,
    Disposal,
    DisposalSearch,
    Waybill,
    HandoverManifest,
    ReorderPoint,
    StockSpread,
    Stock,
    StockShard,
    Credit,
    Purchases,
    External,
    Idempotency,
    Refund,
    Imported,
    Typed,
}

const FAMILIES: [(&str, Family); 41] = [
    ("ORDER", Family::Order),
    ("ACCOUNT", Family::Account),
    ("PAYMENT", Family::Payment),
    ("SHIPMENT", Family::Shipment),
    ("RECEIVABLE", Family::Receivable),
    ("STOCK_RECEIPT", Family::StockReceipt),
    ("STOCK_ADJUSTMENT", Family::StockAdjustment),
    ("PRODUCT", Family::Product),
    ("POLICY", Family::Policy),
    ("CONTACT_DISCLOSURE", Family::ContactDisclosure),
    ("CALENDAR", Family::Calendar),
    ("ORDER_IMPORT", Family::OrderImport),
    ("BLACKLIST_ENTRY", Family::BlacklistEntry),
    ("AGREED_PRICE", Family::AgreedPrice),
    ("PROMOTION", Family::Promotion),
    ("SUPPLIER", Family::Supplier),
    ("SUPPLIER_OFFER", Family::SupplierOffer),
    ("PURCHASE_ORDER", Family::PurchaseOrder),
    ("CARRIER_AGREEMENT", Family::CarrierAgreement),
    ("PRODUCTION_LINE", Family::ProductionLine),
    ("ROUTING", Family::Routing),
    ("WORK_ORDER", Family::WorkOrder),
    ("STOCK_LOT", Family::StockLot),
    ("STOCKTAKE", Family::Stocktake),
    ("STORAGE_ZONE", Family::StorageZone),
    ("SUPPLIER_RETURN", Family::SupplierReturn),
    ("DISPOSAL", Family::Disposal),
    ("DISPOSAL_SEARCH", Family::DisposalSearch),
    ("WAYBILL", Family::Waybill),
    ("HANDOVER_MANIFEST", Family::HandoverManifest),
    ("REORDER_POINT", Family::ReorderPoint),
    ("STOCK_SPREAD", Family::StockSpread),
    ("STOCK", Family::Stock),
    ("STOCK_SHARD", Family::StockShard),
    ("CREDIT", Family::Credit),
    ("PURCHASES", Family::Purchases),
    ("EXTERNAL", Family::External),
    ("IDEMPOTENCY", Family::Idempotency),
    ("REFUND", Family::Refund),
    ("IMPORTED", Family::Imported),
    ("TYPED", Family::Typed),
];

pub(crate) const STATE: &str = "STATE";
pub(crate) const CONTACT: &str = "CONTACT";
pub(crate) const REGISTRATION: &str = "REGISTRATION";
pub(crate) const BALANCE: &str = "BALANCE";
pub(crate) const TAKEN: &str = "TAKEN";

/// The family of a partition and what follows it; `None` for a key of none.
pub(crate) fn family(pk: &str) -> Option<(Family, &str)> {
    let (word, rest) = pk.split_once('#')?;
    let (_, family) = FAMILIES.iter().find(|(name, _)| *name == word)?;
    (!rest.is_empty()).then_some((*family, rest))
}

/// The sequence number of a commit's sort key: eight digits or more, no needless nought.
pub(crate) fn commit(sk: &str) -> Option<i64> {
    let digits = sk.strip_prefix("COMMIT#")?;
    let sequence: i64 = digits.parse().ok()?;
    (format!("{sequence:08}") == digits).then_some(sequence)
}

/// The chunk of the sort key of an import's rows, or of what became of them: six digits or more.
pub(crate) fn chunk(sk: &str, prefix: &str) -> Option<i64> {
    let digits = sk.strip_prefix(prefix)?.strip_prefix('#')?;
    let chunk: i64 = digits.parse().ok()?;
    (chunk >= 0 && format!("{chunk:06}") == digits).then_some(chunk)
}

/// The shard and the SKU of the partition of a further shard: two digits or more, from one.
pub(crate) fn shard(rest: &str) -> Option<(i64, &str)> {
    let (digits, sku) = rest.split_once('#')?;
    let shard: i64 = digits.parse().ok()?;
    (shard > 0 && format!("{shard:02}") == digits && !sku.is_empty()).then_some((shard, sku))
}

/// The warehouse of a stock level's sort key.
pub(crate) fn warehouse(sk: &str) -> Option<&str> {
    sk.strip_prefix("LEVEL#").filter(|code| !code.is_empty())
}

/// A lot as the sort key of its counter has it after the word: warehouse, expiry or `none`, number.
pub(crate) fn lot(sk: &str) -> Option<&str> {
    let place = sk.strip_prefix("LOT#")?;
    let (rest, number) = place.rsplit_once('#')?;
    let (warehouse, expiry) = rest.rsplit_once('#')?;
    (!warehouse.is_empty() && is_expiry(expiry) && !number.is_empty()).then_some(place)
}

/// What a consignment got of a lot, as its sort key has it after the word: number, expiry or `none`, warehouse,
/// order, consignment.
pub(crate) fn issue(sk: &str) -> Option<&str> {
    let place = sk.strip_prefix("ISSUE#")?;
    let mut parts = place.split('#');
    let (number, expiry) = (parts.next()?, parts.next()?);
    let rest: Vec<&str> = parts.collect();
    let last: u16 = rest.last()?.parse().ok()?;
    let right = !number.is_empty() && is_expiry(expiry) && rest.len() >= 3 && last > 0;
    right.then_some(place)
}

fn is_expiry(text: &str) -> bool {
    text == "none" || text.parse::<Date>().is_ok()
}

/// The place of a lot, from the lot as events have it.
pub(crate) fn lot_place(warehouse: &str, lot: &Value) -> Option<String> {
    let (number, expiry) = lot_parts(lot)?;
    Some(format!("{warehouse}#{expiry}#{number}"))
}

/// The place of what a consignment got of a lot.
pub(crate) fn issue_place(
    warehouse: &str,
    lot: &Value,
    order: &str,
    consignment: i64,
) -> Option<String> {
    let (number, expiry) = lot_parts(lot)?;
    Some(format!(
        "{number}#{expiry}#{warehouse}#{order}#{consignment}"
    ))
}

fn lot_parts(lot: &Value) -> Option<(&str, &str)> {
    let expiry = lot.get("expiry").and_then(Value::as_str).unwrap_or("none");
    Some((lot.get("lot_no")?.as_str()?, expiry))
}

/// The place in line of a backorder's sort key: since when, and which order.
pub(crate) fn place_in_line(sk: &str) -> Option<&str> {
    let place = sk.strip_prefix("BACKORDER#")?;
    let (since, order) = place.split_once('#')?;
    let since: Timestamp = since.parse().ok()?;
    (line_place(since, order) == place && !order.is_empty()).then_some(place)
}

/// A place in line as its sort key has it.
pub(crate) fn line_place(since: Timestamp, order: &str) -> String {
    format!("{since:.9}#{order}")
}

/// Where the counter of a quota is: the customer's partition and the sort key there.
pub(crate) fn quota(quota: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| quota.get(name)?.as_str();
    match text("of")? {
        "purchases" => {
            let (customer, sku, per) = (text("customer")?, text("sku")?, text("per")?);
            let since = text("since").map_or_else(String::new, |since| format!("#{since}"));
            Some(format!("PURCHASES#{customer} / SKU#{sku}#{per}{since}"))
        }
        "promotion" => Some(format!("PROMOTION#{} / {TAKEN}", text("promotion")?)),
        "promotion_of_customer" => {
            let (customer, promotion) = (text("customer")?, text("promotion")?);
            Some(format!("PURCHASES#{customer} / PROMOTION#{promotion}"))
        }
        _ => None,
    }
}

/// Whether a sort key is that of what a customer took of a product in a period, or of a promotion.
pub(crate) fn is_purchases(sk: &str) -> bool {
    if let Some(promotion) = sk.strip_prefix("PROMOTION#") {
        return !promotion.is_empty() && !promotion.contains('#');
    }
    let mut parts = sk.split('#');
    let ("SKU", Some(sku), Some(per)) =
        (parts.next().unwrap_or_default(), parts.next(), parts.next())
    else {
        return false;
    };
    let period = match (per, parts.next()) {
        ("ever", None) => true,
        ("day" | "week" | "month" | "year", Some(since)) => since.parse::<Date>().is_ok(),
        _ => false,
    };
    period && !sku.is_empty() && parts.next().is_none()
}

/// Two parts of a registration's key, the first with its escapes undone.
pub(crate) fn two_parts(rest: &str) -> Option<(String, &str)> {
    let (first, second) = rest.split_once('#')?;
    let first = first.replace("%23", "#").replace("%25", "%");
    (!first.is_empty() && !second.is_empty()).then_some((first, second))
}

/// The attributes by which a state is found in the index of work lists.
pub(crate) fn work(list: &str, due: Timestamp, pk: &str) -> (String, String) {
    (format!("WORK#{list}"), format!("{due:.3}#{pk}"))
}

/// The attributes by which a state is found in the index of customers.
pub(crate) fn of_customer(
    customer: &str,
    kind: &str,
    since: Timestamp,
    id: &str,
) -> (String, String) {
    (
        format!("CUSTOMER#{customer}#{kind}"),
        format!("{since:.3}#{id}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_table_read_and_others_do_not() {
        assert_eq!(family("ORDER#1"), Some((Family::Order, "1")));
        assert_eq!(
            family("STOCK_RECEIPT#a#b"),
            Some((Family::StockReceipt, "a#b"))
        );
        assert_eq!(commit("COMMIT#00000012"), Some(12));
        assert_eq!(commit("COMMIT#123456789"), Some(123_456_789));
        assert_eq!(warehouse("LEVEL#CQ1"), Some("CQ1"));
        assert_eq!(
            place_in_line("BACKORDER#2026-01-02T03:04:05.000000000Z#o"),
            Some("2026-01-02T03:04:05.000000000Z#o")
        );
        assert_eq!(two_parts("a%23b#c#d"), Some(("a#b".to_owned(), "c#d")));
        for (sk, known) in [
            ("SKU#A#month#2026-03-01", true),
            ("SKU#A#ever", true),
            ("SKU#A#month", false),
            ("SKU#A#ever#2026-03-01", false),
            ("SKU#A#month#2026-03-01#x", false),
            ("SKU##ever", false),
            ("PROMOTION#P", true),
            ("PROMOTION#", false),
            ("A#ever", false),
        ] {
            assert_eq!(is_purchases(sk), known, "{sk}");
        }
        for (sk, known) in [
            ("LOT#CQ1#2026-05-31#L1", true),
            ("LOT#CQ1#none#L1", true),
            ("LOT#CQ1#soon#L1", false),
            ("LOT#CQ1#L1", false),
        ] {
            assert_eq!(lot(sk).is_some(), known, "{sk}");
        }
        for (sk, known) in [
            ("ISSUE#L1#2026-05-31#CQ1#o#1", true),
            ("ISSUE#L1#2026-05-31#CQ1#o#0", false),
            ("ISSUE#L1#CQ1#o#1", false),
        ] {
            assert_eq!(issue(sk).is_some(), known, "{sk}");
        }
        assert_eq!(shard("07#A"), Some((7, "A")));
        for rest in ["7#A", "00#A", "07#", "07", "x#A"] {
            assert_eq!(shard(rest), None, "{rest}");
        }
        for pk in ["", "ORDER", "ORDER#", "order#1", "OTHER#1"] {
            assert_eq!(family(pk), None, "{pk}");
        }
        for sk in ["COMMIT#1", "COMMIT#000000012", "COMMIT#x", "STATE"] {
            assert_eq!(commit(sk), None, "{sk}");
        }
        for sk in ["BACKORDER#2026-01-02T03:04:05Z#o", "BACKORDER#o", "LEVEL#"] {
            assert_eq!((place_in_line(sk), warehouse(sk)), (None, None), "{sk}");
        }
    }
}
