//! The cells of one row, read one by one.

use std::str::FromStr;

use domain::refusal::Refusal;
use jiff::Timestamp;

use crate::mistakes::Mistakes;
use crate::order_import::SheetRow;

/// What an instant looks like.
const INSTANT: &str = "an instant such as 2026-12-31T16:00:00Z";
/// Between the names in a cell that holds several.
const BETWEEN: char = ';';

/// The cells of one row, and everything that was wrong with them so far.
#[derive(Debug)]
pub struct Cells<'a> {
    row: &'a SheetRow,
    names: &'a [&'static str],
    mistakes: Mistakes,
}

impl<'a> Cells<'a> {
    /// The cells of a row under a header of these names.
    pub(super) fn of(row: &'a SheetRow, names: &'a [&'static str]) -> Self {
        Self {
            row,
            names,
            mistakes: Mistakes::default(),
        }
    }

    /// What was read of them, if all did read.
    pub(super) fn all_read<R>(self, read: R) -> Result<R, Refusal> {
        self.mistakes.none_in(Some(read))
    }

    /// The text of a cell; `None` where it is blank or there is none.
    pub(crate) fn cell(&self, name: &str) -> Option<String> {
        let place = self.names.iter().position(|known| *known == name)?;
        let text = unmarked(self.row.cells.get(place)?);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The text of a cell; an empty one where it is blank.
    pub(crate) fn text(&self, name: &str) -> String {
        self.cell(name).unwrap_or_default()
    }

    /// A cell that reads, if there is something in it.
    pub(crate) fn read<T: FromStr>(&mut self, name: &str, expected: &str) -> Option<T> {
        let text = self.cell(name)?;
        let read = text.parse().ok();
        if read.is_none() {
            self.mistakes.note(name, expected, &text);
        }
        read
    }

    /// A cell with something in it that reads.
    pub(crate) fn required<T: FromStr + Default>(&mut self, name: &str, expected: &str) -> T {
        if self.cell(name).is_none() {
            self.mistakes.note(name, expected, "nothing");
        }
        self.read(name, expected).unwrap_or_default()
    }

    /// A cell with an instant, if there is something in it.
    pub(crate) fn instant(&mut self, name: &str) -> Option<Timestamp> {
        self.read(name, INSTANT)
    }

    /// A cell that has an instant.
    pub(crate) fn required_instant(&mut self, name: &str) -> Timestamp {
        self.required(name, INSTANT)
    }

    /// A cell with one of the names that a kind has on the wire.
    pub(crate) fn named<T: Copy>(
        &mut self,
        name: &str,
        all: &[T],
        name_of: fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.cell(name)?;
        let read = all.iter().copied().find(|it| name_of(*it) == text);
        if read.is_none() {
            self.mistakes.note(name, one_of(all, name_of), &text);
        }
        read
    }

    /// A cell with any number of such names, `;` between them.
    pub(crate) fn several<T: Copy>(
        &mut self,
        name: &str,
        all: &[T],
        name_of: fn(T) -> &'static str,
    ) -> Vec<T> {
        let text = self.text(name);
        let parts = text
            .split(BETWEEN)
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let mut several = Vec::new();
        for part in parts {
            match all.iter().copied().find(|it| name_of(*it) == part) {
                Some(read) => several.push(read),
                None => {
                    let expected = format!("{}, with ; between them", one_of(all, name_of));
                    self.mistakes.note(name, expected, part);
                }
            }
        }
        several
    }

    /// A cell that another one asks for.
    pub(crate) fn both<T: Default>(&mut self, name: &str, read: Option<T>) -> T {
        read.unwrap_or_else(|| {
            self.lacking(name);
            T::default()
        })
    }

    /// Notes that a cell is blank which another one asks for.
    pub(crate) fn lacking(&mut self, name: &str) {
        if self.cell(name).is_none() {
            let expected = "something, as the cell beside it is filled";
            self.mistakes.note(name, expected, "nothing");
        }
    }
}

/// The text of a cell, without the mark that an export gives to what a spreadsheet would take for a formula.
pub(crate) fn unmarked(cell: &str) -> &str {
    let text = cell.trim();
    let marked = text
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t']));
    marked.unwrap_or(text)
}

fn one_of<T: Copy>(all: &[T], name_of: fn(T) -> &'static str) -> String {
    let names: Vec<&str> = all.iter().map(|it| name_of(*it)).collect();
    names.join(", ")
}

/// The cell of something that may be left out.
pub(crate) fn optional(value: Option<impl ToString>) -> String {
    value.map(|it| it.to_string()).unwrap_or_default()
}

/// The cell of any number of names.
pub(crate) fn several<T: Copy>(all: &[T], name_of: fn(T) -> &'static str) -> String {
    let names: Vec<&str> = all.iter().map(|it| name_of(*it)).collect();
    names.join(&BETWEEN.to_string())
}
