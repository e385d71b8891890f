//! The current divisions and the retired ones of Chongqing, sorted by code.

use std::collections::BTreeMap;
use std::error::Error;

use super::source::{rows, write_slice};

/// Current divisions: code → name.
pub(crate) type Divisions = BTreeMap<u32, String>;

/// A division that no longer exists, or towns that moved from one division to another.
pub(crate) struct Change {
    pub(crate) old_code: u32,
    pub(crate) old_name: String,
    pub(crate) new_code: u32,
    /// Towns named in brackets behind the old name: then only they moved.
    pub(crate) towns: Vec<String>,
}

/// Reads `divisions.csv` and checks that every code is new and every parent known.
pub(crate) fn read() -> Result<Divisions, Box<dyn Error>> {
    let mut divisions = Divisions::new();
    let mut parents = Vec::new();
    for row in rows("divisions.csv", "code,name,level,parent")? {
        let code: u32 = row[0].parse()?;
        if !row[3].is_empty() {
            parents.push(row[3].parse::<u32>()?);
        }
        if divisions.insert(code, row[1].clone()).is_some() {
            return Err(format!("divisions.csv: {code} appears twice").into());
        }
    }
    match parents.iter().find(|code| !divisions.contains_key(code)) {
        Some(code) => Err(format!("divisions.csv: parent {code} is not listed").into()),
        None => Ok(divisions),
    }
}

/// Reads `chongqing_division_changes.csv`; every successor must be current.
pub(crate) fn read_changes(divisions: &Divisions) -> Result<Vec<Change>, Box<dyn Error>> {
    let header = "old_code,old_name,new_code,new_name,effective,note";
    let mut changes = Vec::new();
    for row in rows("chongqing_division_changes.csv", header)? {
        let new_code: u32 = row[2].parse()?;
        if divisions.get(&new_code) != Some(&row[3]) {
            let (code, name) = (&row[2], &row[3]);
            return Err(format!("chongqing_division_changes.csv: {code} is not {name}").into());
        }
        let (name, towns) = match row[1].split_once('(') {
            Some((name, towns)) => (name, town_stems(towns.trim_end_matches(')'))),
            None => (row[1].as_str(), Vec::new()),
        };
        changes.push(Change {
            old_code: row[0].parse()?,
            old_name: name.to_owned(),
            new_code,
            towns,
        });
    }
    Ok(changes)
}

/// `水土 复兴 蔡家岗街道; 施家梁 童家溪镇` → the five names without 街道 and 镇.
fn town_stems(list: &str) -> Vec<String> {
    list.split([' ', ';'])
        .filter(|town| !town.is_empty())
        .map(|town| {
            town.trim_end_matches("街道")
                .trim_end_matches('镇')
                .to_owned()
        })
        .collect()
}

/// Writes the tables of the `region` module.
pub(crate) fn write(divisions: &Divisions, changes: &[Change]) -> Result<(), Box<dyn Error>> {
    let current: Vec<String> = divisions
        .iter()
        .map(|(code, name)| format!("Division {{ code: {code}, name: {name:?} }}"))
        .collect();
    write_slice("divisions.rs", &current)?;

    let mut retired = BTreeMap::new();
    for change in changes.iter().filter(|change| change.towns.is_empty()) {
        if divisions.contains_key(&change.old_code) {
            return Err(format!("{} is retired and current at once", change.old_code).into());
        }
        let (code, name, successor) = (change.old_code, &change.old_name, change.new_code);
        let item = format!("Retired {{ code: {code}, name: {name:?}, successor: {successor} }}");
        retired.insert(code, item);
    }
    write_slice("retired.rs", &retired.into_values().collect::<Vec<_>>())
}
