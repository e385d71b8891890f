//! Stock is counted blind, again where it is off, and brought into the books by somebody else (5.2.2).

use contract::purchasing::ReasonRequest;
use contract::stocktake::{
    ApprovalRequest, CountLineRequest, CountRequest, RecountRequest, StocktakeRequest,
    StocktakeView,
};
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use yudan::client::{Client, ClientError};
use yudan_tests::company::Company;
use yudan_tests::purchase::{order_paid_by, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::company;

mod sheets;

fn sheet(skus: &[&str]) -> StocktakeRequest {
    StocktakeRequest {
        number: unique("PD"),
        skus: Some(skus.iter().map(|sku| (*sku).to_owned()).collect()),
        ..StocktakeRequest::default()
    }
}

fn planned(company: &Company, skus: &[&str]) -> String {
    let planner = company.person(Role::Planner);
    let planned = planner.plan_stocktake(&sheet(skus)).unwrap();
    assert!(planned.new);
    assert_eq!(planned.view.stage, "planned");
    planned.view.number
}

fn counter(company: &Company, name: &str) -> Client {
    company.named(name, "warehouse")
}

fn counts(lines: &[(&str, u32)]) -> CountRequest {
    let line = |(sku, counted): &(&str, u32)| CountLineRequest {
        sku: (*sku).to_owned(),
        counted: *counted,
    };
    CountRequest {
        lines: lines.iter().map(line).collect(),
    }
}

fn approved(company: &Company, number: &str) -> Result<StocktakeView, ClientError> {
    let approval = ApprovalRequest {
        reason: "拣货短少，已核实".to_owned(),
    };
    company
        .person(Role::Finance)
        .approve_stocktake(number, &approval)
}

fn lists(company: &Company, list: &str, number: &str) {
    until(&format!("{number} on {list}"), || {
        let items = company
            .person(Role::Planner)
            .work(list, None)
            .unwrap()
            .items;
        items.iter().any(|item| item.id == number).then_some(())
    });
}

#[test]
fn what_is_off_is_counted_again_blind_and_approved_by_a_third() {
    let company = company();
    let (tea, oil) = (company.goods(), company.goods());
    company.stock(&tea, 10);
    company.stock(&oil, 20);
    let number = planned(company, &[&tea, &oil]);
    lists(company, "stocktake_count", &number);
    let (first, second) = (counter(company, "w-first"), counter(company, "w-second"));
    let some = first.record_counts(&number, &counts(&[(&tea, 7)])).unwrap();
    assert_eq!(some.stage, "counting");
    let all = first
        .record_counts(&number, &counts(&[(&oil, 20)]))
        .unwrap();
    assert_eq!(all.stage, "recounting");
    lists(company, "stocktake_recount", &number);

    // Nobody who may count sees what the books say, neither on the sheet nor in stock.
    for view in [&some, &all, &first.stocktake(&number).unwrap()] {
        assert_eq!(view.accuracy_permille, None);
        for line in &view.lines {
            assert_eq!((line.variance, line.counts.len()), (None, 0));
        }
    }
    let hidden = first.stock(&tea).unwrap();
    assert!(hidden.warehouses.is_empty());
    assert_eq!(hidden.under_count[0].stocktake, number);
    let planner = company.person(Role::Planner);
    assert_eq!(planner.stock(&tea).unwrap().warehouses[0].available, 10);
    let seen = planner.stocktake(&number).unwrap();
    assert_eq!(seen.lines[0].variance, Some(-3));

    let same = first.record_counts(&number, &counts(&[(&tea, 8)]));
    refused(same, 403, "another_counter_required");
    refused(
        approved(company, &number),
        409,
        "stocktake_not_awaiting_approval",
    );
    // One is found meanwhile that the first had missed.
    let again = second
        .record_counts(&number, &counts(&[(&tea, 8)]))
        .unwrap();
    assert_eq!(again.stage, "awaiting_approval");
    lists(company, "stocktake_approval", &number);
    let done = approved(company, &number).unwrap();
    assert_eq!(
        (done.stage.as_str(), done.accuracy_permille),
        ("approved", Some(500))
    );
    assert_eq!(company.stock_of(&tea), (8, 0));
    assert_eq!(company.stock_of(&oil), (20, 0));
    let repeated = approved(company, &number).unwrap();
    assert_eq!(repeated.version, done.version);
    assert_eq!(company.stock_of(&tea), (8, 0));
    let open = first.stocktake(&number).unwrap();
    assert_eq!(open.lines[0].counts.len(), 2);
    assert_eq!(first.stock(&tea).unwrap().under_count, []);
}

#[test]
fn goods_sold_between_count_and_approval_do_not_distort_the_variance() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 10);
    let number = planned(company, &[&sku]);
    for name in ["w-first", "w-second"] {
        let counted = counts(&[(&sku, 8)]);
        counter(company, name)
            .record_counts(&number, &counted)
            .unwrap();
    }
    let order = company.approved(&order_paid_by(PaymentMethod::CashOnDelivery, &sku, 3));
    company.comes_to(order.summary.id, StageName::Ready);
    company.ship(order.summary.id);
    company.stock(&sku, 5);
    approved(company, &number).unwrap();
    assert_eq!(company.stock_of(&sku), (10, 0));
}

