//! Why the host cannot start or go on.

use std::path::PathBuf;

use crate::template::TemplateError;

/// A failure of the host itself, worded for the person who started it.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The template asks for something the host cannot honour.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Another host uses the data directory.
    #[error("{} is in use by another `yudan`; stop that one, or give this one another directory with --data DIR", .0.display())]
    DataDirectoryInUse(PathBuf),
    /// There is nothing to look at.
    #[error("{} holds no data of `yudan`; give the directory with --data DIR", .0.display())]
    NoData(PathBuf),
    /// The data directory was made by another version of the template.
    #[error("table `{table}` in {} was created from another version of the template; start with another --data DIR, or delete that directory if its data is not needed", .directory.display())]
    TableChanged {
        /// Table name.
        table: String,
        /// The data directory.
        directory: PathBuf,
    },
    /// The HTTP port is taken.
    #[error(
        "port {port} of 127.0.0.1 cannot be used ({source}); choose another with --port N, or --port 0 for any free one"
    )]
    Port {
        /// The port asked for.
        port: u16,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A function of the template has no program in this binary.
    #[error(
        "function `{0}` of the template is not part of this program; add its crate to `functions.rs`"
    )]
    UnknownFunction(String),
    /// The embedded database refused something.
    #[error("the embedded DynamoDB engine: {0}")]
    Engine(String),
    /// The queues and topics refused something.
    #[error("the local queues: {0}")]
    Bus(String),
    /// The host's own small database refused something.
    #[error("the host's own records: {0}")]
    Records(#[from] rusqlite::Error),
    /// The system refused something.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A file of the data directory cannot be understood.
    #[error("{} is damaged ({problem}); restore it or start with another --data DIR", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A token could not be signed.
    #[error("the development token could not be signed: {0}")]
    Token(#[from] jsonwebtoken::errors::Error),
    /// A running server could not be reached or refused.
    #[error("{0}")]
    Server(String),
}

impl HostError {
    /// Wraps a system error with what was being done, for use in `map_err`.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
