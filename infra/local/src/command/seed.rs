//! `yudan seed`, and what the first start on a fresh data directory does by itself.

use std::fmt;
use std::path::Path;

use super::{Data, Failure};
use crate::client::{Access, Client, ClientError, Patience, default_url};
use crate::demo::Demo;

/// In the data directory, once it has its demo data.
const SEEDED: &str = "seeded";
/// Whose name stands in the journal.
const SUBJECT: &str = "seed";
/// It enters products and agreements with carriers, sets the policy and books stock.
const ROLES: &str = "planner,manager,warehouse";

/// Loading the demo master data. What is there already is left alone.
#[derive(Debug, clap::Args)]
pub(super) struct Seed {
    /// Address of the running server
    #[arg(long, default_value_t = default_url())]
    url: String,
    #[command(flatten)]
    data: Data,
}

impl Seed {
    pub(super) fn run(self) -> Result<(), Failure> {
        println!("{}", load(&sign_in(&self.url, &self.data.directory)?)?);
        Ok(())
    }
}

/// What loading the demo data changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// Products entered or changed.
    products: usize,
    /// Products of the demo data.
    of_products: usize,
    /// Agreements with carriers entered or changed.
    carriers: usize,
    /// Whether the policy was changed.
    policy: bool,
    /// Whether the opening stock was booked.
    stock: bool,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.products + self.carriers == 0 && !self.policy && !self.stock {
            return f.write_str("changed nothing: the demo data was there already");
        }
        let changed = |changed: bool| if changed { "set" } else { "as before" };
        write!(
            f,
            "demo data: {} of {} products and {} agreements with carriers entered, policy {}, opening stock {}",
            self.products,
            self.of_products,
            self.carriers,
            changed(self.policy),
            changed(self.stock)
        )
    }
}

/// Loads the demo data into a data directory that never had it; `None` if it did.
///
/// Only a load that succeeded is remembered: one that was cut short is finished by the next start.
pub(super) fn first_start(url: &str, directory: &Path) -> Result<Option<Summary>, Failure> {
    let flag = directory.join(SEEDED);
    if flag.exists() {
        return Ok(None);
    }
    let summary = load(&sign_in(url, directory)?)?;
    std::fs::write(
        &flag,
        "The demo data was loaded; `yudan seed` loads it again.\n",
    )?;
    Ok(Some(summary))
}

fn sign_in(url: &str, directory: &Path) -> Result<Client, Failure> {
    let client = Client::new(url).patient(Patience::PERSISTENT);
    Ok(Access::of(directory)?.sign_in(&client, SUBJECT, ROLES)?)
}

fn load(client: &Client) -> Result<Summary, Failure> {
    let demo = Demo::built_in()?;
    let mut summary = Summary {
        of_products: demo.products.len(),
        ..Summary::default()
    };
    for (sku, product) in &demo.products {
        let before = version_of(client, sku)?;
        if client.put_product(sku, product)?.version != before {
            summary.products += 1;
        }
    }
    for agreement in &demo.carriers {
        let before = agreement_version(client, agreement.carrier.as_str())?;
        if client.put_agreement(agreement)?.version != before {
            summary.carriers += 1;
        }
    }
    let found = client.policy()?;
    let policy = demo.policy.merged_into(&found.policy);
    if policy != found.policy {
        client.revise_policy(found.version, &policy)?;
        summary.policy = true;
    }
    summary.stock = client.receive_stock(&demo.stock)?.new;
    Ok(summary)
}

/// The version of a product, 0 if there is none.
fn version_of(client: &Client, sku: &str) -> Result<u64, ClientError> {
    version(client.product(sku).map(|product| product.version))
}

/// The version of an agreement with a carrier, 0 if there is none.
fn agreement_version(client: &Client, carrier: &str) -> Result<u64, ClientError> {
    version(client.agreement(carrier).map(|agreement| agreement.version))
}

fn version(found: Result<u64, ClientError>) -> Result<u64, ClientError> {
    match found {
        Err(error) if error.refused().is_some_and(|refused| refused.status == 404) => Ok(0),
        found => found,
    }
}
