//! Every key of the table; the only file that formats or reads one.
//!
//! Parts are joined by `#`. A part that may itself hold a `#` stands last or is escaped, so
//! each text has exactly one reading. Instants have a fixed width, so texts sort by time.

use domain::aggregate::AggregateKind;
use domain::identifiers::{CustomerId, Sku};
use domain::lot::Lot;
use domain::quota::Quota;
use domain::stock::{Backorder, Warehouse};
use domain::stock_spread::Shard;
use jiff::Timestamp;
use uuid::Uuid;

/// Sort key of an aggregate's state.
const STATE: &str = "STATE";
/// Sort key of an order's personal data.
const CONTACT: &str = "CONTACT";
/// Sort keys of an import's rows begin with this.
const ROWS: &str = "ROWS#";
/// Sort keys of what became of an import's rows begin with this.
pub(crate) const RESULTS: &str = "RESULTS#";
/// Sort key of a registration.
const REGISTRATION: &str = "REGISTRATION";
/// Sort key of a customer's credit counters.
const BALANCE: &str = "BALANCE";
/// Greater than the sort key of any commit: `:` is the character after `9`.
pub(crate) const COMMITS_END: &str = "COMMIT#:";
/// Sort keys of stock levels begin with this.
pub(crate) const LEVELS: &str = "LEVEL#";
/// Sort keys of backorders begin with this.
pub(crate) const BACKORDERS: &str = "BACKORDER#";

/// Sort keys of lots begin with this.
const LOTS: &str = "LOT#";
/// Sort keys of what consignments got of lots begin with this.
const ISSUES: &str = "ISSUE#";

/// The service's bounds, in bytes.
const LONGEST_PK: usize = 2_048;
const LONGEST_SK: usize = 1_024;

/// The place of one item in the table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The state of an aggregate.
    State {
        /// Its kind.
        kind: AggregateKind,
        /// Its identifier within the kind.
        id: String,
    },
    /// One commit of an aggregate.
    Commit {
        /// The aggregate's kind.
        kind: AggregateKind,
        /// The aggregate's identifier within the kind.
        id: String,
        /// 1 for the first commit; equal to the version of the state it led to.
        sequence: u64,
    },
    /// The personal data of an order.
    Contact {
        /// The order.
        order: Uuid,
    },
    /// A chunk of an import's rows (4.1.1).
    ImportRows {
        /// The import.
        import: String,
        /// Which chunk, from nought.
        chunk: u32,
    },
    /// What became of a chunk of an import's rows.
    ImportResults {
        /// The import.
        import: String,
        /// Which chunk, from nought.
        chunk: u32,
    },
    /// Something that may happen once only.
    Registration(RegistrationKey),
    /// What a warehouse holds of one SKU.
    StockLevel {
        /// The goods.
        sku: Sku,
        /// Where.
        warehouse: Warehouse,
    },
    /// What a further shard holds of a level that is spread; the first shard is the level itself (5.2.1).
    StockShard {
        /// The goods.
        sku: Sku,
        /// Where.
        warehouse: Warehouse,
        /// Which shard, from 1.
        shard: Shard,
    },
    /// What a warehouse holds of a lot of a SKU (5.2.1).
    LotLevel {
        /// The goods.
        sku: Sku,
        /// Where.
        warehouse: Warehouse,
        /// The lot.
        lot: Lot,
    },
    /// What a consignment of an order got of a lot (5.2.2).
    LotIssue {
        /// The goods.
        sku: Sku,
        /// From where.
        warehouse: Warehouse,
        /// The lot.
        lot: Lot,
        /// Which order.
        order: Uuid,
        /// Which of its consignments.
        consignment: u16,
    },
    /// An order's place in line for a SKU.
    Backorder {
        /// The goods it waits for.
        sku: Sku,
        /// Since when.
        since: Timestamp,
        /// Who waits.
        order: Uuid,
    },
    /// The credit counters of a customer.
    Credit {
        /// The customer.
        customer: CustomerId,
    },
    /// How much orders took of a quota (4.2.4).
    Quota(Quota),
}

impl Key {
    /// The partition key.
    #[must_use]
    pub fn pk(&self) -> String {
        match self {
            Self::State { kind, id } | Self::Commit { kind, id, .. } => aggregate_pk(*kind, id),
            Self::Contact { order } => aggregate_pk(AggregateKind::Order, &order.to_string()),
            Self::ImportRows { import, .. } | Self::ImportResults { import, .. } => {
                aggregate_pk(AggregateKind::OrderImport, import)
            }
            Self::Registration(registration) => registration.pk(),
            Self::StockLevel { sku, .. }
            | Self::LotLevel { sku, .. }
            | Self::LotIssue { sku, .. }
            | Self::Backorder { sku, .. } => stock_pk(sku),
            Self::StockShard { sku, shard, .. } => stock_key::shard_pk(sku, *shard),
            Self::Credit { customer } => format!("CREDIT#{customer}"),
            Self::Quota(quota) => quota_key::pk(quota),
        }
    }

    /// The sort key.
    #[must_use]
    pub fn sk(&self) -> String {
        match self {
            Self::State { .. } => STATE.to_owned(),
            Self::Commit { sequence, .. } => commit_sk(*sequence),
            Self::Contact { .. } => CONTACT.to_owned(),
            Self::ImportRows { chunk, .. } => format!("{ROWS}{chunk:06}"),
            Self::ImportResults { chunk, .. } => format!("{RESULTS}{chunk:06}"),
            Self::Registration(_) => REGISTRATION.to_owned(),
            Self::StockLevel { warehouse, .. } | Self::StockShard { warehouse, .. } => {
                format!("{LEVELS}{warehouse}")
            }
            Self::LotLevel { warehouse, lot, .. } => lot_key::lot_sk(warehouse, lot),
            Self::LotIssue {
                warehouse,
                lot,
                order,
                consignment,
                ..
            } => lot_key::issue_sk(warehouse, lot, *order, *consignment),
            Self::Backorder { since, order, .. } => format!("{BACKORDERS}{since:.9}#{order}"),
            Self::Credit { .. } => BALANCE.to_owned(),
            Self::Quota(quota) => quota_key::sk(quota),
        }
    }

