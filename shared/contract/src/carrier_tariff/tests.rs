use super::*;
use crate::carrier_agreement::example;

fn agreement() -> CarrierAgreement {
    serde_json::from_value(example()).unwrap()
}

fn sheet(rows: Vec<Vec<String>>) -> Vec<SheetRow> {
    let header = COLUMNS.map(str::to_owned).to_vec();
    let rows = std::iter::once(header).chain(rows).zip(1..);
    rows.map(|(cells, number)| SheetRow { number, cells })
        .collect()
}

#[test]
fn what_is_written_reads_back_the_same() {
    let mut agreement = agreement();
    let zones = &mut agreement.services[0].zones;
    zones.push(TariffZone {
        name: "各县".to_owned(),
        regions: RegionCode::all()
            .filter(|region| region.is_lowest() && region.province_prefix() == 53)
            .collect(),
        transit_days: 3,
        tariff: Tariff::Ltl {
            minimum: domain::money::Money::from_fen(3_000),
            per_kg: domain::money::Money::from_fen(120),
            per_m3: domain::money::Money::ZERO,
        },
    });
    agreement.check().unwrap();
    let table = read(sheet(rows(&agreement))).unwrap();
    let mut emptied = agreement.clone();
    emptied.services[0].zones.truncate(1);
    assert_eq!(table.put_into(&emptied).unwrap(), agreement);
    assert_eq!(table.put_into(&agreement).unwrap(), agreement);
    let cells = rows(&agreement).into_iter().flatten();
    assert!(cells.map(|cell| cell.chars().count()).max().unwrap() <= 500);
}

#[test]
fn every_wrong_cell_is_told_with_its_row() {
    let mut wrong = rows(&agreement());
    wrong[0][2] = "510000 999999".to_owned();
    wrong[0][5] = "14.00".to_owned();
    wrong[1][4] = "by the moon".to_owned();
    let refusal = read(sheet(wrong)).unwrap_err();
    let places: Vec<&str> = refusal.evidence.iter().map(|it| it.at.as_str()).collect();
    assert_eq!(
        places,
        ["rows[2].regions", "rows[2].first_fen", "rows[3].kind"]
    );
}

#[test]
fn what_the_agreement_cannot_have_is_told_with_its_row() {
    let mut twice = rows(&agreement());
    let mut again = twice[0].clone();
    again[1] = "又川渝".to_owned();
    twice.push(again);
    let refusal = read(sheet(twice))
        .unwrap()
        .put_into(&agreement())
        .unwrap_err();
    assert_eq!(refusal.evidence[0].at, "rows[4].regions[0]");
    let mut unknown = rows(&agreement());
    unknown[1][0] = "rocket".to_owned();
    let refusal = read(sheet(unknown))
        .unwrap()
        .put_into(&agreement())
        .unwrap_err();
    assert_eq!(refusal.evidence[0].at, "rows[3].service");
}

#[test]
fn a_file_without_rows_or_with_other_columns_is_refused() {
    assert_eq!(read(Vec::new()).unwrap_err().code, "import_empty");
    assert_eq!(read(sheet(Vec::new())).unwrap_err().code, "import_empty");
    let mut other = sheet(rows(&agreement()));
    other[0].cells[3] = "days".to_owned();
    assert_eq!(read(other).unwrap_err().code, "import_columns_unknown");
}
