//! Where orders come in, and from whom (4.1.1).

use serde::{Deserialize, Serialize};

/// Where an order came in 接收渠道 (4.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// An e-commerce platform.
    Marketplace,
    /// The company's own site or API.
    Website,
    /// By phone, entered by sales staff.
    Phone,
    /// By fax, entered by sales staff.
    Fax,
    /// By mail, entered by sales staff.
    Mail,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 5] = [
        Self::Marketplace,
        Self::Website,
        Self::Phone,
        Self::Fax,
        Self::Mail,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Marketplace => "marketplace",
            Self::Website => "website",
            Self::Phone => "phone",
            Self::Fax => "fax",
            Self::Mail => "mail",
        }
    }
}

/// What law sees in the customer (R1, R2, R7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerKind {
    /// A natural person buying for living needs 消费者.
    Consumer,
    /// A company or other organisation 企业.
    Business,
}

impl CustomerKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Consumer, Self::Business];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consumer => "consumer",
            Self::Business => "business",
        }
    }
}
