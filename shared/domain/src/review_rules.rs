//! What the automatic review examines (4.2): stable codes, severities, evidence.

use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::order::{Facts, Order};
use price::SpecialPrice;

mod customer;
mod facts;
mod goods;
mod outcome;
mod payment;
mod price;
mod promotion;
mod quotas;
mod terms_shown;
#[cfg(test)]
mod tests;
mod validity;

pub use facts::{Basis, ReviewFacts};
pub use outcome::ReviewOutcome;

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

/// Who may see what a rule expected and found. Everybody may see its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceFor {
    /// The customer too: it repeats what the customer said or what is published.
    Everybody,
    /// Staff only: it tells how the company decides.
    Staff,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $clause:literal, $severity:ident, $shown:ident, $zh:literal, $en:literal;)*) => {
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

            /// The clause of the measures.
            #[must_use]
            pub const fn clause(self) -> &'static str {
                match self { $(Self::$variant => $clause,)* }
            }

            /// Who may see the evidence of a finding.
            #[must_use]
            pub const fn evidence(self) -> EvidenceFor {
                match self { $(Self::$variant => EvidenceFor::$shown,)* }
            }

            /// What the customer is told, in Chinese.
            #[must_use]
            pub const fn chinese(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }

            /// What the customer is told, in English.
            #[must_use]
            pub const fn english(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }
        }
    };
}