#[test]
fn missing_pieces_that_are_promised_are_refused_until_they_are_not() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 10);
    let order = company.approved(&order_paid_by(PaymentMethod::CashOnDelivery, &sku, 9));
    company.comes_to(order.summary.id, StageName::Ready);
    let number = planned(company, &[&sku]);
    for name in ["w-first", "w-second"] {
        let counted = counts(&[(&sku, 6)]);
        counter(company, name)
            .record_counts(&number, &counted)
            .unwrap();
    }
    let refusal = refused(approved(company, &number), 409, "variance_reserved");
    assert_eq!(refusal.errors[0].at, format!("{sku} in CQ1"));
    assert_eq!(company.stock_of(&sku), (1, 9));
    let sales = company.person(Role::Sales);
    sales.cancel_order(order.summary.id, "库存不足").unwrap();
    let done = approved(company, &number).unwrap();
    assert_eq!(done.stage, "approved");
    assert_eq!(company.stock_of(&sku), (6, 0));
}

#[test]
fn what_is_found_goes_to_who_waits() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 1);
    let order = company.approved(&order_paid_by(PaymentMethod::CashOnDelivery, &sku, 3));
    company.comes_to(order.summary.id, StageName::Preparing);
    let number = planned(company, &[&sku]);
    for name in ["w-first", "w-second"] {
        let counted = counts(&[(&sku, 4)]);
        counter(company, name)
            .record_counts(&number, &counted)
            .unwrap();
    }
    approved(company, &number).unwrap();
    company.comes_to(order.summary.id, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (1, 3));
}

fn reason() -> ReasonRequest {
    ReasonRequest {
        reason: "另行安排".to_owned(),
    }
}

#[test]
fn two_counters_at_once_count_each_line_once() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 5);
    let number = planned(company, &[&sku]);
    let done = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..6)
            .map(|person| {
                let number = &number;
                let counted = counts(&[(&sku, 5)]);
                scope.spawn(move || {
                    let client = counter(company, &format!("w-{person}"));
                    client.record_counts(number, &counted).is_ok()
                })
            })
            .collect();
        let answers = calls.into_iter().map(|call| call.join().unwrap());
        answers.filter(|done| *done).count()
    });
    assert_eq!(done, 1);
    let seen = company.person(Role::Planner).stocktake(&number).unwrap();
    assert_eq!(seen.lines[0].counts.len(), 1);
    assert_eq!(seen.stage, "awaiting_approval");
}

#[test]
fn what_makes_no_sense_is_refused_and_leaves_everything_as_it_was() {
    let company = company();
    let (sku, other) = (company.goods(), company.goods());
    company.stock(&sku, 5);
    let planner = company.person(Role::Planner);
    refused(
        planner.plan_stocktake(&sheet(&["NO-SUCH"])),
        422,
        "invalid_value",
    );
    let wanted = sheet(&[&sku]);
    let number = planner.plan_stocktake(&wanted).unwrap().view.number;
    let reused = StocktakeRequest {
        skus: Some(vec![other.clone()]),
        ..wanted
    };
    refused(planner.plan_stocktake(&reused), 409, "stocktake_no_reused");
    let first = counter(company, "w-first");
    let strange = first.record_counts(&number, &counts(&[(&sku, 5), (&other, 1)]));
    let strange = refused(strange, 422, "invalid_value");
    assert_eq!(strange.errors[0].at, "lines[1].sku");
    let negative = format!("{{\"lines\":[{{\"sku\":\"{sku}\",\"counted\":-1}}]}}");
    let path = format!("/v1/stocktakes/{number}/counts");
    let negative = first
        .call("POST", &path, &[], Some(negative.as_bytes()))
        .unwrap();
    assert_eq!(negative.status, 422);
    let done = first.record_counts(&number, &counts(&[(&sku, 5)])).unwrap();
    assert_eq!(done.stage, "awaiting_approval");
    let again = first.record_counts(&number, &counts(&[(&sku, 5)])).unwrap();
    assert_eq!(again.version, done.version);
    let late = counter(company, "w-second").record_counts(&number, &counts(&[(&sku, 4)]));
    refused(late, 409, "stocktake_not_counting");

    let recount = RecountRequest {
        skus: vec![sku.clone()],
        reason: "存疑".to_owned(),
    };
    let asked = planner.request_recount(&number, &recount).unwrap();
    assert_eq!(asked.stage, "recounting");
    // Whoever counted or planned does not approve, whatever their roles.
    let counted = counter(company, "w-second").record_counts(&number, &counts(&[(&sku, 5)]));
    assert_eq!(counted.unwrap().stage, "awaiting_approval");
    let approval = ApprovalRequest {
        reason: "无".to_owned(),
    };
    for (name, roles) in [
        ("w-second", "warehouse,manager"),
        ("test-planner", "manager"),
    ] {
        let own = company
            .named(name, roles)
            .approve_stocktake(&number, &approval);
        refused(own, 403, "four_eyes_required");
    }
    let cancelled = planner.cancel_stocktake(&number, &reason()).unwrap();
    assert_eq!(cancelled.stage, "cancelled");
    refused(
        approved(company, &number),
        409,
        "stocktake_not_awaiting_approval",
    );
    assert_eq!(company.stock_of(&sku), (5, 0));
    refused(planner.stocktake("NO-SUCH"), 404, "not_found");
}
