//! What staff likely typed twice (4.1.3).

use contract::order_request::OrderRequest;
use contract::order_view::OrderView;
use domain::order::{Channel, CustomerKind, OrderId, StageName};
use domain::payment_terms::PaymentMethod;
use domain::review_rules::RuleCode;
use domain::role::Role;
use yudan_tests::purchase::{line, order, order_of, unique};

use crate::company;

/// Which order this one is said to repeat.
fn repeats(order: &OrderView) -> Option<OrderId> {
    let mut findings = order.findings.iter();
    let found = findings.find(|finding| finding.rule == RuleCode::LikelyDuplicate)?;
    Some(found.found.parse().unwrap())
}

fn typed(order: &OrderRequest) -> OrderView {
    let sales = company().person(Role::Sales);
    sales.place_order(order).unwrap().view
}

#[test]
fn what_staff_types_twice_on_a_day_is_flagged_with_the_first() {
    let (goods, others, customer) = (company().goods(), company().goods(), unique("C"));
    let mut wanted = order_of(&customer, &goods, 2);
    wanted.lines.push(line(&others, 1));
    let first = typed(&wanted);
    assert_eq!(repeats(&first), None);

    // The fax that confirms what was said on the phone, with a number of its own.
    let mut faxed = wanted.clone();
    faxed.channel = Channel::Fax;
    faxed.external_no = Some(unique("T"));
    faxed.lines.reverse();
    let told = company().person(Role::Sales).check_order(&faxed).unwrap();
    let mut findings = told.findings.iter();
    assert!(findings.any(|finding| finding.rule == RuleCode::LikelyDuplicate));
    for _ in 0..2 {
        let second = typed(&faxed);
        assert_eq!(second.summary.stage, StageName::AwaitingReview);
        assert_eq!(repeats(&second), Some(first.summary.id));
        faxed.external_no = Some(unique("T"));
    }

    let replayed = typed(&wanted);
    assert_eq!(replayed.summary.id, first.summary.id);
    assert_eq!(repeats(&replayed), None, "it is the first");
}

#[test]
fn other_pieces_other_customers_and_orders_of_customers_are_no_repetition() {
    let (goods, customer) = (company().goods(), unique("C"));
    let wanted = order_of(&customer, &goods, 2);
    typed(&wanted);
    let more = order_of(&customer, &goods, 3);
    assert_eq!(repeats(&typed(&more)), None);
    assert_eq!(repeats(&typed(&order(&goods, 2))), None);

    let buyer = company().customer(&customer);
    let mut own = OrderRequest {
        channel: Channel::Website,
        ..wanted
    };
    own.payment.method = PaymentMethod::Online;
    for _ in 0..2 {
        own.external_no = Some(unique("W"));
        let placed = buyer.place_order(&own).unwrap().view;
        assert_eq!(repeats(&placed), None);
    }
}

#[test]
fn guests_are_told_apart_by_name_phone_and_address() {
    let goods = company().goods();
    let guest = || {
        let mut order = order(&goods, 1);
        order.customer.id = None;
        order.customer.kind = CustomerKind::Consumer;
        order.customer.name = "王小明".to_owned();
        order.customer.mobile = Some("13900139001".to_owned());
        order
    };
    let first = typed(&guest());
    let mut neighbour = guest();
    neighbour.customer.mobile = Some("13900139002".to_owned());
    assert_eq!(repeats(&typed(&neighbour)), None);
    assert_eq!(repeats(&typed(&guest())), Some(first.summary.id));
}

#[test]
fn of_two_typed_at_once_exactly_one_is_flagged() {
    let (goods, customer) = (company().goods(), unique("C"));
    let both: Vec<OrderView> = std::thread::scope(|scope| {
        let typing = [(); 2].map(|()| {
            let order = order_of(&customer, &goods, 1);
            scope.spawn(move || typed(&order))
        });
        typing.map(|one| one.join().unwrap()).into()
    });
    let flagged: Vec<_> = both.iter().filter_map(repeats).collect();
    assert_eq!(flagged.len(), 1);
    let first = both.iter().find(|order| repeats(order).is_none()).unwrap();
    assert_eq!(flagged, [first.summary.id]);
}
