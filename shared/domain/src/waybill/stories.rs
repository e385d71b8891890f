use super::*;
use crate::aggregate::{Decision, fold};
use crate::identifiers::CarrierCode;
use crate::refusal::Refusal;

fn now() -> Timestamp {
    "2026-03-05T02:00:00Z".parse().unwrap()
}

fn requested() -> Waybill {
    Waybill {
        id: WaybillId {
            order: uuid::Uuid::from_u128(7),
            no: 1,
        },
        consignment: 1,
        quote: Quote {
            carrier: CarrierCode::parse("shunfeng").unwrap(),
            service: None,
            agreement_no: None,
            agreement_version: 0,
            freight: Money::from_fen(1_400),
            transit_days: 1,
            leaves_on: None,
            arrives_on: None,
            performance_permille: None,
            rating: None,
        },
        warehouse: "CQ1".to_owned(),
        to: None,
        pieces: Vec::new(),
        weight_g: 750,
        volume_cm3: 0,
        declared: Money::from_fen(5_000),
        insured: None,
        cod: Money::ZERO,
        requested_at: now(),
        requested_by: "l-1".to_owned(),
        stage: WaybillStage::Requested { at: now() },
        issued: None,
        void_asked: false,
        void_refused: None,
        prints: 0,
        manifest: None,
    }
}

fn after(waybill: &Waybill, decision: Decision<WaybillEvent>) -> Waybill {
    fold(Some(waybill.clone()), &decision.events)
        .unwrap()
        .unwrap()
}

fn number() -> CarrierAnswer {
    CarrierAnswer::Issued {
        waybill_no: WaybillNo::parse("SF1000000000001").unwrap(),
        routing: Some("028-A1".to_owned()),
    }
}

fn words(text: &str) -> String {
    text.to_owned()
}

fn issued() -> Waybill {
    let waybill = requested();
    after(&waybill, answer_request(&waybill, &number(), now()))
}

fn voiding() -> Waybill {
    let waybill = issued();
    after(
        &waybill,
        ask_void(&waybill, "l-1", "打错了", now()).unwrap(),
    )
}

fn list(waybill: &Waybill) -> Option<String> {
    waybill.index().work.map(|place| place.list)
}

fn code<T>(answer: Result<T, Refusal>) -> &'static str {
    answer.err().map_or("none", |refusal| refusal.code)
}

#[test]
fn a_number_is_taken_down_once_and_leaves_the_list() {
    let waybill = requested();
    assert_eq!(list(&waybill).as_deref(), Some(REQUESTED_LIST));
    let issued = issued();
    assert_eq!(issued.waybill_no().unwrap().as_str(), "SF1000000000001");
    assert_eq!(list(&issued), None);
    assert_eq!(answer_request(&issued, &number(), now()), Decision::done());
}

#[test]
fn what_the_carrier_refuses_is_for_a_person_and_void_at_once_when_asked() {
    let waybill = requested();
    let refused = CarrierAnswer::Refused {
        reason: words("超区"),
    };
    let refused = after(&waybill, answer_request(&waybill, &refused, now()));
    assert_eq!(list(&refused).as_deref(), Some(REFUSED_LIST));
    assert_eq!(code(print(&refused, "w-1", now())), "waybill_not_issued");
    assert_eq!(code(leave(&refused, now())), "waybill_not_issued");
    let void = after(
        &refused,
        ask_void(&refused, "l-1", "换承运商", now()).unwrap(),
    );
    assert!(matches!(void.stage, WaybillStage::Voided { .. }));
    assert_eq!(list(&void), None);
}

#[test]
fn one_that_is_to_be_void_before_the_answer_comes_is_taken_back_after_it() {
    let waybill = requested();
    let asked = after(
        &waybill,
        ask_void(&waybill, "l-1", "不再需要", now()).unwrap(),
    );
    assert!(matches!(asked.stage, WaybillStage::Requested { .. }));
    let again = ask_void(&asked, "l-1", "不再需要", now()).unwrap();
    assert_eq!(again, Decision::done());
    let numbered = after(&asked, answer_request(&asked, &number(), now()));
    assert!(matches!(numbered.stage, WaybillStage::Voiding { .. }));
    assert_eq!(list(&numbered).as_deref(), Some(VOIDING_LIST));
    let refused = CarrierAnswer::Refused {
        reason: words("超区"),
    };
    let refused = after(&asked, answer_request(&asked, &refused, now()));
    assert!(matches!(refused.stage, WaybillStage::Voided { .. }));
}

#[test]
fn a_carrier_that_does_not_take_it_back_leaves_it_valid_and_on_the_list() {
    let waybill = voiding();
    assert_eq!(code(leave(&waybill, now())), "waybill_not_issued");
    let late = VoidAnswer::Refused {
        reason: words("已揽收"),
    };
    let valid = after(&waybill, answer_void(&waybill, &late, now()));
    assert_eq!(list(&valid).as_deref(), Some(REFUSED_LIST));
    assert_eq!(valid.void_refused.as_deref(), Some("已揽收"));
    assert_eq!(answer_void(&valid, &late, now()), Decision::done());
    let left = after(&valid, leave(&valid, now()).unwrap());
    assert_eq!(code(ask_void(&left, "l-1", "x", now())), "waybill_left");
    let void = after(&waybill, answer_void(&waybill, &VoidAnswer::Voided, now()));
    assert!(matches!(void.stage, WaybillStage::Voided { .. }));
}

#[test]
fn printing_counts_and_a_parcel_is_on_one_manifest() {
    let waybill = issued();
    let printed = after(&waybill, print(&waybill, "w-1", now()).unwrap());
    let printed = after(&printed, print(&printed, "w-2", now()).unwrap());
    assert_eq!(printed.prints, 2);
    let first = ManifestNo::parse("JJ-1").unwrap();
    assert_eq!(hand_over(&printed, &first, now()), Decision::done());
    let left = after(&printed, leave(&printed, now()).unwrap());
    let place = handover_list(left.carrier(), "CQ1");
    assert_eq!(list(&left), Some(place));
    let on_one = after(&left, hand_over(&left, &first, now()));
    assert_eq!(list(&on_one), None);
    let second = ManifestNo::parse("JJ-2").unwrap();
    assert_eq!(hand_over(&on_one, &second, now()), Decision::done());
}

#[test]
fn a_state_reads_back_as_it_was_written() {
    for waybill in [requested(), issued(), voiding()] {
        let text = serde_json::to_string(&waybill).unwrap();
        assert_eq!(serde_json::from_str::<Waybill>(&text).unwrap(), waybill);
    }
}
