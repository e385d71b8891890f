//! The draft that an order request becomes: every value read, every mistake told.

use std::ops::RangeInclusive;

use domain::contact::Contact;
use domain::identifiers::{CustomerId, ExternalNo, PromotionId, Sku, Uscc};
use domain::money::Money;
use domain::order::{Line, OrderDraft};
use domain::payment_terms::{DueWhen, Instalment, MOST_INSTALMENTS};
use domain::refusal::Refusal;
use domain::role::Role;
use domain::terms::{TermsShown, is_digest};
use jiff::Timestamp;

use crate::mistakes::Mistakes;
use crate::order_request::{
    OrderCustomer, OrderLine, OrderRequest, ScheduledPayment, ShipTo, TermsShownBody, When,
};

/// The most lines of an order: one transaction of at most a hundred writes reserves them all,
/// and takes each out of the line it may stand in.
pub const MOST_LINES: usize = 48;
/// Pieces of a line.
pub(crate) const QUANTITY: RangeInclusive<u32> = 1..=1_000_000;
/// Fen of a unit price: free of charge up to ten billion yuan.
pub(crate) const UNIT_PRICE: RangeInclusive<i64> = 0..=1_000_000_000_000;
/// Fen of an instalment.
const INSTALMENT: RangeInclusive<i64> = 1..=i64::MAX;

const LONGEST_NAME: usize = 100;
const LONGEST_PHONE: usize = 32;
const LONGEST_EMAIL: usize = 254;
const LONGEST_ADDRESS: usize = 300;
const LONGEST_GOODS_NAME: usize = 200;
const LONGEST_ATTRIBUTE: usize = 100;
const LONGEST_UNIT: usize = 20;
const LONGEST_REMARK: usize = 500;
const LONGEST_TERMS_VERSION: usize = 64;

/// Who enters an order, and what that allows.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The operator, for the four-eyes rule (4.3.2).
    pub entered_by: String,
    /// The operator's roles, which decide the discount (4.2.3).
    pub entered_as: Vec<Role>,
    /// The customer that the caller itself is, if it is one: it orders for nobody else.
    pub own_customer: Option<CustomerId>,
    /// The customer of an order that names none.
    pub unnamed_customer: CustomerId,
    /// Whether the caller may say when the customer ordered (import by sales or administrators).
    pub may_backdate: bool,
    /// Now.
    pub now: Timestamp,
}

impl OrderRequest {
    /// The draft that it becomes, ready for the domain.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable; 403 `forbidden` when a
    /// customer orders for another one.
    pub fn into_draft(self, entry: Entry) -> Result<OrderDraft, Refusal> {
        let mut mistakes = Mistakes::default();
        let external_no = mistakes.parsed_if_given(
            "external_no",
            self.external_no.as_deref(),
            ExternalNo::parse,
        );
        let named = mistakes.parsed_if_given(
            "customer.id",
            self.customer.id.as_deref(),
            CustomerId::parse,
        );
        mistakes.parsed_if_given("customer.uscc", self.customer.uscc.as_deref(), Uscc::parse);
        check_creation(&mut mistakes, self.created_at, &entry);
        let contact = contact(
            &mut mistakes,
            &self.customer,
            &self.ship_to,
            self.remark.as_deref(),
        );
        let lines = lines(&mut mistakes, &self.lines);
        let schedule = self
            .payment
            .schedule
            .as_deref()
            .map(|parts| schedule(&mut mistakes, parts));
        if let Some(stated) = self.total_fen {
            mistakes.within("total_fen", stated, &(0..=i64::MAX));
        }
        let terms = self.terms.map(|shown| terms_shown(&mut mistakes, shown));
        let lines = mistakes.none_in(Some(lines))?;
        Ok(OrderDraft {
            channel: self.channel,
            external_no,
            customer: customer(named, &entry)?,
            customer_kind: self.customer.kind,
            contact,
            lines,
            method: self.payment.method,
            schedule,
            requested_delivery: self.requested_delivery,
            stated_total: self.total_fen.map(Money::from_fen),
            entered_by: entry.entered_by,
            entered_as: entry.entered_as,
            ordered_at: self.created_at,
            terms,
            split_shipments: self.split_shipments,
            services_only: false,
        })
    }
}

fn customer(named: Option<CustomerId>, entry: &Entry) -> Result<CustomerId, Refusal> {
    match (&entry.own_customer, named) {
        (Some(own), Some(named)) if *own != named => Err(Refusal::forbidden(
            "客户只能为自己下单",
            "a customer may place orders for itself only",
        )),
        (Some(own), _) => Ok(own.clone()),
        (None, Some(named)) => Ok(named),
        (None, None) => Ok(entry.unnamed_customer.clone()),
    }
}

fn check_creation(mistakes: &mut Mistakes, created_at: Option<Timestamp>, entry: &Entry) {
    let Some(created_at) = created_at else { return };
    if !entry.may_backdate {
        mistakes.note(
            "created_at",
            "nothing; it is for imports by sales or administrators",
            &created_at.to_string(),
        );
    } else if created_at > entry.now {
        mistakes.note(
            "created_at",
            format!("at most {}", entry.now),
            &created_at.to_string(),
        );
    }
}

