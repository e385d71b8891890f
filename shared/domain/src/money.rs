//! Money as whole fen (I: "Money is integer fen").
//!
//! Nothing here rounds silently: arithmetic is checked, a split hands out every fen, and a
//! decimal with more than two places is refused instead of being cut.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in fen (1/100 yuan); negative amounts are refunds and credits.
///
/// On the wire it is a plain integer.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text is not an amount in yuan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAmount {
    /// Not of the form `digits`, `digits.d` or `digits.dd`.
    #[error("expected an amount in yuan with at most two decimals such as 178.80, found {found:?}")]
    NotAnAmount {
        /// The text as given, cut to its first 40 characters.
        found: String,
    },
    /// Well-formed but beyond what an amount can hold.
    #[error("expected an amount of at most 92233720368547758.07 yuan, found {found:?}")]
    TooLarge {
        /// The text as given, cut to its first 40 characters.
        found: String,
    },
}

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// An amount of so many fen.
    pub const fn from_fen(fen: i64) -> Money {
        Money(fen)
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// The sum, or `None` when it does not fit.
    pub const fn checked_add(self, other: Money) -> Option<Money> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Money(fen)),
            None => None,
        }
    }

    /// The difference, or `None` when it does not fit.
    pub const fn checked_sub(self, other: Money) -> Option<Money> {
        match self.0.checked_sub(other.0) {
            Some(fen) => Some(Money(fen)),
            None => None,
        }
    }

    /// The amount `count` times (unit price × quantity), or `None` when it does not fit.
    pub fn checked_mul(self, count: u64) -> Option<Money> {
        // |i64| × u64 stays below 2^127, so the product itself cannot overflow.
        i64::try_from(i128::from(self.0) * i128::from(count))
            .ok()
            .map(Money)
    }

    /// Below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Exactly zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The sum of all amounts, or `None` when the total does not fit. No amounts sum to zero.
    ///
    /// Added up in 128 bits, so the order of the amounts never decides whether it fits.
    pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Option<Money> {
        let total: i128 = amounts.into_iter().map(|amount| i128::from(amount.0)).sum();
        i64::try_from(total).ok().map(Money)
    }

    /// Divides the amount in proportion to `weights` by largest remainder.
    ///
    /// The parts sum to the amount exactly; equal remainders go to the earlier index; a part of
    /// weight zero gets nothing; a negative amount is split like its magnitude. `None` when there
    /// is no weight to split by (empty, or all zero).
    pub fn split(self, weights: &[u64]) -> Option<Vec<Money>> {
        let whole: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        if whole == 0 {
            return None;
        }
        let magnitude = u128::from(self.0.unsigned_abs());
        let mut parts = Vec::with_capacity(weights.len());
        let mut remainders = Vec::with_capacity(weights.len());
        for (index, weight) in weights.iter().enumerate() {
            let share = magnitude * u128::from(*weight);
            parts.push(share / whole);
            remainders.push((share % whole, index));
        }
        let given: u128 = parts.iter().sum();
        let left = usize::try_from(magnitude - given).ok()?;
        remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, index) in remainders.into_iter().take(left) {
            parts[index] += 1;
        }
        parts.into_iter().map(|part| self.with_sign(part)).collect()
    }

    /// A magnitude given this amount's sign.
    fn with_sign(self, magnitude: u128) -> Option<Money> {
        let value = i128::try_from(magnitude).ok()?;
        let signed = if self.is_negative() { -value } else { value };
        i64::try_from(signed).ok().map(Money)
    }

    /// Reads a decimal amount in yuan as platforms and banks write it: `178.8`, `178.80`, `0.0`,
    /// `96`, `-5.00`. ASCII digits only, at most two decimals, no separators, spaces or currency.
    ///
    /// # Errors
    /// [`InvalidAmount`] says what was expected and found; nothing is ever rounded.
    pub fn parse_yuan(text: &str) -> Result<Money, InvalidAmount> {
        let not_an_amount = || InvalidAmount::NotAnAmount {
            found: text.chars().take(40).collect(),
        };
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (yuan, cents) = match unsigned.split_once('.') {
            Some((yuan, cents)) => (yuan, Some(cents)),
            None => (unsigned, None),
        };
        if !is_digits(yuan) || cents.is_some_and(|cents| !is_digits(cents) || cents.len() > 2) {
            return Err(not_an_amount());
        }
        let digits = format!("{yuan}{:0<2}", cents.unwrap_or_default());
        let signed = if negative {
            format!("-{digits}")
        } else {
            digits
        };
        // The text is known to be an integer now, so the only failure left is its size.
        let fen = signed.parse().map_err(|_| InvalidAmount::TooLarge {
            found: text.chars().take(40).collect(),
        })?;
        Ok(Money(fen))
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Money {
    /// `¥190,408.89`, `-¥0.05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let yuan = (magnitude / 100).to_string();
        let sign = if self.is_negative() { "-" } else { "" };
        write!(f, "{sign}¥")?;
        for (index, digit) in yuan.chars().enumerate() {
            if index > 0 && (yuan.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ".{:02}", magnitude % 100)
    }
}

/// Whether `amount` is nothing; for serde, which leaves such fields out.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(crate) const fn is_zero(amount: &Money) -> bool {
    amount.is_zero()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn yuan_texts_are_read_exactly_or_refused() {
        let table: &[(&str, Option<i64>)] = &[
            ("178.8", Some(17_880)),
            ("178.80", Some(17_880)),
            ("0.0", Some(0)),
            ("0", Some(0)),
            ("00.05", Some(5)),
            ("96", Some(9_600)),
            ("-5.00", Some(-500)),
            ("92233720368547758.07", Some(i64::MAX)),
            ("-92233720368547758.08", Some(i64::MIN)),
            ("92233720368547758.08", None),
            ("178.805", None),
            ("178.", None),
            (".5", None),
            ("", None),
            ("-", None),
            ("+1", None),
            ("--1", None),
            ("1.-1", None),
            ("1,000.00", None),
            (" 1", None),
            ("1e3", None),
            ("１２", None),
            ("¥1", None),
            ("NaN", None),
        ];
        for (text, fen) in table {
            assert_eq!(
                Money::parse_yuan(text).ok().map(Money::fen),
                *fen,
                "{text:?}"
            );
        }
    }

    #[test]
    fn amounts_are_shown_with_thousands_and_two_decimals() {
        let table = [
            (0, "¥0.00"),
            (5, "¥0.05"),
            (-5, "-¥0.05"),
            (99_999, "¥999.99"),
            (100_000, "¥1,000.00"),
            (19_040_889, "¥190,408.89"),
            (-12_345_678_900, "-¥123,456,789.00"),
            (i64::MIN, "-¥92,233,720,368,547,758.08"),
        ];
        for (fen, shown) in table {
            assert_eq!(Money::from_fen(fen).to_string(), shown);
        }
    }

    #[test]
    fn equal_remainders_go_to_the_earlier_part() {
        let parts = |fen: i64, weights: &[u64]| {
            let parts = Money::from_fen(fen).split(weights);
            parts.map(|parts| parts.into_iter().map(Money::fen).collect::<Vec<_>>())
        };
        assert_eq!(parts(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
        assert_eq!(parts(-100, &[1, 1, 1]), Some(vec![-34, -33, -33]));
        assert_eq!(parts(5, &[0, 1, 3]), Some(vec![0, 1, 4]));
        assert_eq!(parts(i64::MIN, &[u64::MAX]), Some(vec![i64::MIN]));
        assert_eq!(parts(7, &[0, 0]), None);
        assert_eq!(parts(7, &[]), None);
    }

    #[test]
    fn on_the_wire_money_is_an_integer() {
        let wire = serde_json::to_string(&Money::from_fen(-17_880)).unwrap();
        assert_eq!(wire, "-17880");
        assert_eq!(
            serde_json::from_str::<Money>("17880").unwrap(),
            Money::from_fen(17_880)
        );
        assert!(serde_json::from_str::<Money>("178.8").is_err());
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_and_stay_within_one_fen_of_their_share(
            fen in any::<i64>(),
            weights in prop::collection::vec(any::<u64>(), 1..12),
        ) {
            let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            let amount = Money::from_fen(fen);
            match amount.split(&weights) {
                None => prop_assert_eq!(whole, 0),
                Some(parts) => {
                    prop_assert_eq!(Money::sum(parts.iter().copied()), Some(amount));
                    for (part, weight) in parts.iter().zip(&weights) {
                        let floor = i128::from(fen.unsigned_abs()) * i128::from(*weight) / whole;
                        let over = i128::from(part.fen().unsigned_abs()) - floor;
                        prop_assert!(over == 0 || over == 1);
                        prop_assert!(part.is_zero() || part.is_negative() == amount.is_negative());
                        prop_assert!(*weight != 0 || part.is_zero());
                    }
                }
            }
        }

        #[test]
        fn checked_arithmetic_agrees_with_wide_arithmetic(a in any::<i64>(), b in any::<i64>(), n in any::<u64>()) {
            let fits = |wide: i128| i64::try_from(wide).ok().map(Money::from_fen);
            let (x, y) = (Money::from_fen(a), Money::from_fen(b));
            prop_assert_eq!(x.checked_add(y), fits(i128::from(a) + i128::from(b)));
            prop_assert_eq!(x.checked_sub(y), fits(i128::from(a) - i128::from(b)));
            prop_assert_eq!(x.checked_mul(n), fits(i128::from(a) * i128::from(n)));
        }

        #[test]
        fn what_is_shown_reads_back(fen in any::<i64>()) {
            let shown = Money::from_fen(fen).to_string().replace(['¥', ','], "");
            prop_assert_eq!(Money::parse_yuan(&shown), Ok(Money::from_fen(fen)));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC*") {
            let _ = Money::parse_yuan(&text);
        }
    }
}
