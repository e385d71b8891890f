//! What goes wrong with waybills: the carrier refuses, answers late or not at all, does not take numbers back; orders
//! are cancelled and held.

use contract::waybill::{HandoverRequest, WaybillsRequest};
use domain::order::StageName;
use domain::role::Role;
use yudan_tests::purchase::line;
use yudan_tests::refused::refused;
use yudan_tests::waiting::{LIMIT, until};

use super::{at_the_door, comes_to, company, lists, packed, ready, requested, void};

#[test]
fn what_the_carrier_refuses_is_on_the_list_and_can_be_requested_anew() {
    let company = company();
    let (id, _) = ready(company, 1, "（超出派送范围）");
    let first = requested(company, id).remove(0);
    let refusal = comes_to(company, &first.id, "refused");
    let words = refusal.refused.unwrap();
    assert!(words.contains("该地址超出派送范围"), "{words}");
    assert!(!words.contains("13900139000"), "{words}");
    until("the list of what was refused", || {
        lists(company, "waybill_refused", &first.id).then_some(())
    });
    let logistics = company.person(Role::Logistics);
    let early = logistics.dispatch(id, &HandoverRequest::default());
    refused(early, 409, "waybill_not_issued");
    let path = format!("/v1/waybills/{}/label", first.id);
    assert_eq!(
        logistics.call("POST", &path, &[], None).unwrap().status,
        409
    );
    assert_eq!(void(company, &first.id).stage, "voided");
    assert!(logistics.waybills(id).unwrap().items.is_empty());
    let second = requested(company, id).remove(0);
    assert_eq!(second.id, format!("{id}.2"));
    until("the staff to be told", || {
        let told = company.notices("StaffTopic", id);
        told.contains(&"waybill_refused".to_owned()).then_some(())
    });
}

#[test]
fn an_answer_that_comes_too_late_or_not_at_all_leads_to_the_same_number() {
    let company = company();
    for trouble in ["首次超时", "首次故障"] {
        let (id, _) = ready(company, 1, trouble);
        let first = requested(company, id).remove(0);
        until("the carrier to be asked again", || {
            lists(company, "waybill_requested", &first.id).then_some(())
        });
        let issued = comes_to(company, &first.id, "issued");
        assert!(issued.waybill_no.is_some(), "{trouble}");
        assert_eq!(issued.version, 2, "{trouble}: asked twice, taken down once");
    }
}

#[test]
fn a_void_number_is_given_back_and_a_collected_parcel_is_not() {
    let company = company();
    let (id, _) = ready(company, 1, "");
    let first = requested(company, id).remove(0);
    let first = comes_to(company, &first.id, "issued");
    assert_eq!(void(company, &first.id).stage, "voiding");
    comes_to(company, &first.id, "voided");
    assert_eq!(void(company, &first.id).stage, "voided");
    let second = requested(company, id).remove(0);
    let second = comes_to(company, &second.id, "issued");
    assert_ne!(second.waybill_no, first.waybill_no);

    let (id, _) = ready(company, 1, "立即揽收");
    let first = requested(company, id).remove(0);
    comes_to(company, &first.id, "issued");
    void(company, &first.id);
    let kept = until("the carrier's words", || {
        let seen = company.person(Role::Auditor).waybill(&first.id).unwrap();
        seen.refused.is_some().then_some(seen)
    });
    assert_eq!(kept.stage, "issued");
    assert!(kept.refused.unwrap().contains("快件已揽收"));
    assert!(lists(company, "waybill_refused", &first.id));
    let logistics = company.person(Role::Logistics);
    logistics.dispatch(id, &HandoverRequest::default()).unwrap();
}

#[test]
fn a_cancelled_order_has_its_waybills_voided_once() {
    let company = company();
    let (id, sku) = ready(company, 2, "");
    let logistics = company.person(Role::Logistics);
    let two = WaybillsRequest {
        parcels: vec![packed(&sku, 1, None), packed(&sku, 1, Some(900))],
        ..WaybillsRequest::default()
    };
    let waybills = logistics.request_waybills(id, &two).unwrap().view.items;
    let first = comes_to(company, &waybills[0].id, "issued");
    company
        .person(Role::Sales)
        .cancel_order(id, "不再需要")
        .unwrap();
    for waybill in &waybills {
        comes_to(company, &waybill.id, "voided");
    }
    let idle = company.nobody().wait_until_idle(LIMIT).unwrap();
    assert!(idle);
    let seen = company.person(Role::Auditor).waybill(&first.id).unwrap();
    assert_eq!(seen.version, 4, "requested, issued, to be void, void");
    assert_eq!(company.stock_of(&sku), (2, 0));
    assert!(logistics.waybills(id).unwrap().items.is_empty());
}

#[test]
fn what_is_cancelled_of_an_order_that_left_in_part_has_its_waybills_voided() {
    let company = company();
    let (here, later) = (company.goods(), company.goods());
    company.stock(&here, 1);
    let mut request = at_the_door(&here, 1, "");
    request.lines.push(line(&later, 1));
    request.split_shipments = true;
    let id = company.approved(&request).summary.id;
    company.comes_to(id, StageName::Ready);
    company.ship(id);
    company.stock(&later, 1);
    company.comes_to(id, StageName::Ready);
    let waybills = requested(company, id);
    let waybill = comes_to(company, &waybills[0].id, "issued");
    let sales = company.person(Role::Sales);
    let order = sales.cancel_rest(id, "其余不再需要").unwrap();
    assert_eq!(order.summary.stage, StageName::Dispatched);
    comes_to(company, &waybill.id, "voided");
    assert_eq!(company.stock_of(&later), (1, 0));
}

#[test]
fn a_hold_keeps_the_carrier_from_being_asked() {
    let company = company();
    let (id, _) = ready(company, 1, "");
    let manager = company.person(Role::Manager);
    let policy = manager.policy().unwrap().policy;
    let (reason, _) = policy
        .holds
        .reasons
        .iter()
        .find(|(_, rule)| {
            rule.blocks
                .contains(&domain::hold_policy::BlockedStep::Dispatch)
                && rule.placed_by.contains(&Role::Manager)
                && rule.released_by.contains(&Role::Manager)
        })
        .unwrap();
    let held = manager.place_hold(id, reason.as_str()).unwrap();
    let logistics = company.person(Role::Logistics);
    let request = WaybillsRequest::default();
    refused(
        logistics.request_waybills(id, &request),
        409,
        "order_on_hold",
    );
    let hold = held.holds.last().unwrap().id;
    manager.release_hold(id, hold).unwrap();
    let waybill = requested(company, id).remove(0);
    comes_to(company, &waybill.id, "issued");
}

#[test]
fn a_warehouse_without_an_address_and_strangers_are_refused() {
    let company = crate::company();
    let (id, _) = ready(company, 1, "");
    let logistics = company.person(Role::Logistics);
    let request = WaybillsRequest::default();
    refused(
        logistics.request_waybills(id, &request),
        409,
        "ship_from_missing",
    );
    let carrier = WaybillsRequest {
        carrier: Some("nobody".to_owned()),
        ..WaybillsRequest::default()
    };
    refused(
        logistics.request_waybills(id, &carrier),
        422,
        "carrier_takes_no_requests",
    );
    for strange in [format!("{id}.1"), format!("{id}.0"), "x".to_owned()] {
        refused(logistics.waybill(&strange), 404, "not_found");
    }
    let sales = company.person(Role::Sales);
    refused(sales.request_waybills(id, &request), 403, "forbidden");
}
