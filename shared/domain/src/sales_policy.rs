//! What the company sells to whom, at which discount and paid how (4.2.1, 4.2.3, 4.2.4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::account::Grade;
use crate::identifiers::{CustomerId, Sku};
use crate::money::Money;
use crate::order::{Channel, CustomerKind, Order};
use crate::payment_terms::PaymentMethod;
use crate::product::Product;
use crate::refusal::Refusal;
use crate::region::RegionCode;
use crate::role::Role;

/// The law's bound of a deposit 定金, in permille of the total (R12, 民法典 586).
pub const DEPOSIT_BOUND_PERMILLE: u16 = 200;
/// The most entries of each list.
const MOST: usize = 500;
/// The most characters of an embargo's reason.
const LONGEST_REASON: usize = 200;

/// Tables of the policy that single rules of the review go by. An empty list names nobody and
/// restricts nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SalesPolicy {
    /// The largest discount off the list price by the role of who enters, in permille; roles that
    /// are not named have the usual one (4.2.3).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub discounts: BTreeMap<Role, u16>,
    /// To whom a payment method is open; methods that are not named are open to everybody (4.2.3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<MethodRule>,
    /// Other bounds of cash on delivery than the usual one; the first that fits counts (4.2.3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cash_on_delivery: Vec<CashRule>,
    /// The largest deposit, in permille of the total; at most what the law allows (R12).
    #[serde(skip_serializing_if = "is_bound")]
    pub deposit_permille: u16,
    /// Customers whose orders need a credit check whatever their size 重点客户 (4.2.1).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_customers: Vec<CustomerId>,
    /// What does not go where (4.2.4).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub embargoes: Vec<Embargo>,
}

/// A group of orders to which a payment method is open. Of each list that is not empty, one must
/// fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodRule {
    /// The method.
    pub method: PaymentMethod,
    /// Consumers or businesses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customer_kinds: Vec<CustomerKind>,
    /// Grades of the customer's account; a customer without one has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Grade>,
    /// Where the order came in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Divisions that the delivery address lies in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<RegionCode>,
}

/// A bound of cash on delivery for some grades and divisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashRule {
    /// Grades of the customer's account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Grade>,
    /// Divisions that the delivery address lies in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<RegionCode>,
    /// The largest total, in fen; 0 closes it.
    pub most: Money,
}

/// Goods that do not go to some divisions 禁运.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Embargo {
    /// Categories of products.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Single products.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skus: Vec<Sku>,
    /// Divisions; empty means everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<RegionCode>,
    /// Why, in words for the customer.
    pub reason: String,
}

