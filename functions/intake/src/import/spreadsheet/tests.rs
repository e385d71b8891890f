use rust_xlsxwriter::{ExcelDateTime as WrittenAt, Format, Formula, Workbook, Worksheet};

use super::*;

fn book(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn code(content: &[u8]) -> &'static str {
    match rows(content) {
        Ok(_) => "none",
        Err(refusal) => refusal.code,
    }
}

#[test]
fn cells_of_every_kind_read_as_a_person_sees_them() {
    let content = book(|sheet| {
        let day = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        sheet.write_string(0, 0, "单价").unwrap();
        sheet.write_number(0, 1, 28.8).unwrap();
        sheet.write_number(0, 2, 0.1 + 0.2).unwrap();
        sheet.write_number(0, 3, 13_900_139_000.0).unwrap();
        sheet
            .write_number(0, 4, 1.234_567_890_123_456_7e17)
            .unwrap();
        sheet
            .write_formula(0, 5, Formula::new("=2*3").set_result("6"))
            .unwrap();
        sheet.write_boolean(0, 6, true).unwrap();
        let at = WrittenAt::from_ymd(2026, 12, 20).unwrap();
        sheet.write_datetime_with_format(2, 0, &at, &day).unwrap();
        let at = at.and_hms(9, 30, 0).unwrap();
        sheet.write_datetime_with_format(2, 1, &at, &day).unwrap();
    });
    let read: Vec<(u32, Vec<String>)> = rows(&content)
        .unwrap()
        .into_iter()
        .map(|row| (row.number, row.cells))
        .collect();
    let expected = [
        (
            1,
            vec![
                "单价",
                "28.8",
                "0.3",
                "13900139000",
                "1.23456789012346E+17",
                "6",
                "true",
            ],
        ),
        (3, vec!["2026-12-20", "2026-12-20 09:30:00"]),
    ];
    assert_eq!(read.len(), expected.len());
    for ((number, cells), (row, texts)) in read.iter().zip(expected) {
        assert_eq!(
            (*number, cells.as_slice()),
            (row, texts.map_into().as_slice())
        );
    }
}

trait MapInto {
    fn map_into(self) -> Vec<String>;
}

impl MapInto for Vec<&str> {
    fn map_into(self) -> Vec<String> {
        self.into_iter().map(str::to_owned).collect()
    }
}

#[test]
fn a_workbook_that_cannot_be_read_says_why() {
    let merged = book(|sheet| {
        let plain = Format::new();
        sheet.merge_range(1, 0, 2, 0, "x", &plain).unwrap();
    });
    let wide = book(|sheet| {
        sheet.write_string(0, 16_000, "x").unwrap();
    });
    let long = book(|sheet| {
        for row in 0..10_002 {
            sheet.write_number(row, 0, 1).unwrap();
        }
    });
    let whole = book(|sheet| {
        sheet.write_string(0, 0, "x").unwrap();
    });
    let (half, _) = whole.split_at(whole.len() / 2);
    let cases = [
        (merged.as_slice(), "import_cells_merged"),
        (&wide, "import_too_many_columns"),
        (&long, "import_too_many_rows"),
        (half, "import_file_broken"),
        (b"PK\x03\x04 not an archive", "import_file_broken"),
        (&whole, "none"),
    ];
    for (content, expected) in cases {
        assert_eq!(code(content), expected);
    }
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_left_alone() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/workbook.xml", options).unwrap();
    let megabyte = vec![b' '; 1024 * 1024];
    for _ in 0..65 {
        std::io::Write::write_all(&mut archive, &megabyte).unwrap();
    }
    let content = archive.finish().unwrap().into_inner();
    assert!(content.len() < 1024 * 1024);
    assert_eq!(code(&content), "import_unpacks_too_large");
}
