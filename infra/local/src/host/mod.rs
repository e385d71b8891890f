//! The host: everything the template describes, alive on one machine.

mod assembly;
mod carrier;
pub mod queues;
pub mod status;
mod tables;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::bus::Bus;
use crate::data_directory::DataDirectory;
use crate::engine::Engine;
use crate::error::HostError;
use crate::runtime_api::Pool;

pub(crate) use tables::tables_alone;

/// How long work in hand may take to finish when the host ends.
const DRAIN_TIME: Duration = Duration::from_secs(4);

/// Where a host keeps its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A directory that stays.
    Directory(PathBuf),
    /// A temporary directory, removed at the end.
    Temporary,
}

/// Who runs the functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Workers {
    /// Processes of this program, called as `PROGRAM function NAME`.
    Processes(PathBuf),
    /// Nobody the host starts: tests speak the Runtime API themselves.
    External,
}

/// How a host is to be.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the data is.
    pub place: Place,
    /// HTTP port of 127.0.0.1; 0 is any free one.
    pub port: u16,
    /// Most processes per function.
    pub instances: usize,
    /// Who runs the functions.
    pub workers: Workers,
    /// Whether functions also print to the console.
    pub verbose: bool,
    /// Whether the capacity units that the tables charge are counted; costs a little on every call.
    pub meter: bool,
    /// Seconds until a failed queue message is tried again; `None` is the queue's visibility timeout.
    pub retry_after_s: Option<u32>,
}

/// A running host.
pub struct Host {
    address: SocketAddr,
    directory: DataDirectory,
    engine: Engine,
    bus: Bus,
    pools: Vec<Arc<Pool>>,
    runtime_api: SocketAddr,
    /// Pollers, schedules and the front door take nothing new once this is true.
    ending: watch::Sender<bool>,
    /// Processes end once this is true.
    ended: watch::Sender<bool>,
    sources: JoinSet<()>,
    processes: JoinSet<()>,
    /// Where carriers are asked for waybills, in words.
    carriers: String,
}

impl Host {
    /// Brings the template to life.
    ///
    /// # Errors
    /// The template asks for something unknown, the port or the data directory is in use, or the
    /// data was made from another template.
    pub fn start(template: &str, settings: &Settings) -> Result<Self, HostError> {
        assembly::start(template, settings)
    }

    /// Address of the front door.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where carriers are asked for waybills, in words.
    pub fn carriers(&self) -> &str {
        &self.carriers
    }

    /// The data directory.
    pub fn directory(&self) -> &DataDirectory {
        &self.directory
    }

    /// Address of the DynamoDB engine.
    pub fn dynamodb_endpoint(&self) -> String {
        self.engine.endpoint()
    }

    /// Base address of queues, topics and the Runtime API.
    pub fn internal_endpoint(&self) -> String {
        format!("http://{}", self.runtime_api)
    }

    /// The queues and topics, for in-process use.
    pub fn bus(&self) -> Bus {
        self.bus.clone()
    }

    /// The tables, for in-process use.
    pub fn database(&self) -> dynoxide::Database {
        self.engine.database()
    }

    /// The pool of a function.
    pub fn pool(&self, function: &str) -> Option<Arc<Pool>> {
        self.pools
            .iter()
            .find(|pool| pool.name == function)
            .cloned()
    }

    /// Ends the host: nothing new is taken, work in hand is finished, then the processes end.
    pub async fn stop(mut self) {
        let _ = self.ending.send(true);
        let deadline = Instant::now() + DRAIN_TIME;
        // Pollers finish the batch they have, the front door the requests it has.
        let drained = tokio::time::timeout_at(deadline, async {
            while self.sources.join_next().await.is_some() {}
        });
        if drained.await.is_err() {
            let busy: Vec<&str> = self
                .pools
                .iter()
                .filter(|pool| pool.busy())
                .map(|pool| pool.name.as_str())
                .collect();
            tracing::warn!(
                ?busy,
                "some work did not finish in time; it is done again at the next start"
            );
            self.sources.shutdown().await;
        }
        let _ = self.ended.send(true);
        while self.processes.join_next().await.is_some() {}
        for pool in &self.pools {
            pool.close();
        }
        self.engine.stop();
    }
}
