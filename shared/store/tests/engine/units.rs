//! What the service charges, so that a change that costs more is seen.

use domain::calendar::WorkingCalendar;
use domain::contact::Contact;
use domain::identifiers::{ExternalNo, Mobile};
use domain::money::Money;
use domain::order::{
    Channel, CustomerKind, Facts, Line, Order, OrderDraft, OrderEvent, OrderId, receive,
};
use domain::payment_terms::PaymentMethod;
use domain::policy::Policy;
use domain::stock::Adjustment;
use store::{
    CommitMeta, Consumed, Digest, Plan, Registration, RegistrationKey, Store, StoreError, Written,
};
use uuid::Uuid;

use crate::sample::{begin_done, customer, instant, pieces, sku};
use crate::support::store;

/// A consumer's order of one line, as a marketplace sends it.
fn order(id: OrderId) -> (OrderEvent, Contact) {
    let contact = Contact {
        name: "张三".to_owned(),
        mobile: Some(Mobile::parse("13812345678").unwrap().to_string()),
        domicile: None,
        ship_to_name: Some("李四".to_owned()),
        ship_to_mobile: Some("13912345678".to_owned()),
        address: "浙江省杭州市西湖区文三路123号4幢5单元601室".to_owned(),
        ..Contact::default()
    };
    let line = Line {
        name: Some("重庆火锅底料 500 克".to_owned()),
        ..Line::plain(sku("HOTPOT-500G"), 2, Money::from_fen(3_990))
    };
    let draft = OrderDraft {
        channel: Channel::Marketplace,
        external_no: Some(number()),
        customer: customer("C-20260001"),
        customer_kind: CustomerKind::Consumer,
        contact: contact.clone(),
        lines: vec![line],
        method: PaymentMethod::Online,
        schedule: None,
        requested_delivery: None,
        stated_total: None,
        entered_by: "channel:marketplace".to_owned(),
        entered_as: Vec::new(),
        ordered_at: None,
        terms: None,
        split_shipments: false,
        services_only: false,
    };
    let (policy, calendar) = (Policy::default(), WorkingCalendar::default());
    let facts = Facts {
        now: instant(0),
        policy: &policy,
        calendar: &calendar,
    };
    let order = Box::new(receive(&draft, id, &facts).unwrap());
    (OrderEvent::Received { order }, contact)
}

fn number() -> ExternalNo {
    ExternalNo::parse("1268374650912345678").unwrap()
}

/// Texts as long as they are in service.
fn realistic() -> CommitMeta {
    let at = instant(0) + jiff::SignedDuration::from_nanos(123_456_789);
    let correlation_id = "0190aaaa-0000-7000-8000-000000000001".to_owned();
    CommitMeta {
        at,
        actor: "channel:marketplace".to_owned(),
        correlation_id,
        hops: 3,
    }
}

async fn place(store: &Store, id: OrderId) {
    let (received, contact) = order(id);
    let key = RegistrationKey::External {
        channel: Channel::Marketplace,
        number: number(),
    };
    let digest = Digest::of(b"request");
    let claim = Registration {
        key,
        digest,
        target: id.to_string(),
        expires_at: None,
    };
    let plan = async || {
        let plan = Plan::new(()).create::<Order>(std::slice::from_ref(&received))?;
        Ok(plan.register(claim.clone()).contact(id, contact.clone()))
    };
    let written = store
        .transact::<_, StoreError, _>(&realistic(), plan)
        .await
        .unwrap();
    assert!(matches!(written, Written::Done { .. }));
}

/// A change of the order that puts it in the work list at this second.
async fn await_payment(store: &Store, id: OrderId, second: i64, adjustments: &[Adjustment]) {
    let plan = async || {
        let order = store.load::<Order>(&id.to_string()).await?.unwrap();
        let event = OrderEvent::PaymentAwaited {
            due: instant(second),
        };
        Plan::new(())
            .change(&order, &[event])?
            .adjust(adjustments.to_vec())
    };
    let written = store
        .transact::<_, StoreError, _>(&realistic(), plan)
        .await
        .unwrap();
    assert!(matches!(written, Written::Done { .. }));
}

/// Units charged for `work`.
async fn units(store: &Store, work: impl Future<Output = ()>) -> Consumed {
    let before = store.consumed();
    work.await;
    let after = store.consumed();
    Consumed {
        read: after.read - before.read,
        write: after.write - before.write,
    }
}

/// Inside a transaction 1 KB costs two units; an index entry costs one to write and one to
/// remove. State, commit, contact and registration each stay below 1 KB.
#[tokio::test]
async fn the_steps_of_an_order_stay_within_their_units() {
    let store = store().await;
    begin_done(
        &store,
        &[Adjustment::StockReceive(pieces("HOTPOT-500G", 100))],
    )
    .await;
    let id = Uuid::now_v7();
    let reserve = [Adjustment::StockReserve(pieces("HOTPOT-500G", 2))];

    // Four items, and an entry in each index.
    let created = units(&store, place(&store, id)).await;
    assert_eq!(
        created,
        Consumed {
            read: 0.0,
            write: 10.0
        }
    );
    // State and commit; the entry in the work list moves.
    let changed = units(&store, await_payment(&store, id, 60, &[])).await;
    assert_eq!(
        changed,
        Consumed {
            read: 1.0,
            write: 6.0
        }
    );
    // State, commit and stock level; the entry stays where it is.
    let reserved = units(&store, await_payment(&store, id, 60, &reserve)).await;
    assert_eq!(
        reserved,
        Consumed {
            read: 1.0,
            write: 6.0
        }
    );
    let moved = units(&store, await_payment(&store, id, 90, &reserve)).await;
    assert_eq!(
        moved,
        Consumed {
            read: 1.0,
            write: 8.0
        }
    );
}