rules! {
    /// 4.1.3 Typed by staff like another order of the same customer on the same day.
    LikelyDuplicate = "likely_duplicate", "4.1.3", Manual, Staff,
        "疑似重复录入的订单", "the order was likely entered before";
    /// 4.2.1 No recipient name.
    RecipientMissing = "recipient_missing", "4.2.1", Reject, Everybody,
        "缺少收货人姓名", "the name of the recipient is missing";
    /// 4.2.1 No phone, or one that cannot be right.
    PhoneInvalid = "phone_invalid", "4.2.1", Reject, Everybody,
        "缺少有效的联系电话", "no valid phone number of the recipient was given";
    /// 4.2.1 The customer's own phone cannot be right.
    CustomerPhoneInvalid = "customer_phone_invalid", "4.2.1", Manual, Everybody,
        "客户联系电话格式有误", "the customer's phone number cannot be right";
    /// 4.2.1 The customer's name cannot be one.
    CustomerNameInvalid = "customer_name_invalid", "4.2.1", Manual, Everybody,
        "客户名称不完整", "the customer's name is incomplete";
    /// 2.5 The address cannot be placed.
    AddressUnresolved = "address_unresolved", "2.5", Manual, Everybody,
        "收货地址无法确认所属行政区划", "it cannot be told in which division the delivery address lies";
    /// 4.2.1 The address names a province and nothing below.
    AddressIncomplete = "address_incomplete", "4.2.1", Reject, Everybody,
        "收货地址不完整", "the delivery address is incomplete";
    /// 2.3 Hong Kong, Macau or Taiwan.
    CrossBorder = "cross_border", "2.3", Manual, Everybody,
        "收货地址在港澳台地区，属跨境订单", "the delivery address is in Hong Kong, Macau or Taiwan: a cross-border order";
    /// 4.2.1 Large enough to need a credit check.
    CreditCheckRequired = "credit_check_required", "4.2.1", Manual, Staff,
        "大额订单，须进行信用核查", "the order is large and needs a credit check";
    /// 4.2.1 A key customer, whose orders need a credit check.
    KeyCustomer = "key_customer", "4.2.1", Manual, Staff,
        "须进行信用核查", "the order needs a credit check";
    /// 4.2.2 The SKU is not in the catalogue.
    UnknownSku = "unknown_sku", "4.2.2", Reject, Everybody,
        "商品不存在", "there is no such product";
    /// 4.2.2 The product is not on sale.
    NotOnSale = "not_on_sale", "4.2.2", Reject, Everybody,
        "商品已停售", "the product is no longer on sale";
    /// 4.2.2 The name is not the catalogue's.
    NameMismatch = "name_mismatch", "4.2.2", Manual, Everybody,
        "商品名称与目录不符", "the product's name is not the catalogue's";
    /// 4.2.2 The specification is not the catalogue's.
    SpecificationMismatch = "specification_mismatch", "4.2.2", Manual, Everybody,
        "商品规格与目录不符", "the product's specification is not the catalogue's";
    /// 4.2.2 The model is not the catalogue's.
    ModelMismatch = "model_mismatch", "4.2.2", Manual, Everybody,
        "商品型号与目录不符", "the product's model is not the catalogue's";
    /// 4.2.2 The unit is not the catalogue's.
    UnitMismatch = "unit_mismatch", "4.2.2", Manual, Everybody,
        "计量单位与目录不符", "the unit is not the catalogue's";
    /// 4.2.3 Below the floor price.
    PriceBelowFloor = "price_below_floor", "4.2.3", Reject, Staff,
        "单价过低", "the unit price is too low";
    /// 4.2.3 Off the list price by more than the allowed discount, or above it.
    PriceOffList = "price_off_list", "4.2.3", Manual, Staff,
        "单价超出价格政策允许的范围", "the unit price is outside what the price policy allows";
    /// 4.2.3 The lines do not add up to the total that the caller stated.
    TotalMismatch = "total_mismatch", "4.2.3", Reject, Everybody,
        "订单总额与明细合计不符", "the lines do not add up to the total";
    /// 4.2.3 Not a method for this customer.
    PaymentMethodNotAllowed = "payment_method_not_allowed", "4.2.3", Reject, Staff,
        "该客户不可使用此付款方式", "this payment method is not open to this order";
    /// 4.2.3 Too much for cash on delivery.
    CashOnDeliveryOverCap = "cash_on_delivery_over_cap", "4.2.3", Reject, Staff,
        "超过货到付款金额上限", "the amount is too large for cash on delivery";
    /// 4.2.3 Too many instalments.
    TooManyInstalments = "too_many_instalments", "4.2.3", Reject, Everybody,
        "分期期数过多", "there are too many instalments";
    /// 4.2.3 The first instalment is too small.
    FirstInstalmentTooSmall = "first_instalment_too_small", "4.2.3", Reject, Everybody,
        "首期付款比例过低", "the first instalment is too small";
    /// 4.2.3, R12 Deposits above the bound.
    DepositTooLarge = "deposit_too_large", "4.2.3", Reject, Everybody,
        "定金超过合同总额的法定或约定比例", "the deposit is too large a part of the total";
    /// 4.2.3 Credit terms without an account in good standing.
    NoCreditStanding = "no_credit_standing", "4.2.3", Reject, Staff,
        "客户没有可用的账期额度", "no credit terms are available to this customer";
    /// 4.3.4, R3 An order of the own shop that does not name the terms in force.
    TermsNotInForce = "terms_not_in_force", "4.3.4", Manual, Everybody,
        "未记录向客户展示的现行交易条款", "the order does not name the terms in force that the customer was shown";
    /// 4.2.4 Below the minimum order.
    BelowMinimumOrder = "below_minimum_order", "4.2.4", Reject, Everybody,
        "未达到最低订购金额", "the order is below the minimum amount";
    /// 4.2.4 Fewer pieces than the product's minimum.
    BelowMinimumQuantity = "below_minimum_quantity", "4.2.4", Reject, Everybody,
        "未达到商品起订量", "fewer pieces than the product's minimum quantity";
    /// 4.2.4 More pieces than one customer may order in a period, with what it ordered before.
    PurchaseLimitExceeded = "purchase_limit_exceeded", "4.2.4", Reject, Everybody,
        "超过商品限购数量", "more pieces than one customer may order";
    /// 4.2.4 More limits than one order can be counted towards.
    TooManyLimits = "too_many_limits", "4.2.4", Reject, Everybody,
        "订单所含限购、促销商品过多，请分单", "the order has too many limited products and promotions; please order them apart";
    /// 4.2.4 A line names a promotion that there is not, or that is of another product.
    UnknownPromotion = "unknown_promotion", "4.2.4", Reject, Everybody,
        "该商品没有此促销活动", "there is no such promotion of the product";
    /// 4.2.4 The promotion had not started when the customer ordered.
    PromotionNotStarted = "promotion_not_started", "4.2.4", Reject, Everybody,
        "促销活动尚未开始", "the promotion has not started";
    /// 4.2.4 The promotion was over when the customer ordered.
    PromotionOver = "promotion_over", "4.2.4", Reject, Everybody,
        "促销活动已结束", "the promotion is over";
    /// 4.2.4 The promotion is not for this channel, customer or quantity.
    PromotionNotEligible = "promotion_not_eligible", "4.2.4", Reject, Staff,
        "不符合促销活动的参与条件", "the order does not meet the terms of the promotion";
    /// 4.2.4 More pieces at the promotion's price than are left for all orders.
    PromotionExhausted = "promotion_exhausted", "4.2.4", Reject, Staff,
        "促销数量已用完", "fewer pieces are left at the promotion's price";
    /// 4.2.4 More pieces at the promotion's price than one customer may order.
    PromotionLimitExceeded = "promotion_limit_exceeded", "4.2.4", Reject, Everybody,
        "超过促销活动的每客限购数量", "more pieces than one customer may order at the promotion's price";
    /// 4.2.4 Goods that do not go to this division.
    Embargoed = "embargoed", "4.2.4", Reject, Everybody,
        "该商品不能销往收货地区", "the product does not go to the delivery address";
    /// 4.2.4 The customer is on the blacklist.
    CustomerBlacklisted = "customer_blacklisted", "4.2.4", Reject, Staff,
        "暂时无法受理该客户的订单，请联系客服", "orders of this customer cannot be accepted at present; please contact customer service";
    /// 4.2.4 The phone by which the recipient is reached is on the blacklist.
    PhoneBlacklisted = "phone_blacklisted", "4.2.4", Reject, Staff,
        "暂时无法受理该订单，请联系客服", "the order cannot be accepted at present; please contact customer service";
    /// 4.2.4 The requested date has passed.
    DeliveryDatePassed = "delivery_date_passed", "4.2.4", Reject, Everybody,
        "要求的交货日期已过", "the requested delivery date has passed";
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

#[cfg(test)]
impl Finding {
    /// A finding without evidence.
    pub(crate) const fn plain(rule: RuleCode, severity: Severity) -> Self {
        Self {
            rule,
            severity,
            expected: String::new(),
            found: String::new(),
        }
    }
}

/// Everything the rules have to say about the order; all hits, in the order of the clauses.
#[must_use]
pub fn examine(order: &Order, review: &ReviewFacts, facts: &Facts<'_>) -> Vec<Finding> {
    let mut hits = Hits::default();
    customer::examine(order, facts, &mut hits);
    for line in &order.lines {
        if let Some(product) = goods::examine(line, review, &mut hits) {
            let special = match promotion::examine(order, line, review, &mut hits) {
                Some(promotion) => Some(SpecialPrice::of(promotion)),
                None => review
                    .agreed_price(order, &line.sku)
                    .map(SpecialPrice::agreed),
            };
            price::examine(order, line, (product, special), facts, &mut hits);
        }
    }
    price::total(order, &mut hits);
    payment::examine(order, review, facts, &mut hits);
    terms_shown::examine(order, facts, &mut hits);
    validity::examine(order, review, facts, &mut hits);
    let severity = |rule: RuleCode| {
        let set = facts.policy.review.severities.get(&rule);
        set.copied().unwrap_or_else(|| rule.usual_severity())
    };
    let findings = hits.0.into_iter().map(|(rule, expected, found)| Finding {
        rule,
        severity: severity(rule),
        expected,
        found,
    });
    findings.collect()
}

/// What the rules hit so far: which, what was expected, what was found.
#[derive(Debug, Default)]
struct Hits(Vec<(RuleCode, String, String)>);

impl Hits {
    fn note(&mut self, rule: RuleCode, expected: impl Into<String>, found: impl Into<String>) {
        self.0.push((rule, expected.into(), found.into()));
    }
}

/// `share` thousandths of `amount`, rounded down to the fen.
fn permille(amount: Money, share: u16) -> Money {
    let part = i128::from(amount.fen()) * i128::from(share) / 1000;
    Money::from_fen(i64::try_from(part).unwrap_or(i64::MAX))
}

fn fen(amount: Money) -> String {
    amount.fen().to_string()
}
