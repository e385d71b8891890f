//! What functions read from their environment, each variable with its purpose.

use std::fmt;

/// A variable of the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it is for, for the error when it is missing.
    pub purpose: &'static str,
}

/// The table that holds everything.
pub const TABLE_NAME: Variable = Variable {
    name: "TABLE_NAME",
    purpose: "the DynamoDB table that holds all orders",
};
/// The topic of events.
pub const EVENTS_TOPIC_ARN: Variable = Variable {
    name: "EVENTS_TOPIC_ARN",
    purpose: "the topic that events are published on",
};
/// The topic of notices to customers.
pub const CUSTOMER_TOPIC_ARN: Variable = Variable {
    name: "CUSTOMER_TOPIC_ARN",
    purpose: "the topic of notices to customers",
};
/// The topic of notices to staff.
pub const STAFF_TOPIC_ARN: Variable = Variable {
    name: "STAFF_TOPIC_ARN",
    purpose: "the topic of notices to staff",
};
/// The secret that payment providers sign with.
pub const PAYMENT_NOTIFY_SECRET: Variable = Variable {
    name: "PAYMENT_NOTIFY_SECRET",
    purpose: "the secret that payment providers sign notices with",
};
/// The secret that carriers sign with.
pub const CARRIER_EVENT_SECRET: Variable = Variable {
    name: "CARRIER_EVENT_SECRET",
    purpose: "the secret that carriers sign events with",
};
/// The salt that 快递100 signs its pushes with.
pub const KUAIDI100_PUSH_SECRET: Variable = Variable {
    name: "KUAIDI100_PUSH_SECRET",
    purpose: "the salt that 快递100 signs its pushes with",
};
/// The secret that shops on e-commerce platforms sign with.
pub const MARKETPLACE_ORDER_SECRET: Variable = Variable {
    name: "MARKETPLACE_ORDER_SECRET",
    purpose: "the secret that shops sign the orders with that they push",
};
/// Where carriers are asked for waybills.
pub const CARRIER_API_URL: Variable = Variable {
    name: "CARRIER_API_URL",
    purpose: "the address at which carriers are asked for waybills",
};
/// Whom the company is to that service.
pub const CARRIER_API_ID: Variable = Variable {
    name: "CARRIER_API_ID",
    purpose: "the company's identifier at the service that is asked for waybills",
};
/// The key that requests for waybills are signed with.
pub const CARRIER_API_SECRET: Variable = Variable {
    name: "CARRIER_API_SECRET",
    purpose: "the key that requests for waybills are signed with",
};
/// The secret of tracking links.
pub const TRACKING_LINK_SECRET: Variable = Variable {
    name: "TRACKING_LINK_SECRET",
    purpose: "the secret that customers' tracking links are made with",
};

/// The secret of blacklisted phones.
pub const BLACKLISTED_PHONE_SECRET: Variable = Variable {
    name: "BLACKLISTED_PHONE_SECRET",
    purpose: "the secret that the digests of blacklisted phones are made with",
};

/// The shortest secret that is accepted, in bytes.
const SHORTEST_SECRET: usize = 16;

/// Why a function cannot start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A variable is not set.
    #[error(
        "expected {name} in the environment, found nothing: it names {purpose}; set it in the template"
    )]
    Missing {
        /// The variable.
        name: &'static str,
        /// What it is for.
        purpose: &'static str,
    },
    /// A variable is set to something unusable.
    #[error("expected {expected} in {name}, found something else: it names {purpose}")]
    Unusable {
        /// The variable.
        name: &'static str,
        /// What it is for.
        purpose: &'static str,
        /// What would have been right.
        expected: &'static str,
    },
}

impl Variable {
    /// Its value.
    ///
    /// # Errors
    /// [`ConfigError::Missing`] when it is not set or empty.
    pub fn read(self) -> Result<String, ConfigError> {
        self.present(std::env::var(self.name).ok())
    }

    /// Its value as a secret.
    ///
    /// # Errors
    /// [`ConfigError`] when it is not set, empty, or shorter than 16 bytes.
    pub fn secret(self) -> Result<Secret, ConfigError> {
        self.sound(self.read()?)
    }

    /// The error for a value that is not what it should be. It does not repeat the value, which
    /// may be a secret.
    #[must_use]
    pub const fn unusable(self, expected: &'static str) -> ConfigError {
        ConfigError::Unusable {
            name: self.name,
            purpose: self.purpose,
            expected,
        }
    }

    fn present(self, value: Option<String>) -> Result<String, ConfigError> {
        value
            .filter(|value| !value.is_empty())
            .ok_or(ConfigError::Missing {
                name: self.name,
                purpose: self.purpose,
            })
    }

    fn sound(self, value: String) -> Result<Secret, ConfigError> {
        // An unresolved reference of the template would be a secret that everyone can read.
        if value.len() < SHORTEST_SECRET || value.starts_with("{{") {
            return Err(self.unusable("a secret of at least 16 bytes"));
        }
        Ok(Secret(value))
    }
}

/// A shared secret. Printing it prints `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret itself, for those who sign with it.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_variable_is_named_with_its_purpose() {
        for value in [None, Some(String::new())] {
            let error = TABLE_NAME.present(value).unwrap_err();
            assert_eq!(
                error.to_string(),
                "expected TABLE_NAME in the environment, found nothing: it names the DynamoDB table that holds \
                 all orders; set it in the template"
            );
        }
        assert_eq!(
            TABLE_NAME.present(Some("orders".to_owned())).unwrap(),
            "orders"
        );
    }

    #[test]
    fn a_secret_is_long_enough_resolved_and_never_printed() {
        let secret = CARRIER_EVENT_SECRET
            .sound("0123456789abcdef".to_owned())
            .unwrap();
        assert_eq!(format!("{secret:?}"), "***");
        for value in [
            "short",
            "{{resolve:secretsmanager:yudan:SecretString:carrier_event}}",
        ] {
            let error = CARRIER_EVENT_SECRET.sound(value.to_owned()).unwrap_err();
            assert!(!error.to_string().contains(value), "{error}");
        }
    }
}
