//! Credit accounts (8.1.1, 8.1.2).

use domain::account::{Account, CreditProfile, Grade};
use domain::credit_assessment::{Assessment, ScoreItem, ScorePart};
use domain::money::Money;
use domain::refusal::Refusal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;
use crate::names;

/// What people know of a customer and no order tells. Recording it opens the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountProfileRequest {
    /// When cooperation began.
    #[schema(value_type = String, format = Date, example = "2021-03-01")]
    pub customer_since: Date,
    /// Judgement of the financial statements, in points.
    #[schema(minimum = 0, maximum = 15)]
    pub financials: u8,
    /// Whether it is on a court's or the market regulator's list of abnormal or defaulting
    /// companies.
    pub listed_abnormal: bool,
    /// Disputes of the last twelve months.
    #[schema(minimum = 0, maximum = 65_535)]
    pub disputes: u16,
}

/// A customer's credit account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AccountView {
    /// The customer.
    pub customer: String,
    /// Counts its changes.
    pub version: u64,
    /// The grade in force.
    #[schema(schema_with = names::grade)]
    pub grade: Grade,
    /// Always CNY.
    pub currency: String,
    /// The limit in force, in fen.
    pub limit_fen: i64,
    /// What of it is in use, in fen.
    pub exposure_fen: i64,
    /// What of it is left, in fen; never negative.
    pub available_fen: i64,
    /// Days of credit after delivery that the grade gives.
    pub terms_days: u16,
    /// What people know.
    pub profile: AccountProfileRequest,
    /// The last assessment, with everything needed to explain it (R23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<AssessmentView>,
    /// When the next assessment is due.
    #[schema(value_type = String, format = Date)]
    pub next_assessment: Date,
}

/// A credit score and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssessmentView {
    /// The business date it is of.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// 0 to 100.
    pub score: u8,
    /// The parts of the score.
    pub parts: Vec<ScorePartView>,
    /// Orders and receivables paid by their date, of the last twelve months.
    pub paid_on_time: u32,
    /// Those paid late or still owed.
    pub paid_late: u32,
    /// The longest that anything was overdue, in days.
    pub worst_overdue_days: u32,
    /// Sales of the twelve months, in fen.
    pub sales_fen: i64,
}

/// One part of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScorePartView {
    /// Which part.
    #[schema(value_type = String, example = "punctuality")]
    pub part: ScoreItem,
    /// Points given.
    pub points: u8,
    /// The most that this part gives.
    pub most: u8,
}

impl AccountProfileRequest {
    /// The profile.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_profile(self, today: Date) -> Result<CreditProfile, Refusal> {
        let mut mistakes = Mistakes::default();
        mistakes.within("financials", self.financials, &(0..=15));
        mistakes.within(
            "customer_since",
            self.customer_since,
            &(jiff::civil::date(1949, 1, 1)..=today),
        );
        mistakes.none_in(Some(CreditProfile {
            customer_since: self.customer_since,
            financials: self.financials,
            listed_abnormal: self.listed_abnormal,
            disputes: self.disputes,
        }))
    }
}

impl AccountView {
    /// The wire form of an account in a version, of which `exposure` is in use.
    #[must_use]
    pub fn of(account: &Account, version: u64, exposure: Money) -> Self {
        let profile = &account.profile;
        Self {
            customer: account.customer.to_string(),
            version,
            grade: account.grade,
            currency: crate::CURRENCY.to_owned(),
            limit_fen: account.limit.fen(),
            exposure_fen: exposure.fen(),
            available_fen: account
                .limit
                .checked_sub(exposure)
                .unwrap_or(Money::ZERO)
                .fen()
                .max(0),
            terms_days: account.grade.terms_days(),
            profile: AccountProfileRequest {
                customer_since: profile.customer_since,
                financials: profile.financials,
                listed_abnormal: profile.listed_abnormal,
                disputes: profile.disputes,
            },
            assessment: account.assessment.as_ref().map(AssessmentView::of),
            next_assessment: account.next_assessment,
        }
    }
}

impl AssessmentView {
    fn of(assessment: &Assessment) -> Self {
        let part = |part: &ScorePart| ScorePartView {
            part: part.part,
            points: part.points,
            most: part.most,
        };
        Self {
            on: assessment.on,
            score: assessment.score,
            parts: assessment.parts.iter().map(part).collect(),
            paid_on_time: assessment.history.paid_on_time,
            paid_late: assessment.history.paid_late,
            worst_overdue_days: assessment.history.worst_overdue_days,
            sales_fen: assessment.history.sales.fen(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_profile_out_of_range_is_refused_with_every_field() {
        let request = AccountProfileRequest {
            customer_since: date(2027, 1, 1),
            financials: 16,
            listed_abnormal: false,
            disputes: 0,
        };
        let refusal = request
            .clone()
            .into_profile(date(2026, 11, 24))
            .unwrap_err();
        let places: Vec<_> = refusal
            .evidence
            .iter()
            .map(|evidence| evidence.at.as_str())
            .collect();
        assert_eq!(places, ["financials", "customer_since"]);
        let good = AccountProfileRequest {
            customer_since: date(2021, 3, 1),
            financials: 15,
            ..request
        };
        assert!(good.into_profile(date(2026, 11, 24)).is_ok());
    }
}
