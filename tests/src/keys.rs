//! What the people and machines of a company sign with.

use domain::role::Role;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use yudan::client::{Access, Client, Secret};
use yudan::identity::{self, Claims};
use yudan::template::locality;

/// Hours that a token made here is valid.
const TOKEN_HOURS: u32 = 12;

/// The keys of a system under test.
pub struct Keys {
    signer: Signer,
    payment: Secret,
    carrier: Secret,
    pushes: (Secret, Secret),
    marketplace: Secret,
}

/// Who issues the tokens.
pub(crate) enum Signer {
    /// The local host, with the key of its data directory.
    Host(Vec<u8>),
    /// An issuer that publishes its keys, as a deployed system takes its tokens from.
    Issuer {
        /// Its address.
        address: String,
        /// The name of its key.
        key_id: String,
        /// The key.
        key: EncodingKey,
    },
}

impl Keys {
    pub(crate) fn new(
        signer: Signer,
        payment: Secret,
        carrier: Secret,
        pushes: (Secret, Secret),
        marketplace: Secret,
    ) -> Self {
        Self {
            signer,
            payment,
            carrier,
            pushes,
            marketplace,
        }
    }

    /// The keys in the data directory of a local host.
    pub(crate) fn of_host(signing_key: Vec<u8>, access: &Access) -> Self {
        Self::new(
            Signer::Host(signing_key),
            access.payment_secret().clone(),
            access.carrier_secret().clone(),
            {
                let (kuaidi100, kdniao) = access.push_secrets();
                (kuaidi100.clone(), kdniao.clone())
            },
            access.marketplace_secret().clone(),
        )
    }

    /// What 快递100 and 快递鸟 sign their pushes with.
    pub const fn push_secrets(&self) -> &(Secret, Secret) {
        &self.pushes
    }

    /// A token with these claims. Those of the development issuer are put into the mouth of the
    /// issuer that this system trusts.
    pub fn sign(&self, claims: &Claims) -> String {
        match &self.signer {
            Signer::Host(key) => identity::sign(key, claims).unwrap(),
            Signer::Issuer {
                address,
                key_id,
                key,
            } => {
                let mut claims = claims.clone();
                if claims.iss == locality::ISSUER {
                    claims.iss.clone_from(address);
                }
                let mut header = Header::new(Algorithm::RS256);
                header.kid = Some(key_id.clone());
                encode(&header, &claims, key).unwrap()
            }
        }
    }

    /// `client` as a person with roles, several separated by commas.
    pub fn sign_in(&self, client: &Client, name: &str, roles: &str) -> Client {
        client.bearing(self.sign(&Claims::new(name, roles, None, TOKEN_HOURS)))
    }

    /// A token for somebody who acts for a customer.
    pub fn customer_token(&self, name: &str, customer: &str) -> String {
        let role = Role::Customer.name();
        self.sign(&Claims::new(name, role, Some(customer), TOKEN_HOURS))
    }

    /// What payment providers sign with.
    pub fn payment_secret(&self) -> &Secret {
        &self.payment
    }

    /// What carriers sign with.
    pub fn carrier_secret(&self) -> &Secret {
        &self.carrier
    }

    /// What shops on e-commerce platforms sign with.
    pub fn marketplace_secret(&self) -> &Secret {
        &self.marketplace
    }
}
