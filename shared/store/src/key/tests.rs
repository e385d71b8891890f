use proptest::prelude::*;

use domain::goods::LimitPeriod;
use domain::identifiers::{ExternalNo, LotNo, PromotionId};
use domain::order::Channel;
use jiff::civil::date;

use super::*;

/// Years 0000–9999, whose texts have one width.
fn instant() -> impl Strategy<Value = Timestamp> {
    (-62_167_219_200_000_000_000_i128..=253_402_207_200_000_000_000)
        .prop_map(|nanosecond| Timestamp::from_nanosecond(nanosecond).unwrap())
}

fn kind() -> impl Strategy<Value = AggregateKind> {
    prop::sample::select(AggregateKind::ALL.to_vec())
}

fn uuid() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

fn sku() -> impl Strategy<Value = Sku> {
    "[A-Za-z0-9._-]{1,64}".prop_map(|text| Sku::parse(&text).unwrap())
}

fn customer() -> impl Strategy<Value = CustomerId> {
    "[A-Za-z0-9._-]{1,64}".prop_map(|text| CustomerId::parse(&text).unwrap())
}

fn quota() -> impl Strategy<Value = Quota> {
    let per = prop::sample::select(LimitPeriod::ALL.to_vec());
    let purchases =
        (customer(), sku(), per, instant()).prop_map(|(customer, sku, per, at)| Quota::Purchases {
            customer,
            sku,
            per,
            since: per.first_day(at),
        });
    let of_customer =
        (promotion(), customer()).prop_map(|(promotion, customer)| Quota::PromotionOfCustomer {
            promotion,
            customer,
        });
    prop_oneof![
        purchases,
        of_customer,
        promotion().prop_map(|promotion| Quota::Promotion { promotion }),
    ]
}

fn promotion() -> impl Strategy<Value = PromotionId> {
    "[A-Za-z0-9._-]{1,64}".prop_map(|text| PromotionId::parse(&text).unwrap())
}

fn lot() -> impl Strategy<Value = Lot> {
    let day = (0_i16..=9_999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d));
    (proptest::option::of(day), "[A-Za-z0-9._-]{1,32}").prop_map(|(expiry, number)| Lot {
        expiry,
        lot_no: LotNo::parse(&number).unwrap(),
    })
}

fn key() -> impl Strategy<Value = Key> {
    let channel = prop::sample::select(Channel::ALL.to_vec());
    let number = "[!-~单#]{1,64}".prop_map(|text| ExternalNo::parse(&text).unwrap());
    prop_oneof![
        (kind(), ".{0,20}").prop_map(|(kind, id)| Key::State { kind, id }),
        (kind(), ".{0,20}", any::<u64>()).prop_map(|(kind, id, sequence)| Key::Commit {
            kind,
            id,
            sequence
        }),
        uuid().prop_map(|order| Key::Contact { order }),
        (channel, number).prop_map(|(channel, number)| {
            Key::Registration(RegistrationKey::External { channel, number })
        }),
        ("[#%235a]{0,9}", "[#%235a]{0,9}").prop_map(|(caller, key)| {
            Key::Registration(RegistrationKey::Idempotency { caller, key })
        }),
        ("[#%235a:]{0,9}", "[#%235a]{0,9}").prop_map(|(payment, number)| {
            Key::Registration(RegistrationKey::Refund { payment, number })
        }),
        ("[#%0-9a-f]{0,9}", any::<u32>()).prop_map(|(content, same_before)| {
            Key::Registration(RegistrationKey::Imported {
                channel: Channel::Fax,
                content,
                same_before,
            })
        }),
        ("[#%0-9a-f]{0,9}", 1_u8..29).prop_map(|(content, day)| {
            let day = date(2026, 2, i8::try_from(day).unwrap());
            Key::Registration(RegistrationKey::Typed { day, content })
        }),
        (".{0,20}", any::<u32>()).prop_map(|(import, chunk)| Key::ImportRows { import, chunk }),
        (".{0,20}", any::<u32>()).prop_map(|(import, chunk)| Key::ImportResults { import, chunk }),
        (sku(), ".{0,20}").prop_map(|(sku, warehouse)| Key::StockLevel { sku, warehouse }),
        (sku(), ".{0,20}", lot()).prop_map(|(sku, warehouse, lot)| Key::LotLevel {
            sku,
            warehouse,
            lot
        }),
        (sku(), ".{0,20}", lot(), uuid(), any::<u16>()).prop_map(
            |(sku, warehouse, lot, order, consignment)| Key::LotIssue {
                sku,
                warehouse,
                lot,
                order,
                consignment
            }
        ),
        (sku(), ".{0,20}", 1_u8..).prop_map(|(sku, warehouse, shard)| Key::StockShard {
            sku,
            warehouse,
            shard
        }),
        (sku(), instant(), uuid()).prop_map(|(sku, since, order)| Key::Backorder {
            sku,
            since,
            order
        }),
        customer().prop_map(|customer| Key::Credit { customer }),
        quota().prop_map(Key::Quota),
    ]
}

