//! What an import did and what is there now.

use std::collections::BTreeMap;
use std::fmt;

use domain::money::Money;

use super::tmall::Malformed;

/// Complaints kept for the summary; all are counted.
const MOST_COMPLAINTS: usize = 50;

/// How something that can be sent twice went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Made by this import.
    pub(super) new: u64,
    /// There from an earlier one.
    pub(super) known: u64,
}

impl Count {
    pub(super) fn add(&mut self, new: bool) {
        if new {
            self.new += 1;
        } else {
            self.known += 1;
        }
    }

    fn total(self) -> u64 {
        self.new + self.known
    }

    fn merge(&mut self, other: Self) {
        self.new += other.new;
        self.known += other.known;
    }
}

/// Counts and sums of an import. The sums are over what the server has, whoever put it there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Rows of the file.
    pub(super) read: u64,
    /// Orders.
    pub(super) orders: Count,
    /// Payments.
    pub(super) payments: Count,
    /// Refunds.
    pub(super) refunds: Count,
    /// Orders outside the scope of the system (2.2), by code.
    pub(super) refused: BTreeMap<String, u64>,
    /// Rows that could not be read.
    pub(super) malformed: u64,
    /// Rows that could be read and not carried through.
    pub(super) failed: u64,
    /// Totals of the orders.
    pub(super) accepted: Money,
    /// What came in.
    pub(super) gross: Money,
    /// What went back.
    pub(super) refunded: Money,
    /// Orders by what the review said of them: stage, and the rules that were hit.
    pub(super) outcomes: BTreeMap<Outcome, u64>,
    complaints: Vec<String>,
}

/// What the review said of an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Outcome {
    /// Where the order stood afterwards.
    pub(super) stage: &'static str,
    /// Every rule that was hit, by its code.
    pub(super) rules: Vec<&'static str>,
}

impl Tally {
    pub(super) fn malformed(&mut self, malformed: &Malformed) {
        self.malformed += 1;
        self.complain(malformed.to_string());
    }

    pub(super) fn failed(&mut self, line: u64, external_no: &str, problem: &str) {
        self.failed += 1;
        self.complain(format!("line {line}, {external_no}: {problem}"));
    }

    fn complain(&mut self, complaint: String) {
        if self.complaints.len() < MOST_COMPLAINTS {
            self.complaints.push(complaint);
        }
    }

    /// Adds what another thread did.
    pub(super) fn merge(&mut self, other: Self) {
        self.read += other.read;
        self.orders.merge(other.orders);
        self.payments.merge(other.payments);
        self.refunds.merge(other.refunds);
        for (code, count) in other.refused {
            *self.refused.entry(code).or_default() += count;
        }
        for (outcome, count) in other.outcomes {
            *self.outcomes.entry(outcome).or_default() += count;
        }
        self.malformed += other.malformed;
        self.failed += other.failed;
        self.accepted = sum(self.accepted, other.accepted);
        self.gross = sum(self.gross, other.gross);
        self.refunded = sum(self.refunded, other.refunded);
        other
            .complaints
            .into_iter()
            .for_each(|complaint| self.complain(complaint));
    }

    /// Whether every row was carried through or is none of this system's business.
    pub(super) fn is_clean(&self) -> bool {
        self.malformed == 0 && self.failed == 0
    }

    fn created_nothing(&self) -> bool {
        self.orders.new + self.payments.new + self.refunds.new == 0
    }

    /// A line for each outcome of the review, the most frequent first.
    fn write_outcomes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut outcomes: Vec<_> = self.outcomes.iter().collect();
        outcomes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        if !outcomes.is_empty() {
            writeln!(f, "\nwhat the review says")?;
        }
        for (Outcome { stage, rules }, count) in outcomes {
            let rules = if rules.is_empty() {
                "nothing found".to_owned()
            } else {
                rules.join(", ")
            };
            writeln!(f, "  {stage:<16}{:>10}   {rules}", grouped(*count))?;
        }
        Ok(())
    }
}

