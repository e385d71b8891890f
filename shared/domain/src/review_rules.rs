//! What the automatic review examines (4.2): stable codes, severities, evidence.

use serde::{Deserialize, Serialize};

use crate::account::{Account, Grade};
use crate::money::Money;
use crate::order::{Channel, ContactGap, CustomerKind, Facts, Line, Order};
use crate::payment_terms::PaymentMethod;
use crate::product::{Product, ProductPrice};
use crate::region::Level;
use crate::terms;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// A person must look.
    Manual,
    /// A clear error: the order is rejected.
    Reject,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident, $zh:literal;)*) => {
        /// A rule of the review. The doc of each names its clause.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RuleCode { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl RuleCode {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable code.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How much a finding weighs unless the policy says otherwise.
            #[must_use]
            pub const fn usual_severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What the customer is told, in Chinese.
            #[must_use]
            pub const fn chinese(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }
        }
    };
}

rules! {
    /// 4.2.1 No recipient name.
    RecipientMissing = "recipient_missing", Reject, "缺少收货人姓名";
    /// 4.2.1 No phone, or one that cannot be right.
    PhoneInvalid = "phone_invalid", Reject, "缺少有效的联系电话";
    /// 2.5 The address cannot be placed.
    AddressUnresolved = "address_unresolved", Manual, "收货地址无法确认所属行政区划";
    /// 4.2.1 The address names a province and nothing below.
    AddressIncomplete = "address_incomplete", Reject, "收货地址不完整";
    /// 2.3 Hong Kong, Macau or Taiwan.
    CrossBorder = "cross_border", Manual, "收货地址在港澳台地区，属跨境订单";
    /// 4.2.1 Large enough to need a credit check.
    CreditCheckRequired = "credit_check_required", Manual, "大额订单，须进行信用核查";
    /// 4.2.2 The SKU is not in the catalogue.
    UnknownSku = "unknown_sku", Reject, "商品不存在";
    /// 4.2.2 The product is not on sale.
    NotOnSale = "not_on_sale", Reject, "商品已停售";
    /// 4.2.2 The name is not the catalogue's.
    NameMismatch = "name_mismatch", Manual, "商品名称与目录不符";
    /// 4.2.3 Below the floor price.
    PriceBelowFloor = "price_below_floor", Reject, "单价低于底价";
    /// 4.2.3 Off the list price by more than the allowed discount, or above it.
    PriceOffList = "price_off_list", Manual, "单价超出价格政策允许的范围";
    /// 4.2.3 Not a method for this customer.
    PaymentMethodNotAllowed = "payment_method_not_allowed", Reject, "该客户不可使用此付款方式";
    /// 4.2.3 Too much for cash on delivery.
    CashOnDeliveryOverCap = "cash_on_delivery_over_cap", Reject, "超过货到付款金额上限";
    /// 4.2.3 Too many instalments.
    TooManyInstalments = "too_many_instalments", Reject, "分期期数过多";
    /// 4.2.3 The first instalment is too small.
    FirstInstalmentTooSmall = "first_instalment_too_small", Reject, "首期付款比例过低";
    /// 4.2.3 Credit terms without an account in good standing.
    NoCreditStanding = "no_credit_standing", Reject, "客户没有可用的账期额度";
    /// 4.3.4, R3 An order of the own shop that does not name the terms in force.
    TermsNotInForce = "terms_not_in_force", Manual, "未记录向客户展示的现行交易条款";
    /// 4.2.4 Below the minimum order.
    BelowMinimumOrder = "below_minimum_order", Reject, "未达到最低订购金额";
    /// 4.2.4 The requested date has passed.
    DeliveryDatePassed = "delivery_date_passed", Reject, "要求的交货日期已过";
}

/// Something the review found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule.
    pub rule: RuleCode,
    /// How much it weighs under the policy of that moment.
    pub severity: Severity,
    /// What would have been right.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expected: String,
    /// What was there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub found: String,
}

/// What the review looks up besides the order.
#[derive(Clone, Copy, Debug)]
pub struct ReviewFacts<'a> {
    /// The products of the order's lines, as far as they exist.
    pub products: &'a [Product],
    /// The customer's credit account, if there is one.
    pub account: Option<&'a Account>,
}

/// Everything the rules have to say about the order; all hits, in the order of the clauses.
#[must_use]
pub fn examine(order: &Order, review: &ReviewFacts<'_>, facts: &Facts<'_>) -> Vec<Finding> {
    let mut hits: Vec<(RuleCode, String, String)> = Vec::new();
    let mut hit =
        |rule: RuleCode, expected: String, found: String| hits.push((rule, expected, found));
    customer(order, facts, &mut hit);
    for line in &order.lines {
        goods(line, review, facts, &mut hit);
    }
    payment(order, review, facts, &mut hit);
    terms_shown(order, facts, &mut hit);
    validity(order, facts, &mut hit);
    let severity = |rule: RuleCode| {
        facts
            .policy
            .review
            .severities
            .get(&rule)
            .copied()
            .unwrap_or_else(|| rule.usual_severity())
    };
    hits.into_iter()
        .map(|(rule, expected, found)| Finding {
            rule,
            severity: severity(rule),
            expected,
            found,
        })
        .collect()
}

type Hit<'a> = dyn FnMut(RuleCode, String, String) + 'a;

