//! Times of many calls, and figures in tenths without floating point.

use std::time::Duration;

/// The times that calls took, shortest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Distribution(Vec<Duration>);

impl Distribution {
    pub(super) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that `percent` of the calls did not exceed (nearest rank); zero if there are none.
    pub(super) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0
            .get(rank - 1)
            .or(self.0.last())
            .copied()
            .unwrap_or_default()
    }

    /// p50, p90, p99 and the longest, in milliseconds with one decimal.
    pub(super) fn columns(&self) -> [String; 4] {
        [50, 90, 99, 100].map(|percent| milliseconds(self.percentile(percent)))
    }
}

/// Milliseconds with one decimal.
pub(super) fn milliseconds(time: Duration) -> String {
    tenths(u64::try_from(time.as_micros()).unwrap_or(u64::MAX), 1000)
}

/// How many a second, with one decimal.
pub(super) fn per_second(count: usize, time: Duration) -> String {
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    tenths((count as u64).saturating_mul(1_000_000), micros)
}

/// A quotient with one decimal, rounded half up; nothing by nothing is zero.
pub(super) fn tenths(dividend: u64, divisor: u64) -> String {
    let divisor = u128::from(divisor.max(1));
    let tenths = (u128::from(dividend) * 10 + divisor / 2) / divisor;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(milliseconds: impl IntoIterator<Item = u64>) -> Distribution {
        Distribution::of(
            milliseconds
                .into_iter()
                .map(Duration::from_millis)
                .collect(),
        )
    }

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let table: [(Distribution, [u64; 4]); 5] = [
            (times([]), [0, 0, 0, 0]),
            (times([7]), [7, 7, 7, 7]),
            (times([9, 1]), [1, 9, 9, 9]),
            (times((1..=100).rev()), [50, 90, 99, 100]),
            (times(1..=1000), [500, 900, 990, 1000]),
        ];
        for (distribution, expected) in table {
            let found = [50, 90, 99, 100].map(|percent| distribution.percentile(percent));
            assert_eq!(
                found,
                expected.map(Duration::from_millis),
                "{distribution:?}"
            );
        }
    }

    #[test]
    fn figures_have_one_decimal_and_never_fail() {
        assert_eq!(milliseconds(Duration::from_micros(1249)), "1.2");
        assert_eq!(milliseconds(Duration::from_micros(1250)), "1.3");
        assert_eq!(per_second(2000, Duration::from_secs(8)), "250.0");
        assert_eq!(per_second(1, Duration::ZERO), "1000000.0");
        assert_eq!(tenths(0, 0), "0.0");
        assert_eq!(tenths(u64::MAX, 1), "18446744073709551615.0");
    }
}
