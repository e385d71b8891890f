//! Suppliers and offers for tests.

use crate::identifiers::{Sku, SupplierCode};
use crate::money::Money;
use crate::purchasing::{DeliveryRecord, PriceBreak, Supplier, SupplierOffer, SupplierProfile};

pub(crate) fn supplier(code: &str, lead_time_working_days: u16) -> Supplier {
    Supplier {
        profile: SupplierProfile {
            code: SupplierCode::parse(code).unwrap(),
            name: format!("供应商 {code}"),
            lead_time_working_days,
            from: None,
            until: None,
        },
        record: DeliveryRecord {
            inspected: 1_000,
            passed: 1_000,
            receipts: 10,
            on_time: 10,
            returned: 0,
        },
    }
}

pub(crate) fn offer(code: &str, breaks: &[(u32, i64)]) -> SupplierOffer {
    let price = |&(from, fen): &(u32, i64)| PriceBreak {
        from,
        unit_price: Money::from_fen(fen),
    };
    SupplierOffer {
        supplier: SupplierCode::parse(code).unwrap(),
        sku: Sku::parse("TEA-1").unwrap(),
        breaks: breaks.iter().map(price).collect(),
        minimum_quantity: 1,
        multiple: 1,
        freight_per_order: Money::ZERO,
        freight_per_piece: Money::ZERO,
        lead_time_working_days: None,
    }
}
