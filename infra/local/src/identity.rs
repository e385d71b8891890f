//! Development tokens: made for this machine, worth nothing anywhere else.

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;

use crate::error::HostError;
use crate::template::locality;

/// The signature of development tokens.
pub const ALGORITHM: Algorithm = Algorithm::HS256;

/// What a token says.
#[derive(Debug, Clone, Serialize)]
pub struct Claims {
    /// Who issued it.
    pub iss: String,
    /// For whom.
    pub aud: String,
    /// Who it is about.
    pub sub: String,
    /// Roles of that person.
    pub roles: Vec<String>,
    /// Customer id, for the role `customer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Valid from, epoch seconds.
    pub nbf: i64,
    /// Valid until, epoch seconds.
    pub exp: i64,
    /// Issued at, epoch seconds.
    pub iat: i64,
}

impl Claims {
    /// Claims valid from now for so many hours. Several roles are separated by commas.
    pub fn new(subject: &str, roles: &str, customer: Option<&str>, hours: u32) -> Self {
        let now = Timestamp::now().as_second();
        Self {
            iss: locality::ISSUER.to_owned(),
            aud: locality::AUDIENCE.to_owned(),
            sub: subject.to_owned(),
            roles: roles
                .split(',')
                .map(|role| role.trim().to_owned())
                .collect(),
            customer: customer.map(str::to_owned),
            nbf: now,
            exp: now + i64::from(hours) * 3600,
            iat: now,
        }
    }
}

/// Signs claims with the key of a data directory.
///
/// # Errors
/// The key is not usable.
pub fn sign(key: &[u8], claims: &Claims) -> Result<String, HostError> {
    Ok(encode(
        &Header::new(ALGORITHM),
        claims,
        &EncodingKey::from_secret(key),
    )?)
}
