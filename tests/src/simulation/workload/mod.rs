//! The life of a company in one run: people, machines, and whole lives of orders.

mod buyer;
mod claims;
mod credit;
mod disposals;
mod holds;
mod imports;
mod late_review;
mod lots;
mod money;
mod office;
mod order_form;
mod order_life;
mod parcel;
mod producer;
mod reorder;
mod review;
mod services;
mod shop;
mod stocktakes;
mod supplier_returns;
mod waybills;

use std::rc::Rc;

use fastrand::Rng;
use tokio::task::{JoinSet, spawn_local};

pub(super) use late_review::nobody_reviews;
use order_life::Mood;
pub(super) use shop::Shop;

use super::event_sources::run_job;
use super::world::World;

/// The seconds within which all orders of a run come in.
const RUSH: u64 = 3600;

/// Makes customers whom the company trusts: they buy much, pay, and are assessed.
pub(super) async fn make_history(world: &Rc<World>, shop: &Rc<Shop>) {
    for customer in &shop.trusted {
        let form = order_form::history(customer);
        let order = order_life::place(world, shop, &form).await.unwrap();
        order_life::carry_on(world, shop, &order, Mood::Diligent).await;
    }
    assert!(run_job(world, "credit", world.now()).await);
}

/// Lives through `orders` orders; ends when every one has gone as far as
/// its people cared to take it.
pub(super) async fn live(world: &Rc<World>, shop: &Rc<Shop>, seed: u64, orders: u32) {
    let keepers = [
        spawn_local(office::keep_stock(Rc::clone(world), Rc::clone(shop))),
        spawn_local(office::look_over_stock(Rc::clone(world), Rc::clone(shop))),
        spawn_local(office::reallocate(Rc::clone(world), Rc::clone(shop))),
        spawn_local(office::spread_stock(Rc::clone(world), Rc::clone(shop))),
        spawn_local(buyer::buy(Rc::clone(world), Rc::clone(shop))),
        spawn_local(producer::produce(Rc::clone(world), Rc::clone(shop))),
        spawn_local(reorder::keep_reorder_points(
            Rc::clone(world),
            Rc::clone(shop),
        )),
        spawn_local(disposals::dispose(Rc::clone(world), Rc::clone(shop))),
        spawn_local(stocktakes::take_stock(Rc::clone(world), Rc::clone(shop))),
        spawn_local(supplier_returns::send_back(
            Rc::clone(world),
            Rc::clone(shop),
        )),
        spawn_local(office::change_rules(Rc::clone(world), Rc::clone(shop))),
        spawn_local(office::publish_calendars(Rc::clone(world), Rc::clone(shop))),
        spawn_local(office::look_at_contacts(Rc::clone(world), Rc::clone(shop))),
    ];
    let mut lives = JoinSet::new();
    lives.spawn_local(imports::send(Rc::clone(world), Rc::clone(shop), RUSH));
    for number in 0..orders {
        // Of its own, so that leaving out one order does not change the others.
        let rng = Rng::with_seed(seed.wrapping_mul(1_000_003).wrapping_add(u64::from(number)));
        let (world, shop) = (Rc::clone(world), Rc::clone(shop));
        lives.spawn_local(order_life::begin(world, shop, number, rng, RUSH));
    }
    while lives.join_next().await.is_some() {}
    for keeper in keepers {
        keeper.abort();
    }
    office::leave_for_days(world).await;
}

/// Everybody does the work that is on their lists, until there is none.
pub(super) async fn finish(world: &Rc<World>, shop: &Rc<Shop>) {
    imports::check(world, shop).await;
    for order in shop.orders() {
        order_life::carry_on(world, shop, &order, Mood::Diligent).await;
    }
    money::settle_lists(world, shop).await;
}
