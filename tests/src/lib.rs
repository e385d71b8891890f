//! What the scenarios stand on: the whole program as a process, the people who work with it,
//! and the steps that they take by HTTP. And the [`simulation`], which needs no process.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a step that fails is a test that fails"
)]

pub mod company;
pub mod mutations;
pub mod purchase;
pub mod refused;
pub mod server;
pub mod simulation;
pub mod waiting;
pub mod walk;
