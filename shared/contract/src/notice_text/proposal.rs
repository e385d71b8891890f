//! What a counter-proposal changes, in words (4.3.3).

use domain::order::Proposal;

use super::{Said, same};
use crate::event_text::Words;

const NEW_PRICES: Words = Words {
    chinese: "新单价：{prices}。",
    english: "New unit prices: {prices}.",
};
const OTHER_GOODS: Words = Words {
    chinese: "替代商品：{goods}。",
    english: "Other goods: {goods}.",
};
const NEW_QUANTITIES: Words = Words {
    chinese: "新数量：{quantities}。",
    english: "New quantities: {quantities}.",
};
const PREPAYMENT: Words = Words {
    chinese: "备货前须付总额的 {share}。",
    english: "{share} of the total is to be paid before preparation.",
};
const NEW_DELIVERY: Words = Words {
    chinese: "新交货日期：{date}。",
    english: "New delivery date: {date}.",
};

/// A sentence for each kind of change in the proposal.
pub(super) fn changes(proposal: &Proposal) -> Vec<Said> {
    let prices = proposal.prices.iter().map(|new| {
        let text = format!("{} {}", new.sku, new.unit_price);
        (text.clone(), text)
    });
    let goods = proposal.substitutes.iter().map(|new| {
        let (former, new, price) = (&new.sku, &new.substitute, new.unit_price);
        (
            format!("{former} 换为 {new}，单价 {price}"),
            format!("{new} at {price} instead of {former}"),
        )
    });
    let quantities = proposal.quantities.iter().map(|new| {
        (
            format!("第 {} 行 {} 件", new.line, new.quantity),
            format!("{} in line {}", new.quantity, new.line),
        )
    });
    let prepayment = proposal
        .prepayment_permille
        .map(|share| Said::new(PREPAYMENT, vec![same("share", percent(share))]));
    let delivery = proposal
        .requested_delivery
        .map(|date| Said::new(NEW_DELIVERY, vec![same("date", date)]));
    let changes = [
        listed(NEW_PRICES, "prices", prices.collect()),
        listed(OTHER_GOODS, "goods", goods.collect()),
        listed(NEW_QUANTITIES, "quantities", quantities.collect()),
        prepayment,
        delivery,
    ];
    changes.into_iter().flatten().collect()
}

/// A sentence about things in Chinese and English; none about nothing.
fn listed(template: Words, blank: &'static str, things: Vec<(String, String)>) -> Option<Said> {
    if things.is_empty() {
        return None;
    }
    let (chinese, english): (Vec<_>, Vec<_>) = things.into_iter().unzip();
    let blank = (blank, chinese.join("、"), english.join(", "));
    Some(Said::new(template, vec![blank]))
}

/// Thousandths as `30%` or `30.5%`.
fn percent(permille: u16) -> String {
    match permille % 10 {
        0 => format!("{}%", permille / 10),
        tenth => format!("{}.{tenth}%", permille / 10),
    }
}
