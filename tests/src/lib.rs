//! What the scenarios stand on: the whole program as a process or as a stack of the second cloud,
//! the people who work with it, and the steps that they take by HTTP. And the [`simulation`], which
//! needs no process.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a step that fails is a test that fails"
)]

pub mod company;
mod host_process;
pub mod keys;
pub mod mutations;
pub mod order_file;
pub mod production;
pub mod purchase;
pub mod refused;
mod second_cloud;
pub mod server;
pub mod simulation;
pub mod waiting;
pub mod walk;
