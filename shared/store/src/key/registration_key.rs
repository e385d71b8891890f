//! Keys of what may happen once only.

use domain::identifiers::ExternalNo;
use domain::order::Channel;
use jiff::civil::Date;

/// What a registration makes unique.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegistrationKey {
    /// A channel's own order number (4.1.3): one order each, for ever.
    External {
        /// Where it came in.
        channel: Channel,
        /// The number there.
        number: ExternalNo,
    },
    /// A caller's idempotency key: one effect each, until it expires.
    Idempotency {
        /// Who asked, such as the token's subject.
        caller: String,
        /// The key the caller chose.
        key: String,
    },
    /// A refund's own number: one refund of its payment each, for ever (7.1.1).
    Refund {
        /// The payment it is of.
        payment: String,
        /// The number that finance gave it.
        number: String,
    },
    /// An order of an imported file that has no number: known by its content, until it
    /// expires (4.1.3).
    Imported {
        /// Where it came in.
        channel: Channel,
        /// A digest of its content, in hexadecimal.
        content: String,
        /// How many of the same content stand before it in its file.
        same_before: u32,
    },
    /// What staff typed on one day for one customer: known by its content, until it expires
    /// (4.1.3).
    Typed {
        /// The day, in Asia/Shanghai.
        day: Date,
        /// A digest of customer and lines, in hexadecimal.
        content: String,
    },
}

impl RegistrationKey {
    /// The words that partition keys of registrations begin with.
    pub(super) const FAMILIES: [&'static str; 5] =
        ["EXTERNAL", "IDEMPOTENCY", "REFUND", "IMPORTED", "TYPED"];

    pub(super) fn pk(&self) -> String {
        match self {
            Self::External { channel, number } => {
                format!("EXTERNAL#{}#{number}", channel.name())
            }
            Self::Idempotency { caller, key } => {
                format!("IDEMPOTENCY#{}#{key}", escape(caller))
            }
            Self::Refund { payment, number } => {
                format!("REFUND#{}#{number}", escape(payment))
            }
            Self::Imported {
                channel,
                content,
                same_before,
            } => format!(
                "IMPORTED#{}#{same_before}#{}",
                channel.name(),
                escape(content)
            ),
            Self::Typed { day, content } => format!("TYPED#{day}#{}", escape(content)),
        }
    }

    pub(super) fn parse(family: &str, rest: &str) -> Option<Self> {
        let (first, last) = rest.split_once('#')?;
        match family {
            "EXTERNAL" => Some(Self::External {
                channel: channel(first)?,
                number: ExternalNo::parse(last).ok()?,
            }),
            "IMPORTED" => {
                let (same_before, content) = last.split_once('#')?;
                Some(Self::Imported {
                    channel: channel(first)?,
                    content: unescape(content),
                    same_before: same_before.parse().ok()?,
                })
            }
            "TYPED" => Some(Self::Typed {
                day: first.parse().ok()?,
                content: unescape(last),
            }),
            "REFUND" => Some(Self::Refund {
                payment: unescape(first),
                number: last.to_owned(),
            }),
            _ => Some(Self::Idempotency {
                caller: unescape(first),
                key: last.to_owned(),
            }),
        }
    }
}

fn channel(name: &str) -> Option<Channel> {
    Channel::ALL
        .into_iter()
        .find(|channel| channel.name() == name)
}

fn escape(part: &str) -> String {
    part.replace('%', "%25").replace('#', "%23")
}

fn unescape(part: &str) -> String {
    part.replace("%23", "#").replace("%25", "%")
}
