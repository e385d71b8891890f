use domain::contact::Contact;
use domain::identifiers::ExternalNo;
use domain::order::Channel;
use store::{Digest, Plan, Registration, RegistrationKey, Store, StoreError, Unmet, Written};
use uuid::Uuid;

use crate::sample::{Task, begun, instant, meta};
use crate::support::store;

fn external(number: &str) -> RegistrationKey {
    let number = ExternalNo::parse(number).unwrap();
    RegistrationKey::External {
        channel: Channel::Marketplace,
        number,
    }
}

fn registration(id: Uuid, key: RegistrationKey) -> Registration {
    Registration {
        key,
        digest: Digest::of(b"request"),
        target: id.to_string(),
        expires_at: None,
    }
}

async fn receive(store: &Store, id: Uuid, registrations: &[Registration]) -> Written<Uuid> {
    let contact = Contact {
        name: "张三".to_owned(),
        ..Contact::default()
    };
    let plan = async || {
        let plan = Plan::new(id)
            .create::<Task>(&[begun(id, 0)])?
            .contact(id, contact.clone());
        Ok::<_, StoreError>(registrations.iter().cloned().fold(plan, Plan::register))
    };
    store.transact(&meta(), plan).await.unwrap()
}

#[tokio::test]
async fn a_key_is_claimed_once_and_the_second_learns_who_holds_it() {
    let store = store().await;
    let (first, second) = (Uuid::now_v7(), Uuid::now_v7());
    let held = registration(first, external("淘宝#1"));
    assert!(matches!(
        receive(&store, first, std::slice::from_ref(&held)).await,
        Written::Done { .. }
    ));
    let again = registration(second, external("淘宝#1"));
    let other = registration(second, external("2"));
    let refused = receive(&store, second, &[other, again]).await;
    assert_eq!(
        refused,
        Written::Unmet(vec![Unmet::Registered(held.clone())])
    );
    assert_eq!(store.load::<Task>(&second.to_string()).await.unwrap(), None);
    assert_eq!(store.contact(second).await.unwrap(), None);
    assert_eq!(
        store
            .registration(&external("2"), instant(0))
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        store
            .registration(&external("淘宝#1"), instant(0))
            .await
            .unwrap(),
        Some(held)
    );
    assert_eq!(store.contact(first).await.unwrap().unwrap().name, "张三");
}

#[tokio::test]
async fn an_expired_key_may_be_used_anew() {
    let store = store().await;
    let key = RegistrationKey::Idempotency {
        caller: "user#1".to_owned(),
        key: "k".to_owned(),
    };
    let until = |second, id| Registration {
        expires_at: Some(instant(second)),
        ..registration(id, key.clone())
    };
    let (first, second) = (Uuid::now_v7(), Uuid::now_v7());
    // Transactions are decided at instant(0).
    assert!(matches!(
        receive(&store, first, &[until(0, first)]).await,
        Written::Done { .. }
    ));
    assert_eq!(store.registration(&key, instant(0)).await.unwrap(), None);
    assert!(matches!(
        receive(&store, second, &[until(9, second)]).await,
        Written::Done { .. }
    ));
    let third = Uuid::now_v7();
    assert!(matches!(
        receive(&store, third, &[until(9, third)]).await,
        Written::Unmet(_)
    ));
    let held = store.registration(&key, instant(8)).await.unwrap();
    assert_eq!(held, Some(until(9, second)));
}
