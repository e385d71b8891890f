//! What of the reviewers' work list is asked for (4.3.2).

use domain::money::Money;
use domain::order::{EscalationLevel, Order, Stage, StageName};
use domain::refusal::{Refusal, quote};
use domain::region::RegionCode;
use domain::review_rules::RuleCode;
use jiff::Timestamp;
use lambda::http::{Failure, Request};

/// The parameters that only the list of reviews has.
pub(crate) const PARAMETERS: [&str; 6] = [
    "claimed_by",
    "escalation",
    "minimum_total_fen",
    "rule",
    "region",
    "overdue",
];

/// Who has claimed the orders that are asked for.
enum ClaimedBy {
    Nobody,
    Person(String),
}

/// Which reviews are asked for. A page is filtered after it was read, so it may be short and
/// still have a next one; only the level of escalation is a list of its own.
#[derive(Default)]
pub(crate) struct ReviewFilter {
    claimed_by: Option<ClaimedBy>,
    escalation: Option<Option<EscalationLevel>>,
    minimum_total: Option<Money>,
    rule: Option<RuleCode>,
    province: Option<RegionCode>,
    overdue: bool,
}

impl ReviewFilter {
    /// The filter in the query.
    ///
    /// # Errors
    /// 422 `invalid_value` with every parameter that does not read.
    pub(crate) fn of(request: &Request) -> Result<Self, Failure> {
        let mut filter = Self::default();
        let mut wrong: Vec<(&str, String, &str)> = Vec::new();
        for name in PARAMETERS {
            let Some(text) = request.query(name) else {
                continue;
            };
            if let Err(expected) = filter.read(name, text, &request.caller.subject) {
                wrong.push((name, expected, text));
            }
        }
        let mut refused: Option<Refusal> = None;
        for (name, expected, text) in wrong {
            let one = Refusal::invalid(format!("query.{name}"), expected, quote(text));
            refused = Some(match refused {
                None => one,
                Some(refusal) => one.evidence.into_iter().fold(refusal, Refusal::because),
            });
        }
        match refused {
            None => Ok(filter),
            Some(refusal) => Err(refusal.into()),
        }
    }

    /// Reads one parameter; otherwise tells what would have been right.
    fn read(&mut self, name: &str, text: &str, me: &str) -> Result<(), String> {
        match name {
            "claimed_by" => {
                self.claimed_by = Some(match text {
                    "none" => ClaimedBy::Nobody,
                    "me" => ClaimedBy::Person(me.to_owned()),
                    person => ClaimedBy::Person(person.to_owned()),
                });
            }
            "escalation" => {
                let level = match text {
                    "none" => None,
                    text => Some(
                        EscalationLevel::from_name(text)
                            .ok_or_else(|| "none, team_lead or manager".to_owned())?,
                    ),
                };
                self.escalation = Some(level);
            }
            "minimum_total_fen" => {
                let fen = text.parse().ok().filter(|fen: &i64| *fen >= 0);
                let fen = fen.ok_or_else(|| "zero or more fen".to_owned())?;
                self.minimum_total = Some(Money::from_fen(fen));
            }
            "rule" => {
                let rule = RuleCode::ALL.iter().find(|rule| rule.name() == text);
                self.rule = Some(*rule.ok_or_else(|| "the code of a rule".to_owned())?);
            }
            "region" => {
                let region = RegionCode::parse(text).map_err(|_| "a division code".to_owned())?;
                self.province = Some(region.province());
            }
            _ => {
                self.overdue = match text {
                    "true" => true,
                    "false" => false,
                    _ => return Err("true or false".to_owned()),
                };
            }
        }
        Ok(())
    }

    /// The index partitions to read, the most urgent first.
    pub(crate) fn lists(&self) -> &'static [&'static str] {
        match self.escalation {
            None => StageName::AwaitingReview.work_lists(),
            Some(None) => const { &[StageName::AwaitingReview.work_list()] },
            Some(Some(EscalationLevel::TeamLead)) => {
                const { &[EscalationLevel::TeamLead.work_list()] }
            }
            Some(Some(EscalationLevel::Manager)) => {
                const { &[EscalationLevel::Manager.work_list()] }
            }
        }
    }

    /// Whether an order on the list is one of those asked for, at `now`.
    pub(crate) fn admits(&self, order: &Order, now: Timestamp) -> bool {
        let Stage::AwaitingReview { due, findings, .. } = &order.stage else {
            return false;
        };
        let claim = order.claim_at(now);
        let claimed = match &self.claimed_by {
            None => true,
            Some(ClaimedBy::Nobody) => claim.is_none(),
            Some(ClaimedBy::Person(person)) => claim.is_some_and(|claim| claim.by == *person),
        };
        let found = |rule: RuleCode| findings.iter().any(|finding| finding.rule == rule);
        let lies_in = |province| {
            order
                .ship_to_region
                .is_some_and(|region| region.province() == province)
        };
        claimed
            && self.minimum_total.is_none_or(|least| order.total >= least)
            && self.rule.is_none_or(found)
            && self.province.is_none_or(lies_in)
            && (!self.overdue || *due < now)
    }
}
