//! What an end, foreseen or not, must not lose: accepted orders and what was to happen to them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use contract::order_request::OrderRequest;
use contract::order_view::OrderView;
use contract::payment::ReceivedBy;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use uuid::Uuid;
use yudan::client::{Client, ClientError, Patience};
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order, order_of, order_paid_by, unique};
use yudan_tests::server::signal;
use yudan_tests::waiting::{LIMIT, until};

/// An order that needs nothing but its goods.
fn at_the_door(sku: &str) -> OrderRequest {
    order_paid_by(PaymentMethod::CashOnDelivery, sku, 1)
}

/// One order of one piece in each stage on the way.
struct Everywhere {
    sku: String,
    in_review: OrderView,
    unpaid: OrderView,
    short: OrderView,
    ready: OrderView,
    travelling: (OrderView, contract::shipment::ShipmentView),
    owed: OrderView,
}

impl Everywhere {
    fn stand(company: &Company) -> Self {
        let sku = company.goods();
        company.stock(&sku, 3);
        let ready = company.reserved(&order(&sku, 1));
        let leaving = company.reserved(&order(&sku, 1));
        let parcel = company.ship(leaving.summary.id);
        let owed = company.reserved(&at_the_door(&sku));
        company.deliver(owed.summary.id);
        let short = company.approved(&at_the_door(&sku));
        until("the shortage", || {
            (!company.order(short.summary.id).short.is_empty()).then_some(())
        });
        Self {
            in_review: company.reviewed(&order(&sku, 1)),
            unpaid: company.approved(&order(&sku, 1)),
            short,
            ready,
            travelling: (leaving, parcel),
            owed,
            sku,
        }
    }

    /// Takes each order the rest of its way.
    fn complete(&self, company: &Company) {
        let id = |order: &OrderView| order.summary.id;
        company.stock(&self.sku, 3);
        let approved = company.approve(&self.in_review).unwrap();
        for unpaid in [&approved, &self.unpaid] {
            company.transfer(unpaid, LIST_PRICE);
        }
        let (leaving, parcel) = &self.travelling;
        assert_eq!(company.report(parcel, &["103", "3"]), "signed");
        for order in [&self.in_review, &self.unpaid, &self.short, &self.ready] {
            company.comes_to(id(order), StageName::Ready);
            company.deliver(id(order));
        }
        for order in [&self.short, &self.owed] {
            company.receive_money(&Company::money(
                order,
                ReceivedBy::CashOnDelivery,
                LIST_PRICE,
            ));
        }
        for order in [
            &self.in_review,
            &self.unpaid,
            &self.short,
            &self.ready,
            leaving,
            &self.owed,
        ] {
            company.comes_to(id(order), StageName::Completed);
        }
        assert_eq!(company.stock_of(&self.sku), (0, 0));
    }
}

#[test]
fn orders_in_every_stage_go_on_after_a_clean_end() {
    let mut company = Company::open(crate::program());
    let orders = Everywhere::stand(&company);
    let functions = company.server.function_processes("intake");
    assert!(company.server.terminate().success());
    for process in functions {
        assert!(
            !std::path::Path::new(&format!("/proc/{process}")).exists(),
            "children end too"
        );
    }
    company.server.start_again();
    orders.complete(&company);
}

#[test]
fn orders_in_every_stage_go_on_after_a_power_cut() {
    let mut company = Company::open(crate::program());
    let orders = Everywhere::stand(&company);
    company.server.kill();
    company.server.start_again();
    orders.complete(&company);
}

