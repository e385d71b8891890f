//! Notices in words (4.3.3, 6.1.2): sentences with named blanks in both languages, filled from the
//! order. They name an order by its number and nobody by name; whatever is not told here has the
//! plain words of its event.

use domain::calendar::BUSINESS_OFFSET;
use domain::event_kind::EventKind;
use domain::hold_policy::BlockedStep;
use domain::order::{EscalationLevel, Formation, Hold, Order, Stage, StageName, proposed_total};
use domain::review_rules::{RuleCode, Severity};
use jiff::Timestamp;

use crate::event_text::Words;

mod proposal;
#[cfg(test)]
mod tests;

/// A notice in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeText {
    /// In Chinese.
    pub chinese: String,
    /// In English.
    pub english: String,
}

/// Whether the order has come further than the event that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The event is its last.
    Here,
    /// More has happened since, so that only what stays true can be told.
    Further,
}

/// The text about an event of the order; `None` where the plain words of the event must do,
/// because it has no text of its own or the order has moved on meanwhile.
#[must_use]
pub fn of(kind: EventKind, order: &Order, reached: Reached) -> Option<NoticeText> {
    let (_, lasts, tell) = NOTICES.iter().find(|(told, ..)| *told == kind)?;
    if reached == Reached::Further && !lasts {
        return None;
    }
    let said = tell(order)?;
    let texts = |fill: fn(&Said) -> String| said.iter().map(fill).collect::<Vec<_>>();
    Some(NoticeText {
        chinese: texts(Said::chinese).concat(),
        english: texts(Said::english).join(" "),
    })
}

/// What is said of an order; `None` when it does not stand where the event left it.
type Tell = fn(&Order) -> Option<Vec<Said>>;

/// The events with texts of their own, and whether what is told stays true whatever happens next
/// in the stages that the text is for.
const NOTICES: [(EventKind, bool, Tell); 8] = [
    (EventKind::OrderRejected, true, rejected),
    (EventKind::OrderApproved, true, approved),
    (EventKind::OrderNegotiationProposed, false, proposed),
    (EventKind::OrderReviewEscalated, false, escalated),
    (EventKind::OrderHoldPlaced, false, put_on_hold),
    (EventKind::OrderHoldReleased, false, released),
    (EventKind::OrderSupplyRescheduled, false, rescheduled),
    (EventKind::OrderServiceBooked, false, appointments),
];

const REJECTED: Words = Words {
    chinese: "订单 {order} 未通过审核，原因：{reasons}。",
    english: "Order {order} was not accepted, because: {reasons}.",
};
const CONTRACT_ENDS: Words = Words {
    chinese: "合同就此终止，您已支付的全部款项将全额退还。",
    english: "The contract ends with this, and everything you paid goes back to you in full.",
};
const APPROVED: Words = Words {
    chinese: "订单 {order} 已通过审核，总额 {total}。",
    english: "Order {order} was approved, at a total of {total}.",
};
const CONTRACT_BEGINS: Words = Words {
    chinese: "合同自 {at}（北京时间）起成立。",
    english: "The contract is made as of {at} (Beijing time).",
};
const PROPOSED: Words = Words {
    chinese: "我们对订单 {order} 提出协商方案：{note}。",
    english: "We propose a change to order {order}: {note}.",
};
const ANSWER_BY: Words = Words {
    chinese: "按此方案订单总额为 {total}，请在 {due}（北京时间）前答复。",
    english: "The total would be {total}. Please answer by {due} (Beijing time).",
};
const ESCALATED: Words = Words {
    chinese: "订单 {order} 应于 {due}（北京时间）前审核，现已超时，升级至{level}。",
    english: "The review of order {order} was due by {due} (Beijing time); it is late and goes to the {level}.",
};
const ON_HOLD: Words = Words {
    chinese: "订单 {order} 已暂挂，原因代码 {reason}，暂停{steps}。",
    english: "Order {order} was put on hold ({reason}), which stops {steps}.",
};
const RELEASED: Words = Words {
    chinese: "订单 {order} 的暂挂（原因代码 {reason}）已解除，曾暂停{steps}。",
    english: "The hold on order {order} ({reason}) was released; it stopped {steps}.",
};

