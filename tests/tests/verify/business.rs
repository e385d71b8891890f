//! Some of everything that a company does.

use std::time::Duration;

use contract::account::AccountProfileRequest;
use contract::agreed_price::AgreedPriceRequest;
use contract::order_view::OrderView;
use contract::payment::{ReceivedBy, RefundRequest};
use contract::product::{PriceRule, ProductRequest, PurchaseLimitBody};
use contract::promotion::PromotionRequest;
use contract::proposal::{PriceBody, ProposalBody, QuantityBody, SubstituteBody};
use contract::review::{ReviewDecisionRequest, Verdict};
use domain::event_kind::EventKind;
use domain::goods::LimitPeriod;
use domain::order::{Channel, StageName};
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::civil::date;
use uuid::Uuid;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, line, order, order_of, order_paid_by, unique};
use yudan_tests::waiting::until;

use crate::disposing::dispose_of_some;
use crate::papers::{import_a_file, keep_some_apart, sell_out_of_shards};
use crate::production::make_what_is_short;
use crate::purchases::buy_what_is_short;
use crate::reordering::order_for_stock;
use crate::returning::send_goods_back;
use crate::stocktaking::take_stock;
use crate::waybills::label_parcels;

/// Longer than anything that is still under way takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Orders in every stage, payments of every kind, credit, receivables, shortages, and parcels
/// that go wrong; then waits until nothing is under way.
pub(crate) fn do_some_of_everything(company: &Company) {
    let sku = company.goods();
    company.stock(&sku, 40);
    keep_some_apart(company, &sku);
    company.completed(&order(&sku, 2));
    stay_in_every_stage(company, &sku);
    pay_too_much_and_get_it_back(company, &sku);
    cancel_what_was_paid(company, &sku);
    buy_on_credit(company, &sku);
    owe_for_what_was_delivered(company, &sku);
    agree_on_another_price(company, &sku);
    import_a_file(company, &sku);
    lose_a_parcel(company, &sku);
    crate::blacklisting::sell_no_more_to_some(company, &sku);
    agree_on_prices(company, &sku);
    order_what_is_limited(company);
    order_at_a_promotion_s_price(company, &sku);
    plan_ahead(company);
    crate::lots::pick_by_lot(company);
    take_stock(company);
    dispose_of_some(company, &sku);
    let bought = buy_what_is_short(company);
    send_goods_back(company, &bought);
    order_for_stock(company, &bought);
    label_parcels(company);
    crate::partly::cancel_the_rest(company);
    crate::partly::carry_out_services(company);
    sell_out_of_shards(company);
    make_what_is_short(company);
    assert!(company.nobody().wait_until_idle(PATIENCE).unwrap());
}

fn stay_in_every_stage(company: &Company, sku: &str) {
    company.reviewed(&order(sku, 1));
    company.approved(&order(sku, 1));
    company.reserved(&order(sku, 3));
    let none = company.goods();
    let short = company.approved(&order_paid_by(PaymentMethod::CashOnDelivery, &none, 5));
    until("the shortage", || {
        (!company.order(short.summary.id).short.is_empty()).then_some(())
    });
    let waits = company.reviewed(&order(sku, 1));
    let no = ReviewDecisionRequest {
        decision: Verdict::Reject,
        reason: Some("停止供应".to_owned()),
        proposal: None,
    };
    let reviewer = company.person(Role::Reviewer);
    let claimed = reviewer.claim_review(waits.summary.id).unwrap().summary;
    reviewer
        .review_order(claimed.id, claimed.version, &no)
        .unwrap();
}

pub(crate) fn refund(company: &Company, payment: &str, amount_fen: i64) {
    let refund = RefundRequest {
        refund_no: Some(unique("TK")),
        amount_fen,
        reason: "多付".to_owned(),
        refunded_at: None,
    };
    let finance = company.person(Role::Finance);
    assert!(finance.refund(payment, &refund).unwrap().new);
}

fn pay_too_much_and_get_it_back(company: &Company, sku: &str) {
    let order = order_paid_by(PaymentMethod::Online, sku, 1);
    let approved = company.approved(&order);
    let payment = company.pay_online(&Company::notice(&approved, LIST_PRICE + 500));
    company.comes_to(approved.summary.id, StageName::Ready);
    refund(company, &payment, 200);
    // More than what belongs to no order: the rest was the order's.
    refund(company, &payment, 400);
}

