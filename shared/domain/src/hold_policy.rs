//! The policy's section `holds`: why an order may be put on hold, what that blocks, and who
//! places and releases it (4.3.2).

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, quote};
use crate::role::Role;

/// The longest code of a reason, in characters.
const LONGEST_CODE: usize = 40;

/// A step of an order that a hold can block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockedStep {
    /// 4.3.3 A person's approval, and the approval by rules alone.
    Approve,
    /// 5.2.1 Reserving the goods.
    Prepare,
    /// 5.3.2 Handing them to a carrier.
    Dispatch,
    /// 7.1.1 Sending money back.
    Refund,
}

impl BlockedStep {
    /// Every step, in the order of a life.
    pub const ALL: [Self; 4] = [Self::Approve, Self::Prepare, Self::Dispatch, Self::Refund];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Prepare => "prepare",
            Self::Dispatch => "dispatch",
            Self::Refund => "refund",
        }
    }
}

/// Why an order is on hold: a code of the policy, 1 to 40 of `a–z 0–9 _`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct HoldReason(String);

/// The text is no code of a reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a reason of 1 to 40 small letters, digits or underscores, found {found:?}")]
pub struct InvalidHoldReason {
    /// The beginning of the text.
    pub found: String,
}

impl HoldReason {
    /// Reads a code as written.
    ///
    /// # Errors
    /// [`InvalidHoldReason`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidHoldReason> {
        let fits = (1..=LONGEST_CODE).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidHoldReason { found: quote(text) })
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HoldReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for HoldReason {
    type Error = InvalidHoldReason;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

/// What a hold of one reason means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldRule {
    /// The reason in words, in Chinese.
    pub chinese: String,
    /// The same in English.
    pub english: String,
    /// The steps it blocks; at least one.
    pub blocks: Vec<BlockedStep>,
    /// Who may place it; at least one role.
    pub placed_by: Vec<Role>,
    /// Who may release it; at least one role.
    pub released_by: Vec<Role>,
}

/// Every reason for which an order may be put on hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldPolicy {
    /// By its code.
    pub reasons: BTreeMap<HoldReason, HoldRule>,
}

impl Default for HoldPolicy {
    fn default() -> Self {
        use BlockedStep::{Approve, Dispatch, Prepare, Refund};
        use Role::{Finance, Logistics, Manager, Reviewer, Sales, Service, TeamLead, Warehouse};
        let rule = |(code, chinese, english, blocks, placed_by, released_by): Usual| {
            let rule = HoldRule {
                chinese: chinese.to_owned(),
                english: english.to_owned(),
                blocks: blocks.to_vec(),
                placed_by: placed_by.to_vec(),
                released_by: released_by.to_vec(),
            };
            (HoldReason(code.to_owned()), rule)
        };
        let usual: [Usual; 5] = [
            (
                "suspected_fraud",
                "疑似欺诈",
                "suspected fraud",
                &[Approve, Prepare, Dispatch, Refund],
                &[Sales, Reviewer, TeamLead, Finance, Service, Manager],
                &[TeamLead, Manager],
            ),
            (
                "address_check",
                "地址待核实",
                "the address is to be checked",
                &[Approve, Dispatch],
                &[Sales, Reviewer, Warehouse, Logistics, Service, Manager],
                &[Sales, Reviewer, Logistics, Service, Manager],
            ),
            (
                "credit_check",
                "信用待核查",
                "the credit is to be checked",
                &[Approve, Prepare],
                &[Sales, Reviewer, Finance, Manager],
                &[Finance, Manager],
            ),
            (
                "customer_request",
                "应客户要求暂缓",
                "the customer asked to wait",
                &[Prepare, Dispatch],
                &[Sales, Service, Manager],
                &[Sales, Service, Manager],
            ),
            (
                "payment_check",
                "款项待核查",
                "a payment is to be checked",
                &[Prepare, Dispatch, Refund],
                &[Finance, Manager],
                &[Finance, Manager],
            ),
        ];
        Self {
            reasons: usual.into_iter().map(rule).collect(),
        }
    }
}

/// A row of the usual reasons: code, words, steps, who places, who releases.
type Usual = (
    &'static str,
    &'static str,
    &'static str,
    &'static [BlockedStep],
    &'static [Role],
    &'static [Role],
);

impl HoldPolicy {
    /// Refuses a reason that blocks nothing, has no words, or that nobody may place or release.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        for (reason, rule) in &self.reasons {
            let at = |field: &str| format!("holds.reasons.{reason}.{field}");
            let lacks = [
                ("chinese", rule.chinese.trim().is_empty(), "words"),
                ("english", rule.english.trim().is_empty(), "words"),
                ("blocks", rule.blocks.is_empty(), "at least one step"),
                ("placed_by", rule.placed_by.is_empty(), "at least one role"),
                (
                    "released_by",
                    rule.released_by.is_empty(),
                    "at least one role",
                ),
            ];
            for (field, lacking, expected) in lacks {
                if lacking {
                    return Err(Refusal::invalid(at(field), expected, "nothing"));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_is_a_reason() {
        let longest = "a".repeat(LONGEST_CODE);
        for (text, expected) in [
            ("address_check", true),
            ("x2", true),
            (longest.as_str(), true),
            ("", false),
            ("Address", false),
            ("a b", false),
            ("地址", false),
        ] {
            assert_eq!(HoldReason::parse(text).is_ok(), expected, "{text}");
        }
        assert!(HoldReason::parse(&format!("{longest}a")).is_err());
    }

    #[test]
    fn a_reason_that_blocks_nothing_or_that_nobody_may_release_is_refused() {
        let usual = HoldPolicy::default();
        assert_eq!(usual.check(), Ok(()));
        let reason = HoldReason::parse("address_check").unwrap();
        let broken: [fn(&mut HoldRule); 4] = [
            |rule| rule.blocks.clear(),
            |rule| rule.placed_by.clear(),
            |rule| rule.released_by.clear(),
            |rule| rule.english = " ".to_owned(),
        ];
        for breaks in broken {
            let mut policy = usual.clone();
            breaks(policy.reasons.get_mut(&reason).unwrap());
            assert_eq!(policy.check().unwrap_err().code, "invalid_value");
        }
    }
}
