//! Every spelling of a division's name that the address resolver knows, sorted by text.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use super::divisions::{Change, Divisions};
use super::source::{rows, write_slice};
use super::spellings::{former_spellings, short_name};

/// Official names that are also ordinary words, so they only count below a division that has them.
const ORDINARY_WORDS: [&str; 12] = [
    "城区",
    "郊区",
    "矿区",
    "东区",
    "西区",
    "新县",
    "古县",
    "南县",
    "青县",
    "高县",
    "老城区",
    "新城区",
];

/// Names of county-level cities that are also given names or ordinary words.
const ORDINARY_CITY_WORDS: [&str; 20] = [
    "东方", "新星", "双河", "白杨", "草湖", "永安", "安宁", "新民", "兴城", "海城", "大安", "天门",
    "平湖", "江山", "海林", "海阳", "丹阳", "乐平", "高安", "文昌",
];

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Full,
    Former,
    Zone,
    Short,
}

impl Kind {
    const fn variant(self) -> &'static str {
        match self {
            Kind::Full => "Full",
            Kind::Former => "Former",
            Kind::Zone => "Zone",
            Kind::Short => "Short",
        }
    }
}

/// text → division → (kind, counts only below a division that has it).
#[derive(Default)]
struct Names(BTreeMap<(String, u32), (Kind, bool)>);

impl Names {
    /// Keeps the stronger kind when the same spelling is found twice for one division.
    fn add(&mut self, text: &str, code: u32, kind: Kind, local: bool) {
        let entry = (kind, local);
        self.0
            .entry((text.to_owned(), code))
            .and_modify(|known| *known = (*known).min(entry))
            .or_insert(entry);
    }
}

/// Writes the tables of the `address` module.
pub(crate) fn write(divisions: &Divisions, changes: &[Change]) -> Result<(), Box<dyn Error>> {
    let mut names = Names::default();
    add_official(&mut names, divisions);
    add_retired(&mut names, changes);
    add_aliases(&mut names, divisions)?;
    add_derived(&mut names, divisions);
    let items: Vec<String> = names
        .0
        .iter()
        .map(|((text, code), (kind, local))| {
            let kind = kind.variant();
            format!(
                "Name {{ text: {text:?}, code: {code}, kind: NameKind::{kind}, local: {local} }}"
            )
        })
        .collect();
    write_slice("names.rs", &items)?;
    write_moved_towns(changes)
}

fn add_official(names: &mut Names, divisions: &Divisions) {
    for (code, name) in divisions {
        let ordinary = ORDINARY_WORDS.contains(&name.as_str());
        names.add(name, *code, Kind::Full, ordinary);
        if let Some(short) = short_name(name) {
            let local = is_local_short(*code, name, &short);
            names.add(&short, *code, Kind::Short, local);
        }
    }
}

/// Adds the spellings that follow from the official names, unless a table gives them a meaning of
/// their own: 新北市 is in Taiwan and not the 新北区 of 常州.
fn add_derived(names: &mut Names, divisions: &Divisions) {
    let listed: BTreeSet<String> = names
        .0
        .iter()
        .filter(|(_, (kind, local))| *kind < Kind::Short && !local)
        .map(|((text, _), _)| text.clone())
        .collect();
    for (code, name) in divisions {
        let ordinary = ORDINARY_WORDS.contains(&name.as_str());
        for spelling in former_spellings(*code, name) {
            if !listed.contains(&spelling) {
                names.add(&spelling, *code, Kind::Former, ordinary);
            }
        }
    }
}

/// Whether a short name is too weak to stand without a division above it: those of districts and
/// counties, but not those of county-level cities (仙桃, 昆山) unless they are ordinary words.
fn is_local_short(code: u32, name: &str, short: &str) -> bool {
    let county = !code.is_multiple_of(100);
    county && (!name.ends_with('市') || ORDINARY_CITY_WORDS.contains(&short))
}

fn add_retired(names: &mut Names, changes: &[Change]) {
    for change in changes.iter().filter(|change| change.towns.is_empty()) {
        names.add(&change.old_name, change.new_code, Kind::Former, false);
        if let Some(short) = short_name(&change.old_name) {
            names.add(&short, change.new_code, Kind::Short, true);
        }
    }
}

fn add_aliases(names: &mut Names, divisions: &Divisions) -> Result<(), Box<dyn Error>> {
    for row in rows("division_aliases.csv", "name,code,kind,note")? {
        let code: u32 = row[1].parse()?;
        if !divisions.contains_key(&code) {
            return Err(format!("division_aliases.csv: {code} is not a current division").into());
        }
        let (kind, local) = match row[2].as_str() {
            "former" | "part" => (Kind::Former, false),
            "former_local" | "part_local" => (Kind::Former, true),
            "zone" => (Kind::Zone, false),
            "zone_local" => (Kind::Zone, true),
            "short" => (Kind::Short, false),
            other => return Err(format!("division_aliases.csv: unknown kind {other:?}").into()),
        };
        names.add(&row[0], code, kind, local);
    }
    Ok(())
}

/// Towns that went another way than the rest of their division.
fn write_moved_towns(changes: &[Change]) -> Result<(), Box<dyn Error>> {
    let mut items = Vec::new();
    for change in changes {
        let division = change.old_name.trim_end_matches('区');
        for town in &change.towns {
            let code = change.new_code;
            items.push(format!(
                "MovedTown {{ division: {division:?}, town: {town:?}, code: {code} }}"
            ));
        }
    }
    write_slice("moved_towns.rs", &items)
}
