//! A company that works with the system: its server, and its people by their roles.

use std::path::PathBuf;

use domain::role::Role;
use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;
use yudan::client::Client;
use yudan::demo::Demo;

use crate::keys::Keys;
use crate::server::{Program, Server};

/// A company.
pub struct Company {
    /// What it works with.
    pub server: Server,
    keys: Keys,
}

impl Company {
    /// A new company with the carriers of the demonstration and otherwise the usual policy.
    pub fn open(program: Program) -> Self {
        let company = Self::of(Server::start(program, &["--no-seed"]));
        let manager = company.person(Role::Manager);
        // Before anything asks for them: a function that has read them goes by them for some seconds.
        for agreement in Demo::built_in().unwrap().carriers {
            manager.put_agreement(&agreement).unwrap();
        }
        company
    }

    /// A new company with all goods and rules of the demonstration.
    pub fn demonstration(program: Program) -> Self {
        Self::of(Server::start(program, &[]))
    }

    /// A company with data that are there.
    pub fn with_data(program: Program, directory: PathBuf) -> Self {
        Self::of(Server::start_on(program, directory, &[]))
    }

    fn of(server: Server) -> Self {
        let keys = server.keys();
        Self { server, keys }
    }

    /// Somebody with a role; for the role customer, one who acts for nobody.
    pub fn person(&self, role: Role) -> Client {
        self.named(&format!("test-{}", role.name()), role.name())
    }

    /// Somebody of a name with roles, several separated by commas.
    pub fn named(&self, name: &str, roles: &str) -> Client {
        self.keys.sign_in(&self.server.client(), name, roles)
    }

    /// Somebody who acts for a customer.
    pub fn customer(&self, id: &str) -> Client {
        let token = self.keys.customer_token(&format!("buyer-of-{id}"), id);
        self.server.client().bearing(token)
    }

    /// Somebody without a token: machines that sign, and the public.
    pub fn nobody(&self) -> Client {
        self.server.client()
    }

    /// What people and machines sign with.
    pub fn access(&self) -> &Keys {
        &self.keys
    }

    /// Runs a scheduled job as if it were that day.
    pub fn run_job(&self, name: &str, date: Date) {
        self.server.run_job(name, date);
    }

    /// The notices about an order on a topic, by their templates, oldest first.
    pub fn notices(&self, topic: &str, order: Uuid) -> Vec<String> {
        let template = |notice: Value| notice["template"].as_str().unwrap().to_owned();
        self.notices_in_full(topic, order)
            .into_iter()
            .map(template)
            .collect()
    }

    /// The notices about an order on a topic, whole, oldest first.
    pub fn notices_in_full(&self, topic: &str, order: Uuid) -> Vec<Value> {
        let notices = self.server.notices(topic).into_iter();
        notices
            .filter(|notice| notice["order_id"] == order.to_string())
            .collect()
    }
}
