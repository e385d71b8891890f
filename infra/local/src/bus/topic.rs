//! Topics and their subscriptions.

use rusqlite::OptionalExtension as _;
use serde_json::Value;
use uuid::Uuid;

use super::filter_policy::{FilterPolicy, FilterScope};
use super::ledger::Unit;
use super::{Bus, BusError, address, limits, queue};

/// A queue that gets the messages of a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription {
    /// The topic's name.
    pub topic: String,
    /// The queue's name.
    pub queue: String,
    /// The message as it was published, its attributes as attributes of the queue message; otherwise it comes wrapped
    /// in a JSON envelope.
    pub raw_delivery: bool,
    /// Which messages; `None`: all.
    pub filter_policy: Option<Value>,
    /// What the policy looks at.
    pub filter_scope: FilterScope,
}

/// A subscription with the end of its ARN.
#[derive(Debug, Clone)]
pub(super) struct SubscriptionRecord {
    pub(super) arn_suffix: String,
    pub(super) subscription: Subscription,
}

impl Bus {
    /// Makes the topic if it is not there.
    ///
    /// Waits for the commit: meant for the start of the host, not for request paths.
    ///
    /// # Errors
    /// A name out of form, the database.
    pub fn ensure_topic(&self, name: &str) -> Result<(), BusError> {
        let name = name.to_owned();
        self.inner
            .ledger
            .run_blocking(move |unit| ensure_topic(unit, &name))
    }

    /// Makes the subscription, or gives the one there is between this topic and this queue these attributes. Comes
    /// back with its ARN.
    ///
    /// Waits for the commit: meant for the start of the host, not for request paths.
    ///
    /// # Errors
    /// An unknown topic or queue, a filter policy that is wrong or uses an operator not supported here, the database.
    pub fn ensure_subscription(&self, subscription: Subscription) -> Result<String, BusError> {
        let topic_arn = self.topic_arn(&subscription.topic);
        let suffix = self
            .inner
            .ledger
            .run_blocking(move |unit| ensure_subscription(unit, &subscription))?;
        Ok(format!("{topic_arn}:{suffix}"))
    }

    /// The ARN of a topic, whether or not it exists.
    pub fn topic_arn(&self, topic: &str) -> String {
        address::topic_arn(&self.inner.region, topic)
    }
}

/// Makes the topic if it is not there.
pub(super) fn ensure_topic(unit: &Unit<'_>, name: &str) -> Result<(), BusError> {
    if !limits::is_plain_name(name, 256) {
        return Err(BusError::invalid(
            "Name",
            name,
            "A topic name has 1 to 256 letters, digits, hyphens and underscores.",
        ));
    }
    unit.database
        .prepare_cached(
            "INSERT INTO topic (name, created_ms) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute((name, unit.now_ms))?;
    Ok(())
}

/// The id of the topic `name`.
pub(super) fn find_topic(unit: &Unit<'_>, name: &str) -> Result<i64, BusError> {
    unit.database
        .prepare_cached("SELECT topic_id FROM topic WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?
        .ok_or_else(|| BusError::no_topic(name))
}

/// Makes or changes the subscription; the end of its ARN.
pub(super) fn ensure_subscription(
    unit: &Unit<'_>,
    subscription: &Subscription,
) -> Result<String, BusError> {
    if let Some(policy) = &subscription.filter_policy {
        FilterPolicy::parse(policy, subscription.filter_scope)?;
    }
    let topic_id = find_topic(unit, &subscription.topic)?;
    let queue = queue::find(unit, &subscription.queue)?;
    let suffix = unit
        .database
        .prepare_cached(
            "INSERT INTO subscription
                 (topic_id, queue_id, arn_suffix, raw_delivery, filter_policy, filter_scope)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (topic_id, queue_id) DO UPDATE SET
                 raw_delivery = excluded.raw_delivery, filter_policy = excluded.filter_policy,
                 filter_scope = excluded.filter_scope
             RETURNING arn_suffix",
        )?
        .query_row(
            (
                topic_id,
                queue.queue_id,
                Uuid::now_v7().to_string(),
                subscription.raw_delivery,
                subscription.filter_policy.as_ref().map(Value::to_string),
                subscription.filter_scope.name(),
            ),
            |row| row.get(0),
        )?;
    Ok(suffix)
}

/// The subscriptions of a topic, in the order they were made.
pub(super) fn subscriptions(
    unit: &Unit<'_>,
    topic: &str,
) -> Result<Vec<SubscriptionRecord>, BusError> {
    let topic_id = find_topic(unit, topic)?;
    let mut statement = unit.database.prepare_cached(
        "SELECT arn_suffix, queue.name, raw_delivery, filter_policy, filter_scope
         FROM subscription JOIN queue USING (queue_id)
         WHERE topic_id = ?1 ORDER BY subscription_id",
    )?;
    let mut rows = statement.query([topic_id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let policy: Option<String> = row.get(3)?;
        let scope: String = row.get(4)?;
        found.push(SubscriptionRecord {
            arn_suffix: row.get(0)?,
            subscription: Subscription {
                topic: topic.to_owned(),
                queue: row.get(1)?,
                raw_delivery: row.get(2)?,
                filter_policy: policy
                    .map(|policy| serde_json::from_str(&policy))
                    .transpose()?,
                filter_scope: FilterScope::named(&scope)?,
            },
        });
    }
    Ok(found)
}
