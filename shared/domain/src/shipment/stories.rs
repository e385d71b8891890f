//! What becomes of parcels, told as tests (5.3.3).

use jiff::SignedDuration;

use super::samples::{after, booked, hours, monday, open, reported, silent, tracked, with};
use super::*;
use crate::aggregate::{Aggregate as _, Decision};
use crate::money::Money;
use crate::refusal::Refusal;

#[test]
fn an_unknown_code_goes_to_a_person_once_and_moves_nothing() {
    let shipment = tracked(&[
        ("kuaidi100", "103"),
        ("kuaidi100", "99999"),
        ("kuaidi100", "99999"),
        ("kdniao", "77777"),
    ]);
    assert_eq!(shipment.status, CanonicalStatus::PickedUp);
    assert_eq!(open(&shipment), [ExceptionKind::UnknownCode]);
    let record = &shipment.exceptions[0];
    assert_eq!(record.said, ["kuaidi100/99999", "kdniao/77777"]);
    assert_eq!((record.no, record.origin), (1, ExceptionOrigin::Carrier));
    // A working day from Monday 11:00.
    assert_eq!(record.deadline, hours(26));
    let place = shipment.index().work.unwrap();
    assert_eq!(
        (place.list.as_str(), place.due),
        (EXCEPTION_LIST, hours(26))
    );
}

#[test]
fn exceptions_end_with_the_step_that_settles_them() {
    type Story = (
        &'static [(&'static str, &'static str)],
        &'static [ExceptionKind],
    );
    let table: [Story; 8] = [
        (
            &[("kuaidi100", "202"), ("kuaidi100", "0")],
            &[ExceptionKind::Stalled],
        ),
        (&[("kuaidi100", "202"), ("kuaidi100", "5")], &[]),
        (&[("kuaidi100", "5"), ("kuaidi100", "202")], &[]),
        (&[("kuaidi100", "501")], &[ExceptionKind::Unconsented]),
        (&[("kuaidi100", "501"), ("kuaidi100", "301")], &[]),
        (&[("kuaidi100", "303")], &[ExceptionKind::Unconsented]),
        (
            &[("kuaidi100", "14"), ("kuaidi100", "6")],
            &[ExceptionKind::Refused, ExceptionKind::Returning],
        ),
        (
            &[
                ("kuaidi100", "3"),
                ("kuaidi100", "14"),
                ("kuaidi100", "99999"),
            ],
            &[],
        ),
    ];
    for (reports, kinds) in table {
        assert_eq!(open(&tracked(reports)), kinds, "{reports:?}");
    }
}

#[test]
fn the_customer_is_told_once_of_a_kind() {
    let report = |code: &str| CarrierReport {
        source: "kuaidi100".to_owned(),
        code: code.to_owned(),
        at: hours(2),
    };
    let first = with(hours(2), |facts| {
        track(&booked(), &report("6"), Some(facts))
    });
    let shipment = after(&booked(), &first);
    assert_eq!(shipment.informed, [ExceptionKind::Returning]);
    let second = with(hours(3), |facts| {
        track(&shipment, &report("4"), Some(facts))
    });
    assert!(
        !second
            .events
            .iter()
            .any(|it| matches!(it, ShipmentEvent::CustomerInformed { .. }))
    );
    let refused = with(hours(3), |facts| {
        track(&booked(), &report("14"), Some(facts))
    });
    assert_eq!(refused.events.len(), 1, "the customer did that");
}

#[test]
fn an_exception_is_claimed_treated_and_settled() {
    let shipment = with(hours(1), |facts| {
        report_exception(&booked(), ExceptionKind::Damaged, "外箱破损", facts)
    });
    let shipment = after(&booked(), &shipment.unwrap());
    assert_eq!(
        shipment.exceptions[0].claim.declared,
        Some(Money::from_fen(20_000))
    );
    let again = with(hours(2), |facts| {
        report_exception(&shipment, ExceptionKind::Damaged, "另一句", facts)
    });
    assert_eq!(again, Ok(Decision::done()), "one open record of a kind");

    let claimed = after(
        &shipment,
        &claim_exception(&shipment, 1, "lily", hours(2)).unwrap(),
    );
    assert_eq!(
        claim_exception(&claimed, 1, "lily", hours(3)),
        Ok(Decision::done())
    );
    let code = |refused: Result<Decision<ShipmentEvent>, Refusal>| refused.unwrap_err().code;
    assert_eq!(
        code(claim_exception(&claimed, 1, "wang", hours(3))),
        "exception_claimed"
    );
    assert_eq!(
        code(claim_exception(&claimed, 2, "wang", hours(3))),
        "not_found"
    );

    let measure = |note: &str| Measure {
        by: "lily".to_owned(),
        at: hours(4),
        note: note.to_owned(),
    };
    let treated = after(
        &claimed,
        &take_measure(&claimed, 1, measure("已补发")).unwrap(),
    );
    assert_eq!(
        take_measure(&treated, 1, measure("已补发")),
        Ok(Decision::done())
    );
    let signed = reported(&treated, "kuaidi100", "3", hours(5));
    assert_eq!(
        open(&signed),
        [ExceptionKind::Damaged],
        "a signature does not mend it"
    );
    let settled = after(
        &signed,
        &resolve_exception(&signed, 1, "lily", "客户接受", hours(6)).unwrap(),
    );
    assert_eq!(open(&settled), []);
    assert_eq!(settled.index().work, None);
    assert_eq!(
        resolve_exception(&settled, 1, "lily", "客户接受", hours(7)),
        Ok(Decision::done())
    );
    assert_eq!(
        code(resolve_exception(&settled, 1, "lily", "否", hours(7))),
        "exception_resolved"
    );
    assert_eq!(
        code(take_measure(&settled, 1, measure("再补"))),
        "exception_resolved"
    );
    let late = with(hours(8), |facts| {
        report_exception(&settled, ExceptionKind::Stalled, "无", facts)
    });
    assert_eq!(code(late), "exception_out_of_place");
}

