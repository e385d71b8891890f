use domain::aggregate::{Aggregate, AggregateKind, fold};
use domain::contact::Contact;
use domain::stock::Adjustment;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use crate::digest::Digest;
use crate::error::StoreError;
use crate::import_rows::ImportPart;
use crate::item::{BODY, CUSTOMER_PK, CUSTOMER_SK, Item, WORK_PK, WORK_SK, text};
use crate::key::{CustomerKey, WorkKey};
use crate::load::Loaded;
use crate::registration::Registration;

/// What one transaction is to write, and what to hand back once it is written.
///
/// Built by pure calls; nothing happens before [`Store::transact`](crate::Store::transact).
#[derive(Debug)]
pub struct Plan<T> {
    pub(crate) output: T,
    pub(crate) parts: Parts,
}

/// What a plan writes.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) transitions: Vec<Transition>,
    /// Whether the aggregate added last has a commit that can carry adjustments.
    carries: bool,
    pub(crate) registrations: Vec<Registration>,
    pub(crate) contacts: Vec<(Uuid, Contact)>,
    pub(crate) import_parts: Vec<ImportPart>,
}

/// One aggregate's step from one version to the next.
#[derive(Debug)]
pub(crate) struct Transition {
    pub(crate) kind: AggregateKind,
    pub(crate) id: String,
    /// The version it leads to.
    pub(crate) version: u64,
    /// The digest of the commit before.
    pub(crate) previous: Digest,
    /// Body and index attributes of the new state.
    pub(crate) state: Item,
    /// The events as a JSON array.
    pub(crate) events: Box<RawValue>,
    pub(crate) adjustments: Vec<Adjustment>,
}

impl<T> Plan<T> {
    /// A plan that writes nothing yet and hands back `output`.
    #[must_use]
    pub fn new(output: T) -> Self {
        Self {
            output,
            parts: Parts::default(),
        }
    }

    /// Begins an aggregate with these events; its id is that of the state they lead to.
    ///
    /// # Errors
    /// [`StoreError::Unwritable`] without events, or when they cannot begin an aggregate.
    pub fn create<A: Aggregate>(mut self, events: &[A::Event]) -> Result<Self, StoreError> {
        let state = fold::<A>(None, events)
            .map_err(|misfit| StoreError::unwritable(misfit.to_string()))?
            .ok_or_else(|| {
                StoreError::unwritable("an aggregate begins with an event, found none")
            })?;
        self.push(&state, 1, Digest::ZERO, events)?;
        Ok(self)
    }

    /// Carries an aggregate on by these events, provided nobody changes it meanwhile; no events
    /// write nothing.
    ///
    /// # Errors
    /// [`StoreError::Unwritable`] when the events cannot follow the state or change its id.
    pub fn change<A: Aggregate>(
        mut self,
        loaded: &Loaded<A>,
        events: &[A::Event],
    ) -> Result<Self, StoreError> {
        self.parts.carries = false;
        if events.is_empty() {
            return Ok(self);
        }
        let state = fold(Some(loaded.state.clone()), events)
            .map_err(|misfit| StoreError::unwritable(misfit.to_string()))?
            .ok_or_else(|| StoreError::unwritable("the events led to no state"))?;
        let (id, found) = (loaded.state.id(), state.id());
        if id != found {
            let why = format!("an event made {} {id} into {found}", A::KIND.name());
            return Err(StoreError::unwritable(why));
        }
        let head = loaded.head();
        self.push(&state, head.sequence.saturating_add(1), head.hash, events)?;
        Ok(self)
    }

    /// Moves counters in the same transaction. The commit of the aggregate added last holds
    /// them beside its events, which explain them.
    ///
    /// # Errors
    /// [`StoreError::Unwritable`] when no event of that aggregate explains them.
    pub fn adjust(
        mut self,
        adjustments: impl IntoIterator<Item = Adjustment>,
    ) -> Result<Self, StoreError> {
        let mut adjustments = adjustments.into_iter().peekable();
        if adjustments.peek().is_none() {
            return Ok(self);
        }
        let carrier = self
            .parts
            .transitions
            .last_mut()
            .filter(|_| self.parts.carries);
        let carrier = carrier.ok_or_else(|| {
            StoreError::unwritable("counters move with the events that explain them, found none")
        })?;
        carrier.adjustments.extend(adjustments);
        Ok(self)
    }

    /// Claims a key; a key that is taken refuses the whole plan.
    #[must_use]
    pub fn register(mut self, registration: Registration) -> Self {
        self.parts.registrations.push(registration);
        self
    }

    /// Writes the personal data of an order, in place of what was there.
    #[must_use]
    pub fn contact(mut self, order: Uuid, contact: Contact) -> Self {
        self.parts.contacts.push((order, contact));
        self
    }

    /// Writes a part of an import, in place of what was there; it expires by itself.
    #[must_use]
    pub fn import_part(mut self, part: ImportPart) -> Self {
        self.parts.import_parts.push(part);
        self
    }

    fn push<A: Aggregate>(
        &mut self,
        state: &A,
        version: u64,
        previous: Digest,
        events: &[A::Event],
    ) -> Result<(), StoreError> {
        // The serialisers' messages are left out: they might quote the state.
        let fails = |what: &str| {
            let why = format!(
                "{what} of {} {} does not serialise",
                A::KIND.name(),
                state.id()
            );
            StoreError::unwritable(why)
        };
        let mut item = index_attributes(state);
        item.insert(
            BODY.to_owned(),
            to_attribute_value(state).map_err(|_| fails("the state"))?,
        );
        self.parts.carries = true;
        self.parts.transitions.push(Transition {
            kind: A::KIND,
            id: state.id(),
            version,
            previous,
            state: item,
            events: to_raw_value(events).map_err(|_| fails("an event"))?,
            adjustments: Vec::new(),
        });
        Ok(())
    }
}

/// The attributes that place `state` in the indexes; none for an index it is not in.
fn index_attributes<A: Aggregate>(state: &A) -> Item {
    let index = state.index();
    let mut item = Item::new();
    if let Some(place) = index.customer {
        let partition = CustomerKey::partition(&place.customer, A::KIND);
        let key = CustomerKey {
            at: place.at,
            id: state.id(),
        };
        item.insert(CUSTOMER_PK.to_owned(), text(partition));
        item.insert(CUSTOMER_SK.to_owned(), text(key.sk()));
    }
    if let Some(place) = index.work {
        let key = WorkKey {
            due: place.due,
            kind: A::KIND,
            id: state.id(),
        };
        item.insert(WORK_PK.to_owned(), text(WorkKey::partition(&place.list)));
        item.insert(WORK_SK.to_owned(), text(key.sk()));
    }
    item
}
