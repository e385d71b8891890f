//! First expired, first out 先到期先出 (5.2.2).

use jiff::civil::Date;

use super::{Lot, LotLevel};

/// Which lots give the pieces that are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allocation {
    /// Pieces by lot, in the order in which they are taken.
    pub taken: Vec<(Lot, u32)>,
    /// Pieces that no lot can give.
    pub missing: u32,
}

/// Takes `wanted` pieces from the lots that may leave on `today`: what expires first goes first, lots without
/// an expiry go last, by number. A lot to `avoid` gives only what no other can.
#[must_use]
pub fn allocate(
    lots: &[LotLevel],
    wanted: u32,
    (minimum_days, today): (u32, Date),
    avoid: Option<&Lot>,
) -> Allocation {
    let mut fit: Vec<&LotLevel> = lots
        .iter()
        .filter(|level| level.lot.may_leave(minimum_days, today))
        .collect();
    let place = |lot: &Lot| {
        (
            avoid == Some(lot),
            lot.expiry.is_none(),
            lot.expiry,
            lot.lot_no.clone(),
        )
    };
    fit.sort_by_key(|level| place(&level.lot));
    let mut allocation = Allocation {
        taken: Vec::new(),
        missing: wanted,
    };
    for level in fit {
        let given = u32::try_from(level.available).unwrap_or(u32::MAX);
        let given = given.min(allocation.missing);
        if given > 0 {
            allocation.taken.push((level.lot.clone(), given));
            allocation.missing = allocation.missing.saturating_sub(given);
        }
    }
    allocation
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::identifiers::LotNo;

    const TODAY: Date = date(2026, 3, 10);

    fn level(number: usize, day: Option<i8>, available: u64) -> LotLevel {
        LotLevel {
            lot: Lot {
                expiry: day.map(|day| date(2026, 3, day)),
                lot_no: LotNo::parse(&format!("L{number}")).unwrap(),
            },
            warehouse: "CQ1".to_owned(),
            available,
            picked: 0,
            quarantined: 0,
        }
    }

    fn lots() -> impl Strategy<Value = Vec<LotLevel>> {
        let one = (proptest::option::of(5_i8..20), 0_u64..4);
        proptest::collection::vec(one, 0..5).prop_map(|lots| {
            let level = |(number, (day, available))| level(number, day, available);
            lots.into_iter().enumerate().map(level).collect()
        })
    }

    /// Every way to take pieces from the lots, as pieces per lot.
    fn every_way(lots: &[LotLevel]) -> Vec<Vec<u64>> {
        lots.iter().fold(vec![Vec::new()], |ways, level| {
            ways.iter()
                .flat_map(|way| {
                    (0..=level.available).map(|pieces| [way.as_slice(), &[pieces]].concat())
                })
                .collect()
        })
    }

    /// The expiries of the pieces taken, soonest first; none sorts last.
    fn expiries(lots: &[LotLevel], way: &[u64]) -> Vec<Date> {
        let mut expiries: Vec<Date> = lots
            .iter()
            .zip(way)
            .flat_map(|(level, pieces)| (0..*pieces).map(|_| level.lot.expiry.unwrap_or(Date::MAX)))
            .collect();
        expiries.sort_unstable();
        expiries
    }

    proptest! {
        #[test]
        fn no_other_way_takes_more_or_lets_something_leave_that_expires_sooner(
            lots in lots(), wanted in 1_u32..8, minimum in 0_u32..6
        ) {
            let found = allocate(&lots, wanted, (minimum, TODAY), None);
            let mut taken = vec![0_u64; lots.len()];
            for (lot, pieces) in &found.taken {
                prop_assert!(lot.may_leave(minimum, TODAY));
                let index = lots.iter().position(|level| level.lot == *lot).unwrap();
                taken[index] += u64::from(*pieces);
            }
            // Brute force: of all ways that take only what may leave and at most what is wanted.
            let allowed = every_way(&lots).into_iter().filter(|way| {
                let fit = lots.iter().zip(way).all(|(level, pieces)| {
                    *pieces == 0 || level.lot.may_leave(minimum, TODAY)
                });
                fit && way.iter().sum::<u64>() <= u64::from(wanted)
            });
            let best = allowed.map(|way| {
                let expiries = expiries(&lots, &way);
                (std::cmp::Reverse(expiries.len()), expiries)
            }).min().unwrap();
            let mine = expiries(&lots, &taken);
            prop_assert_eq!(u64::from(found.missing), u64::from(wanted) - mine.len() as u64);
            prop_assert_eq!((std::cmp::Reverse(mine.len()), mine), best);
        }
    }

    #[test]
    fn a_lot_to_avoid_gives_only_what_no_other_can() {
        let lots = [level(1, Some(12), 5), level(2, Some(15), 3)];
        let taken = allocate(&lots, 4, (0, TODAY), Some(&lots[0].lot)).taken;
        assert_eq!(taken, [(lots[1].lot.clone(), 3), (lots[0].lot.clone(), 1)]);
    }
}
