//! Puts the parts of a host together, in the order in which they need each other.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::carrier::{self, CarrierAccess};
use super::status::{StreamWatch, Watch};
use super::{Host, Place, Settings, Workers, queues};
use crate::bus::Bus;
use crate::data_directory::{DataDirectory, Secrets, signing_key};
use crate::data_files::{self, Thoroughness};
use crate::engine::meter::Meter;
use crate::engine::{Engine, housekeeping};
use crate::error::HostError;
use crate::event_source::queue::QueueMapping;
use crate::event_source::stream::StreamMapping;
use crate::event_source::{Progress, trim};
use crate::functions;
use crate::gateway::{Authorizer, Developer, Gateway};
use crate::loopback;
use crate::process::{Endpoints, Launch, Supervisor};
use crate::records::Records;
use crate::runtime_api::{self, Pool};
use crate::scheduler::ScheduledFunction;
use crate::template::{self, Locality, Stack, TemplateError};

pub(super) fn start(text: &str, settings: &Settings) -> Result<Host, HostError> {
    let front = loopback::listen(settings.port).map_err(|source| HostError::Port {
        port: settings.port,
        source,
    })?;
    let address = front
        .local_addr()
        .map_err(HostError::io("reading the port"))?;
    let directory = match &settings.place {
        Place::Directory(path) => DataDirectory::open(path)?,
        Place::Temporary => DataDirectory::temporary()?,
    };
    data_files::check(directory.path(), Thoroughness::Quick)?;
    let inner = loopback::listen(0).map_err(HostError::io("opening a port for the functions"))?;
    let inner_address = inner
        .local_addr()
        .map_err(HostError::io("reading the port"))?;
    let carrier = carrier::access()?;
    let stack = read_stack(text, &directory, inner_address, &carrier)?;
    if matches!(settings.workers, Workers::Processes(_)) {
        check_programs(&stack)?;
    }

    let records = Arc::new(Records::open(&directory.file(data_files::HOST))?);
    let bus = queues::open(&stack, &directory, inner_address)?;
    let engine = Engine::open(&directory.file(data_files::TABLES), &stack.tables, &records)?;
    let (ending, ended) = (watch::Sender::new(false), watch::Sender::new(false));
    let activity = watch::Sender::new(0);
    let pools: HashMap<String, Arc<Pool>> = stack
        .functions
        .iter()
        .map(|function| {
            let timeout = Duration::from_secs(function.timeout_s);
            (
                function.name.clone(),
                Arc::new(Pool::new(&function.name, timeout, activity.clone())),
            )
        })
        .collect();

    let mut parts = Parts {
        settings,
        stack: &stack,
        records,
        bus,
        engine: &engine,
        pools,
        activity,
        ending: ending.subscribe(),
        sources: JoinSet::new(),
        processes: JoinSet::new(),
    };
    let (meter, tables) = match settings.meter {
        true => {
            let (meter, tables) =
                Meter::start(engine.front(), &mut parts.processes, ended.subscribe())?;
            (Some(meter), tables)
        }
        false => (None, format!("http://{}", engine.front())),
    };
    let supervisors = parts.start_processes(&directory, inner_address, tables, &ended);
    parts.serve_functions(inner, &ended);
    let carrier_note = carrier.stand_in(&directory, &mut parts.processes, &ended)?;
    parts.map_queues();
    let streams = parts.map_streams()?;
    let schedules = parts.keep_schedules()?;
    parts.keep_house();
    let watch = Watch::new(
        &stack,
        &parts.pools,
        supervisors,
        streams,
        engine.connection()?,
    )
    .metered_by(meter);
    let developer = Developer {
        bus: parts.bus.clone(),
        schedules,
        watch,
    };
    parts.open_front_door(front, developer, &signing_key(directory.path())?);
    let Parts {
        bus,
        pools,
        sources,
        processes,
        ..
    } = parts;
    Ok(Host {
        address,
        directory,
        engine,
        bus,
        pools: pools.into_values().collect(),
        runtime_api: inner_address,
        ending,
        ended,
        sources,
        processes,
        carriers: carrier_note,
    })
}

pub(super) fn read_stack(
    text: &str,
    directory: &DataDirectory,
    inner: SocketAddr,
    carrier: &CarrierAccess,
) -> Result<Stack, TemplateError> {
    let secrets = Secrets::open(directory.path())
        .map_err(|error| TemplateError::at("(secrets)", error.to_string()))?;
    template::read(
        text,
        &Locality {
            queue_service: format!("http://{inner}"),
            parameters: carrier.parameters(),
            secret: &|name, key| secrets.value(name, key).map_err(|error| error.to_string()),
        },
    )
}

fn check_programs(stack: &Stack) -> Result<(), HostError> {
    let unknown = stack
        .functions
        .iter()
        .find(|function| !functions::NAMES.contains(&function.program.as_str()));
    match unknown {
        Some(function) => Err(HostError::UnknownFunction(function.program.clone())),
        None => Ok(()),
    }
}

/// What is being put together.
struct Parts<'a> {
    settings: &'a Settings,
    stack: &'a Stack,
    records: Arc<Records>,
    bus: Bus,
    engine: &'a Engine,
    pools: HashMap<String, Arc<Pool>>,
    activity: watch::Sender<u64>,
    ending: watch::Receiver<bool>,
    sources: JoinSet<()>,
    processes: JoinSet<()>,
}

