//! The embedded DynamoDB engine: one SQLite file, served over HTTP to the functions.

pub mod housekeeping;
pub mod meter;
pub mod stream;
mod tables;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use dynoxide::Database;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

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
    stop: Option<oneshot::Sender<()>>,
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
        let (stop, stopped) = oneshot::channel();
        let (address, server) = serve(database.clone(), stopped)?;
        Ok(Self {
            database,
            path: path.to_owned(),
            address,
            stop: Some(stop),
            server: Some(server),
        })
    }

    /// Address for `AWS_ENDPOINT_URL_DYNAMODB`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the engine serves.
    pub fn address(&self) -> SocketAddr {
        self.address
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
            self.database(),
            self.connection()?,
            table,
        ))
    }

    /// Stops serving; running requests finish.
    pub fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        // The server thread ends by itself once its connections are closed; it is not joined,
        // because a client that keeps a connection open must not hold up the end of the program.
        self.server.take();
    }
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
    stopped: oneshot::Receiver<()>,
) -> Result<(SocketAddr, JoinHandle<()>), HostError> {
    const THREADS: usize = 2;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("engine")
        .enable_all()
        .build()
        .map_err(HostError::io("starting the engine's threads"))?;
    let listener: TcpListener = {
        let _inside = runtime.enter();
        loopback::listen(0).map_err(HostError::io("opening a port for the engine"))?
    };
    let address = listener
        .local_addr()
        .map_err(HostError::io("reading the engine's port"))?;
    let server = std::thread::Builder::new()
        .name("engine".to_owned())
        .spawn(move || {
            let served = runtime.block_on(dynoxide::server::serve_with_shutdown(
                listener,
                database,
                async {
                    let _ = stopped.await;
                },
            ));
            if let Err(problem) = served {
                tracing::error!(problem, "the embedded engine stopped serving");
            }
        })
        .map_err(HostError::io("starting the engine's server"))?;
    Ok((address, server))
}
