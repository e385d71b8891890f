//! What the system said it had done. It must be there in the end, once.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::engine::text;
use super::findings::Finding;

/// An event that a journal must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Promise {
    /// The partition of the journal.
    partition: String,
    /// The event's name.
    event: &'static str,
    /// A field of the event, by its JSON pointer, and its value, to tell it from others of the name.
    field: Option<(&'static str, Value)>,
    /// Whether it may be there more than once: a request that was repeated is another one.
    repeatable: bool,
}

/// Everything that was acknowledged in a run.
#[derive(Default)]
pub(super) struct Acknowledged {
    promises: RefCell<Vec<Promise>>,
    /// External numbers and idempotency keys with the order they led to.
    numbers: RefCell<BTreeMap<String, String>>,
}

impl Acknowledged {
    /// The journal of the aggregate `kind` `id` holds this event once.
    pub(super) fn event(
        &self,
        kind: &str,
        id: &str,
        event: &'static str,
        field: Option<(&'static str, Value)>,
    ) {
        self.promise(kind, id, event, field, false);
    }

    /// The same for an event that each repetition of a request adds once more.
    pub(super) fn at_least_once(
        &self,
        kind: &str,
        id: &str,
        event: &'static str,
        field: (&'static str, Value),
    ) {
        self.promise(kind, id, event, Some(field), true);
    }

    fn promise(
        &self,
        kind: &str,
        id: &str,
        event: &'static str,
        field: Option<(&'static str, Value)>,
        repeatable: bool,
    ) {
        let promise = Promise {
            partition: format!("{kind}#{id}"),
            event,
            field,
            repeatable,
        };
        let mut promises = self.promises.borrow_mut();
        if !promises.contains(&promise) {
            promises.push(promise);
        }
    }

    /// Whether an event of this name is among what was acknowledged.
    pub(super) fn has(&self, kind: &str, id: &str, event: &str) -> bool {
        let partition = format!("{kind}#{id}");
        let promises = self.promises.borrow();
        let mut promises = promises.iter();
        promises.any(|promise| promise.partition == partition && promise.event == event)
    }

    /// A number led to an order; the same number always leads to the same one.
    pub(super) fn number(&self, number: &str, order: &str) -> Option<Finding> {
        let mut numbers = self.numbers.borrow_mut();
        let first = numbers
            .entry(number.to_owned())
            .or_insert_with(|| order.to_owned());
        (first != order).then(|| {
            Finding::new(
                "one_number_two_orders",
                order,
                format!("the number {number} led to {first} and then to {order}"),
            )
        })
    }

    /// How many promises there are.
    pub(super) fn len(&self) -> usize {
        self.promises.borrow().len()
    }

    /// The promises that a table does not keep.
    pub(super) fn broken(&self, items: &[Value]) -> Vec<Finding> {
        let mut journals: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for item in items
            .iter()
            .filter(|it| text(it, "sk").starts_with("COMMIT#"))
        {
            let body: Value = serde_json::from_str(text(item, "body")).unwrap_or_default();
            let events = body["events"].as_array().cloned().unwrap_or_default();
            journals.entry(text(item, "pk")).or_default().extend(events);
        }
        let none = Vec::new();
        let promises = self.promises.borrow();
        let broken = promises.iter().filter_map(|promise| {
            let journal = journals.get(promise.partition.as_str()).unwrap_or(&none);
            let is_it = |event: &&Value| {
                let field = promise.field.as_ref();
                event["event"] == promise.event
                    && field.is_none_or(|(at, value)| event.pointer(at) == Some(value))
            };
            let found = journal.iter().filter(is_it).count();
            let (_, id) = promise.partition.split_once('#').unwrap();
            let what = format!(
                "{} was acknowledged to have {} {:?}; its journal holds that {found} times",
                promise.partition, promise.event, promise.field
            );
            let kept = found == 1 || promise.repeatable && found > 1;
            (!kept).then(|| Finding::new("acknowledged_not_once", id, what))
        });
        broken.collect()
    }
}