const RESCHEDULED: Words = Words {
    chinese: "订单 {order} 所缺商品预计于 {expected} 到货，到货后即为您备货发出。",
    english: "The goods that order {order} waits for are now expected on {expected} and leave for you after that.",
};

const APPOINTMENT: Words = Words {
    chinese: "订单 {order} 的服务 {service} 预约在 {from} 至 {until}（北京时间）。",
    english: "Service {service} of order {order} is to be carried out between {from} and {until} (Beijing time).",
};

/// One sentence with what goes into its blanks.
struct Said {
    template: Words,
    blanks: Vec<Blank>,
}

/// A blank: its name, and what goes there in Chinese and in English.
type Blank = (&'static str, String, String);

impl Said {
    const fn new(template: Words, blanks: Vec<Blank>) -> Self {
        Self { template, blanks }
    }

    fn chinese(&self) -> String {
        filled(self.template.chinese, |name| {
            let blank = self.blanks.iter().find(|(blank, ..)| *blank == name)?;
            Some(&blank.1)
        })
    }

    fn english(&self) -> String {
        filled(self.template.english, |name| {
            let blank = self.blanks.iter().find(|(blank, ..)| *blank == name)?;
            Some(&blank.2)
        })
    }
}

/// The template with its blanks filled, in one go: braces in what people wrote stay as they are.
fn filled<'a>(template: &str, value: impl Fn(&str) -> Option<&'a String>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (name, following) = after.split_once('}').unwrap_or((after, ""));
        if let Some(value) = value(name) {
            text.push_str(value);
        }
        rest = following;
    }
    text.push_str(rest);
    text
}

/// What reads the same in both languages.
fn same(name: &'static str, text: impl ToString) -> Blank {
    let text = text.to_string();
    (name, text.clone(), text)
}

/// The order by the channel's own number, or by its identifier.
fn named(order: &Order) -> Blank {
    let number = order.external_no.as_ref().map(ToString::to_string);
    same("order", number.unwrap_or_else(|| order.id.to_string()))
}

/// The clock of Asia/Shanghai.
fn clock(name: &'static str, at: Timestamp) -> Blank {
    let local = BUSINESS_OFFSET.to_datetime(at);
    same(name, local.strftime("%Y-%m-%d %H:%M"))
}

/// What people wrote, without the full stop that the sentence brings along.
fn quoted(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '.'])
}

fn rejected(order: &Order) -> Option<Vec<Said>> {
    let Stage::Rejected {
        findings, reason, ..
    } = &order.stage
    else {
        return None;
    };
    let mut rules: Vec<RuleCode> = Vec::new();
    for finding in findings {
        if finding.severity != Severity::Info && !rules.contains(&finding.rule) {
            rules.push(finding.rule);
        }
    }
    let chinese = rules.iter().map(|rule| rule.chinese());
    let english = rules.iter().map(|rule| rule.english());
    let words = reason.as_deref().map(quoted);
    let reasons = (
        "reasons",
        numbered(chinese.chain(words), "（", "）", "；"),
        numbered(english.chain(words), "(", ") ", "; "),
    );
    let mut said = vec![Said::new(REJECTED, vec![named(order), reasons])];
    if order.formation() == Formation::Submission {
        said.push(Said::new(CONTRACT_ENDS, Vec::new()));
    }
    Some(said)
}

/// `（1）first；（2）second`.
fn numbered<'a>(
    texts: impl Iterator<Item = &'a str>,
    opens: &str,
    closes: &str,
    between: &str,
) -> String {
    let numbered = (1..).zip(texts);
    let numbered = numbered.map(|(number, text)| format!("{opens}{number}{closes}{text}"));
    numbered.collect::<Vec<_>>().join(between)
}