impl Default for SalesPolicy {
    fn default() -> Self {
        Self {
            discounts: BTreeMap::new(),
            methods: Vec::new(),
            cash_on_delivery: Vec::new(),
            deposit_permille: DEPOSIT_BOUND_PERMILLE,
            key_customers: Vec::new(),
            embargoes: Vec::new(),
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_bound(permille: &u16) -> bool {
    *permille == DEPOSIT_BOUND_PERMILLE
}

impl SalesPolicy {
    /// Whether nothing differs from the usual.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self == &Self::default()
    }

    /// Of the roles of who enters an order, the one with the largest discount, if any is named.
    #[must_use]
    pub fn discounting(&self, roles: &[Role]) -> Option<Role> {
        let named = roles.iter().filter_map(|role| {
            let permille = self.discounts.get(role)?;
            Some((*permille, *role))
        });
        named.max().map(|(_, role)| role)
    }

    /// Whether the order's payment method is open to it.
    #[must_use]
    pub fn method_is_open(&self, order: &Order, grade: Option<Grade>) -> bool {
        let method = order.payment.method;
        let mut rules = self.methods.iter().filter(|rule| rule.method == method);
        let mut named = rules.clone();
        named.next().is_none() || rules.any(|rule| rule.fits(order, grade))
    }

    /// The bound of cash on delivery for the order, if it differs from the usual one, in fen.
    #[must_use]
    pub fn cash_bound(&self, order: &Order, grade: Option<Grade>) -> Option<Money> {
        let rule = self.cash_on_delivery.iter().find(|rule| {
            of_grade(&rule.grades, grade) && lies_within(&rule.regions, order.ship_to_region)
        });
        rule.map(|rule| rule.most)
    }

    /// The embargo that keeps a product from a division.
    #[must_use]
    pub fn embargo(&self, product: &Product, region: Option<RegionCode>) -> Option<&Embargo> {
        self.embargoes
            .iter()
            .find(|embargo| embargo.names(product) && lies_within(&embargo.regions, region))
    }

    /// Refuses what makes no sense or would grow without end.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        for (role, permille) in &self.discounts {
            within(
                &format!("review.sales.discounts.{}", role.name()),
                *permille,
                1000,
            )?;
        }
        within(
            "review.sales.deposit_permille",
            self.deposit_permille,
            DEPOSIT_BOUND_PERMILLE,
        )?;
        for (list, length) in [
            ("methods", self.methods.len()),
            ("cash_on_delivery", self.cash_on_delivery.len()),
            ("key_customers", self.key_customers.len()),
            ("embargoes", self.embargoes.len()),
        ] {
            if length > MOST {
                return Err(Refusal::invalid(
                    format!("review.sales.{list}"),
                    format!("at most {MOST}"),
                    length.to_string(),
                ));
            }
        }
        for (index, rule) in self.cash_on_delivery.iter().enumerate() {
            if rule.most.is_negative() {
                return Err(Refusal::invalid(
                    format!("review.sales.cash_on_delivery[{index}].most"),
                    "zero or more fen",
                    rule.most.fen().to_string(),
                ));
            }
        }
        for (index, embargo) in self.embargoes.iter().enumerate() {
            embargo.check(index)?;
        }
        Ok(())
    }
}

fn within(at: &str, permille: u16, most: u16) -> Result<(), Refusal> {
    if permille <= most {
        return Ok(());
    }
    Err(Refusal::invalid(
        at,
        format!("0 to {most}"),
        permille.to_string(),
    ))
}

impl MethodRule {
    fn fits(&self, order: &Order, grade: Option<Grade>) -> bool {
        (self.customer_kinds.is_empty() || self.customer_kinds.contains(&order.customer_kind))
            && of_grade(&self.grades, grade)
            && (self.channels.is_empty() || self.channels.contains(&order.channel))
            && lies_within(&self.regions, order.ship_to_region)
    }
}

impl Embargo {
    fn names(&self, product: &Product) -> bool {
        let category = product.category.as_ref();
        self.skus.contains(&product.sku)
            || category.is_some_and(|category| self.categories.contains(category))
    }

    fn check(&self, index: usize) -> Result<(), Refusal> {
        let at = |field: &str| format!("review.sales.embargoes[{index}].{field}");
        if self.categories.is_empty() && self.skus.is_empty() {
            return Err(Refusal::invalid(
                at("categories"),
                "a category or a SKU",
                "neither",
            ));
        }
        let length = self.reason.trim().chars().count();
        if !(1..=LONGEST_REASON).contains(&length) {
            return Err(Refusal::invalid(
                at("reason"),
                format!("1 to {LONGEST_REASON} characters"),
                format!("{length} characters"),
            ));
        }
        Ok(())
    }
}

/// Whether a grade is among `grades`; any is when there are none.
fn of_grade(grades: &[Grade], grade: Option<Grade>) -> bool {
    grades.is_empty() || grade.is_some_and(|grade| grades.contains(&grade))
}

/// Whether a division lies within one of `regions`; anywhere does when there are none. Where it
/// cannot be told, it does not.
fn lies_within(regions: &[RegionCode], region: Option<RegionCode>) -> bool {
    let within = |region: RegionCode| regions.iter().any(|other| region.is_within(*other));
    regions.is_empty() || region.is_some_and(within)
}
