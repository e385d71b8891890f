//! `yudan`: the whole system on one machine, from the same template and the same function programs.
//!
//! The template is read into a plain model ([`template`]), and each part of it is brought to life:
//! tables by an embedded engine ([`engine`]), queues and topics ([`bus`]), functions as processes
//! ([`process`]) behind the Lambda Runtime API ([`runtime_api`]), what starts them
//! ([`event_source`], [`scheduler`], [`gateway`]). [`host`] puts the parts together.
//!
//! **Architecture invariant.** Nothing here knows an order: the host knows the template and the
//! AWS interfaces, the functions know the trade.

pub mod bus;
pub mod carrier_stand_in;
pub mod client;
pub mod command;
pub mod data_directory;
pub mod data_files;
pub mod demo;
pub mod engine;
pub mod error;
pub mod event_source;
pub mod functions;
pub mod gateway;
pub mod host;
pub mod identity;
mod loopback;
pub mod process;
pub mod records;
pub mod runtime_api;
pub mod scheduler;
pub mod template;
pub mod verify;
