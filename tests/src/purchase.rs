//! Orders as customers send them, each with names that no other test uses.

use std::sync::atomic::{AtomicU32, Ordering};

use contract::finding::FindingView;
use contract::order_request::{OrderCustomer, OrderLine, OrderPaymentTerms, OrderRequest, ShipTo};
use domain::order::{Channel, CustomerKind};
use domain::payment_terms::PaymentMethod;
use domain::review_rules::RuleCode;

/// List price of the goods that [`Company::goods`](crate::company::Company::goods) enters, in fen.
pub const LIST_PRICE: i64 = 12_800;

/// A name that nothing else in this run has.
pub fn unique(prefix: &str) -> String {
    static LAST: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}-{}", LAST.fetch_add(1, Ordering::Relaxed))
}

/// An order of a new business in Chengdu for pieces of one SKU at its list price, by bank
/// transfer, that no rule finds fault with.
pub fn order(sku: &str, quantity: u32) -> OrderRequest {
    OrderRequest {
        channel: Channel::Phone,
        external_no: Some(unique("T")),
        customer: OrderCustomer {
            id: Some(unique("C")),
            kind: CustomerKind::Business,
            name: "成都示范贸易有限公司".to_owned(),
            mobile: Some("028-88886666".to_owned()),
            email: None,
            domicile: None,
            uscc: None,
        },
        ship_to: ShipTo {
            name: Some("李四".to_owned()),
            mobile: Some("13900139000".to_owned()),
            address: "四川省成都市武侯区人民南路四段1号".to_owned(),
        },
        lines: vec![line(sku, quantity)],
        total_fen: None,
        payment: OrderPaymentTerms {
            method: PaymentMethod::BankTransfer,
            schedule: None,
        },
        requested_delivery: None,
        split_shipments: false,
        remark: None,
        terms: None,
        created_at: None,
    }
}

/// The same for a method of payment.
pub fn order_paid_by(method: PaymentMethod, sku: &str, quantity: u32) -> OrderRequest {
    let mut order = order(sku, quantity);
    order.payment.method = method;
    order
}

/// The same for a customer.
pub fn order_of(customer: &str, sku: &str, quantity: u32) -> OrderRequest {
    let mut order = order(sku, quantity);
    order.customer.id = Some(customer.to_owned());
    order
}

/// A line at the list price.
pub fn line(sku: &str, quantity: u32) -> OrderLine {
    OrderLine::plain(sku.to_owned(), quantity, LIST_PRICE)
}

/// The rules that hit an order, but the one that staff typed the like of it on the same day.
pub fn rules_hit(findings: &[FindingView]) -> Vec<RuleCode> {
    let rules = findings.iter().map(|finding| finding.rule);
    rules
        .filter(|rule| *rule != RuleCode::LikelyDuplicate)
        .collect()
}
