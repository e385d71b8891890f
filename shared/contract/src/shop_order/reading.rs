//! A platform's body read by its mapping. Each value remembers where it was found, so that what
//! is wrong with it is told in the platform's own terms.

use std::collections::BTreeMap;

use domain::money::Money;
use domain::refusal::{Refusal, RefusalClass};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::mapping::{Amount, AmountUnit, Choice, Instant, Lines, Mapping, Status, Words};
use crate::mistakes::Mistakes;
use crate::order_request::{OrderCustomer, OrderLine, OrderPaymentTerms, OrderRequest, ShipTo};
use domain::order::Channel;
use domain::payment_terms::PaymentMethod;

/// What a platform's body was read as.
pub(super) struct Reading {
    /// The order, with harmless values where the body has none that can be read.
    pub(super) request: OrderRequest,
    /// The body's place of each of our fields.
    pub(super) places: BTreeMap<String, String>,
    /// What cannot be read.
    pub(super) mistakes: Mistakes,
}

/// Reads a body.
///
/// # Errors
/// 422 `order_not_placed` when the platform's status says so.
pub(super) fn read(mapping: &Mapping, body: &Value) -> Result<Reading, Refusal> {
    let mut reader = Reader {
        body,
        places: BTreeMap::new(),
        mistakes: Mistakes::default(),
    };
    if let Some(status) = &mapping.status {
        reader.check_placed(status)?;
    }
    let request = OrderRequest {
        channel: Channel::Marketplace,
        external_no: Some(reader.words("external_no", "", &mapping.number)),
        customer: OrderCustomer {
            id: None,
            kind: reader.choice("customer.kind", &mapping.customer_kind),
            name: reader.words("customer.name", "", &mapping.customer_name),
            mobile: reader.words_if_given("customer.mobile", mapping.customer_mobile.as_ref()),
            email: reader.words_if_given("customer.email", mapping.customer_email.as_ref()),
            domicile: None,
            uscc: None,
        },
        ship_to: ShipTo {
            name: reader.words_if_given("ship_to.name", mapping.ship_to_name.as_ref()),
            mobile: reader.words_if_given("ship_to.mobile", mapping.ship_to_mobile.as_ref()),
            address: reader.words("ship_to.address", "", &mapping.address),
        },
        lines: reader.lines(&mapping.lines),
        total_fen: mapping
            .total
            .as_ref()
            .map(|total| reader.amount("total_fen", "", total)),
        payment: OrderPaymentTerms {
            method: mapping
                .payment
                .as_ref()
                .map_or(PaymentMethod::Online, |payment| {
                    reader.choice("payment.method", payment)
                }),
            schedule: None,
        },
        requested_delivery: reader.date("requested_delivery", mapping.requested_delivery.as_ref()),
        remark: reader.words_if_given("remark", mapping.remark.as_ref()),
        terms: None,
        split_shipments: false,
        created_at: mapping
            .ordered_at
            .as_ref()
            .and_then(|instant| reader.instant("created_at", instant)),
    };
    Ok(Reading {
        request,
        places: reader.places,
        mistakes: reader.mistakes,
    })
}

struct Reader<'a> {
    body: &'a Value,
    places: BTreeMap<String, String>,
    mistakes: Mistakes,
}

/// What stands at the places of a text.
enum Found {
    Nothing,
    Unreadable,
    Text(String),
}