fn approved(order: &Order) -> Option<Vec<Said>> {
    let stands = match order.stage.name() {
        StageName::Approved
        | StageName::AwaitingPayment
        | StageName::Preparing
        | StageName::Ready
        | StageName::Dispatched
        | StageName::Serving
        | StageName::Delivered
        | StageName::Completed => true,
        StageName::Received
        | StageName::AwaitingReview
        | StageName::Negotiating
        | StageName::Rejected
        | StageName::Cancelled => false,
    };
    let blanks = vec![named(order), same("total", order.total)];
    let mut said = vec![Said::new(APPROVED, blanks)];
    if let Some(at) = order.accepted_at {
        said.push(Said::new(CONTRACT_BEGINS, vec![clock("at", at)]));
    }
    stands.then_some(said)
}

fn proposed(order: &Order) -> Option<Vec<Said>> {
    let Stage::Negotiating { due, proposal } = &order.stage else {
        return None;
    };
    let note = same("note", quoted(&proposal.note));
    let mut said = vec![Said::new(PROPOSED, vec![named(order), note])];
    said.extend(proposal::changes(proposal));
    let total = proposed_total(order, proposal).ok()?;
    let blanks = vec![same("total", total), clock("due", *due)];
    said.push(Said::new(ANSWER_BY, blanks));
    Some(said)
}

fn escalated(order: &Order) -> Option<Vec<Said>> {
    let Stage::AwaitingReview {
        due,
        escalation: Some(escalation),
        ..
    } = &order.stage
    else {
        return None;
    };
    let (chinese, english) = match escalation.level {
        EscalationLevel::TeamLead => ("审核组长", "team lead"),
        EscalationLevel::Manager => ("经理", "manager"),
    };
    let level = ("level", chinese.to_owned(), english.to_owned());
    let blanks = vec![named(order), clock("due", *due), level];
    Some(vec![Said::new(ESCALATED, blanks)])
}

fn put_on_hold(order: &Order) -> Option<Vec<Said>> {
    let last = order.holds.last();
    let hold = last.filter(|hold| hold.release.is_none())?;
    Some(vec![Said::new(ON_HOLD, of_hold(order, hold))])
}

fn released(order: &Order) -> Option<Vec<Said>> {
    let ended = |hold: &&Hold| hold.release.as_ref().map(|release| release.at);
    let hold = order.holds.iter().max_by_key(ended)?;
    hold.release.as_ref()?;
    Some(vec![Said::new(RELEASED, of_hold(order, hold))])
}

/// When the services that are left are to be carried out, as far as that was agreed.
fn appointments(order: &Order) -> Option<Vec<Said>> {
    let booked = order.open_services().filter_map(|service| {
        let appointment = service.appointment.as_ref()?;
        let blanks = vec![
            named(order),
            same("service", &service.sku),
            clock("from", appointment.from),
            clock("until", appointment.until),
        ];
        Some(Said::new(APPOINTMENT, blanks))
    });
    let said: Vec<Said> = booked.collect();
    (!said.is_empty()).then_some(said)
}

/// The last day on which something bought for the order is expected.
fn rescheduled(order: &Order) -> Option<Vec<Said>> {
    let Stage::Preparing { short, .. } = &order.stage else {
        return None;
    };
    let expected = short.iter().filter_map(|short| order.expected(&short.sku));
    let blanks = vec![named(order), same("expected", expected.max()?)];
    Some(vec![Said::new(RESCHEDULED, blanks)])
}

fn of_hold(order: &Order, hold: &Hold) -> Vec<Blank> {
    let step = |step: &BlockedStep| match step {
        BlockedStep::Approve => ("审核通过", "its approval"),
        BlockedStep::Prepare => ("备货", "its preparation"),
        BlockedStep::Dispatch => ("发货", "its dispatch"),
        BlockedStep::Refund => ("退款", "refunds"),
    };
    let (chinese, english): (Vec<&str>, Vec<&str>) = hold.blocks.iter().map(step).unzip();
    vec![
        named(order),
        same("reason", &hold.reason),
        ("steps", chinese.join("、"), english.join(", ")),
    ]
}
