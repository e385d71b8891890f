//! The embedded DynamoDB engine: one SQLite file, served over HTTP to the functions.

pub(crate) mod contention;
mod front;
pub mod housekeeping;
pub mod meter;
pub mod stream;
mod tables;
pub mod usage;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use dynoxide::Database;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::error::HostError;
use crate::loopback;
use crate::records::Records;
use crate::template::stack::Table;

/// A write of the engine waits at most this long for the host's own connection, and the other way round.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// The engine with its file and its HTTP server.
pub struct Engine {
    database: Database,
    path: PathBuf,
    address: SocketAddr,
    front: SocketAddr,
    stop: Option<watch::Sender<bool>>,
    server: Option<JoinHandle<()>>,
}

impl Engine {
    /// Opens the file, creates tables that are missing and starts serving on a free loopback port.
    ///
    /// # Errors
    /// The file cannot be opened, or holds a table made from another template.
    pub fn open(path: &Path, tables: &[Table], records: &Records) -> Result<Self, HostError> {
        let database = Database::new(&path.to_string_lossy()).map_err(engine_error)?;
        for table in tables {
            tables::create_if_absent(&database, table, records, path)?;
        }
        index_stream_records(path)?;
        let (stop, stopped) = watch::channel(false);
        let (address, front, server) = serve(database.clone(), stopped)?;
        Ok(Self {
            database,
            path: path.to_owned(),
            address,
            front,
            stop: Some(stop),
            server: Some(server),
        })
    }

    /// Where the engine takes every call there is.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it takes the calls of functions, for `AWS_ENDPOINT_URL_DYNAMODB`.
    pub fn front(&self) -> SocketAddr {
        self.front
    }

    /// Handle to the engine for in-process use.
    pub fn database(&self) -> Database {
        self.database.clone()
    }

    /// A connection of the host's own to the same file.
    pub fn connection(&self) -> Result<rusqlite::Connection, HostError> {
        connect(&self.path)
    }

    /// A reader of a table's stream.
    ///
    /// # Errors
    /// The file cannot be opened once more.
    pub fn reader(&self, table: &str) -> Result<stream::StreamReader, HostError> {
        Ok(stream::StreamReader::new(
            &self.database,
            self.connection()?,
            table,
        ))
    }

    /// Stops serving; running requests finish.
    pub fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(true);
        }
        // The server thread ends by itself once its connections are closed; it is not joined,
        // because a client that keeps a connection open must not hold up the end of the program.
        self.server.take();
    }
}

/// Opens the table of a file that no host uses, for putting many items in at once; tells its name too.
///
/// # Errors
/// The file cannot be opened, or holds no table yet.
pub fn open_for_filling(path: &Path) -> Result<(Database, String), HostError> {
    let database = Database::new(&path.to_string_lossy()).map_err(engine_error)?;
    let tables = database
        .list_tables(Default::default())
        .map_err(engine_error)?;
    let table = tables.table_names.into_iter().next();
    let table = table.ok_or_else(|| HostError::Engine("there is no table to fill".to_owned()))?;
    Ok((database, table))
}

pub(crate) fn engine_error(error: impl std::fmt::Display) -> HostError {
    HostError::Engine(error.to_string())
}

fn connect(path: &Path) -> Result<rusqlite::Connection, HostError> {
    let connection = rusqlite::Connection::open(path)?;
    connection.busy_timeout(BUSY_WAIT)?;
    Ok(connection)
}

/// The engine looks up the newest stream record for every write. Without this index that is a
/// scan, and each write costs more than the one before.
fn index_stream_records(path: &Path) -> Result<(), HostError> {
    connect(path)?.execute_batch(
        "CREATE INDEX IF NOT EXISTS yudan_stream_position
         ON _stream_records (table_name, CAST(sequence_number AS INTEGER))",
    )?;
    Ok(())
}

/// Serves on threads of its own: the engine works synchronously, and a commit waiting for the disk
/// must not hold up the HTTP front door or the queues.
fn serve(
    database: Database,
    stopped: watch::Receiver<bool>,
) -> Result<(SocketAddr, SocketAddr, JoinHandle<()>), HostError> {
    const THREADS: usize = 2;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("engine")
        .enable_all()
        .build()
        .map_err(HostError::io("starting the engine's threads"))?;
    let (whole, address) = listen(&runtime)?;
    let (hot, front) = listen(&runtime)?;
    let server = std::thread::Builder::new()
        .name("engine".to_owned())
        .spawn(move || {
            let everything = dynoxide::server::serve_with_shutdown(
                whole,
                database.clone(),
                end_of(stopped.clone()),
            );
            let calls_of_functions = async {
                axum::serve(hot, front::router(database))
                    .with_graceful_shutdown(end_of(stopped))
                    .await
                    .map_err(|error| error.to_string())
            };
            let served =
                runtime.block_on(async { tokio::try_join!(everything, calls_of_functions) });
            if let Err(problem) = served {
                tracing::error!(problem, "the embedded engine stopped serving");
            }
        })
        .map_err(HostError::io("starting the engine's server"))?;
    Ok((address, front, server))
}

fn listen(runtime: &tokio::runtime::Runtime) -> Result<(TcpListener, SocketAddr), HostError> {
    let _inside = runtime.enter();
    let listener = loopback::listen(0).map_err(HostError::io("opening a port for the engine"))?;
    let address = listener
        .local_addr()
        .map_err(HostError::io("reading the engine's port"))?;
    Ok((listener, address))
}

async fn end_of(mut stopped: watch::Receiver<bool>) {
    // An error says that the engine is gone, which is an end too.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}