/// 4.2.1 and 2.3, 2.5.
fn customer(order: &Order, facts: &Facts<'_>, hit: &mut Hit<'_>) {
    for gap in &order.contact_gaps {
        let rule = match gap {
            ContactGap::RecipientName => RuleCode::RecipientMissing,
            ContactGap::Phone => RuleCode::PhoneInvalid,
        };
        hit(rule, String::new(), String::new());
    }
    match order.ship_to_region {
        None => hit(RuleCode::AddressUnresolved, String::new(), String::new()),
        Some(region) if region.is_cross_border() => {
            hit(RuleCode::CrossBorder, String::new(), region.to_string())
        }
        Some(region) if region.level() == Level::Province => {
            hit(
                RuleCode::AddressIncomplete,
                "city".to_owned(),
                region.to_string(),
            );
        }
        Some(_) => {}
    }
    let large = facts.policy.review.large_order;
    if order.total >= large {
        hit(RuleCode::CreditCheckRequired, fen(large), fen(order.total));
    }
}

/// 4.2.2 and the prices of 4.2.3.
fn goods(line: &Line, review: &ReviewFacts<'_>, facts: &Facts<'_>, hit: &mut Hit<'_>) {
    let Some(product) = review
        .products
        .iter()
        .find(|product| product.sku == line.sku)
    else {
        return hit(RuleCode::UnknownSku, String::new(), line.sku.to_string());
    };
    if !product.on_sale {
        hit(RuleCode::NotOnSale, String::new(), line.sku.to_string());
    }
    if let Some(name) = line.name.as_ref().filter(|name| **name != product.name) {
        hit(RuleCode::NameMismatch, product.name.clone(), name.clone());
    }
    if let ProductPrice::Listed { list, floor } = &product.price {
        if line.unit_price < *floor {
            hit(RuleCode::PriceBelowFloor, fen(*floor), fen(line.unit_price));
        } else if line.unit_price > *list
            || line.unit_price < lowest(*list, facts.policy.review.discount_permille)
        {
            hit(RuleCode::PriceOffList, fen(*list), fen(line.unit_price));
        }
    }
}

/// 4.2.3.
fn payment(order: &Order, review: &ReviewFacts<'_>, facts: &Facts<'_>, hit: &mut Hit<'_>) {
    let policy = &facts.policy.review;
    let method = order.payment.method;
    if order.customer_kind == CustomerKind::Consumer && !policy.consumer_methods.contains(&method) {
        hit(
            RuleCode::PaymentMethodNotAllowed,
            names(&policy.consumer_methods),
            method.name().to_owned(),
        );
    }
    if method == PaymentMethod::CashOnDelivery && order.total > policy.cash_on_delivery_cap {
        hit(
            RuleCode::CashOnDeliveryOverCap,
            fen(policy.cash_on_delivery_cap),
            fen(order.total),
        );
    }
    if method == PaymentMethod::CreditTerms
        && review
            .account
            .is_none_or(|account| account.grade == Grade::D)
    {
        hit(
            RuleCode::NoCreditStanding,
            "C".to_owned(),
            review.account.map_or("none", |a| a.grade.name()).to_owned(),
        );
    }
    let schedule = &order.payment.schedule;
    if schedule.len() > usize::from(policy.most_instalments) {
        hit(
            RuleCode::TooManyInstalments,
            policy.most_instalments.to_string(),
            schedule.len().to_string(),
        );
    }
    if let [first, _, ..] = schedule.as_slice() {
        let least = permille(order.total, policy.first_instalment_permille);
        if first.amount < least {
            hit(
                RuleCode::FirstInstalmentTooSmall,
                fen(least),
                fen(first.amount),
            );
        }
    }
}

/// 4.3.4, R3: which terms a customer of the own shop was shown. A marketplace shows its own.
fn terms_shown(order: &Order, facts: &Facts<'_>, hit: &mut Hit<'_>) {
    let versions = &facts.policy.terms;
    let known = order
        .terms
        .as_ref()
        .is_some_and(|shown| terms::may_rest_on(shown, versions, order.ordered_at));
    if order.channel == Channel::Website && !versions.is_empty() && !known {
        let expected = terms::in_force(versions, order.ordered_at);
        hit(
            RuleCode::TermsNotInForce,
            expected.map_or_else(String::new, |version| version.version.clone()),
            order
                .terms
                .as_ref()
                .map_or_else(String::new, |shown| shown.version.clone()),
        );
    }
}

/// 4.2.4.
fn validity(order: &Order, facts: &Facts<'_>, hit: &mut Hit<'_>) {
    let least = facts.policy.review.minimum_order;
    if order.total < least {
        hit(RuleCode::BelowMinimumOrder, fen(least), fen(order.total));
    }
    let today = crate::calendar::business_date(facts.now);
    if let Some(date) = order.requested_delivery.filter(|date| *date < today) {
        hit(
            RuleCode::DeliveryDatePassed,
            today.to_string(),
            date.to_string(),
        );
    }
}

/// The lowest price within the allowed discount off `list`.
fn lowest(list: Money, discount_permille: u16) -> Money {
    let discount = permille(list, discount_permille);
    list.checked_sub(discount).unwrap_or(Money::ZERO)
}

/// `share` thousandths of `amount`, rounded down to the fen.
fn permille(amount: Money, share: u16) -> Money {
    let part = i128::from(amount.fen()) * i128::from(share) / 1000;
    Money::from_fen(i64::try_from(part).unwrap_or(i64::MAX))
}

fn fen(amount: Money) -> String {
    amount.fen().to_string()
}

fn names(methods: &[PaymentMethod]) -> String {
    methods
        .iter()
        .map(|method| method.name())
        .collect::<Vec<_>>()
        .join(", ")
}
