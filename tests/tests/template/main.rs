//! What `infra/template.yaml` must say that no linter can know.
//!
//! The file is read here once more, apart from the reader of the local host, so that a mistake
//! of that reader cannot hide one of the template. Intrinsics are left as they are written:
//! what matters is which resource a value points at, not what it comes to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agreement;
mod alarms;
mod api;
mod document;
mod event_sources;
mod functions;
mod portability;
mod queues;
mod references;
mod roles;
mod schedules;
mod table;
