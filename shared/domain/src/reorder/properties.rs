//! Whatever happens to stock, each fall is told once and orders at most once.

use proptest::prelude::*;

use super::stories::{number, point};
use super::*;
use crate::order::samples::{facts, now};

/// What happens between two runs of the job.
#[derive(Clone, Debug)]
enum Happening {
    Stock(u8),
    Came,
    GivenUp,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => (0_u8..60).prop_map(Happening::Stock),
        1 => Just(Happening::Came),
        1 => Just(Happening::GivenUp),
    ]
}

proptest! {
    #[test]
    fn each_fall_is_told_once_and_orders_at_most_once(
        happenings in proptest::collection::vec(happening(), 1..40),
    ) {
        let (mut point, mut open, mut available) = (point(), None::<SupplySource>, 0_u64);
        let (mut told, mut raised, mut over) = (0_u32, 0_u32, 0_u32);
        for happening in happenings {
            let mut stands = SupplySeen::Open(30);
            match happening {
                Happening::Stock(pieces) => available = u64::from(pieces),
                Happening::Came => stands = SupplySeen::Came,
                Happening::GivenUp => stands = SupplySeen::GivenUp,
            }
            let supplies = open.iter().map(|source| (source.clone(), stands)).collect();
            let mut seen = StockSeen { available, supplies };
            if stands != SupplySeen::Open(30) {
                open = None;
            }
            // A run, and the same again.
            for again in [false, true] {
                let events = facts(|facts| watch(&point, &seen, facts)).unwrap();
                prop_assert!(!again || events.is_empty());
                for event in &events {
                    told += u32::from(matches!(event, ReorderPointEvent::LowStockFound { .. }));
                    over += u32::from(matches!(event, ReorderPointEvent::Replenished { .. }));
                }
                point = point.after(&events).unwrap();
                seen.supplies.retain(|(source, _)| point.supplies.contains(source));
                if let Some(pieces) = wanted(&point, &seen) {
                    prop_assert!(!again);
                    prop_assert_eq!(u64::from(pieces) + seen.position(), 50);
                    raised += 1;
                    let source = number(&format!("o.{raised}"));
                    point = point.after(&[ordered(source.clone(), pieces, now())]).unwrap();
                    seen.supplies.push((source.clone(), SupplySeen::Open(30)));
                    open = Some(source);
                }
            }
            prop_assert!(over <= told && told <= over + 1 && told == point.falls);
            prop_assert!(raised <= told);
            prop_assert_eq!(point.low.is_some(), told == over + 1);
            if point.low.is_none() {
                prop_assert!(seen.position() >= 20);
            }
        }
    }
}
