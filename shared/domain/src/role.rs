//! Who may do what, by role. The table of routes and roles is data of the wire contract.

use serde::{Deserialize, Serialize};

/// What a caller is to the company. A caller can have several roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A customer, who sees nothing but its own orders and account.
    Customer,
    /// Sales staff 销售: enters orders, speaks with customers.
    Sales,
    /// Reviewer 审核员: decides on orders (4.3).
    Reviewer,
    /// Planner 计划员: production and purchasing (5.1).
    Planner,
    /// Warehouse 仓库: receives and issues goods (5.2).
    Warehouse,
    /// Logistics 物流: carriers and parcels (5.3).
    Logistics,
    /// Finance 财务: payments, refunds, receivables (7.1, 8.1).
    Finance,
    /// Customer service 客服: timelines, cases (6, 7.2).
    Service,
    /// Auditor 审计: reads everything, changes nothing (9.1).
    Auditor,
    /// Manager 经理: policy, overrides.
    Manager,
    /// Administrator of the system; may call every route.
    Admin,
    /// Team lead of the reviewers 审核组长: may do what a reviewer may, and hand reviews to
    /// others (4.3.2).
    TeamLead,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 12] = [
        Self::Customer,
        Self::Sales,
        Self::Reviewer,
        Self::Planner,
        Self::Warehouse,
        Self::Logistics,
        Self::Finance,
        Self::Service,
        Self::Auditor,
        Self::Manager,
        Self::Admin,
        Self::TeamLead,
    ];

    /// The name in tokens and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Sales => "sales",
            Self::Reviewer => "reviewer",
            Self::Planner => "planner",
            Self::Warehouse => "warehouse",
            Self::Logistics => "logistics",
            Self::Finance => "finance",
            Self::Service => "service",
            Self::Auditor => "auditor",
            Self::Manager => "manager",
            Self::Admin => "admin",
            Self::TeamLead => "team_lead",
        }
    }

    /// The role with this [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether whoever has this role may do what asks for `needed`: an administrator may do
    /// everything, a team lead what a reviewer may.
    #[must_use]
    pub fn covers(self, needed: Self) -> bool {
        self == needed
            || self == Self::Admin
            || (self == Self::TeamLead && needed == Self::Reviewer)
    }

    /// Whether this is staff of the company, in contrast to a customer.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Customer)
    }
}

/// Whether somebody with `roles` may do what asks for one of `needed`.
#[must_use]
pub fn any_covers(roles: &[Role], needed: &[Role]) -> bool {
    roles
        .iter()
        .any(|role| needed.iter().any(|needed| role.covers(*needed)))
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_found_by_its_name_and_written_by_it() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.name());
        }
        assert_eq!(Role::from_name("Admin"), None);
    }
}
