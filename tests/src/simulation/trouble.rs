//! What troubles a run besides the faults of single calls.

use std::rc::Rc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::event_sources;
use super::faults::{Fault, Weather};
use super::world::World;

/// Lets the weather begin; it lasts until the tasks are ended.
pub(super) fn begin(world: &Rc<World>, weather: Weather) -> JoinSet<()> {
    let stands_still = weather.kinds.contains(&Fault::Standstill);
    world.log.note(format!("the weather: {weather:?}"));
    *world.network.weather.lock().unwrap() = weather;
    let mut troubles = JoinSet::new();
    troubles.spawn_local(event_sources::keep_schedules(Rc::clone(world)));
    troubles.spawn_local(plant_poison(Rc::clone(world)));
    if stands_still {
        troubles.spawn_local(stand_still(Rc::clone(world)));
    }
    troubles
}

/// Everything stops in the middle of whatever it does, and goes on minutes or hours later.
async fn stand_still(world: Rc<World>) {
    loop {
        world.pause(1_200..9_000).await;
        let time = Duration::from_secs(world.draw(|rng| match rng.u32(0..3) {
            0 => rng.u64(3_600..20_000),
            _ => rng.u64(5..900),
        }));
        world
            .log
            .note(format!("everything stands still for {time:?}"));
        tokio::time::advance(time).await;
    }
}

/// Puts a message that nobody can read into a queue.
async fn plant_poison(world: Rc<World>) {
    world.pause(60..9_000).await;
    let queues = world.queues();
    let (queue, _) = world.draw(|rng| queues[rng.usize(0..queues.len())].clone());
    let body = "{\"version\":1,\"aggregate\":\"poison\"}".to_owned();
    world.log.note(format!("poison is put into {queue}"));
    world.network.post.send(&queue, &body);
    world.planted.borrow_mut().push(body);
}