fn contact(
    mistakes: &mut Mistakes,
    customer: &OrderCustomer,
    ship_to: &ShipTo,
    remark: Option<&str>,
) -> Contact {
    let email = mistakes.words_if_given("customer.email", customer.email.as_deref(), LONGEST_EMAIL);
    if email.as_deref().is_some_and(|email| !is_email(email)) {
        mistakes.note(
            "customer.email",
            "an e-mail address such as name@example.com",
            "another text",
        );
    }
    Contact {
        name: mistakes.words("customer.name", &customer.name, LONGEST_NAME),
        mobile: mistakes.words_if_given(
            "customer.mobile",
            customer.mobile.as_deref(),
            LONGEST_PHONE,
        ),
        email,
        domicile: mistakes.words_if_given(
            "customer.domicile",
            customer.domicile.as_deref(),
            LONGEST_ADDRESS,
        ),
        ship_to_name: mistakes.words_if_given(
            "ship_to.name",
            ship_to.name.as_deref(),
            LONGEST_NAME,
        ),
        ship_to_mobile: mistakes.words_if_given(
            "ship_to.mobile",
            ship_to.mobile.as_deref(),
            LONGEST_PHONE,
        ),
        address: mistakes.words("ship_to.address", &ship_to.address, LONGEST_ADDRESS),
        remark: mistakes.words_if_given("remark", remark, LONGEST_REMARK),
    }
}

fn terms_shown(mistakes: &mut Mistakes, shown: TermsShownBody) -> TermsShown {
    if !is_digest(&shown.digest) {
        mistakes.note(
            "terms.digest",
            "64 lower-case hexadecimal digits",
            &shown.digest,
        );
    }
    TermsShown {
        version: mistakes.words("terms.version", &shown.version, LONGEST_TERMS_VERSION),
        digest: shown.digest,
    }
}

fn is_email(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}

fn lines(mistakes: &mut Mistakes, given: &[OrderLine]) -> Vec<Line> {
    mistakes.within("lines", given.len(), &(1..=MOST_LINES));
    let mut lines = Vec::with_capacity(given.len().min(MOST_LINES));
    for (index, line) in given.iter().take(MOST_LINES).enumerate() {
        let at = |field: &str| format!("lines[{index}].{field}");
        mistakes.within(&at("quantity"), line.quantity, &QUANTITY);
        mistakes.within(&at("unit_price_fen"), line.unit_price_fen, &UNIT_PRICE);
        let name = mistakes.words_if_given(&at("name"), line.name.as_deref(), LONGEST_GOODS_NAME);
        let mut words = |field: &str, text: &Option<String>, longest| {
            mistakes.words_if_given(&at(field), text.as_deref(), longest)
        };
        let specification = words("specification", &line.specification, LONGEST_ATTRIBUTE);
        let model = words("model", &line.model, LONGEST_ATTRIBUTE);
        let unit = words("unit", &line.unit, LONGEST_UNIT);
        let promotion = mistakes.parsed_if_given(
            &at("promotion"),
            line.promotion.as_deref(),
            PromotionId::parse,
        );
        if let Some(sku) = mistakes.parsed(&at("sku"), &line.sku, Sku::parse) {
            let unit_price = Money::from_fen(line.unit_price_fen);
            lines.push(Line {
                name,
                specification,
                model,
                unit,
                promotion,
                ..Line::plain(sku, line.quantity, unit_price)
            });
        }
    }
    lines
}

fn schedule(mistakes: &mut Mistakes, parts: &[ScheduledPayment]) -> Vec<Instalment> {
    mistakes.within("payment.schedule", parts.len(), &(1..=MOST_INSTALMENTS));
    let mut schedule = Vec::new();
    for (index, part) in parts.iter().take(MOST_INSTALMENTS).enumerate() {
        let at = |field: &str| format!("payment.schedule[{index}].{field}");
        mistakes.within(&at("amount_fen"), part.amount_fen, &INSTALMENT);
        match (part.when.due(part.days), part.days) {
            (Some(due), _) => schedule.push(Instalment {
                deposit: part.deposit,
                ..Instalment::of(due, Money::from_fen(part.amount_fen))
            }),
            (None, None) => mistakes.note(at("days"), "calendar days after delivery", "nothing"),
            (None, Some(days)) => mistakes.note(
                at("days"),
                "nothing unless after_delivery",
                &days.to_string(),
            ),
        }
    }
    schedule
}

impl When {
    /// The domain's step; `None` when days are given where they do not belong, or are missing.
    const fn due(self, days: Option<u16>) -> Option<DueWhen> {
        match (self, days) {
            (Self::OnOrder, None) => Some(DueWhen::OnOrder),
            (Self::BeforeProduction, None) => Some(DueWhen::BeforeProduction),
            (Self::OnDispatch, None) => Some(DueWhen::OnDispatch),
            (Self::OnDelivery, None) => Some(DueWhen::OnDelivery),
            (Self::AfterDelivery, Some(days)) => Some(DueWhen::AfterDelivery { days }),
            (Self::AfterDelivery, None)
            | (
                Self::OnOrder | Self::BeforeProduction | Self::OnDispatch | Self::OnDelivery,
                Some(_),
            ) => None,
        }
    }
}

#[cfg(test)]
mod tests;
