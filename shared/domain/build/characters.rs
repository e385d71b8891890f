//! Traditional characters and their simplified forms, sorted.

use std::collections::BTreeMap;
use std::error::Error;

use super::source::{rows, write_slice};

/// Writes the character table of the `address` module.
pub(crate) fn write() -> Result<(), Box<dyn Error>> {
    let mut characters = BTreeMap::new();
    for row in rows("traditional_characters.csv", "traditional,simplified")? {
        let pair = (single(&row[0])?, single(&row[1])?);
        if characters.insert(pair.0, format!("{pair:?}")).is_some() {
            return Err(format!("traditional_characters.csv: {} appears twice", pair.0).into());
        }
    }
    let items: Vec<String> = characters.into_values().collect();
    write_slice("traditional.rs", &items)
}

fn single(text: &str) -> Result<char, Box<dyn Error>> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Ok(character),
        _ => Err(format!("traditional_characters.csv: {text:?} is not one character").into()),
    }
}