#[test]
fn a_report_from_before_the_settlement_opens_nothing_again() {
    let shipment = tracked(&[("kuaidi100", "209")]);
    let settled = after(
        &shipment,
        &resolve_exception(&shipment, 1, "lily", "已联系", hours(4)).unwrap(),
    );
    assert_eq!(reported(&settled, "kuaidi100", "209", hours(1)), settled);
    let again = reported(&settled, "kuaidi100", "209", hours(5));
    assert_eq!(again.exceptions.len(), 2);
    assert_eq!(again.exceptions[1].no, 2);
}

#[test]
fn silence_is_found_once_and_ends_when_the_parcel_is_heard_of() {
    let shipment = booked();
    assert_eq!(
        silent(&shipment, hours(9)),
        shipment,
        "a working day is not over"
    );
    let late = silent(&shipment, hours(25));
    assert_eq!(open(&late), [ExceptionKind::NotPickedUp]);
    assert_eq!(silent(&late, hours(26)), late);
    let moving = reported(&late, "kuaidi100", "103", hours(20));
    assert_eq!(open(&moving), []);

    let stalled = silent(&moving, hours(20 + 73));
    assert_eq!(
        open(&stalled),
        [ExceptionKind::Stalled, ExceptionKind::Delayed]
    );
    let alive = reported(&stalled, "kuaidi100", "1", hours(94));
    assert_eq!(alive.status, CanonicalStatus::PickedUp);
    assert_eq!(
        open(&alive),
        [ExceptionKind::Delayed],
        "heard of, and still late"
    );
    assert_eq!(silent(&alive, hours(95)), alive, "a delay is found once");
    assert_eq!(open(&reported(&alive, "kuaidi100", "3", hours(96))), []);
}

#[test]
fn a_late_exception_is_escalated_to_the_manager_once() {
    let shipment = tracked(&[("kuaidi100", "209")]);
    let due = shipment.exceptions[0].deadline;
    assert_eq!(escalate_exceptions(&shipment, due), Decision::done());
    let later = due + SignedDuration::from_secs(1);
    let escalated = after(&shipment, &escalate_exceptions(&shipment, later));
    assert_eq!(escalate_exceptions(&escalated, later), Decision::done());
    assert_eq!(escalated.index().work.unwrap().list, MANAGER_LIST);
}

#[test]
fn an_exception_from_before_there_were_records_still_reads() {
    let old: ShipmentEvent = serde_json::from_value(serde_json::json!({
        "event": "exception_raised",
        "exception": { "code": "kuaidi100/99999", "at": "2026-03-02T02:00:00Z" },
    }))
    .unwrap();
    let shipment = after(&booked(), &Decision::of(vec![old]));
    assert_eq!(shipment.index().work.unwrap().due, hours(1));
    assert_eq!(
        shipment.all_exceptions()[0].kind,
        ExceptionKind::UnknownCode
    );
    assert_eq!(
        reported(&shipment, "kuaidi100", "99999", hours(2)),
        shipment
    );
    let claimed = after(
        &shipment,
        &claim_exception(&shipment, 0, "lily", hours(2)).unwrap(),
    );
    assert_eq!(
        (claimed.exception.clone(), open(&claimed)),
        (None, vec![ExceptionKind::UnknownCode])
    );
    assert_eq!(open(&reported(&claimed, "kuaidi100", "3", hours(3))), []);
    let signed = reported(&shipment, "kuaidi100", "3", hours(3));
    assert_eq!((signed.exception, signed.exceptions), (None, Vec::new()));
}

#[test]
fn ten_thousand_reports_leave_a_small_state() {
    let mut shipment = booked();
    let mut events = 0;
    for minute in 0..10_000 {
        let at = monday() + SignedDuration::from_mins(minute);
        let report = CarrierReport {
            source: "kdniao".to_owned(),
            code: format!("9{minute:05}"),
            at,
        };
        let decision = with(at, |facts| track(&shipment, &report, Some(facts)));
        events += decision.events.len();
        shipment = after(&shipment, &decision);
    }
    assert_eq!((events, shipment.exceptions.len()), (10, 1));
}
