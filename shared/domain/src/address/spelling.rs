//! One spelling for every address: simplified characters, half-width letters and digits, nothing
//! invisible, and no more than the resolver considers.

/// How many characters of an address are considered. A delivery address is far shorter; what
/// comes after is ignored, so the work is bounded whatever is sent.
pub const MAX_CHARACTERS: usize = 200;

/// Telephone numbers and postcodes have six digits or more; house numbers have fewer.
pub(super) const LONG_NUMBER: usize = 6;

/// `(traditional, simplified)`, sorted.
static TRADITIONAL: &[(char, char)] = include!(concat!(env!("OUT_DIR"), "/traditional.rs"));

/// The first [`MAX_CHARACTERS`] characters in the spelling of the division table.
pub(super) fn normalise(text: &str) -> Vec<char> {
    text.chars()
        .take(MAX_CHARACTERS)
        .filter(|c| !is_invisible(*c))
        .map(half_width)
        .map(simplified)
        .collect()
}

fn simplified(c: char) -> char {
    let index = TRADITIONAL.binary_search_by_key(&c, |(traditional, _)| *traditional);
    let pair = index.ok().and_then(|index| TRADITIONAL.get(index));
    pair.map_or(c, |(_, simplified)| *simplified)
}

fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Whether a character separates the parts of an address: anything but letters and digits.
pub(super) fn is_separator(c: char) -> bool {
    !c.is_alphanumeric()
}

/// The first position from `at` on that is not a separator.
pub(super) fn skip_separators(text: &[char], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|c| is_separator(**c)).count()
}

/// Whether the text continues with `word` at `at`.
pub(super) fn starts_with(text: &[char], at: usize, word: &str) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let mut characters = rest.iter();
    word.chars().all(|c| characters.next() == Some(&c))
}

/// The length of the first of `words` the text continues with at `at`, if any. List longer words
/// before their own beginnings.
pub(super) fn word_at(text: &[char], at: usize, words: &[&str]) -> Option<usize> {
    let found = words.iter().find(|word| starts_with(text, at, word));
    found.map(|word| word.chars().count())
}

/// How many ASCII digits stand at `at`.
pub(super) fn digits_at(text: &[char], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().take_while(|c| c.is_ascii_digit()).count()
}

/// The text in Traditional characters: each as far as the table knows one, the last listed.
#[cfg(test)]
pub(super) fn in_traditional(text: &str) -> String {
    let traditional = |c: char| {
        let pair = TRADITIONAL
            .iter()
            .rev()
            .find(|(_, simplified)| *simplified == c);
        pair.map_or(c, |(traditional, _)| *traditional)
    };
    text.chars().map(traditional).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_spellings_become_the_spelling_of_the_table() {
        let table = [
            ("臺灣省", "台湾省"),
            ("重慶市萬州區", "重庆市万州区"),
            ("８８號", "88号"),
            ("上\u{200B}海（浦東）", "上海(浦东)"),
            ("乾县", "乾县"),
        ];
        for (text, expected) in table {
            assert_eq!(normalise(text).into_iter().collect::<String>(), expected);
        }
    }

    #[test]
    fn only_the_first_two_hundred_characters_are_kept() {
        assert_eq!(normalise(&"渝".repeat(100_000)).len(), MAX_CHARACTERS);
    }
}
