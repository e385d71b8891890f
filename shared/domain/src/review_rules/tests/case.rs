//! An order under review, and what the scenarios change in it.

use uuid::Uuid;

use super::super::{ReviewFacts, RuleCode, examine};
use crate::account::Grade;
use crate::agreed_price::{AgreedPrice, PriceAudience};
use crate::blacklist::{BlacklistEntry, BlacklistSubject};
use crate::dated::InForce;
use crate::goods::{LimitPeriod, PurchaseLimit};
use crate::identifiers::PromotionId;
use crate::order::samples::{CHENGDU, account, draft, fen, known, now, sku, with_facts};
use crate::order::{CustomerKind, Line, OrderDraft, OrderId, receive};
use crate::payment_terms::{DueWhen, Instalment, PaymentMethod};
use crate::policy::Policy;
use crate::product::Product;
use crate::promotion::Promotion;
use crate::quota::Quota;
use crate::region::RegionCode;
use crate::sales_policy::{CashRule, Embargo, MethodRule};
use crate::terms::TermsVersion;

/// An order as it comes in, and what it is reviewed by.
pub(super) struct Case {
    pub(super) draft: OrderDraft,
    pub(super) review: ReviewFacts,
    pub(super) policy: Policy,
    pub(super) likely_duplicate_of: Option<OrderId>,
}

impl Case {
    /// A business in Chengdu orders three pieces at the list price, 150 yuan in all, paid online.
    pub(super) fn plain() -> Self {
        Self {
            draft: draft(CHENGDU, PaymentMethod::Online),
            review: known(),
            policy: Policy::default(),
            likely_duplicate_of: None,
        }
    }

    pub(super) fn product(&mut self) -> &mut Product {
        &mut self.review.products[0].value
    }

    pub(super) fn line(&mut self) -> &mut Line {
        &mut self.draft.lines[0]
    }

    pub(super) fn prices(&mut self, unit_price: i64) {
        for line in &mut self.draft.lines {
            line.unit_price = fen(unit_price);
        }
    }

    pub(super) fn account(&mut self, grade: Grade) {
        self.review.account = Some(account(grade));
    }

    pub(super) fn blacklisted(&mut self, subject: BlacklistSubject) {
        self.review.blacklisted.push(BlacklistEntry {
            subject,
            reason: "多次拒付".to_owned(),
            since: now(),
            until: None,
            lifted_at: None,
        });
    }

    pub(super) fn agreed(&mut self, audience: PriceAudience, price: i64) {
        let value = AgreedPrice {
            audience,
            sku: self.draft.lines[0].sku.clone(),
            price: fen(price),
            from: jiff::civil::date(2026, 1, 1),
            until: None,
        };
        self.review
            .agreed_prices
            .push(InForce { version: 2, value });
    }

    /// The product may be ordered so many times in a month.
    pub(super) fn limited(&mut self, quantity: u32) {
        self.product().purchase_limit = Some(PurchaseLimit {
            quantity,
            per: LimitPeriod::Month,
        });
    }

    /// The customer's other orders of the month took so many pieces of the product.
    pub(super) fn ordered_before(&mut self, pieces: u64) {
        let quota = Quota::Purchases {
            customer: self.draft.customer.clone(),
            sku: self.draft.lines[0].sku.clone(),
            per: LimitPeriod::Month,
            since: Some(jiff::civil::date(2026, 3, 1)),
        };
        self.review.taken.insert(quota, pieces);
    }

    /// So many products, of which a customer may order one piece each.
    pub(super) fn limited_products(&mut self, number: usize) {
        self.limited(1);
        let product = self.review.products[0].clone();
        let line = Line {
            quantity: 1,
            ..self.draft.lines[0].clone()
        };
        (self.draft.lines, self.review.products) = (0..number)
            .map(|number| {
                let (mut line, mut product) = (line.clone(), product.clone());
                line.sku = sku(&format!("TEA-{number}"));
                product.value.sku = line.sku.clone();
                (line, product)
            })
            .unzip();
    }

    /// All lines are at the price of a promotion: 4,200 fen, in March 2026, open to everybody.
    pub(super) fn promoted(&mut self, change: fn(&mut Promotion)) {
        let id = PromotionId::parse("spring").unwrap();
        let mut promotion = Promotion {
            id: id.clone(),
            sku: self.draft.lines[0].sku.clone(),
            price: fen(4_200),
            below_floor: false,
            from: "2026-02-28T16:00:00Z".parse().unwrap(),
            until: "2026-03-31T16:00:00Z".parse().unwrap(),
            channels: Vec::new(),
            customer_kinds: Vec::new(),
            grades: Vec::new(),
            minimum_quantity: 0,
            per_customer: None,
            total: None,
        };
        change(&mut promotion);
        self.prices(promotion.price.fen());
        for line in &mut self.draft.lines {
            line.promotion = Some(id.clone());
        }
        self.review.promotions = vec![InForce {
            version: 1,
            value: promotion,
        }];
    }

    /// Orders took so many pieces at the promotion's price, the customer's own all of them.
    pub(super) fn promoted_before(&mut self, pieces: u64) {
        let promotion = PromotionId::parse("spring").unwrap();
        let customer = self.draft.customer.clone();
        let all = Quota::Promotion {
            promotion: promotion.clone(),
        };
        let own = Quota::PromotionOfCustomer {
            promotion,
            customer,
        };
        self.review.taken.extend([(all, pieces), (own, pieces)]);
    }

    pub(super) fn instalments(&mut self, amounts: &[i64]) {
        let part = |amount: &i64| Instalment::of(DueWhen::OnOrder, fen(*amount));
        self.draft.schedule = Some(amounts.iter().map(part).collect());
    }

    pub(super) fn deposit(&mut self, amount: i64) {
        self.instalments(&[amount, 15_000 - amount]);
        for part in self.draft.schedule.iter_mut().flatten().take(1) {
            part.deposit = true;
        }
    }

    pub(super) fn hits(&self) -> Vec<RuleCode> {
        with_facts(&self.policy, |facts| {
            let mut order = receive(&self.draft, Uuid::nil(), facts).unwrap();
            order.likely_duplicate_of = self.likely_duplicate_of;
            let findings = examine(&order, &self.review, facts);
            findings.iter().map(|finding| finding.rule).collect()
        })
    }
}

pub(super) fn regions(codes: &[&str]) -> Vec<RegionCode> {
    let parse = |code: &&str| RegionCode::parse(code).unwrap();
    codes.iter().map(parse).collect()
}

pub(super) fn online(grades: &[Grade], codes: &[&str]) -> MethodRule {
    MethodRule {
        method: PaymentMethod::Online,
        customer_kinds: vec![CustomerKind::Business],
        grades: grades.to_vec(),
        channels: Vec::new(),
        regions: regions(codes),
    }
}

pub(super) fn cash(grades: &[Grade], codes: &[&str], most: i64) -> CashRule {
    CashRule {
        grades: grades.to_vec(),
        regions: regions(codes),
        most: fen(most),
    }
}

pub(super) fn embargo(category: &str, code: &str) -> Embargo {
    Embargo {
        categories: vec![category.to_owned()],
        skus: Vec::new(),
        regions: regions(&[code]),
        reason: "当地禁止销售".to_owned(),
    }
}

pub(super) fn terms() -> TermsVersion {
    TermsVersion {
        version: "2026-01".to_owned(),
        digest: "0".repeat(64),
        url: "https://example.com/terms".to_owned(),
        effective_from: now(),
    }
}