fn cancel_what_was_paid(company: &Company, sku: &str) {
    let cancelled = |pieces| -> (OrderView, String) {
        let approved = company.approved(&order(sku, pieces));
        let payment = company.transfer(&approved, approved.outstanding_fen).id;
        company.comes_to(approved.summary.id, StageName::Ready);
        let sales = company.person(Role::Sales);
        let order = sales.cancel_order(approved.summary.id, "计划有变").unwrap();
        (order, payment)
    };
    cancelled(1);
    let (order, payment) = cancelled(2);
    refund(company, &payment, LIST_PRICE);
    company.transfer(&order, 700);
}

fn buy_on_credit(company: &Company, sku: &str) {
    let customer = unique("C");
    let finance = company.person(Role::Finance);
    let profile = AccountProfileRequest {
        customer_since: date(2019, 1, 1),
        financials: 15,
        listed_abnormal: false,
        disputes: 0,
    };
    finance.record_account_profile(&customer, &profile).unwrap();
    let costly = company.goods_by_agreement();
    company.stock(&costly, 1);
    let mut first = order_of(&customer, &costly, 1);
    first.lines[0].unit_price_fen = 4_800_000;
    company.completed(&first);
    let today = domain::calendar::business_date(jiff::Timestamp::now());
    finance.run_job("credit", today).unwrap();

    let on_credit = |pieces| {
        let mut order = order_of(&customer, sku, pieces);
        order.payment.method = PaymentMethod::CreditTerms;
        company.reserved(&order)
    };
    on_credit(2);
    let delivered = on_credit(1);
    company.deliver(delivered.summary.id);
    company.comes_to(delivered.summary.id, StageName::Delivered);
    billed(company, delivered.summary.id);
}

/// Waits until a receivable was opened for what the order still owes.
fn billed(company: &Company, order: Uuid) -> OrderView {
    let auditor = company.person(Role::Auditor);
    until("the bill", || {
        let entries = auditor.timeline(order).unwrap().entries;
        let billed = entries
            .iter()
            .any(|entry| entry.kind == EventKind::OrderBilled);
        billed.then(|| company.order(order))
    })
}

fn owe_for_what_was_delivered(company: &Company, sku: &str) {
    let door = |pieces| {
        let reserved = company.reserved(&order_paid_by(PaymentMethod::CashOnDelivery, sku, pieces));
        company.deliver(reserved.summary.id);
        billed(company, reserved.summary.id)
    };
    let part = door(2);
    company.receive_money(&Company::money(
        &part,
        ReceivedBy::CashOnDelivery,
        LIST_PRICE,
    ));
    let all = door(1);
    company.receive_money(&Company::money(
        &all,
        ReceivedBy::CashOnDelivery,
        LIST_PRICE,
    ));
    company.comes_to(all.summary.id, StageName::Completed);
}

fn agree_on_another_price(company: &Company, sku: &str) {
    let other = company.goods();
    let mut order = order(sku, 3);
    order.lines.push(line(&other, 1));
    let waits = company.reviewed(&order).summary;
    let proposal = ReviewDecisionRequest {
        decision: Verdict::Negotiate,
        reason: None,
        proposal: Some(ProposalBody {
            note: "单价优惠".to_owned(),
            prices: vec![PriceBody {
                sku: sku.to_owned(),
                unit_price_fen: 12_001,
            }],
            quantities: vec![QuantityBody {
                line: 2,
                quantity: 2,
            }],
            substitutes: vec![SubstituteBody {
                sku: other,
                substitute: company.goods(),
                unit_price_fen: 12_799,
            }],
            prepayment_permille: Some(501),
            ..ProposalBody::default()
        }),
    };
    let reviewer = company.person(Role::Reviewer);
    reviewer
        .review_order(waits.id, waits.version, &proposal)
        .unwrap();
    let customer = company.customer(&waits.customer);
    let accepted = customer.answer_proposal(waits.id, true).unwrap();
    company.approve(&accepted).unwrap();
}

fn lose_a_parcel(company: &Company, sku: &str) {
    let reserved = company.reserved(&order(sku, 1));
    let parcel = company.ship(reserved.summary.id);
    company.report(&parcel, &["103", "99999"]);
}