    /// Whether the service can hold this key. One that it cannot, which only a stranger's id
    /// can lead to, is absent; the service would call it an error.
    pub(crate) fn fits(&self) -> bool {
        self.pk().len() <= LONGEST_PK && self.sk().len() <= LONGEST_SK
    }

    /// The key written as these two texts; `None` when they are not a key of this table.
    #[must_use]
    pub fn parse(pk: &str, sk: &str) -> Option<Self> {
        let (family, rest) = pk.split_once('#')?;
        let key = match family {
            "STOCK" => stock_key::parse(Sku::parse(rest).ok()?, sk)?,
            stock_key::SHARDS => stock_key::parse_shard(rest, sk)?,
            "CREDIT" if sk == BALANCE => Self::Credit {
                customer: CustomerId::parse(rest).ok()?,
            },
            quota_key::PURCHASES => Self::Quota(quota_key::parse_purchases(rest, sk)?),
            _ if RegistrationKey::FAMILIES.contains(&family) => Self::Registration(
                RegistrationKey::parse(family, rest).filter(|_| sk == REGISTRATION)?,
            ),
            _ => parse_aggregate(family, rest, sk)?,
        };
        // Only the one spelling this file writes is a key.
        (key.pk() == pk && key.sk() == sk).then_some(key)
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} / {}", self.pk(), self.sk())
    }
}

impl From<&Backorder> for Key {
    fn from(backorder: &Backorder) -> Self {
        Self::Backorder {
            sku: backorder.sku.clone(),
            since: backorder.since,
            order: backorder.order,
        }
    }
}

/// The partition of an aggregate: its state, its commits and, for an order, its contact.
pub(crate) fn aggregate_pk(kind: AggregateKind, id: &str) -> String {
    format!("{}#{id}", kind.name().to_ascii_uppercase())
}

/// The sort key of the commit with this sequence number.
pub(crate) fn commit_sk(sequence: u64) -> String {
    format!("COMMIT#{sequence:08}")
}

fn parse_aggregate(family: &str, id: &str, sk: &str) -> Option<Key> {
    let kind = AggregateKind::ALL
        .into_iter()
        .find(|kind| kind.name().to_ascii_uppercase() == family)?;
    match (kind, sk) {
        (_, STATE) => Some(Key::State {
            kind,
            id: id.to_owned(),
        }),
        (AggregateKind::Order, CONTACT) => Some(Key::Contact {
            order: id.parse().ok()?,
        }),
        (AggregateKind::Promotion, quota_key::TAKEN) => {
            Some(Key::Quota(quota_key::parse_promotion(id)?))
        }
        (AggregateKind::OrderImport, _) if sk.starts_with(ROWS) => Some(Key::ImportRows {
            import: id.to_owned(),
            chunk: sk.strip_prefix(ROWS)?.parse().ok()?,
        }),
        (AggregateKind::OrderImport, _) if sk.starts_with(RESULTS) => Some(Key::ImportResults {
            import: id.to_owned(),
            chunk: sk.strip_prefix(RESULTS)?.parse().ok()?,
        }),
        _ => {
            let sequence = sk.strip_prefix("COMMIT#")?.parse().ok()?;
            Some(Key::Commit {
                kind,
                id: id.to_owned(),
                sequence,
            })
        }
    }
}

/// A place in the index `work`: due in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WorkKey {
    pub(crate) due: Timestamp,
    pub(crate) kind: AggregateKind,
    pub(crate) id: String,
}

impl WorkKey {
    pub(crate) fn partition(list: &str) -> String {
        format!("WORK#{list}")
    }

    pub(crate) fn sk(&self) -> String {
        format!("{:.3}#{}", self.due, aggregate_pk(self.kind, &self.id))
    }

    pub(crate) fn parse(sk: &str) -> Option<Self> {
        let (due, pk) = sk.split_once('#')?;
        let (due, Key::State { kind, id }) = (due.parse().ok()?, Key::parse(pk, STATE)?) else {
            return None;
        };
        Some(Self { due, kind, id }).filter(|key| key.sk() == sk)
    }

    /// Greater than every sort key due in or before the millisecond of `until`, less than any
    /// later one: `$` is the character after `#`.
    pub(crate) fn after(until: Timestamp) -> String {
        format!("{until:.3}$")
    }
}

/// A place in the index `by_customer`: begun at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CustomerKey {
    pub(crate) at: Timestamp,
    pub(crate) id: String,
}

impl CustomerKey {
    pub(crate) fn partition(customer: &CustomerId, kind: AggregateKind) -> String {
        format!("CUSTOMER#{customer}#{}", kind.name().to_ascii_uppercase())
    }

    pub(crate) fn sk(&self) -> String {
        format!("{:.3}#{}", self.at, self.id)
    }

    pub(crate) fn parse(sk: &str) -> Option<Self> {
        let (at, id) = sk.split_once('#')?;
        Some(Self {
            at: at.parse().ok()?,
            id: id.to_owned(),
        })
        .filter(|key| key.sk() == sk)
    }
}

mod lot_key;
mod quota_key;
mod registration_key;
mod stock_key;

pub(crate) use lot_key::{issues_between, lots_between};
pub use registration_key::RegistrationKey;
pub(crate) use stock_key::stock_pk;

#[cfg(test)]
mod tests;
