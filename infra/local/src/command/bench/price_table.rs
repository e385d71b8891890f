//! Published on-demand prices, from `bench/prices.csv`. Only ratios and orders of magnitude hang on
//! them, so free tiers and discounts by volume are left out.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::Failure;

/// What is built in.
const PRICES: &str = include_str!("../../../bench/prices.csv");
/// Decimals of a price that are kept: an amount is a whole number of 10⁻¹² of the currency.
const DECIMALS: u32 = 12;

/// What the services charge for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PricedUnit {
    /// 1 KB written; inside a transaction, half of what is charged for it.
    DynamodbWriteUnit,
    /// 4 KB read consistently.
    DynamodbReadUnit,
    /// An invocation.
    LambdaRequest,
    /// A second of a GB of memory, on arm64.
    #[serde(rename = "lambda_arm64_gb_second")]
    LambdaGbSecond,
    /// A request to an HTTP API, up to 512 KB.
    HttpApiRequest,
    /// A message published to a standard topic, up to 64 KB; delivery into queues is free.
    SnsPublish,
    /// A call to a standard queue, up to 64 KB.
    SqsRequest,
}

/// An amount of money: a whole number of 10⁻¹² of the currency.
pub(super) type Pico = u128;

/// The prices of one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PriceTable {
    /// Where they hold.
    pub(super) region: String,
    /// In what they are paid.
    pub(super) currency: String,
    prices: BTreeMap<PricedUnit, Pico>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    unit: PricedUnit,
    region: String,
    currency: String,
    price: String,
    per: u64,
    #[serde(rename = "as_of")]
    _as_of: String,
    #[serde(rename = "source")]
    _source: String,
}

impl PriceTable {
    /// The prices of a region that are built in.
    pub(super) fn of(region: &str) -> Result<Self, Failure> {
        Self::read(PRICES, region)
    }

    fn read(text: &str, region: &str) -> Result<Self, Failure> {
        let mut table = Self {
            region: region.to_owned(),
            currency: String::new(),
            prices: BTreeMap::new(),
        };
        for row in csv::Reader::from_reader(text.as_bytes()).deserialize() {
            let row: Row = row?;
            if row.region != region {
                continue;
            }
            if !table.currency.is_empty() && table.currency != row.currency {
                return Err(format!("prices of {region} are in more than one currency").into());
            }
            table.currency.clone_from(&row.currency);
            let price = pico(&row.price, row.per).ok_or_else(|| {
                format!(
                    "expected a price with at most {DECIMALS} decimals for one unit, found `{}` per {}",
                    row.price, row.per
                )
            })?;
            if table.prices.insert(row.unit, price).is_some() {
                return Err(format!("two prices of {:?} in {region}", row.unit).into());
            }
        }
        if table.prices.is_empty() {
            return Err(format!("no prices of region `{region}` are built in").into());
        }
        Ok(table)
    }

    /// The price of one unit.
    pub(super) fn price(&self, unit: PricedUnit) -> Result<Pico, Failure> {
        let region = &self.region;
        let price = self.prices.get(&unit).copied();
        price.ok_or_else(|| format!("no price of {unit:?} in {region}").into())
    }
}

/// A decimal price for `per` units as the price of one; `None` if it is no whole number.
fn pico(price: &str, per: u64) -> Option<Pico> {
    let (whole, fraction) = price.split_once('.').unwrap_or((price, ""));
    let decimals = u32::try_from(fraction.len()).ok()?;
    let digits = format!("{whole}{fraction}");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scale = Pico::from(10_u8).pow(DECIMALS.checked_sub(decimals)?);
    let all = digits.parse::<Pico>().ok()?.checked_mul(scale)?;
    let per = Pico::from(per);
    (per > 0 && all.is_multiple_of(per)).then(|| all / per)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_exact_or_refused() {
        let table = [
            ("0.625", 1_000_000, Some(625_000)),
            ("0.0000133334", 1, Some(13_333_400)),
            ("1", 1_000_000, Some(1_000_000)),
            ("0.0000000000001", 1, None),
            ("1.0", 3, None),
            ("1.0", 0, None),
            ("-1.0", 1, None),
            ("", 1, None),
            ("1,0", 1, None),
        ];
        for (price, per, expected) in table {
            assert_eq!(pico(price, per), expected, "{price} per {per}");
        }
    }

    #[test]
    fn the_built_in_prices_are_whole() {
        let prices = PriceTable::of("us-east-1").unwrap();
        assert_eq!(prices.currency, "USD");
        assert_eq!(
            prices.price(PricedUnit::DynamodbWriteUnit).unwrap(),
            625_000
        );
        for unit in [
            PricedUnit::DynamodbReadUnit,
            PricedUnit::LambdaRequest,
            PricedUnit::LambdaGbSecond,
            PricedUnit::HttpApiRequest,
            PricedUnit::SnsPublish,
            PricedUnit::SqsRequest,
        ] {
            prices.price(unit).unwrap();
        }
    }

    #[test]
    fn a_table_that_cannot_be_trusted_is_refused() {
        let head = "unit,region,currency,price,per,as_of,source\n";
        let row = |unit: &str, currency: &str, price: &str| {
            format!("{unit},here,{currency},{price},1,2026-11,x\n")
        };
        let good = row("sqs_request", "CNY", "2.5");
        let table = [
            (good.clone(), "there", "no prices"),
            (good.clone() + &good, "here", "two prices"),
            (
                good.clone() + &row("sns_publish", "USD", "1"),
                "here",
                "more than one currency",
            ),
            (row("sqs_request", "CNY", "cheap"), "here", "found `cheap`"),
            (row("fax", "CNY", "1"), "here", "unknown variant"),
        ];
        for (rows, region, expected) in table {
            let error = PriceTable::read(&format!("{head}{rows}"), region).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        }
        let table = PriceTable::read(&format!("{head}{good}"), "here").unwrap();
        assert!(table.price(PricedUnit::SnsPublish).is_err());
    }
}