proptest! {
    #[test]
    fn every_key_reads_back_as_itself(key in key()) {
        prop_assert_eq!(Key::parse(&key.pk(), &key.sk()), Some(key));
    }

    #[test]
    fn different_keys_have_different_texts(a in key(), b in key()) {
        prop_assert_eq!((a.pk(), a.sk()) == (b.pk(), b.sk()), a == b);
    }

    #[test]
    fn index_places_read_back_to_the_millisecond(at in instant(), kind in kind(), id in "\\PC{1,20}") {
        let work = WorkKey { due: at, kind, id: id.clone() }.sk();
        prop_assert_eq!(WorkKey::parse(&work).unwrap().sk(), work);
        let customer = CustomerKey { at, id }.sk();
        prop_assert_eq!(CustomerKey::parse(&customer).unwrap().sk(), customer);
    }

    #[test]
    fn work_sorts_by_due_time(a in instant(), b in instant(), id in "[a-z]{1,5}") {
        let sk = |due| WorkKey { due, kind: AggregateKind::Order, id: id.clone() }.sk();
        let milliseconds = |at: Timestamp| at.as_nanosecond().div_euclid(1_000_000);
        prop_assert_eq!(sk(a) < WorkKey::after(b), milliseconds(a) <= milliseconds(b));
    }

    #[test]
    fn any_text_is_read_or_refused_without_panic(pk in "\\PC{0,30}", sk in "\\PC{0,30}") {
        let _ = (Key::parse(&pk, &sk), WorkKey::parse(&sk), CustomerKey::parse(&sk));
    }
}

#[test]
fn keys_are_spelled_as_documented() {
    let id = "0190aaaa-0000-7000-8000-000000000001".to_owned();
    let commit = Key::Commit {
        kind: AggregateKind::StockReceipt,
        id,
        sequence: 1,
    };
    assert_eq!(
        commit.pk(),
        "STOCK_RECEIPT#0190aaaa-0000-7000-8000-000000000001"
    );
    assert_eq!(commit.sk(), "COMMIT#00000001");
    let sku = Sku::parse("A.1").unwrap();
    let level = Key::StockLevel {
        sku,
        warehouse: "CQ1".to_owned(),
    };
    assert_eq!(level.to_string(), "STOCK#A.1 / LEVEL#CQ1");
}

#[test]
fn another_spelling_of_a_key_is_no_key() {
    for (pk, sk) in [
        ("ORDER#1", "COMMIT#1"),
        ("ORDER#1", "COMMIT#+0000001"),
        ("order#1", "STATE"),
        ("STOCK_SHARD#0#A", "LEVEL#CQ1"),
        ("STOCK_SHARD#00#A", "LEVEL#CQ1"),
        ("STOCK_SHARD#1#A", "LEVEL#CQ1"),
    ] {
        assert_eq!(Key::parse(pk, sk), None, "{pk} {sk}");
    }
}
