//! Turns the tables under `data/` into static sorted slices, so that the program parses nothing
//! when it starts and a mistake in a table stops the build.

mod carrier_statuses;
mod characters;
mod divisions;
mod names;
mod source;
mod special_days;
mod spellings;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    let current = divisions::read()?;
    let changes = divisions::read_changes(&current)?;
    divisions::write(&current, &changes)?;
    names::write(&current, &changes)?;
    characters::write()?;
    special_days::write()?;
    carrier_statuses::write()
}
