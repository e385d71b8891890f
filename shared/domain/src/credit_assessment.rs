//! The credit score and what it gives 信用评估 (8.1.1, R23).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::{CreditProfile, Grade};
use crate::money::Money;

/// Facts of the last twelve months that the score rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditHistory {
    /// Orders and receivables paid by their date.
    pub paid_on_time: u32,
    /// Orders and receivables paid after their date, or still owed after it.
    pub paid_late: u32,
    /// The longest that anything was overdue, in days.
    pub worst_overdue_days: u32,
    /// Sales of the twelve months, in fen.
    pub sales: Money,
}

/// One part of the score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorePart {
    /// Which part.
    pub part: ScoreItem,
    /// Points given.
    pub points: u8,
    /// The most that this part gives.
    pub most: u8,
}

/// The parts of the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreItem {
    /// Share paid on time, 30.
    Punctuality,
    /// Worst overdue in twelve months, 20.
    WorstOverdue,
    /// Financial statements, 15.
    Financials,
    /// Years of cooperation, 10.
    Years,
    /// Sales, 10.
    Volume,
    /// Not on a court's or regulator's list, 10.
    Standing,
    /// Disputes, 5.
    Disputes,
}

/// A score with everything needed to explain it (R23).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The business date it is of.
    pub on: Date,
    /// 0 to 100.
    pub score: u8,
    /// The grade that follows.
    pub grade: Grade,
    /// The limit that follows, in fen.
    pub limit: Money,
    /// What it rests on.
    pub history: CreditHistory,
    /// Its parts.
    pub parts: Vec<ScorePart>,
}

/// Days of being overdue beyond which the grade is D whatever the score.
const HOPELESS_DAYS: u32 = 90;

/// Scores a customer on a date.
#[must_use]
pub fn assess(profile: &CreditProfile, history: &CreditHistory, on: Date) -> Assessment {
    let years = years_between(profile.customer_since, on);
    let part = |part, points, most| ScorePart { part, points, most };
    let parts = vec![
        part(ScoreItem::Punctuality, punctuality(history), 30),
        part(
            ScoreItem::WorstOverdue,
            worst_overdue(history.worst_overdue_days),
            20,
        ),
        part(ScoreItem::Financials, profile.financials.min(15), 15),
        part(
            ScoreItem::Years,
            u8::try_from(years.saturating_mul(2).min(10)).unwrap_or(10),
            10,
        ),
        part(ScoreItem::Volume, volume(history.sales), 10),
        part(
            ScoreItem::Standing,
            if profile.listed_abnormal { 0 } else { 10 },
            10,
        ),
        part(
            ScoreItem::Disputes,
            u8::try_from(5_u16.saturating_sub(profile.disputes)).unwrap_or(0),
            5,
        ),
    ];
    let score = parts.iter().map(|part| part.points).sum();
    let grade = grade(score, years, profile, history);
    Assessment {
        on,
        score,
        grade,
        limit: limit(grade, history.sales),
        history: *history,
        parts,
    }
}

fn grade(score: u8, years: u32, profile: &CreditProfile, history: &CreditHistory) -> Grade {
    if profile.listed_abnormal || history.worst_overdue_days > HOPELESS_DAYS {
        return Grade::D;
    }
    let earned = match score {
        85.. => Grade::A,
        70.. => Grade::B,
        55.. => Grade::C,
        _ => Grade::D,
    };
    // New customers get C at most; `Grade` orders A before D.
    if years == 0 {
        earned.max(Grade::C)
    } else {
        earned
    }
}

fn limit(grade: Grade, yearly_sales: Money) -> Money {
    let monthly = yearly_sales.fen().max(0) / 12;
    Money::from_fen(monthly)
        .checked_mul(grade.limit_months())
        .unwrap_or(Money::ZERO)
}

/// Half the points where nothing is known yet.
fn punctuality(history: &CreditHistory) -> u8 {
    let on_time = u64::from(history.paid_on_time);
    let all = on_time + u64::from(history.paid_late);
    (on_time * 30)
        .checked_div(all)
        .map_or(15, |points| u8::try_from(points).unwrap_or(30))
}

const fn worst_overdue(days: u32) -> u8 {
    match days {
        0 => 20,
        1..=30 => 12,
        31..=60 => 6,
        61..=90 => 3,
        _ => 0,
    }
}

/// Points by yearly sales: 100,000 yuan give half of them, a million all.
const fn volume(sales: Money) -> u8 {
    match sales.fen() {
        100_000_000.. => 10,
        30_000_000.. => 8,
        10_000_000.. => 5,
        1_000_000.. => 3,
        1.. => 1,
        _ => 0,
    }
}

/// Whole years from `since` to `on`.
fn years_between(since: Date, on: Date) -> u32 {
    let years = i32::from(on.year()) - i32::from(since.year());
    let before_anniversary = (on.month(), on.day()) < (since.month(), since.day());
    u32::try_from(years - i32::from(before_anniversary)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn profile(since: Date) -> CreditProfile {
        CreditProfile {
            customer_since: since,
            financials: 12,
            listed_abnormal: false,
            disputes: 0,
        }
    }

    fn good_year() -> CreditHistory {
        CreditHistory {
            paid_on_time: 40,
            paid_late: 0,
            worst_overdue_days: 0,
            sales: Money::from_fen(12_000_000),
        }
    }

    #[test]
    fn grades_and_limits_follow_the_score() {
        let on = date(2026, 6, 30);
        let old = profile(date(2019, 1, 1));
        for (name, profile, history, grade, limit) in [
            (
                "long and punctual",
                old.clone(),
                good_year(),
                Grade::A,
                3_000_000,
            ),
            (
                "new is C at most",
                profile(date(2026, 1, 1)),
                good_year(),
                Grade::C,
                1_000_000,
            ),
            (
                "91 days overdue is D",
                old.clone(),
                CreditHistory {
                    worst_overdue_days: 91,
                    ..good_year()
                },
                Grade::D,
                0,
            ),
            (
                "listed is D",
                CreditProfile {
                    listed_abnormal: true,
                    ..old
                },
                good_year(),
                Grade::D,
                0,
            ),
        ] {
            let assessment = assess(&profile, &history, on);
            assert_eq!(
                (assessment.grade, assessment.limit.fen()),
                (grade, limit),
                "{name}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_score_passes_a_hundred_and_parts_explain_it(
            on_time in 0_u32..1000, late in 0_u32..1000, worst in 0_u32..400, sales in 0_i64..1_000_000_000,
            financials in 0_u8..=15, disputes in 0_u16..20,
        ) {
            let profile = CreditProfile { financials, disputes, ..profile(date(2020, 2, 29)) };
            let history = CreditHistory {
                paid_on_time: on_time, paid_late: late, worst_overdue_days: worst, sales: Money::from_fen(sales),
            };
            let assessment = assess(&profile, &history, date(2026, 2, 28));
            prop_assert!(assessment.score <= 100);
            prop_assert_eq!(assessment.parts.iter().map(|part| part.points).sum::<u8>(), assessment.score);
            prop_assert!(assessment.parts.iter().all(|part| part.points <= part.most));
            prop_assert!(!assessment.limit.is_negative());
        }
    }
}
