//! Who calls: read from the claims of the token that API Gateway's authorizer accepted.

use std::collections::HashMap;

use domain::identifiers::CustomerId;
use domain::refusal::{Refusal, RefusalClass};
use domain::role::Role;
use serde_json::Value;

/// The longest subject that is accepted, in bytes.
const LONGEST_SUBJECT: usize = 128;

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The person or program, as its issuer names it; written to the journal as the actor.
    pub subject: String,
    /// What it is to the company.
    pub roles: Vec<Role>,
    /// The customer it acts for, when it has the role customer.
    pub customer: Option<CustomerId>,
    /// The intake channel it may use, when it is bound to one (4.1.1).
    pub channel: Option<String>,
}

impl Caller {
    /// A machine known by its signature, or the public: no roles.
    #[must_use]
    pub fn machine(name: impl Into<String>) -> Self {
        Self {
            subject: name.into(),
            roles: Vec::new(),
            customer: None,
            channel: None,
        }
    }

    /// The caller that a token's claims describe: `sub`, `roles`, `customer`, `channel`.
    /// Roles of unknown name are ignored: an issuer serves other systems too.
    ///
    /// # Errors
    /// 401 `unauthenticated` without claims or without a usable `sub`.
    pub fn from_claims(claims: Option<&HashMap<String, Value>>) -> Result<Self, Refusal> {
        let claims = claims.ok_or_else(unauthenticated)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::trim);
        let subject = text("sub")
            .filter(|subject| (1..=LONGEST_SUBJECT).contains(&subject.len()))
            .ok_or_else(unauthenticated)?;
        Ok(Self {
            subject: subject.to_owned(),
            roles: claims.get("roles").map(roles).unwrap_or_default(),
            customer: text("customer").and_then(|id| CustomerId::parse(id).ok()),
            channel: text("channel")
                .filter(|channel| !channel.is_empty())
                .map(str::to_owned),
        })
    }

    /// Whether it has the role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether it is staff, who see the orders of every customer.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.roles.iter().any(|role| role.is_staff())
    }

    /// Whether it may see what belongs to this customer.
    #[must_use]
    pub fn may_see(&self, owner: &CustomerId) -> bool {
        self.is_staff() || (self.has(Role::Customer) && self.customer.as_ref() == Some(owner))
    }

    /// The customer it acts for.
    ///
    /// # Errors
    /// 403 `forbidden` when its token names none.
    pub fn acting_customer(&self) -> Result<&CustomerId, Refusal> {
        self.customer.as_ref().ok_or_else(|| {
            Refusal::forbidden(
                "令牌中没有有效的 customer 声明，请联系发放令牌的一方",
                "the token has no valid claim `customer`; ask whoever issues your tokens",
            )
        })
    }

    /// The names of its roles, for the log.
    pub(super) fn role_names(&self) -> String {
        let names: Vec<_> = self.roles.iter().map(|role| role.name()).collect();
        names.join(" ")
    }
}

/// Roles as an array, or flattened by API Gateway to `[a b]`, or separated by spaces or commas.
fn roles(claim: &Value) -> Vec<Role> {
    let mut found: Vec<Role> = match claim {
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .filter_map(Role::from_name)
            .collect(),
        Value::String(text) => text
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '"'))
            .filter_map(Role::from_name)
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    };
    found.sort_unstable();
    found.dedup();
    found
}

fn unauthenticated() -> Refusal {
    Refusal::new(
        RefusalClass::Unauthenticated,
        "unauthenticated",
        "需要有效的访问令牌（Authorization: Bearer …）",
        "a valid access token is required (Authorization: Bearer …)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claims(value: Value) -> HashMap<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn roles_are_read_however_the_gateway_writes_them() {
        let both = vec![Role::Sales, Role::Reviewer];
        let cases = [
            (json!("[sales reviewer]"), both.clone()),
            (json!("sales reviewer"), both.clone()),
            (json!("reviewer,sales"), both.clone()),
            (json!("[\"sales\",\"reviewer\"]"), both.clone()),
            (json!(["sales", "reviewer", "sales"]), both),
            (json!("[emperor sales]"), vec![Role::Sales]),
            (json!(["emperor", 7]), vec![]),
            (json!(""), vec![]),
            (json!(true), vec![]),
        ];
        for (claim, expected) in cases {
            let caller =
                Caller::from_claims(Some(&claims(json!({ "sub": "u", "roles": claim })))).unwrap();
            assert_eq!(caller.roles, expected, "{claim}");
        }
    }

    #[test]
    fn a_token_without_a_usable_subject_is_no_token() {
        for value in [
            json!({}),
            json!({ "sub": "" }),
            json!({ "sub": 7 }),
            json!({ "sub": "x".repeat(129) }),
        ] {
            let refusal = Caller::from_claims(Some(&claims(value))).unwrap_err();
            assert_eq!(
                (refusal.code, refusal.class.status()),
                ("unauthenticated", 401)
            );
        }
        assert_eq!(
            Caller::from_claims(None).unwrap_err().code,
            "unauthenticated"
        );
    }

    #[test]
    fn a_customer_sees_its_own_and_staff_see_all() {
        let own = CustomerId::parse("C-1").unwrap();
        let other = CustomerId::parse("C-2").unwrap();
        let customer = Caller::from_claims(Some(&claims(
            json!({ "sub": "u", "roles": "customer", "customer": "C-1" }),
        )))
        .unwrap();
        assert!(customer.may_see(&own) && !customer.may_see(&other));
        let sales =
            Caller::from_claims(Some(&claims(json!({ "sub": "u", "roles": "sales" })))).unwrap();
        assert!(sales.may_see(&own) && sales.may_see(&other));
        assert_eq!(sales.acting_customer().unwrap_err().code, "forbidden");
        let nobody =
            Caller::from_claims(Some(&claims(json!({ "sub": "u", "customer": "C-1" })))).unwrap();
        assert!(!nobody.may_see(&own));
    }
}
