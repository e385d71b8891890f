//! Whether an order is out-of-region, and by which of its places (2.1–2.3).

use serde::{Deserialize, Serialize};

use super::{Line, Order, OrderDraft};
use crate::address::{Resolution, resolve};
use crate::dated::InForce;
use crate::goods::SupplyKind;
use crate::product::Product;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::region::RegionCode;

/// Which place decides whether an order is out-of-region (2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeBy {
    /// The delivery address.
    #[default]
    ShipTo,
    /// The customer's domicile, where nothing but services is ordered and the domicile is known.
    Domicile,
}

impl ScopeBy {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ShipTo => "ship_to",
            Self::Domicile => "domicile",
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(super) fn is_usual(scope_by: &ScopeBy) -> bool {
    *scope_by == ScopeBy::ShipTo
}

/// The places of an order, and which of them decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) customer_region: Option<RegionCode>,
    pub(super) ship_to_region: Option<RegionCode>,
    pub(super) scope_by: ScopeBy,
    /// Where the place that decides may lie, when it cannot be told.
    pub(super) candidates: Vec<RegionCode>,
}

/// Resolves the places of a draft.
///
/// # Errors
/// `order_not_out_of_region` (2.2) when the place that decides lies in the seller's province.
pub(super) fn places(draft: &OrderDraft, seller_province: RegionCode) -> Result<Places, Refusal> {
    let domicile = draft.contact.domicile.as_deref().map(resolve);
    let ship_to = resolve(&draft.contact.address);
    let customer_region = domicile.as_ref().and_then(Resolution::region);
    let ship_to_region = ship_to.region();
    let (scope_by, place, decided) = match domicile {
        Some(domicile) if draft.services_only => (ScopeBy::Domicile, "customer.domicile", domicile),
        Some(_) | None => (ScopeBy::ShipTo, "ship_to.address", ship_to),
    };
    let region = decided.region();
    let places = Places {
        customer_region,
        ship_to_region,
        scope_by,
        candidates: match decided {
            Resolution::Resolved { .. } => Vec::new(),
            Resolution::Unknown { candidates } => candidates,
        },
    };
    match region {
        Some(region) if region.province() == seller_province.province() => {
            Err(in_region(place, scope_by, region, seller_province))
        }
        Some(_) | None => Ok(places),
    }
}

fn in_region(
    place: &str,
    scope_by: ScopeBy,
    region: RegionCode,
    seller_province: RegionCode,
) -> Refusal {
    let seller = seller_province.name();
    let (chinese, english) = match scope_by {
        ScopeBy::ShipTo => ("收货地址", "the delivery address"),
        ScopeBy::Domicile => (
            "服务类订单的客户住所地",
            "the domicile of a customer who orders services",
        ),
    };
    Refusal::new(
        RefusalClass::Unacceptable,
        "order_not_out_of_region",
        format!("{chinese}在{seller}境内，不属于异地订单，请走本地订单渠道"),
        format!(
            "{english} lies in the seller's province ({seller}): this is not an out-of-region order"
        ),
    )
    .because(Evidence::new(
        place,
        format!("outside {}", seller_province.province()),
        region.to_string(),
    ))
}

/// Whether the catalogue knows every line as a service.
#[must_use]
pub fn only_services(lines: &[Line], products: &[InForce<Product>]) -> bool {
    let is_service = |line: &Line| {
        let product = products.iter().find(|known| known.value.sku == line.sku);
        product.is_some_and(|known| known.value.supply == SupplyKind::Service)
    };
    lines.iter().all(is_service)
}

impl Order {
    /// The division that decides whether it is out-of-region; `None` when it could not be told.
    #[must_use]
    pub const fn deciding_region(&self) -> Option<RegionCode> {
        match self.scope_by {
            ScopeBy::ShipTo => self.ship_to_region,
            ScopeBy::Domicile => self.customer_region,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifiers::Sku;
    use crate::money::Money;
    use crate::order::samples;
    use crate::payment_terms::PaymentMethod;
    use crate::product::ProductPrice;

    const CHENGDU: &str = "四川省成都市武侯区人民南路四段1号";
    const CHONGQING: &str = "重庆市渝中区民族路101号";

    fn placed(
        address: &str,
        domicile: Option<&str>,
        services_only: bool,
    ) -> Result<Places, Refusal> {
        let mut draft = samples::draft(address, PaymentMethod::Online);
        draft.contact.domicile = domicile.map(str::to_owned);
        draft.services_only = services_only;
        places(&draft, RegionCode::CHONGQING)
    }

    #[test]
    fn goods_go_by_the_delivery_address_and_services_by_the_domicile() {
        for (address, domicile, services_only, decided) in [
            (CHENGDU, None, false, Ok(ScopeBy::ShipTo)),
            (CHENGDU, Some(CHONGQING), false, Ok(ScopeBy::ShipTo)),
            (CHONGQING, Some(CHENGDU), false, Err("ship_to.address")),
            (CHONGQING, Some(CHENGDU), true, Ok(ScopeBy::Domicile)),
            (CHENGDU, Some(CHONGQING), true, Err("customer.domicile")),
            (CHENGDU, None, true, Ok(ScopeBy::ShipTo)),
            (CHONGQING, None, true, Err("ship_to.address")),
            (CHENGDU, Some("未名路1号"), true, Ok(ScopeBy::Domicile)),
        ] {
            let found = placed(address, domicile, services_only);
            let found = found
                .map(|places| places.scope_by)
                .map_err(|refusal| refusal.evidence[0].at.clone());
            let decided = decided.map_err(str::to_owned);
            assert_eq!(found, decided, "{address} {domicile:?} {services_only}");
        }
    }

    #[test]
    fn one_line_that_is_no_service_or_not_known_makes_it_an_order_of_goods() {
        let product = |code: &str, supply| InForce {
            version: 1,
            value: Product {
                supply,
                ..Product::plain(
                    Sku::parse(code).unwrap(),
                    "安装".to_owned(),
                    ProductPrice::Agreed,
                    0,
                )
            },
        };
        let line = |code: &str| Line::plain(Sku::parse(code).unwrap(), 1, Money::from_fen(1));
        let known = [
            product("SVC", SupplyKind::Service),
            product("TEA", SupplyKind::Bought),
        ];
        assert!(only_services(&[line("SVC"), line("SVC")], &known));
        assert!(!only_services(&[line("SVC"), line("TEA")], &known));
        assert!(!only_services(&[line("SVC"), line("NEW")], &known));
    }

    #[test]
    fn both_places_are_kept_whichever_decides() {
        let places = placed(CHENGDU, Some("浙江省杭州市西湖区"), false).unwrap();
        let codes = [places.ship_to_region, places.customer_region];
        let codes = codes.map(|region| region.map(|region| region.to_string()));
        assert_eq!(
            codes,
            [Some("510107".to_owned()), Some("330106".to_owned())]
        );
    }
}
