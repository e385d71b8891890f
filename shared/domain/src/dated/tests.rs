use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::*;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Price {
    fen: u32,
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn revision(version: u64, decided: i64, from: Option<i64>) -> Revision<Price> {
    Revision {
        at: at(decided),
        version,
        effective_from: from.map(at),
        value: Price {
            fen: u32::try_from(version).unwrap(),
        },
    }
}

#[test]
fn a_state_from_before_dating_reads_and_writes_the_same() {
    let old = serde_json::json!({ "fen": 7 });
    let read: Dated<Price> = serde_json::from_value(old.clone()).unwrap();
    assert_eq!(read.at(at(0)).unwrap().value.fen, 7);
    assert_eq!(serde_json::to_value(&read).unwrap(), old);
}

#[test]
fn a_first_version_for_later_is_valid_from_then_on() {
    let first = Dated::begun(revision(1, 0, Some(10)));
    assert_eq!(first.at(at(9)), None);
    assert_eq!(first.at(at(10)).unwrap().version, 1);
    let earlier = first.revised(revision(2, 5, None));
    assert_eq!(earlier.at(at(9)).unwrap().version, 2);
    assert_eq!(earlier.at(at(10)).unwrap().version, 1);
}

#[test]
fn what_is_valid_then_anyway_is_no_revision_and_the_past_is_refused() {
    let known = Dated::begun(revision(1, 0, None));
    let same = Price { fen: 1 };
    assert_eq!(
        revise(Some((&known, 1)), same.clone(), None, at(5)),
        Ok(None)
    );
    assert_eq!(
        revise(Some((&known, 1)), same.clone(), Some(at(9)), at(5)),
        Ok(None)
    );
    let refusal = revise(Some((&known, 1)), same, Some(at(4)), at(5)).unwrap_err();
    assert_eq!(refusal.code, "invalid_value");
}

#[test]
fn only_so_many_versions_wait() {
    let mut known = Dated::begun(revision(1, 0, None));
    for version in 2..=9 {
        let from = i64::try_from(version).unwrap() * 10;
        let next = revise(
            Some((&known, version - 1)),
            Price { fen: 100 },
            Some(at(from)),
            at(1),
        );
        let Some(mut next) = next.unwrap() else {
            panic!("version {version} differs from the one before");
        };
        next.value.fen = u32::try_from(version).unwrap();
        known = known.revised(next);
    }
    let ninth = revise(Some((&known, 9)), Price { fen: 100 }, Some(at(500)), at(1));
    assert_eq!(ninth.unwrap_err().code, "too_many_upcoming");
    let instead = revise(Some((&known, 9)), Price { fen: 100 }, Some(at(90)), at(1));
    assert_eq!(instead.unwrap().unwrap().version, 10);
}

proptest! {
    /// Held against the plainest account of it: of all revisions known, the one with the latest
    /// instant that has come, and of those the last written.
    #[test]
    fn the_valid_version_is_the_latest_that_has_come(steps in prop::collection::vec((1i64..20, prop::option::of(0i64..60)), 1..12)) {
        let (mut now, mut known, mut all) = (0, None::<Dated<Price>>, Vec::new());
        for (version, (pause, ahead)) in (1u64..).zip(steps) {
            now += pause;
            let from = ahead.filter(|ahead| *ahead > 0).map(|ahead| now + ahead);
            let next = revision(version, now, from);
            all.push((from.unwrap_or(now), version));
            known = Some(match known {
                None => Dated::begun(next),
                Some(dated) => dated.revised(next),
            });
            for instant in now..now + 70 {
                let expected = all.iter().filter(|(from, _)| *from <= instant).max();
                let found = known.as_ref().and_then(|dated| dated.at(at(instant)).map(|valid| valid.version));
                prop_assert_eq!(found, expected.map(|(_, version)| *version));
            }
            let json = serde_json::to_value(&known).unwrap();
            prop_assert_eq!(&serde_json::from_value::<Option<Dated<Price>>>(json).unwrap(), &known);
        }
    }
}