/// A promotion that was changed, an order that counts towards it, and one that ended.
fn order_at_a_promotion_s_price(company: &Company, sku: &str) {
    let (manager, id) = (company.person(Role::Manager), unique("promotion"));
    let mut promotion = PromotionRequest {
        sku: sku.to_owned(),
        price_fen: 100,
        below_floor: true,
        from: jiff::Timestamp::UNIX_EPOCH,
        until: jiff::Timestamp::MAX,
        channels: vec![Channel::Phone],
        customer_kinds: Vec::new(),
        grades: Vec::new(),
        minimum_quantity: None,
        per_customer: Some(2),
        total: Some(9),
        effective_from: None,
    };
    manager.put_promotion(&id, &promotion).unwrap();
    promotion.total = Some(8);
    manager.put_promotion(&id, &promotion).unwrap();
    let ordered = || {
        let mut order = order(sku, 2);
        order.lines[0].unit_price_fen = 100;
        order.lines[0].promotion = Some(id.clone());
        let placed = company.reviewed(&order);
        assert_eq!(placed.summary.stage, StageName::AwaitingReview);
        placed.summary.id
    };
    ordered();
    let sales = company.person(Role::Sales);
    sales.cancel_order(ordered(), "计划有变").unwrap();
}

/// Orders of one customer that count, that end again, and one that is over the limit.
fn order_what_is_limited(company: &Company) {
    let (sku, customer) = (unique("SKU"), unique("C"));
    let price = PriceRule::Listed {
        list_fen: LIST_PRICE,
        floor_fen: 1,
    };
    let product = ProductRequest {
        purchase_limit: Some(PurchaseLimitBody {
            quantity: 5,
            per: LimitPeriod::Month,
        }),
        ..ProductRequest::plain("限购茶", price, true, 100)
    };
    let planner = company.person(Role::Planner);
    planner.put_product(&sku, &product).unwrap();
    company.reviewed(&order_of(&customer, &sku, 2));
    let ended = company.reviewed(&order_of(&customer, &sku, 3));
    let sales = company.person(Role::Sales);
    sales.cancel_order(ended.summary.id, "计划有变").unwrap();
    let over = company.reviewed(&order_of(&customer, &sku, 4));
    assert_eq!(over.summary.stage, StageName::Rejected);
}

/// A price for a customer, changed once, and one for a grade.
fn agree_on_prices(company: &Company, sku: &str) {
    let manager = company.person(Role::Manager);
    let agreed = |price_fen| AgreedPriceRequest {
        price_fen,
        from: date(2026, 1, 1),
        until: None,
    };
    let customer = unique("C");
    let audience = format!("customer:{customer}");
    for (audience, price_fen) in [
        (&*audience, 10_000),
        (&*audience, 10_500),
        ("grade:B", 9_900),
    ] {
        manager
            .agree_on_price(audience, sku, &agreed(price_fen))
            .unwrap();
    }
    let mut order = order_of(&customer, sku, 1);
    order.lines[0].unit_price_fen = 10_500;
    company.reviewed(&order);
}

/// Products and rules for a later day, and what comes between.
fn plan_ahead(company: &Company) {
    let (planner, sku) = (company.person(Role::Planner), unique("SKU"));
    let ahead = |hours| Some(jiff::Timestamp::now() + jiff::SignedDuration::from_hours(hours));
    let listed = |list_fen| PriceRule::Listed {
        list_fen,
        floor_fen: 1,
    };
    for (list_fen, effective_from) in [
        (700, ahead(9)),
        (500, ahead(5)),
        (900, None),
        (800, ahead(9)),
    ] {
        let product = ProductRequest {
            effective_from,
            unit: Some("盒".to_owned()),
            ..ProductRequest::plain("沱茶", listed(list_fen), true, 100)
        };
        planner.put_product(&sku, &product).unwrap();
    }
    let manager = company.person(Role::Manager);
    let mut rules = manager.policy().unwrap();
    rules.policy.review.working_days = 1;
    let body = serde_json::to_vec(&rules.policy).unwrap();
    let path = format!("/v1/policy?effective_from={}", ahead(9).unwrap());
    let seen = format!("\"{}\"", rules.version);
    let answer = manager
        .call("PUT", &path, &[("if-match", &seen)], Some(&body))
        .unwrap();
    assert_eq!(answer.status, 200);
}
