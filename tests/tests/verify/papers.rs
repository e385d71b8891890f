//! What comes on paper: files of orders, and what the warehouse writes down.

use contract::stock::StockLine;
use contract::stock_adjustment::StockAdjustmentRequest;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use domain::stock::MAIN_WAREHOUSE;
use domain::stock_adjustment::AdjustmentKind;
use yudan_tests::company::Company;
use yudan_tests::purchase::{order_paid_by, unique};
use yudan_tests::waiting::until;

/// Some pieces are kept apart, and some of those are brought back.
pub(crate) fn keep_some_apart(company: &Company, sku: &str) {
    let planner = company.person(Role::Planner);
    for (kind, quantity) in [
        (AdjustmentKind::Quarantine, 3),
        (AdjustmentKind::Release, 1),
    ] {
        let adjustment = StockAdjustmentRequest {
            adjustment_no: unique("TZ"),
            kind,
            warehouse: MAIN_WAREHOUSE.to_owned(),
            to: None,
            lines: vec![StockLine::plain(sku.to_owned(), quantity)],
            reason: "外箱破损，待检".to_owned(),
            reference: None,
        };
        planner.adjust_stock(&adjustment).unwrap();
    }
}

/// One row with a number, two of one content without, and one that becomes no order.
pub(crate) fn import_a_file(company: &Company, sku: &str) {
    let sales = company.person(Role::Sales);
    let row = |number: &str, quantity: &str| {
        format!("{number},企业,进口公司,四川省成都市武侯区1号,{sku},{quantity},28.80,银行转账")
    };
    let file = [
        "订单号,客户类型,客户名称,收货地址,SKU,数量,单价,付款方式".to_owned(),
        row(&unique("PH"), "1"),
        row("", "1"),
        row("", "1"),
        row("", "many"),
    ]
    .join("\n");
    let begun = sales
        .import_file("phone", "text/csv", file.as_bytes())
        .unwrap();
    let import = until("the end of the import", || {
        let import = sales.import(&begun.id).unwrap();
        import.finished.then_some(import)
    });
    assert_eq!((import.accepted, import.refused), (3, 1));
}

/// A level is spread, and an order takes from several shards of it, which become fewer; then it is cancelled.
pub(crate) fn sell_out_of_shards(company: &Company) {
    let (planner, sku) = (company.person(Role::Planner), company.goods());
    planner.spread_stock(&sku, "CQ1", 4).unwrap();
    company.stock(&sku, 12);
    let order = company.approved(&order_paid_by(PaymentMethod::CashOnDelivery, &sku, 7));
    let id = order.summary.id;
    company.comes_to(id, StageName::Ready);
    planner.spread_stock(&sku, "CQ1", 2).unwrap();
    let sales = company.person(Role::Sales);
    sales.cancel_order(id, "不再需要").unwrap();
    planner.even_out_stock(&sku, "CQ1").unwrap();
}
