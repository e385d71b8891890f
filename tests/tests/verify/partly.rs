//! Orders that are carried out in part: the rest is cancelled, and services come after goods.

use contract::order_request::OrderLine;
use contract::order_service::{AppointmentRequest, ServiceCompletionRequest};
use contract::order_view::OrderView;
use contract::product::{PriceRule, ProductRequest};
use domain::goods::SupplyKind;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::{SignedDuration, Timestamp};
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, line, order, order_paid_by, unique};
use yudan_tests::walk::USUAL_WAY;

/// An order that was paid and left in part, of which the rest is cancelled and paid back.
pub(crate) fn cancel_the_rest(company: &Company) {
    let (here, missing) = (company.goods(), company.goods());
    company.stock(&here, 2);
    let mut request = order(&here, 2);
    request.lines = vec![line(&here, 2), line(&missing, 1)];
    request.split_shipments = true;
    let approved = company.approved(&request);
    let id = approved.summary.id;
    let payment = company.transfer(&approved, approved.outstanding_fen).id;
    company.comes_to(id, StageName::Ready);
    let parcel = company.ship(id);
    let sales = company.person(Role::Sales);
    let rest: OrderView = sales.cancel_rest(id, "其余不再需要").unwrap();
    assert_eq!(rest.summary.stage, StageName::Dispatched);
    assert_eq!(rest.summary.total_fen, 2 * LIST_PRICE);
    assert_eq!(rest.summary.paid_fen, 2 * LIST_PRICE);
    assert_eq!(rest.rest_cancelled.unwrap().pieces[0].sku, missing);
    crate::business::refund(company, &payment, LIST_PRICE);
    assert_eq!(company.report(&parcel, &USUAL_WAY), "signed");
    company.comes_to(id, StageName::Completed);
}

/// Goods with a service that is carried out, and a service that is cancelled.
pub(crate) fn carry_out_services(company: &Company) {
    let (goods, sku) = (company.goods(), unique("SVC"));
    let mut product = ProductRequest::plain("安装调试", PriceRule::Agreed, true, 0);
    product.supply = Some(SupplyKind::Service);
    let planner = company.person(Role::Planner);
    planner.put_product(&sku, &product).unwrap();
    company.stock(&goods, 1);
    let mut request = order_paid_by(PaymentMethod::CashOnDelivery, &goods, 1);
    request.lines = vec![line(&goods, 1), OrderLine::plain(sku.clone(), 1, 5_000)];
    let id = company.approved(&request).summary.id;
    company.comes_to(id, StageName::Ready);
    let clerk = company.person(Role::Service);
    let now = Timestamp::now();
    let appointment = AppointmentRequest {
        from: now,
        until: now + SignedDuration::from_hours(2),
    };
    clerk.book_service(id, &sku, &appointment).unwrap();
    let parcel = company.ship(id);
    assert_eq!(company.report(&parcel, &USUAL_WAY), "signed");
    company.comes_to(id, StageName::Serving);
    let done = ServiceCompletionRequest {
        completed_at: Timestamp::now(),
        note: None,
    };
    clerk.complete_service(id, &sku, &done).unwrap();
    company.comes_to(id, StageName::Delivered);

    let mut alone = order_paid_by(PaymentMethod::CashOnDelivery, &sku, 1);
    alone.lines = vec![OrderLine::plain(sku.clone(), 1, 5_000)];
    let id = company.approved(&alone).summary.id;
    company.comes_to(id, StageName::Serving);
    let sales = company.person(Role::Sales);
    sales.cancel_order(id, "不再需要").unwrap();
}