/// Places orders one after another until the server is gone; gives those that it accepted and
/// the one that had no answer.
fn place_until_the_end(sales: &Client, customer: &str, sku: &str) -> (Vec<Uuid>, OrderRequest) {
    let mut accepted = Vec::new();
    loop {
        let mut request = at_the_door(sku);
        request.customer.id = Some(customer.to_owned());
        match sales.place_order(&request) {
            Ok(placed) => accepted.push(placed.view.summary.id),
            Err(ClientError::Unreachable { .. }) => return (accepted, request),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn no_accepted_order_is_lost_when_the_power_fails_at_work() {
    let mut company = Company::open(crate::program());
    let sku = company.goods();
    let customers = [unique("C"), unique("C")];
    let places: Vec<_> = std::thread::scope(|scope| {
        let clerks: Vec<_> = customers
            .iter()
            .map(|customer| {
                let (sales, sku) = (company.person(Role::Sales).apart(), &sku);
                scope.spawn(move || place_until_the_end(&sales, customer, sku))
            })
            .collect();
        let auditor = company.person(Role::Auditor).apart();
        until("some orders", || {
            let orders = auditor.orders_of(&customers[0], None).unwrap();
            (orders.items.len() >= 10).then_some(())
        });
        signal("KILL", company.server.process_id());
        clerks
            .into_iter()
            .map(|clerk| clerk.join().unwrap())
            .collect()
    });
    company.server.kill();
    company.server.start_again();
    let mut kept = 0;
    for ((mut accepted, unanswered), customer) in places.into_iter().zip(&customers) {
        let again = company
            .person(Role::Sales)
            .place_order(&unanswered)
            .unwrap();
        accepted.push(again.view.summary.id);
        for id in &accepted {
            let order = company.comes_to(*id, StageName::AwaitingReview);
            company.approve(&order).unwrap();
        }
        let listed = company
            .person(Role::Auditor)
            .orders_of(customer, None)
            .unwrap()
            .items;
        let mut listed: Vec<Uuid> = listed.into_iter().map(|order| order.id).collect();
        listed.sort();
        accepted.sort();
        assert_eq!(
            listed, accepted,
            "each once, and nothing that nobody knows of"
        );
        kept += accepted.len();
    }
    goods_come_in_and_the_power_fails_again(&mut company, &sku, kept);
}

fn goods_come_in_and_the_power_fails_again(company: &mut Company, sku: &str, orders: usize) {
    company.stock(sku, u32::try_from(orders).unwrap());
    company.server.kill();
    company.server.start_again();
    until("every order to have its goods", || {
        (company.stock_of(sku) == (0, orders as u64)).then_some(())
    });
    let ready = company
        .person(Role::Auditor)
        .orders_in_stage("ready", None)
        .unwrap();
    assert_eq!(ready.items.len(), orders);
}

#[test]
fn functions_that_die_at_work_lose_nothing() {
    let company = Company::open(crate::program());
    let sku = company.goods();
    let customer = unique("C");
    company.stock(&sku, 30);
    let done = AtomicBool::new(false);
    let orders: Vec<Uuid> = std::thread::scope(|scope| {
        scope.spawn(|| {
            let functions = ["intake", "review", "relay", "fulfilment", "notify"];
            for function in functions.iter().cycle() {
                if done.load(Ordering::Relaxed) {
                    return;
                }
                for process in company.server.function_processes(function) {
                    signal("KILL", process);
                }
                // A function that never lives for a whole invocation can do nothing.
                std::thread::sleep(Duration::from_millis(100));
            }
        });
        let placed = (0..30)
            .map(|_| place_stubbornly(&company, &order_of(&customer, &sku, 1)))
            .collect();
        done.store(true, Ordering::Relaxed);
        placed
    });
    for id in &orders {
        let waits = company.comes_to(*id, StageName::AwaitingReview);
        let approved = company.approve(&waits).unwrap();
        company.transfer(&approved, LIST_PRICE);
    }
    for id in &orders {
        company.comes_to(*id, StageName::Ready);
    }
    assert_eq!(company.stock_of(&sku), (0, 30));
    let listed = company
        .person(Role::Auditor)
        .orders_of(&customer, None)
        .unwrap();
    assert_eq!(listed.items.len(), 30);
    let status = company.nobody().status().unwrap();
    let dead = status
        .queues
        .iter()
        .filter(|queue| queue.name.ends_with("Dlq"));
    assert!(
        dead.into_iter().all(|queue| queue.visible == 0),
        "{:?}",
        status.queues
    );
}

/// Sends the same order until it is taken: an answer of a function that died is no answer.
fn place_stubbornly(company: &Company, request: &OrderRequest) -> Uuid {
    let sales = company.person(Role::Sales).patient(Patience::PERSISTENT);
    until("the order to be taken", || {
        match sales.place_order(request) {
            Ok(placed) => Some(placed.view.summary.id),
            Err(error) => {
                let status = error.refused().map(|refused| refused.status);
                assert!(
                    matches!(status, Some(500..)),
                    "{error} after at most {LIMIT:?}"
                );
                None
            }
        }
    })
}