impl<'a> Reader<'a> {
    /// What is at a place; null and blank texts count as nothing.
    fn at(&self, place: &str) -> Option<&'a Value> {
        self.body.pointer(place).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => true,
        })
    }

    fn check_placed(&mut self, status: &Status) -> Result<(), Refusal> {
        let (expected, at) = (status.placed.join(", "), status.at.as_str());
        let Some(found) = self.at(at) else {
            self.mistakes.note(at, expected, "nothing");
            return Ok(());
        };
        let found = match word(found) {
            Some(word) if status.placed.contains(&word) => return Ok(()),
            Some(word) => word,
            None => kind(found).to_owned(),
        };
        Err(Refusal {
            code: "order_not_placed",
            class: RefusalClass::Unacceptable,
            chinese: "该订单在平台上的状态不是已下单，未接收".to_owned(),
            english: "the platform's status says that this order is not placed, so it is not taken"
                .to_owned(),
            ..Refusal::invalid(at, expected, domain::refusal::quote(&found))
        })
    }

    fn find(&mut self, field: &str, base: &str, words: &Words) -> Found {
        let first = words.parts.first().map_or("", String::as_str);
        self.places
            .insert(field.to_owned(), format!("{base}{first}"));
        let mut texts = Vec::new();
        let mut unreadable = false;
        for part in &words.parts {
            let place = format!("{base}{part}");
            let Some(value) = self.at(&place) else {
                continue;
            };
            if let Some(text) = word(value) {
                texts.push(text);
            } else {
                self.mistakes.note(place.as_str(), "a text", kind(value));
                // The field is wrong there, and needs no second mistake elsewhere.
                self.places.insert(field.to_owned(), place);
                unreadable = true;
            }
        }
        match (unreadable, texts.is_empty()) {
            (true, _) => Found::Unreadable,
            (false, true) => Found::Nothing,
            (false, false) => Found::Text(texts.join(&words.join)),
        }
    }

    fn words(&mut self, field: &str, base: &str, words: &Words) -> String {
        match self.find(field, base, words) {
            Found::Text(text) => text,
            Found::Unreadable => String::new(),
            Found::Nothing => {
                let place = self.places.get(field).cloned().unwrap_or_default();
                self.mistakes.note(place, "a text", "nothing");
                String::new()
            }
        }
    }

    fn words_if_given(&mut self, field: &str, words: Option<&Words>) -> Option<String> {
        self.line_words("", field, words)
    }

    fn line_words(&mut self, base: &str, field: &str, words: Option<&Words>) -> Option<String> {
        match self.find(field, base, words?) {
            Found::Text(text) => Some(text),
            Found::Unreadable | Found::Nothing => None,
        }
    }

    fn choice<T: Copy>(&mut self, field: &str, choice: &Choice<T>) -> T {
        let Some(at) = &choice.at else {
            return choice.otherwise;
        };
        self.places.insert(field.to_owned(), at.clone());
        let word = self.at(at).and_then(word);
        word.and_then(|word| choice.values.get(&word).copied())
            .unwrap_or(choice.otherwise)
    }

    /// An amount in fen.
    fn amount(&mut self, field: &str, base: &str, amount: &Amount) -> i64 {
        let place = format!("{base}{}", amount.at);
        self.places.insert(field.to_owned(), place.clone());
        let found = self.at(&place);
        let (fen, expected) = match amount.unit {
            AmountUnit::Yuan => (
                found
                    .and_then(Value::as_str)
                    .and_then(|text| Money::parse_yuan(text.trim()).ok())
                    .map(Money::fen),
                "an amount in yuan, as a text with at most two decimals such as \"178.80\"",
            ),
            AmountUnit::Fen => (found.and_then(Value::as_i64), "a whole number of fen"),
        };
        fen.unwrap_or_else(|| {
            let found = found.map_or("nothing".to_owned(), |value| {
                word(value).unwrap_or_else(|| kind(value).to_owned())
            });
            self.mistakes.note(place, expected, &found);
            0
        })
    }

    fn instant(&mut self, field: &str, instant: &Instant) -> Option<Timestamp> {
        self.places.insert(field.to_owned(), instant.at.clone());
        let found = self.at(&instant.at);
        let text = found.and_then(Value::as_str).map(str::trim);
        let read = text.and_then(|text| match &instant.offset {
            Some(offset) => time(
                &format!("{} %:z", instant.format),
                &format!("{text} {offset}"),
            ),
            None => time(&instant.format, text),
        });
        if read.is_none() {
            let found = text.unwrap_or_else(|| found.map_or("nothing", kind));
            let expected = format!("a time in the format {}", instant.format);
            self.mistakes.note(instant.at.as_str(), expected, found);
        }
        read
    }

    fn date(&mut self, field: &str, words: Option<&Words>) -> Option<Date> {
        let text = self.words_if_given(field, words)?;
        let date = text.parse::<Date>().ok();
        if date.is_none() {
            let place = self.places.get(field).cloned().unwrap_or_default();
            self.mistakes
                .note(place, "a date such as 2026-12-20", &text);
        }
        date
    }

    fn lines(&mut self, lines: &Lines) -> Vec<OrderLine> {
        self.places.insert("lines".to_owned(), lines.at.clone());
        let count = match self.at(&lines.at) {
            Some(Value::Array(items)) => items.len(),
            other => {
                let found = other.map_or("nothing", kind);
                self.mistakes
                    .note(lines.at.as_str(), "an array of lines", found);
                0
            }
        };
        (0..count).map(|index| self.line(lines, index)).collect()
    }

    fn line(&mut self, lines: &Lines, index: usize) -> OrderLine {
        let base = format!("{}/{index}", lines.at);
        let field = |name: &str| format!("lines[{index}].{name}");
        OrderLine {
            sku: self.words(&field("sku"), &base, &lines.sku),
            name: self.line_words(&base, &field("name"), lines.name.as_ref()),
            specification: self.line_words(
                &base,
                &field("specification"),
                lines.specification.as_ref(),
            ),
            model: self.line_words(&base, &field("model"), lines.model.as_ref()),
            unit: self.line_words(&base, &field("unit"), lines.unit.as_ref()),
            quantity: self.quantity(&field("quantity"), &base, &lines.quantity),
            unit_price_fen: self.amount(&field("unit_price_fen"), &base, &lines.unit_price),
            // Promotions of a platform are its own.
            promotion: None,
        }
    }

    fn quantity(&mut self, field: &str, base: &str, words: &Words) -> u32 {
        let found = self.find(field, base, words);
        let place = self.places.get(field).cloned().unwrap_or_default();
        match found {
            Found::Text(text) => text.parse().unwrap_or_else(|_| {
                self.mistakes.note(place, "a whole number of pieces", &text);
                1
            }),
            Found::Nothing => {
                self.mistakes
                    .note(place, "a whole number of pieces", "nothing");
                1
            }
            Found::Unreadable => 1,
        }
    }
}

fn time(format: &str, text: &str) -> Option<Timestamp> {
    jiff::fmt::strtime::parse(format, text)
        .and_then(|time| time.to_timestamp())
        .ok()
}

/// A text, or a whole number as platforms write their numbers and states.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

/// What a value is, without saying what it holds.
const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
