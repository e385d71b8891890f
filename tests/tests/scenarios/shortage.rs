//! Goods that are not there: who waits, who is served, and that no piece is sold twice (5.2.1).

use contract::order_view::OrderView;
use contract::stock::{StockLine, StockReceiptRequest};
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use uuid::Uuid;
use yudan_tests::company::Company;
use yudan_tests::purchase::{line, order_paid_by, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::company;

/// Approves an order that is paid at the door, and so needs nothing but its goods.
fn wants(company: &Company, goods: &[(&str, u32)]) -> Uuid {
    let (sku, quantity) = goods[0];
    let mut request = order_paid_by(PaymentMethod::CashOnDelivery, sku, quantity);
    request.lines = goods
        .iter()
        .map(|(sku, quantity)| line(sku, *quantity))
        .collect();
    company.approved(&request).summary.id
}

/// Waits until the order stands in line for exactly this.
fn waits_for(company: &Company, id: Uuid, missing: &[(&str, u32)]) -> OrderView {
    until(&format!("{id} to wait for {missing:?}"), || {
        let order = company.order(id);
        let found: Vec<_> = order
            .short
            .iter()
            .map(|short| (short.sku.as_str(), short.missing))
            .collect();
        (found == missing).then(|| order.clone())
    })
}

#[test]
fn a_short_order_waits_on_a_list_and_goes_on_by_itself() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 1);
    let id = wants(company, &[(&sku, 3)]);
    let short = waits_for(company, id, &[(&sku, 2)]);
    assert_eq!(short.summary.stage, StageName::Preparing);
    assert_eq!(
        company.stock_of(&sku),
        (1, 0),
        "what is there stays for others"
    );
    let list = company
        .person(Role::Planner)
        .work("shortage", None)
        .unwrap();
    assert!(list.items.iter().any(|item| item.id == id.to_string()));

    company.stock(&sku, 1);
    waits_for(company, id, &[(&sku, 1)]);
    company.stock(&sku, 1);
    company.comes_to(id, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (0, 3));
}

#[test]
fn who_came_first_is_served_first() {
    let company = company();
    let sku = company.goods();
    let first = wants(company, &[(&sku, 2)]);
    waits_for(company, first, &[(&sku, 2)]);
    let second = wants(company, &[(&sku, 1)]);
    waits_for(company, second, &[(&sku, 1)]);

    // Enough for the second alone, but it is not its turn.
    company.stock(&sku, 1);
    waits_for(company, first, &[(&sku, 1)]);
    assert_eq!(company.stock_of(&sku), (1, 0));
    company.stock(&sku, 1);
    company.comes_to(first, StageName::Ready);
    waits_for(company, second, &[(&sku, 1)]);
    company.stock(&sku, 1);
    company.comes_to(second, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (0, 3));
}

#[test]
fn an_order_of_two_goods_takes_both_or_neither() {
    let company = company();
    let (here, missing) = (company.goods(), company.goods());
    company.stock(&here, 5);
    let both = wants(company, &[(&here, 5), (&missing, 1)]);
    waits_for(company, both, &[(&missing, 1)]);
    assert_eq!(company.stock_of(&here), (5, 0));
    let one = wants(company, &[(&here, 5)]);
    company.comes_to(one, StageName::Ready);

    company.stock(&missing, 1);
    waits_for(company, both, &[(&here, 5)]);
    assert_eq!(company.stock_of(&missing), (1, 0));
    company.stock(&here, 5);
    company.comes_to(both, StageName::Ready);
    assert_eq!(
        (company.stock_of(&here), company.stock_of(&missing)),
        ((0, 10), (0, 1))
    );
}

#[test]
fn a_cancelled_order_gives_its_goods_to_the_next_in_line() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 2);
    let first = wants(company, &[(&sku, 2)]);
    company.comes_to(first, StageName::Ready);
    let leaves = wants(company, &[(&sku, 1)]);
    waits_for(company, leaves, &[(&sku, 1)]);
    let last = wants(company, &[(&sku, 2)]);
    waits_for(company, last, &[(&sku, 2)]);

    let sales = company.person(Role::Sales);
    sales.cancel_order(leaves, "不再需要").unwrap();
    sales.cancel_order(first, "不再需要").unwrap();
    company.comes_to(last, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (0, 2));
}

#[test]
fn twenty_buyers_of_seven_pieces_get_exactly_seven() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 7);
    let sold = std::thread::scope(|scope| {
        let buyers: Vec<_> = (0..20)
            .map(|_| scope.spawn(|| wants(company, &[(&sku, 1)])))
            .collect();
        let orders: Vec<Uuid> = buyers
            .into_iter()
            .map(|buyer| buyer.join().unwrap())
            .collect();
        until("every order to be served or short", || {
            let orders: Vec<_> = orders.iter().map(|id| company.order(*id)).collect();
            let served = |order: &&OrderView| order.summary.stage == StageName::Ready;
            let ready = orders.iter().filter(served).count();
            let short = orders
                .iter()
                .filter(|order| !order.short.is_empty())
                .count();
            (ready + short == orders.len()).then_some(ready)
        })
    });
    assert_eq!((sold, company.stock_of(&sku)), (7, (0, 7)));
}

#[test]
fn a_receipt_sent_twice_counts_once() {
    let company = company();
    let sku = company.goods();
    let receipt = |quantity| StockReceiptRequest {
        receipt_no: format!("RK-{sku}"),
        warehouse: None,
        lines: vec![StockLine::plain(sku.clone(), quantity)],
        reference: None,
    };
    let warehouse = company.person(Role::Warehouse);
    let first = warehouse.receive_stock(&receipt(5)).unwrap();
    let again = warehouse.receive_stock(&receipt(5)).unwrap();
    assert_eq!((first.new, again.new), (true, false));
    assert_eq!(again.view, first.view);
    refused(
        warehouse.receive_stock(&receipt(6)),
        409,
        "receipt_no_reused",
    );
    assert_eq!(company.stock_of(&sku), (5, 0));
    let other = StockReceiptRequest {
        receipt_no: unique("RK"),
        ..receipt(1)
    };
    assert!(warehouse.receive_stock(&other).unwrap().new);
    assert_eq!(company.stock_of(&sku), (6, 0));
}
