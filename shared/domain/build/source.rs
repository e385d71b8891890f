//! Reading the tables under `data/`: plain comma-separated lines, no quoting.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

/// The rows of a table below its header, each checked to have the header's number of fields.
pub(crate) fn rows(file: &str, header: &str) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let path = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?)
        .join("data")
        .join(file);
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(&path).map_err(|error| format!("{file}: {error}"))?;
    let mut lines = text.lines().map(|line| line.trim_end_matches('\r'));
    if lines.next() != Some(header) {
        return Err(format!("{file}: expected the header {header:?}").into());
    }
    let width = header.split(',').count();
    let mut rows = Vec::new();
    for (index, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
        let row: Vec<String> = line.split(',').map(str::to_owned).collect();
        if row.len() != width {
            let line = index + 2;
            return Err(format!("{file}:{line}: expected {width} fields, found {row:?}").into());
        }
        rows.push(row);
    }
    Ok(rows)
}

/// Writes one generated file for `include!`: the items of a sorted slice expression.
pub(crate) fn write_slice(file: &str, items: &[String]) -> Result<(), Box<dyn Error>> {
    let path = PathBuf::from(env::var("OUT_DIR")?).join(file);
    fs::write(path, format!("&[\n{}\n]\n", items.join(",\n")))?;
    Ok(())
}
