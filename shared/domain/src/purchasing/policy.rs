//! Parameters of purchasing (5.1.2).

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// How suppliers are weighed, and what of a purchase order needs a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PurchasingPolicy {
    /// What a supplier none of whose pieces pass costs more in the comparison, in permille of its
    /// landed cost; one of whom 900 in 1,000 pass costs a tenth of that more.
    pub quality_weight_permille: u16,
    /// The same for a supplier that is never on time.
    pub on_time_weight_permille: u16,
    /// The scores of a supplier of whom there are no facts yet, in permille.
    pub starting_score_permille: u16,
    /// How far a unit price may exceed the product's standard cost without the approval of a second
    /// person, in permille of the standard cost.
    pub cost_tolerance_permille: u16,
    /// Working days for that approval.
    pub approval_working_days: u32,
    /// Working days to place a purchase order with its supplier.
    pub placement_working_days: u32,
    /// Working days to hand goods that go back to a carrier.
    pub return_shipment_working_days: u32,
    /// Working days for the supplier to say what it does about them.
    pub return_answer_working_days: u32,
    /// Working days to make sure that it did.
    pub return_closing_working_days: u32,
}

impl Default for PurchasingPolicy {
    fn default() -> Self {
        Self {
            quality_weight_permille: 500,
            on_time_weight_permille: 200,
            starting_score_permille: 900,
            cost_tolerance_permille: 50,
            approval_working_days: 1,
            placement_working_days: 1,
            return_shipment_working_days: 3,
            return_answer_working_days: 10,
            return_closing_working_days: 10,
        }
    }
}

impl PurchasingPolicy {
    /// Whether these are the usual parameters.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Refuses numbers that would make the policy meaningless.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        for (at, permille, most) in [
            (
                "quality_weight_permille",
                self.quality_weight_permille,
                10_000,
            ),
            (
                "on_time_weight_permille",
                self.on_time_weight_permille,
                10_000,
            ),
            (
                "starting_score_permille",
                self.starting_score_permille,
                1_000,
            ),
            (
                "cost_tolerance_permille",
                self.cost_tolerance_permille,
                10_000,
            ),
        ] {
            if permille > most {
                let at = format!("purchasing.{at}");
                return Err(Refusal::invalid(
                    at,
                    format!("0 to {most}"),
                    permille.to_string(),
                ));
            }
        }
        for (at, days) in [
            ("approval_working_days", self.approval_working_days),
            ("placement_working_days", self.placement_working_days),
            (
                "return_shipment_working_days",
                self.return_shipment_working_days,
            ),
            (
                "return_answer_working_days",
                self.return_answer_working_days,
            ),
            (
                "return_closing_working_days",
                self.return_closing_working_days,
            ),
        ] {
            if !(1..=60).contains(&days) {
                let at = format!("purchasing.{at}");
                return Err(Refusal::invalid(
                    at,
                    "1 to 60 working days",
                    days.to_string(),
                ));
            }
        }
        Ok(())
    }
}
