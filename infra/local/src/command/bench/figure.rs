//! Figures for people, without floating point.

use std::time::Duration;

/// Milliseconds with one decimal.
pub(super) fn milliseconds(micros: u64) -> String {
    tenths(micros, 1000)
}

/// How many a second, with one decimal.
pub(super) fn per_second(count: u64, time: Duration) -> String {
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    tenths(count.saturating_mul(1_000_000), micros)
}

/// A quotient with one decimal, rounded half up; nothing by nothing is zero.
pub(super) fn tenths(dividend: u64, divisor: u64) -> String {
    let divisor = u128::from(divisor.max(1));
    let tenths = (u128::from(dividend) * 10 + divisor / 2) / divisor;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A count with commas between its thousands.
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A duration as people say it: seconds, or minutes and seconds.
pub(super) fn spoken(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_one_decimal_and_never_fail() {
        assert_eq!(milliseconds(1249), "1.2");
        assert_eq!(milliseconds(1250), "1.3");
        assert_eq!(per_second(2000, Duration::from_secs(8)), "250.0");
        assert_eq!(per_second(1, Duration::ZERO), "1000000.0");
        assert_eq!(tenths(0, 0), "0.0");
        assert_eq!(tenths(u64::MAX, 1), "18446744073709551615.0");
    }

    #[test]
    fn counts_and_times_read_well() {
        let counts = [0, 999, 1000, 12_345, 1_000_000].map(grouped);
        assert_eq!(counts, ["0", "999", "1,000", "12,345", "1,000,000"]);
        let times = [0, 119, 120, 3_725].map(|seconds| spoken(Duration::from_secs(seconds)));
        assert_eq!(times, ["0 s", "119 s", "2 min 0 s", "62 min 5 s"]);
    }
}
