use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::aggregate::fold;
use crate::calendar::WorkingCalendar;
use crate::identifiers::LineCode;
use crate::policy::Policy;
use crate::production::{CapacityException, LineProfile, revise_line};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A Monday morning.
const MONDAY: &str = "2026-03-02T02:00:00Z";

fn with<T>(now: &str, body: impl FnOnce(&Facts<'_>) -> T) -> T {
    body(&Facts {
        now: at(now),
        policy: &Policy::default(),
        calendar: &WorkingCalendar::built_in(),
    })
}

fn profile() -> LineProfile {
    LineProfile {
        code: LineCode::parse("L-1").unwrap(),
        name: "一号线".to_owned(),
        daily_minutes: 480,
        exceptions: Vec::new(),
    }
}

fn line() -> ProductionLine {
    let entered = with(MONDAY, |facts| revise_line(None, profile(), "p-1", facts));
    fold(None, &entered.unwrap().events).unwrap().unwrap()
}

fn number(text: &str) -> WorkOrderNo {
    WorkOrderNo::parse(text).unwrap()
}

fn work(name: &str, due: i8, minutes: u64) -> Queueing {
    Queueing {
        work_order: number(name),
        due: date(2026, 3, due),
        pieces: 1,
        minutes,
        started_at: None,
        comes_back: false,
    }
}

fn after(line: &ProductionLine, now: &str, change: LineChange) -> ProductionLine {
    let decision = with(now, |facts| replan(line, change, facts)).unwrap();
    fold(Some(line.clone()), &decision.events).unwrap().unwrap()
}

fn put(line: &ProductionLine, now: &str, queueing: Queueing) -> ProductionLine {
    let change = LineChange {
        put: Some(queueing),
        ..LineChange::default()
    };
    after(line, now, change)
}

/// `number start-finish` of each, as they are made.
fn told(line: &ProductionLine) -> Vec<String> {
    let told = line.sequence().into_iter().map(|it| {
        let Slot { start, finish, .. } = it.slot;
        format!("{} {}-{}", it.work_order, start.day(), finish.day())
    });
    told.collect()
}

#[test]
fn what_is_due_earlier_goes_first_but_never_before_what_was_started() {
    let line = put(&line(), MONDAY, work("A", 20, 480));
    assert_eq!(told(&line), ["A 2-2"]);
    let line = put(&line, MONDAY, work("B", 10, 600));
    assert_eq!(told(&line), ["B 2-3", "A 3-4"]);
    let started = Queueing {
        started_at: Some(at(MONDAY)),
        ..work("A", 20, 480)
    };
    let line = put(&line, MONDAY, started);
    assert_eq!(told(&line), ["A 2-2", "B 3-4"]);
    let line = put(&line, MONDAY, work("C", 3, 10));
    assert_eq!(told(&line), ["A 2-2", "C 3-3", "B 3-4"]);
    let taken = LineChange {
        taken: Some(number("A")),
        ..LineChange::default()
    };
    let line = after(&line, MONDAY, taken.clone());
    assert_eq!(told(&line), ["C 2-2", "B 2-3"]);
    let again = with(MONDAY, |facts| replan(&line, taken, facts));
    assert_eq!(again, Ok(Decision::done()));
}

#[test]
fn what_was_worked_off_today_is_not_planned_for_today_once_more() {
    let line = put(&line(), MONDAY, work("A", 3, 900));
    let line = put(&line, MONDAY, work("B", 20, 60));
    assert_eq!(told(&line), ["A 2-3", "B 3-3"]);
    let half = LineChange {
        put: Some(Queueing {
            started_at: Some(at(MONDAY)),
            ..work("A", 3, 450)
        }),
        worked: 450,
        ..LineChange::default()
    };
    let line = after(&line, "2026-03-02T08:00:00Z", half);
    assert_eq!(told(&line), ["A 2-3", "B 3-3"], "nothing has moved");
    assert!(!line.has_slipped(date(2026, 3, 3)));
    assert!(line.has_slipped(date(2026, 3, 4)));
    let idle = after(&line, "2026-03-05T02:00:00Z", LineChange::default());
    assert!(!idle.has_slipped(date(2026, 3, 5)));
    assert_eq!(
        told(&idle),
        ["A 2-5", "B 5-6"],
        "nobody worked for two days"
    );
}

#[test]
fn a_slot_keeps_the_number_of_the_plan_that_gave_it() {
    let line = put(&line(), MONDAY, work("A", 3, 100));
    let line = put(&line, MONDAY, work("B", 4, 900));
    let plans = |line: &ProductionLine| -> Vec<u64> {
        line.sequence().iter().map(|it| it.slot.plan).collect()
    };
    assert_eq!((plans(&line), line.plans), (vec![1, 2], 2));
    let line = put(&line, MONDAY, work("C", 2, 400));
    assert_eq!(told(&line), ["C 2-2", "A 2-3", "B 3-4"]);
    assert_eq!(plans(&line), [3, 3, 3]);
    let same = with(MONDAY, |facts| replan(&line, LineChange::default(), facts));
    assert_eq!(same, Ok(Decision::done()));
}

#[test]
fn days_off_exceptions_and_missing_years_are_heeded() {
    let mut profile = profile();
    let exception = |day, minutes| CapacityException {
        date: date(2026, 3, day),
        minutes,
    };
    profile.exceptions = vec![exception(2, 0), exception(7, 60)];
    let line = put(&line(), MONDAY, work("A", 20, 480 * 4 + 70));
    assert_eq!(told(&line), ["A 2-6"]);
    let revised = with(MONDAY, |facts| {
        revise_line(Some(&line), profile.clone(), "p-1", facts)
    });
    let events = revised.unwrap().events;
    assert_eq!(events.len(), 2, "its work is planned again");
    let line = fold(Some(line), &events).unwrap().unwrap();
    assert_eq!(told(&line), ["A 3-9"], "Saturday is worked for an hour");
    let again = with(MONDAY, |facts| {
        revise_line(Some(&line), profile, "p-1", facts)
    });
    assert_eq!(again, Ok(Decision::done()));
    let endless = LineChange {
        put: Some(work("B", 20, 480 * 400)),
        ..LineChange::default()
    };
    let refused = with(MONDAY, |facts| replan(&line, endless, facts));
    assert_eq!(refused.unwrap_err().code, "calendar_year_missing");
}

#[test]
fn what_no_line_can_be_is_refused_where_it_stands() {
    type Spoil = fn(&mut LineProfile);
    let exception = |day, minutes| CapacityException {
        date: date(2026, 3, day),
        minutes,
    };
    assert_eq!(exception(1, 2).minutes, 2);
    let wrong: [(&str, Spoil); 4] = [
        ("daily_minutes", |it| it.daily_minutes = 0),
        ("daily_minutes", |it| it.daily_minutes = 1_441),
        ("exceptions[1].date", |it| {
            let twice = CapacityException {
                date: date(2026, 3, 2),
                minutes: 0,
            };
            it.exceptions = vec![twice, twice];
        }),
        ("exceptions[0].minutes", |it| {
            it.exceptions = vec![CapacityException {
                date: date(2026, 3, 2),
                minutes: 1_441,
            }];
        }),
    ];
    for (place, spoil) in wrong {
        let mut profile = profile();
        spoil(&mut profile);
        let refused = with(MONDAY, |facts| revise_line(None, profile, "p-1", facts));
        assert_eq!(refused.unwrap_err().evidence[0].at, place);
    }
}

#[test]
fn a_queue_has_an_end_save_for_what_comes_back() {
    let mut line = line();
    for place in 0..MOST_QUEUED {
        line = put(&line, MONDAY, work(&format!("W-{place}"), 20, 1));
    }
    let more = |comes_back| LineChange {
        put: Some(Queueing {
            comes_back,
            ..work("MORE", 20, 1)
        }),
        ..LineChange::default()
    };
    let refused = with(MONDAY, |facts| replan(&line, more(false), facts));
    assert_eq!(refused.unwrap_err().code, "line_queue_full");
    let line = after(&line, MONDAY, more(true));
    assert_eq!(line.queue.len(), MOST_QUEUED + 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_plan_made_again_on_the_same_day_moves_nothing(
        jobs in proptest::collection::vec((1_u64..900, 1_i8..28, any::<bool>()), 1..12),
    ) {
        let mut line = line();
        for (place, (minutes, due, started)) in jobs.into_iter().enumerate() {
            let queueing = Queueing {
                started_at: started.then(|| at(MONDAY)),
                ..work(&format!("W-{place}"), due, minutes)
            };
            line = put(&line, MONDAY, queueing);
        }
        let again = with("2026-03-02T15:00:00Z", |facts| replan(&line, LineChange::default(), facts));
        prop_assert_eq!(again, Ok(Decision::done()));
        let sequence = line.sequence();
        prop_assert!(sequence.is_sorted_by_key(|it| it.started_at.is_none()));
        prop_assert!(sequence.is_sorted_by_key(|it| it.slot.finish));
        let unstarted: Vec<_> = sequence.iter().filter(|it| it.started_at.is_none()).collect();
        prop_assert!(unstarted.is_sorted_by_key(|it| it.due));
    }
}
