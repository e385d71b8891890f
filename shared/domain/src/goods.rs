//! What kinds of goods and services there are, and how much of one a customer may order
//! (4.2.2, 4.2.4, R8).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::business_date;

/// Where a product comes from 供应方式 (5.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupplyKind {
    /// Produced by the company 自产.
    Made,
    /// Bought in 外购.
    #[default]
    Bought,
    /// Not a thing: a service 服务.
    Service,
}

impl SupplyKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Made, Self::Bought, Self::Service];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Bought => "bought",
            Self::Service => "service",
        }
    }
}

/// How a consumer may return it without a reason 退货类别 (R7, R8, 消费者权益保护法 25).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnCategory {
    /// Within seven days 可无理由退货.
    #[default]
    Normal,
    /// Made to the customer's order 定作; excluded.
    CustomMade,
    /// Fresh and perishable 鲜活易腐; excluded.
    Perishable,
    /// Sound, pictures, software, unpacked by the customer 已拆封的音像制品、软件; excluded.
    OpenedMedia,
    /// Newspapers and periodicals 报纸、期刊; excluded.
    Newspaper,
}

impl ReturnCategory {
    /// Every category.
    pub const ALL: [Self; 5] = [
        Self::Normal,
        Self::CustomMade,
        Self::Perishable,
        Self::OpenedMedia,
        Self::Newspaper,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::CustomMade => "custom_made",
            Self::Perishable => "perishable",
            Self::OpenedMedia => "opened_media",
            Self::Newspaper => "newspaper",
        }
    }
}

/// A stretch of time in which a purchase limit counts; by dates of Asia/Shanghai.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitPeriod {
    /// A day.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// For ever.
    Ever,
}

impl LimitPeriod {
    /// Every period.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Year, Self::Ever];

    /// The period with this [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.name() == name)
    }

    /// The first day of the period that `now` lies in; none for [`Ever`](Self::Ever).
    #[must_use]
    pub fn first_day(self, now: Timestamp) -> Option<Date> {
        let today = business_date(now);
        match self {
            Self::Day => Some(today),
            Self::Week => {
                let since_monday = i64::from(today.weekday().to_monday_zero_offset());
                today.checked_sub(jiff::Span::new().days(since_monday)).ok()
            }
            Self::Month => Some(today.first_of_month()),
            Self::Year => Some(today.first_of_year()),
            Self::Ever => None,
        }
    }

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Ever => "ever",
        }
    }
}

/// How much of a product one customer may order 限购 (4.2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseLimit {
    /// Pieces, at least one.
    pub quantity: u32,
    /// In which time.
    pub per: LimitPeriod,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_in_shanghai() {
        // 01:30 on Monday 2 March 2026 in Shanghai; still Sunday, 1 March, in UTC.
        let now: Timestamp = "2026-03-01T17:30:00Z".parse().unwrap();
        for (period, expected) in [
            (LimitPeriod::Day, Some("2026-03-02")),
            (LimitPeriod::Week, Some("2026-03-02")),
            (LimitPeriod::Month, Some("2026-03-01")),
            (LimitPeriod::Year, Some("2026-01-01")),
            (LimitPeriod::Ever, None),
        ] {
            let expected = expected.map(|date| date.parse().unwrap());
            assert_eq!(period.first_day(now), expected, "{}", period.name());
        }
        let sunday: Timestamp = "2026-03-01T04:00:00Z".parse().unwrap();
        assert_eq!(
            LimitPeriod::Week.first_day(sunday),
            Some("2026-02-23".parse().unwrap())
        );
    }
}
