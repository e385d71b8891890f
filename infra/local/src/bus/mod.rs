//! Durable queues and topics with the semantics of the real services.
//!
//! [`Bus`] keeps queues (SQS) and topics (SNS) in one SQLite database and answers both as Rust calls and, by
//! [`Bus::router`], over the wire protocols the SDK clients speak. An answered call survives a killed
//! process, a sent message also a power cut (see `database.rs`).
//!
//! A message is received exactly `maxReceiveCount` times, then goes to the dead-letter queue with its id; an invisible
//! one comes back when its time is over; a receive wakes up when something arrives and sleeps otherwise.
//!
//! **Architecture invariant.** While a host runs, only the thread of `ledger.rs` touches the database. Every other module is
//! functions over a `Unit`, one open transaction with its time.
//!
//! Left out: FIFO queues, tags, permissions, server-side encryption settings, the limit of 120,000 messages in flight,
//! the wait of 60 seconds between two purges, operators between the keys of filter policies.

mod address;
mod arrivals;
mod bus_error;
mod clock;
mod database;
mod due_messages;
mod envelope;
mod filter_condition;
mod filter_policy;
mod ledger;
mod limits;
mod message;
mod message_attributes;
mod publish;
mod published;
mod queue;
mod queue_view;
mod receipt;
mod receive;
mod send;
mod sns_wire;
mod sqs_wire;
mod survey;
mod topic;
mod traffic;
mod wire;

use std::sync::{Arc, PoisonError, RwLock};

pub use bus_error::{BusError, ErrorCode};
pub use clock::{Clock, ManualClock};
pub use database::Location;
pub use filter_policy::FilterScope;
pub use message::{NewMessage, ReceivedMessage, SentMessage};
pub use message_attributes::{AttributeValue, MessageAttribute, MessageAttributes};
pub use publish::Publication;
pub use published::PublishedMessage;
pub use queue::{QueueSpec, Redrive};
pub use queue_view::{PeekedMessage, QueueCounts};
pub use receive::ReceiveRequest;
pub use survey::{DeadLetter, Publications, QueueSurvey, publications, survey};
pub use topic::Subscription;
pub use traffic::Traffic;

use arrivals::Arrivals;
use ledger::Ledger;

/// The queues and topics of one host. Clones are cheap and share everything.
#[derive(Clone)]
pub struct Bus {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    clock: Clock,
    arrivals: Arc<Arrivals>,
    region: String,
    base_url: RwLock<String>,
    traffic: traffic::TrafficCounter,
}

impl Bus {
    /// Opens the queues at `location`; their ARNs name `region`.
    ///
    /// # Errors
    /// The database cannot be opened or was written by another version.
    pub fn open(location: &Location, region: &str) -> Result<Self, BusError> {
        Self::open_with_clock(location, region, Clock::Wall)
    }

    /// [`Bus::open`] with a time of one's own, for tests and simulations.
    ///
    /// # Errors
    /// The database cannot be opened or was written by another version.
    pub fn open_with_clock(
        location: &Location,
        region: &str,
        clock: Clock,
    ) -> Result<Self, BusError> {
        let arrivals = Arc::new(Arrivals::default());
        let ledger = Ledger::open(location, clock.clone(), Arc::clone(&arrivals))?;
        let base_url = RwLock::new("http://127.0.0.1".to_owned());
        let region = region.to_owned();
        Ok(Self {
            inner: Arc::new(Inner {
                ledger,
                clock,
                arrivals,
                region,
                base_url,
                traffic: traffic::TrafficCounter::default(),
            }),
        })
    }

    /// Says where the host listens (`http://127.0.0.1:PORT`): queue URLs begin with it from now on.
    pub fn set_base_url(&self, base_url: &str) {
        let mut current = self
            .inner
            .base_url
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        base_url.clone_into(&mut current);
    }

    /// Answers `POST /` in the JSON protocol of queues (`X-Amz-Target: AmazonSQS.*`) and the query protocol of topics.
    pub fn router(&self) -> axum::Router {
        wire::router(self.clone())
    }

    /// Answers one request of either protocol; [`Bus::router`] is this behind a port.
    pub async fn answer(
        &self,
        headers: axum::http::HeaderMap,
        body: axum::body::Bytes,
    ) -> axum::response::Response {
        wire::answer(self, &headers, &body).await
    }

    fn base_url(&self) -> String {
        self.inner
            .base_url
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
