use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::calendar::WorkingCalendar;

const FROM: Date = date(2026, 2, 9);

fn working(date: Date, minutes: u64) -> Result<u64, CalendarError> {
    let works = WorkingCalendar::built_in().is_working_day(date)?;
    Ok(if works { minutes } else { 0 })
}

/// The last day of each job.
fn finishes(jobs: &[u64], capacity: impl Fn(Date) -> Result<u64, CalendarError>) -> Vec<Date> {
    let portions = fill(jobs, FROM, capacity).unwrap();
    let last = |job| {
        let mut portions = portions.iter().rev();
        portions.find(|it| it.job == job).map_or(FROM, |it| it.date)
    };
    (0..jobs.len()).map(last).collect()
}

#[test]
fn several_jobs_share_a_day_and_one_goes_on_over_days_off() {
    let portions = fill(&[100, 200, 400], date(2026, 2, 13), |date| {
        working(date, 480)
    })
    .unwrap();
    let told: Vec<_> = portions
        .iter()
        .map(|it| (it.job, it.date, it.minutes))
        .collect();
    assert_eq!(
        told,
        [
            (0, date(2026, 2, 13), 100),
            (1, date(2026, 2, 13), 200),
            (2, date(2026, 2, 13), 180),
            // Saturday is worked for the Spring Festival.
            (2, date(2026, 2, 14), 220),
        ]
    );
    let over = fill(&[600], date(2026, 2, 14), |date| working(date, 480)).unwrap();
    assert_eq!(over[1].date, date(2026, 2, 24), "after the Spring Festival");
}

#[test]
fn a_year_without_data_and_a_line_that_never_works_are_errors() {
    let missing = Err(CalendarError::YearWithoutData { year: 2027 });
    assert_eq!(
        fill(&[481], date(2026, 12, 31), |date| working(date, 480)),
        missing
    );
    assert_eq!(fill(&[1], FROM, |date| working(date, 0)), missing);
    let none = fill(&[], date(2030, 1, 1), |date| working(date, 480));
    assert_eq!(none, Ok(Vec::new()));
}

/// How late the latest of the jobs is, in days; negative when all are early.
fn most_late(sequence: &[(u64, i64)], days: &[u64]) -> i64 {
    let jobs: Vec<u64> = sequence.iter().map(|(minutes, _)| *minutes).collect();
    let capacity = |date: Date| {
        let day = usize::try_from((date - FROM).get_days()).unwrap();
        Ok(days[day % days.len()])
    };
    let finishes = finishes(&jobs, capacity);
    let late =
        |(finish, (_, due)): (&Date, &(u64, i64))| i64::from((*finish - FROM).get_days()) - due;
    finishes.iter().zip(sequence).map(late).max().unwrap()
}

/// Every sequence of the jobs.
fn sequences(jobs: &[(u64, i64)]) -> Vec<Vec<(u64, i64)>> {
    if jobs.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for first in 0..jobs.len() {
        let mut rest = jobs.to_vec();
        let job = rest.remove(first);
        for mut tail in sequences(&rest) {
            tail.insert(0, job);
            all.push(tail);
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_sequence_is_less_late_than_the_earliest_due_first(
        mut jobs in proptest::collection::vec((1_u64..900, -3_i64..12), 1..6),
        days in proptest::collection::vec(0_u64..600, 1..5),
        day in 1_u64..600,
    ) {
        let mut days = days;
        days.push(day);
        jobs.sort_by_key(|(_, due)| *due);
        let best = sequences(&jobs).iter().map(|it| most_late(it, &days)).min().unwrap();
        prop_assert_eq!(most_late(&jobs, &days), best);
    }

    #[test]
    fn all_work_is_placed_no_day_holds_too_much_and_there_is_no_gap(
        jobs in proptest::collection::vec(0_u64..3_000, 0..12),
        daily in 100_u64..600,
    ) {
        let portions = fill(&jobs, FROM, |date| working(date, daily)).unwrap();
        let mut placed = vec![0; jobs.len()];
        let mut days: BTreeMap<Date, u64> = BTreeMap::new();
        for portion in &portions {
            prop_assert!(portion.minutes > 0);
            placed[portion.job] += portion.minutes;
            *days.entry(portion.date).or_default() += portion.minutes;
        }
        prop_assert_eq!(&placed, &jobs);
        prop_assert!(portions.is_sorted_by_key(|it| (it.job, it.date)));
        let last = days.keys().next_back().copied();
        for (date, minutes) in &days {
            prop_assert!(*minutes <= working(*date, daily).unwrap());
        }
        // Every day before the last is full.
        if let Some(last) = last {
            let mut date = FROM;
            while date < last {
                let full = working(date, daily).unwrap();
                prop_assert_eq!(days.get(&date).copied().unwrap_or(0), full);
                date = date.checked_add(1.day()).unwrap();
            }
        }
    }
}
