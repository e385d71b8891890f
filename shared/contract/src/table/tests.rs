//! What is wrong with a file as a whole, and with single cells.

use super::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colour {
    Red,
    Green,
}

const fn name(colour: Colour) -> &'static str {
    match colour {
        Colour::Red => "red",
        Colour::Green => "green",
    }
}

const ALL: [Colour; 2] = [Colour::Red, Colour::Green];

/// Teas by maker and leaf.
const TEAS: Table<(u32, Vec<Colour>), (&str, u32)> = Table {
    file: "teas.csv",
    columns: &[
        Column::needed("maker"),
        Column::needed("leaf"),
        Column::needed("grams").of("weight.grams"),
        Column::optional("colours"),
    ],
    key: &["maker", "leaf"],
    read: |cells| {
        let grams = cells.required("grams", "a whole number");
        (grams, cells.several("colours", &ALL, name))
    },
    write: |(leaf, grams)| vec![String::new(), (*leaf).to_owned(), grams.to_string()],
};

fn sheet(lines: &[&str]) -> Vec<SheetRow> {
    let rows = lines.iter().zip(1..).map(|(line, number)| SheetRow {
        number,
        cells: line.split(',').map(str::to_owned).collect(),
    });
    rows.collect()
}

#[test]
fn rows_are_read_under_their_header_in_any_order() {
    let lines = ["Colours, grams,leaf,maker", "red; green;,5,green,A", ",,,"];
    let rows = TEAS.read(sheet(&lines)).unwrap();
    let says = Ok((5, vec![Colour::Red, Colour::Green]));
    let id = "A/green".to_owned();
    assert_eq!(rows, [TableRow { row: 2, id, says }]);
}

#[test]
fn every_cell_that_does_not_read_is_told_by_itself() {
    let lines = ["maker,leaf,grams,colours", "A,B,,red;blue"];
    let row = TEAS.read(sheet(&lines)).unwrap().remove(0);
    let refusal = row.says.unwrap_err();
    assert_eq!(
        refusal.evidence,
        [
            Evidence::new("grams", "a whole number", "nothing"),
            Evidence::new("colours", "red, green, with ; between them", "blue"),
        ]
    );
    assert_eq!(TEAS.column_of("weight.grams"), "grams");
    assert_eq!(TEAS.column_of("elsewhere"), "elsewhere");
    let twice = TEAS.twice("A/B");
    assert_eq!(
        twice.evidence,
        [Evidence::new(
            "leaf",
            "each maker/leaf once in a file",
            "A/B"
        )]
    );
}

#[test]
fn a_file_as_a_whole_may_be_wrong() {
    let header = "maker,leaf,grams";
    let long: Vec<&str> = std::iter::once(header)
        .chain(std::iter::repeat_n("A,B,1", MOST_ROWS + 1))
        .collect();
    for (lines, code) in [
        (vec![], "import_empty"),
        (vec![header], "import_empty"),
        (vec!["maker,taste"], "import_columns_unknown"),
        (vec!["maker,MAKER"], "import_column_twice"),
        (vec!["maker,leaf"], "import_columns_missing"),
        (long, "import_too_many_rows"),
    ] {
        assert_eq!(TEAS.read(sheet(&lines)).unwrap_err().code, code);
    }
}