impl Parts<'_> {
    fn start_processes(
        &mut self,
        directory: &DataDirectory,
        inner: SocketAddr,
        tables: String,
        ended: &watch::Sender<bool>,
    ) -> Vec<Arc<Supervisor>> {
        let Workers::Processes(program) = &self.settings.workers else {
            return Vec::new();
        };
        let launch = Launch {
            program: program.clone(),
            endpoints: Endpoints {
                runtime_api: format!("http://{inner}"),
                dynamodb: tables,
                bus: format!("http://{inner}"),
            },
            max_instances: self.settings.instances.max(1),
            logs: directory.file("logs"),
            console: self.settings.verbose,
        };
        let mut supervisors = Vec::new();
        for function in &self.stack.functions {
            let pool = Arc::clone(&self.pools[&function.name]);
            let supervisor = Supervisor::new(function.clone(), pool, launch.clone());
            self.processes
                .spawn(Arc::clone(&supervisor).run(ended.subscribe()));
            supervisors.push(supervisor);
        }
        supervisors
    }

    /// Queues, topics and the Runtime API, on the port only functions know. It serves until the
    /// very end, because functions finishing their work still need it.
    fn serve_functions(&mut self, listener: TcpListener, ended: &watch::Sender<bool>) {
        let router = self
            .bus
            .router()
            .merge(runtime_api::router(Arc::new(self.pools.clone())));
        let mut ended = ended.subscribe();
        self.processes.spawn(async move {
            tokio::select! {
                served = async { axum::serve(listener, router).await } => {
                    if let Err(error) = served {
                        tracing::error!(%error, "the functions' port stopped serving");
                    }
                }
                _ = ended.changed() => {}
            }
        });
    }

    fn map_queues(&mut self) {
        for function in &self.stack.functions {
            for source in &function.queues {
                let mapping = QueueMapping {
                    bus: self.bus.clone(),
                    pool: Arc::clone(&self.pools[&function.name]),
                    source: source.clone(),
                    retry_after_s: self.settings.retry_after_s,
                };
                for _ in 0..source.concurrency.max(1) {
                    self.sources.spawn(mapping.clone().run(self.ending.clone()));
                }
            }
        }
    }

    fn map_streams(&mut self) -> Result<Vec<StreamWatch>, HostError> {
        let mut watches = Vec::new();
        for function in &self.stack.functions {
            for source in &function.streams {
                let progress = Arc::new(Progress::default());
                let mapping = StreamMapping {
                    source: source.clone(),
                    pool: Arc::clone(&self.pools[&function.name]),
                    bus: self.bus.clone(),
                    records: Arc::clone(&self.records),
                    progress: Arc::clone(&progress),
                    activity: self.activity.subscribe(),
                    ending: self.ending.clone(),
                };
                let reader = self.engine.reader(&source.table)?;
                self.sources.spawn(mapping.run(reader));
                watches.push(StreamWatch {
                    function: function.name.clone(),
                    table: source.table.clone(),
                    progress,
                });
            }
        }
        for table in &self.stack.tables {
            let readers: Vec<_> = watches
                .iter()
                .filter(|watch| watch.table == table.name)
                .map(|watch| Arc::clone(&watch.progress))
                .collect();
            if !readers.is_empty() {
                let reader = self.engine.reader(&table.name)?;
                self.sources.spawn(trim::forget_what_is_done(
                    reader,
                    readers,
                    self.ending.clone(),
                ));
            }
        }
        Ok(watches)
    }

    fn keep_schedules(&mut self) -> Result<Vec<Arc<ScheduledFunction>>, HostError> {
        let mut schedules = Vec::new();
        for function in &self.stack.functions {
            for schedule in &function.schedules {
                let at = schedule.name.clone();
                let scheduled = ScheduledFunction::new(
                    schedule.clone(),
                    function.failed_runs.clone(),
                    Arc::clone(&self.pools[&function.name]),
                    self.bus.clone(),
                    Arc::clone(&self.records),
                )
                .map_err(|problem| TemplateError::at(at, problem))?;
                let scheduled = Arc::new(scheduled);
                self.sources
                    .spawn(Arc::clone(&scheduled).run(self.ending.clone()));
                schedules.push(scheduled);
            }
        }
        Ok(schedules)
    }

    fn keep_house(&mut self) {
        let sweeping =
            housekeeping::sweep_expired_items(self.engine.database(), self.ending.clone());
        self.sources.spawn(sweeping);
    }

    fn open_front_door(&mut self, listener: TcpListener, developer: Developer, signing_key: &[u8]) {
        let api = self.stack.api.clone().unwrap_or_default();
        let authorizer = api
            .authorizer
            .as_ref()
            .map(|rules| Authorizer::new(rules, signing_key));
        let gateway = Gateway::new(api, self.pools.clone(), authorizer)
            .counting(developer.watch.request_counter());
        let router = Arc::new(gateway).router(Arc::new(developer));
        let mut ending = self.ending.clone();
        self.sources.spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(async move {
                let _ = ending.changed().await;
            });
            if let Err(error) = served.await {
                tracing::error!(%error, "the front door stopped serving");
            }
        });
    }
}
