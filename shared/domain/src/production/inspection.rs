//! Sampling plans 抽样方案 of the quality inspection 质检 (5.1.1).

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// The most steps of a sampling plan.
const MOST_STEPS: usize = 50;

/// A single sampling plan: by the size of the lot, how many pieces are inspected and how many of them may be
/// defective.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sampling(pub Vec<SamplingStep>);

/// What holds for lots up to a size that no earlier step holds for; the last step holds for larger lots too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamplingStep {
    /// The largest lot 批量, in pieces.
    pub up_to: u32,
    /// Pieces to inspect 样本量; a smaller lot is inspected whole.
    pub sample: u32,
    /// Acceptance number 接收数 (Ac): a lot with more defective pieces in its sample is rejected.
    pub accept: u32,
}

impl Default for Sampling {
    /// GB/T 2828.1: single sampling, normal inspection, general inspection level II, AQL 2.5. Where the
    /// table points to the plan of another code letter, that plan stands here.
    fn default() -> Self {
        let step = |(up_to, sample, accept)| SamplingStep {
            up_to,
            sample,
            accept,
        };
        let table = [
            (50, 5, 0),
            (150, 20, 1),
            (280, 32, 2),
            (500, 50, 3),
            (1_200, 80, 5),
            (3_200, 125, 7),
            (10_000, 200, 10),
            (35_000, 315, 14),
            (u32::MAX, 500, 21),
        ];
        Self(table.map(step).to_vec())
    }
}

impl Sampling {
    /// For a lot of so many pieces: how many of them are to be inspected, and how many of those may be
    /// defective.
    #[must_use]
    pub fn of(&self, lot: u32) -> (u32, u32) {
        let steps = self.0.iter();
        let step = steps.clone().find(|step| lot <= step.up_to);
        let step = step.or_else(|| steps.clone().next_back());
        step.map_or((lot, 0), |step| (step.sample.min(lot), step.accept))
    }

    /// Refuses a plan that makes no sense.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        if !(1..=MOST_STEPS).contains(&self.0.len()) {
            return Err(Refusal::invalid(
                "production.sampling",
                format!("1 to {MOST_STEPS} steps"),
                self.0.len().to_string(),
            ));
        }
        let mut before = 0;
        for (place, step) in self.0.iter().enumerate() {
            let at = |field: &str| format!("production.sampling[{place}].{field}");
            if step.up_to <= before {
                let expected = format!("more than {before}, as far as the step before goes");
                return Err(Refusal::invalid(
                    at("up_to"),
                    expected,
                    step.up_to.to_string(),
                ));
            }
            if step.sample == 0 {
                return Err(Refusal::invalid(at("sample"), "1 piece or more", "0"));
            }
            if step.accept >= step.sample {
                let expected = format!("fewer than the sample of {}", step.sample);
                return Err(Refusal::invalid(
                    at("accept"),
                    expected,
                    step.accept.to_string(),
                ));
            }
            before = step.up_to;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_plan_is_that_of_the_standard() {
        let plan = Sampling::default();
        assert_eq!(plan.check(), Ok(()));
        for (lot, expected) in [
            (1, (1, 0)),
            (5, (5, 0)),
            (50, (5, 0)),
            (51, (20, 1)),
            (150, (20, 1)),
            (151, (32, 2)),
            (500, (50, 3)),
            (1_200, (80, 5)),
            (1_201, (125, 7)),
            (10_000, (200, 10)),
            (10_001, (315, 14)),
            (35_001, (500, 21)),
        ] {
            assert_eq!(plan.of(lot), expected, "{lot}");
        }
    }

    #[test]
    fn a_plan_that_cannot_be_is_refused_where_it_stands() {
        let step = |up_to, sample, accept| SamplingStep {
            up_to,
            sample,
            accept,
        };
        for (steps, place) in [
            (vec![], "production.sampling"),
            (vec![step(0, 1, 0)], "production.sampling[0].up_to"),
            (
                vec![step(9, 1, 0), step(9, 2, 0)],
                "production.sampling[1].up_to",
            ),
            (vec![step(9, 0, 0)], "production.sampling[0].sample"),
            (vec![step(9, 2, 2)], "production.sampling[0].accept"),
        ] {
            let refused = Sampling(steps).check().unwrap_err();
            assert_eq!(refused.evidence[0].at, place);
        }
    }
}
