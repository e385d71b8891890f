//! A week of a parcel's life, told in any order (5.3.3).

use proptest::prelude::*;

use super::samples::{booked, hours, open, reported};
use crate::carrier_status::canonical;

/// A week of codes as the two services report them: a carrier's codes are in both vocabularies.
const WEEK: [(&str, &str); 14] = [
    ("kuaidi100", "102"),
    ("kuaidi100", "103"),
    ("kdniao", "1"),
    ("kuaidi100", "0"),
    ("kdniao", "2"),
    ("kuaidi100", "1002"),
    ("kdniao", "201"),
    ("kuaidi100", "202"),
    ("kdniao", "202"),
    ("kuaidi100", "5"),
    ("kuaidi100", "209"),
    ("kuaidi100", "501"),
    ("kdniao", "99999"),
    ("kuaidi100", "304"),
];

proptest! {
    #[test]
    fn a_week_ends_in_the_same_state_in_whatever_order_it_is_told(
        (told, repeated) in (1..=WEEK.len(), any::<bool>()).prop_flat_map(|(length, signed)| {
            let mut week: Vec<(usize, (&str, &str))> = WEEK.into_iter().take(length).enumerate().collect();
            if signed {
                week.push((week.len(), ("kdniao", "301")));
            }
            let again = proptest::sample::subsequence(week.clone(), 0..=week.len());
            (Just(week), again)
        }).prop_flat_map(|(week, again)| {
            let all: Vec<_> = week.iter().chain(&again).copied().collect();
            (Just(all.clone()).prop_shuffle(), Just(week))
        }),
    ) {
        let tell = |reports: &[(usize, (&str, &str))]| {
            reports.iter().fold(booked(), |shipment, (hour, (source, code))| {
                reported(&shipment, source, code, hours(i64::try_from(*hour).unwrap() * 12))
            })
        };
        let (mixed, straight) = (tell(&told), tell(&repeated));
        prop_assert_eq!(mixed.step(), straight.step());
        prop_assert_eq!(open(&mixed), open(&straight));
        prop_assert_eq!(mixed.is_delivered(), straight.is_delivered());
        let furthest = told.iter().filter_map(|(_, (source, code))| canonical(source, code)?.progress()).max();
        prop_assert_eq!(Some(mixed.step()), furthest.max(Some(0)));
        prop_assert!(mixed.exceptions.len() <= 24);
    }
}
