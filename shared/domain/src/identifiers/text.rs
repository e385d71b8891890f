//! The one shape all text identifiers share: so many characters, each from an allowed set.

use std::ops::RangeInclusive;

/// How much of a refused text an error repeats: enough to recognise it, never a flood.
const SHOWN: usize = 40;

/// Whether `text` has a length within `length` (in characters) and only `allowed` characters.
pub(super) fn fits(text: &str, length: RangeInclusive<usize>, allowed: fn(char) -> bool) -> bool {
    // Stops counting one past the bound, so an absurdly long input costs nothing.
    let count = text.chars().take(length.end() + 1).count();
    length.contains(&count) && text.chars().all(allowed)
}

/// The part of a refused text that an error shows.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

/// Letters, digits, dot, underscore and hyphen of ASCII: what is safe in a path and in a key.
pub(super) fn is_code_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}
