//! What a route is, and who may call it.

use domain::role::{Role, any_covers};

use super::LARGEST_BODY;

/// A route of the HTTP interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// Method and path as API Gateway names them, such as `POST /v1/orders/{id}/cancel`.
    pub key: &'static str,
    /// The function behind it.
    pub function: &'static str,
    /// The operation's name in the OpenAPI document.
    pub operation: &'static str,
    /// Who may call it.
    pub access: Access,
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Callers with a token that has one of these roles, and administrators.
    Roles(&'static [Role]),
    /// Machines that sign their requests; the function checks the signature.
    Signed,
    /// Everyone.
    Public,
}

impl Access {
    /// Whether a caller with these roles may call the route with its token.
    ///
    /// Signed and public routes take no token, so they admit everyone here.
    #[must_use]
    pub fn admits(self, roles: &[Role]) -> bool {
        match self {
            Self::Roles(allowed) => any_covers(roles, allowed),
            Self::Signed | Self::Public => true,
        }
    }
}

impl Route {
    /// The method, such as `POST`.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.key.split_once(' ').map_or("", |(method, _)| method)
    }

    /// The path, such as `/v1/orders/{id}`.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.key.split_once(' ').map_or("", |(_, path)| path)
    }

    /// The largest body it takes, in bytes.
    #[must_use]
    pub fn largest_body(&self) -> usize {
        match self.operation {
            "importOrders" => crate::order_import::limits::LARGEST_FILE,
            _ => LARGEST_BODY,
        }
    }
}
