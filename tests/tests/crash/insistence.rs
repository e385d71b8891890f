//! Asking again until there is an answer.

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use yudan::client::ClientError;
use yudan_tests::company::Company;
use yudan_tests::waiting::until;

/// A company whose server comes and goes while people work with it.
pub(crate) struct Site {
    company: RwLock<Company>,
    answers: AtomicU64,
    done: AtomicBool,
}

impl Site {
    pub(crate) fn new(company: Company) -> Self {
        Self {
            company: RwLock::new(company),
            answers: AtomicU64::new(0),
            done: AtomicBool::new(false),
        }
    }

    /// The company again, when nobody works with it any more.
    pub(crate) fn close(self) -> Company {
        self.company.into_inner().unwrap()
    }

    /// Nothing more will be asked.
    pub(crate) fn done(&self) {
        self.done.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_done(&self) -> bool {
        self.done.load(Ordering::Relaxed)
    }

    /// Answers so far: the clock by which crashes come.
    pub(crate) fn answers(&self) -> u64 {
        self.answers.load(Ordering::Relaxed)
    }

    /// The company as it is now.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Company) -> T) -> T {
        work(&self.company.read().unwrap())
    }

    /// The company alone, between two lives of its server.
    pub(crate) fn alone<T>(&self, work: impl FnOnce(&mut Company) -> T) -> T {
        work(&mut self.company.write().unwrap())
    }

    /// One try; `None` without an answer, or with one that says "not now". A refusal is an answer.
    pub(crate) fn ask<T>(
        &self,
        call: impl FnOnce(&Company) -> Result<T, ClientError>,
    ) -> Option<Result<T, ClientError>> {
        let answer = self.with(call);
        let none = match &answer {
            Ok(_) => false,
            Err(ClientError::Refused(refused)) => refused.status >= 500 || refused.status == 429,
            Err(ClientError::Unreachable { .. }) => true,
            Err(error @ (ClientError::Unexpected { .. } | ClientError::Unwritable(_))) => {
                panic!("{error}")
            }
        };
        if none {
            return None;
        }
        self.answers.fetch_add(1, Ordering::Relaxed);
        Some(answer)
    }

    /// Asks until there is an answer.
    pub(crate) fn insist<T>(
        &self,
        what: &str,
        call: impl Fn(&Company) -> Result<T, ClientError>,
    ) -> T {
        until(what, || self.ask(&call)).unwrap_or_else(|error| panic!("{what}: {error}"))
    }
}
