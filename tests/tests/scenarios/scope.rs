//! Which place decides that an order is out-of-region (2.1, 2.2).

use contract::order_request::OrderRequest;
use contract::product::{PriceRule, ProductRequest};
use domain::goods::SupplyKind;
use domain::order::ScopeBy;
use domain::review_rules::RuleCode;
use domain::role::Role;
use yudan_tests::purchase::{order, unique};

use crate::company;

const CHENGDU: &str = "四川省成都市武侯区人民南路四段1号";
const CHONGQING: &str = "重庆市渝中区民族路101号";

fn order_of_services(address: &str, domicile: Option<&str>) -> OrderRequest {
    let sku = unique("SVC");
    let mut product = ProductRequest::plain("安装调试", PriceRule::Agreed, true, 0);
    product.supply = Some(SupplyKind::Service);
    company()
        .person(Role::Planner)
        .put_product(&sku, &product)
        .unwrap();
    let mut order = order(&sku, 1);
    order.ship_to.address = address.to_owned();
    order.customer.domicile = domicile.map(str::to_owned);
    order
}

#[test]
fn services_go_by_the_domicile_of_the_customer() {
    let company = company();
    let taken = company.reviewed(&order_of_services(CHONGQING, Some(CHENGDU)));
    assert_eq!(
        (taken.scope_by, taken.customer_region.as_deref()),
        (ScopeBy::Domicile, Some("510107"))
    );
    let sales = company.person(Role::Sales);
    for (address, domicile, place) in [
        (CHENGDU, Some(CHONGQING), "customer.domicile"),
        (CHONGQING, None, "ship_to.address"),
    ] {
        let request = order_of_services(address, domicile);
        for refused in [
            sales.check_order(&request).map(drop),
            sales.place_order(&request).map(drop),
        ] {
            let refused = refused.unwrap_err();
            let refused = refused.refused().unwrap();
            assert_eq!(refused.code, "order_not_out_of_region");
            assert_eq!(refused.errors[0].at, place);
        }
    }
}

#[test]
fn goods_go_by_the_delivery_address_and_keep_the_domicile() {
    let company = company();
    let mut request = order(&company.goods(), 1);
    request.customer.domicile = Some(CHONGQING.to_owned());
    let taken = company.reviewed(&request);
    assert_eq!(
        (taken.scope_by, taken.customer_region.as_deref()),
        (ScopeBy::ShipTo, Some("500103"))
    );
}

#[test]
fn an_address_that_may_lie_in_several_divisions_is_told_with_all_of_them() {
    let company = company();
    let sales = company.person(Role::Sales);
    for (address, candidates) in [
        (
            "朝阳区建国路1号",
            "110105 北京市朝阳区; 220104 吉林省长春市朝阳区",
        ),
        ("未名路1号", ""),
    ] {
        let mut request = order(&company.goods(), 1);
        request.ship_to.address = address.to_owned();
        let told = sales.check_order(&request).unwrap();
        let taken = company.reviewed(&request);
        for findings in [told.findings, taken.findings] {
            assert_eq!(findings.len(), 1, "{findings:?}");
            assert_eq!(findings[0].rule, RuleCode::AddressUnresolved);
            assert_eq!(findings[0].found, candidates);
        }
    }
}