/// The sum, or the most there is: totals beyond it cannot come out of one file.
pub(super) fn sum(one: Money, other: Money) -> Money {
    one.checked_add(other).unwrap_or(Money::from_fen(i64::MAX))
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |f: &mut fmt::Formatter<'_>, name: &str, count: Count| {
            let (total, new, known) = (
                grouped(count.total()),
                grouped(count.new),
                grouped(count.known),
            );
            writeln!(
                f,
                "  {name:<14}{total:>12}   new {new}, already there {known}"
            )
        };
        writeln!(f, "  {:<14}{:>12}", "read", grouped(self.read))?;
        count(f, "accepted", self.orders)?;
        for (code, refused) in &self.refused {
            writeln!(f, "  {:<14}{:>12}   {code}", "refused", grouped(*refused))?;
        }
        for (name, number) in [("malformed", self.malformed), ("failed", self.failed)] {
            if number > 0 {
                writeln!(f, "  {name:<14}{:>12}", grouped(number))?;
            }
        }
        count(f, "paid", self.payments)?;
        count(f, "refunded", self.refunds)?;
        let net = self.gross.checked_sub(self.refunded).unwrap_or(self.gross);
        let sums = [
            ("accepted", self.accepted),
            ("gross paid", self.gross),
            ("refunded", self.refunded),
            ("net", net),
        ];
        writeln!(f)?;
        for (name, amount) in sums {
            // Formatted first: an amount does not know about widths.
            writeln!(f, "  {name:<14}{:>16}", amount.to_string())?;
        }
        self.write_outcomes(f)?;
        if self.created_nothing() {
            writeln!(
                f,
                "\ncreated nothing: everything the server takes of this file was there already"
            )?;
        }
        if !self.complaints.is_empty() {
            writeln!(f, "\nnot imported:")?;
        }
        for complaint in &self.complaints {
            writeln!(f, "  {complaint}")?;
        }
        let untold = (self.malformed + self.failed).saturating_sub(self.complaints.len() as u64);
        if untold > 0 {
            writeln!(f, "  and {untold} more")?;
        }
        Ok(())
    }
}

/// A number with a comma every three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (12_345_678, "12,345,678"),
        ] {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn threads_add_up_and_a_second_import_says_that_it_did_nothing() {
        let one = Tally {
            read: 2,
            orders: Count { new: 0, known: 1 },
            refused: BTreeMap::from([("order_not_out_of_region".to_owned(), 1)]),
            accepted: Money::from_fen(17880),
            ..Tally::default()
        };
        let mut all = one.clone();
        all.merge(one);
        assert!(all.is_clean());
        let text = all.to_string();
        for expected in [
            "read                     4",
            "¥357.60",
            "created nothing",
            "2   order_not_out_of_region",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }

    #[test]
    fn outcomes_of_the_review_are_told_the_most_frequent_first() {
        let outcome = |rules: &[&'static str]| Outcome {
            stage: "rejected",
            rules: rules.to_vec(),
        };
        let tally = Tally {
            outcomes: BTreeMap::from([
                (outcome(&["address_incomplete"]), 3),
                (outcome(&["address_incomplete", "phone_invalid"]), 1_500),
            ]),
            ..Tally::default()
        };
        let text = tally.to_string();
        let (_, told) = text.split_once("what the review says\n").unwrap();
        let lines: Vec<&str> = told.lines().take(2).map(str::trim).collect();
        assert_eq!(
            lines,
            [
                "rejected             1,500   address_incomplete, phone_invalid",
                "rejected                 3   address_incomplete"
            ]
        );
    }

    #[test]
    fn complaints_have_an_end_and_are_all_counted() {
        let mut tally = Tally::default();
        for line in 0..60 {
            tally.failed(line, "TMALL-1", "refused");
        }
        assert!(!tally.is_clean());
        assert!(tally.to_string().ends_with("  and 10 more\n"));
    }
}
