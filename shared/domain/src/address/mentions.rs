//! Where in an address chains of division names begin, and which of them can be trusted.

use super::chain::{Chain, chain_at};
use super::following::{Standing, names_organisation};
use super::path::Known;
use super::spelling::{
    LONG_NUMBER, digits_at, is_separator, skip_separators, starts_with, word_at,
};

/// Words people put before an address.
const LABELS: [&str; 18] = [
    "收货地址",
    "收件地址",
    "寄送地址",
    "送货地址",
    "详细地址",
    "联系地址",
    "家庭地址",
    "公司地址",
    "所在地区",
    "地址",
    "住址",
    "寄往",
    "寄到",
    "发往",
    "送到",
    "送至",
    "中华人民共和国",
    "中国",
];

/// Words before a person's name or telephone number.
const PERSON_LABELS: [&str; 12] = [
    "收货人",
    "收件人",
    "联系人",
    "姓名",
    "联系电话",
    "手机号码",
    "手机号",
    "手机",
    "电话",
    "tel",
    "Tel",
    "TEL",
];

/// Characters of streets, houses and shops: after them a province's name may be part of theirs.
const NOT_IN_A_PERSONS_NAME: &str = "路街道巷弄号楼栋店馆驻区县市镇乡村";

/// Telephone numbers have at least seven digits, written together or with hyphens.
const PHONE_DIGITS: usize = 7;

/// A chain of names that can be trusted to be meant as a place.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) chain: Chain,
    /// Begins the text or a part of it, rather than standing inside other words.
    pub(super) begins_part: bool,
    /// A single short name where a person's name would stand: beside a telephone number.
    pub(super) person_like: bool,
}

/// What an address names.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    pub(super) trusted: Vec<Mention>,
    /// Seen, but not enough to go by.
    pub(super) doubtful: Vec<Chain>,
}

/// Finds the chains of division names in the order of the text. A part begins at the start, after
/// a separator, a label, or a telephone number or postcode.
pub(super) fn mentions(text: &[char]) -> Mentions {
    let mut found = Mentions::default();
    let mut known = Known::new();
    let mut at = 0;
    let mut part = Some(0);
    while at < text.len() {
        if let Some(length) = break_at(text, at, part == Some(at)) {
            at += length;
            part = Some(at);
            continue;
        }
        let Some(chain) = chain_at(text, at, &mut known) else {
            at += 1;
            continue;
        };
        if !is_trusted(text, &chain, part) {
            // What cannot be trusted must not hide a better beginning inside it.
            found.doubtful.push(chain);
            at += 1;
            continue;
        }
        let end = chain.end;
        found.trusted.push(Mention {
            person_like: is_person_like(text, at, &chain),
            begins_part: part == Some(at),
            chain,
        });
        at = end;
        part = None;
    }
    found
}

/// The length of what ends a part at `at`: separator, long number, or a label at its beginning.
fn break_at(text: &[char], at: usize, begins_part: bool) -> Option<usize> {
    if text.get(at).copied().is_some_and(is_separator) {
        return Some(1);
    }
    let digits = digits_at(text, at);
    if digits >= LONG_NUMBER {
        return Some(digits);
    }
    let label = || word_at(text, at, &LABELS).or_else(|| word_at(text, at, &PERSON_LABELS));
    begins_part.then(label).flatten()
}

/// Whether a chain is meant as a place where it stands. `part` is where the part began that has
/// named nothing yet.
fn is_trusted(text: &[char], chain: &Chain, part: Option<usize>) -> bool {
    if chain.local {
        return false;
    }
    if part == Some(chain.start) {
        return chain.names > 1 || !names_organisation(text, chain.end);
    }
    // Inside other words: two names in each other, or a province right behind a person's name.
    let behind_a_name = |part: usize| {
        let before = text.get(part..chain.start).unwrap_or_default();
        before.len() <= 8 && !before.iter().any(|c| NOT_IN_A_PERSONS_NAME.contains(*c))
    };
    let strong = chain.names > 1 && chain.ends_strong;
    strong || (chain.begins_with_province && part.is_some_and(behind_a_name))
}

fn is_person_like(text: &[char], start: usize, chain: &Chain) -> bool {
    let single = chain.names == 1 && chain.standing == Some(Standing::Alone);
    single && (stands_before_phone(text, chain.end) || stands_after_person_label(text, start))
}

/// A telephone number follows, or precedes with nothing before it that could be the name.
fn stands_before_phone(text: &[char], end: usize) -> bool {
    let mut at = skip_separators(text, end);
    while let Some(length) = word_at(text, at, &PERSON_LABELS) {
        at = skip_separators(text, at + length);
    }
    phone_digits(text.get(at..).unwrap_or_default().iter()) >= PHONE_DIGITS
}

fn stands_after_person_label(text: &[char], start: usize) -> bool {
    let before: Vec<char> = text
        .get(..start)
        .unwrap_or_default()
        .iter()
        .rev()
        .copied()
        .collect();
    let label_end = skip_separators(&before, 0);
    let behind_label = PERSON_LABELS.iter().any(|label| {
        let reversed: String = label.chars().rev().collect();
        starts_with(&before, label_end, &reversed)
    });
    let behind_phone = phone_digits(before.iter().skip(label_end)) >= PHONE_DIGITS;
    let nothing_else = !before.iter().any(|c| c.is_alphabetic());
    behind_label || (behind_phone && nothing_else)
}

/// How many digits follow, hyphens between them aside.
fn phone_digits<'a>(characters: impl Iterator<Item = &'a char>) -> usize {
    characters
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '+'))
        .filter(|c| c.is_ascii_digit())
        .count()
}
