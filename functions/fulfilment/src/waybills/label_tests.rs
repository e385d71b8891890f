use domain::carrier::Quote;
use domain::identifiers::{CarrierCode, WaybillNo};
use domain::money::Money;
use domain::region::RegionCode;
use domain::shipping_policy::ShipFrom;
use domain::waybill::{IssuedNumber, Waybill, WaybillId, WaybillStage};
use jiff::Timestamp;
use rxing::BarcodeFormat;

use super::label::{Label, escaped, svg};

fn waybill(number: &str) -> Waybill {
    Waybill {
        id: WaybillId {
            order: uuid::Uuid::from_u128(7),
            no: 2,
        },
        consignment: 1,
        quote: Quote {
            carrier: CarrierCode::parse("shunfeng").unwrap(),
            service: None,
            agreement_no: None,
            agreement_version: 0,
            freight: Money::from_fen(1_400),
            transit_days: 1,
            leaves_on: None,
            arrives_on: None,
            performance_permille: None,
            rating: None,
        },
        warehouse: "CQ1".to_owned(),
        to: None,
        pieces: Vec::new(),
        weight_g: 1_250,
        volume_cm3: 0,
        declared: Money::from_fen(5_000),
        insured: None,
        cod: Money::from_fen(102_005),
        requested_at: Timestamp::UNIX_EPOCH,
        requested_by: "l-1".to_owned(),
        stage: WaybillStage::Issued {
            at: Timestamp::UNIX_EPOCH,
        },
        issued: Some(IssuedNumber {
            waybill_no: WaybillNo::parse(number).unwrap(),
            routing: Some("028-A1".to_owned()),
        }),
        void_asked: false,
        void_refused: None,
        prints: 1,
        manifest: None,
    }
}

fn drawn(number: &str) -> String {
    let sender = ShipFrom {
        name: "重庆主仓".to_owned(),
        phone: "02361234567".to_owned(),
        region: RegionCode::parse("500112").unwrap(),
        address: "示范路1号".to_owned(),
    };
    svg(&Label {
        waybill: &waybill(number),
        sender: &sender,
        recipient: (
            "李***",
            "138****5678",
            "四川省成都市武侯区<人民南路>四段1号",
        ),
        parcel: (2, 3),
    })
}

/// A number in an attribute of a line.
fn attribute(line: &str, name: &str) -> usize {
    let (_, rest) = line.split_once(&format!(" {name}=\"")).unwrap();
    rest.split_once('"').unwrap().0.parse().unwrap()
}

/// The label's bars as grey pixels, one for each tenth of a millimetre.
fn pixels(svg: &str) -> Vec<u8> {
    let (_, bars) = svg.split_once("<g class=\"barcode\">").unwrap();
    let (bars, _) = bars.split_once("</g>").unwrap();
    let mut pixels = vec![255; 1_000 * 1_500];
    for line in bars.lines().filter(|line| line.starts_with("<rect")) {
        let (x, y) = (attribute(line, "x"), attribute(line, "y"));
        for row in y..y + attribute(line, "height") {
            let start = row * 1_000 + x;
            pixels[start..start + attribute(line, "width")].fill(0);
        }
    }
    pixels
}

#[test]
fn another_library_reads_the_number_from_the_drawn_bars() {
    for number in [
        "SF1000000000001",
        "773123456789012",
        "JD0012345678-1-1-",
        "123456",
    ] {
        let luma = pixels(&drawn(number));
        let found =
            rxing::helpers::detect_in_luma(luma, 1_000, 1_500, Some(BarcodeFormat::CODE_128));
        assert_eq!(found.unwrap().getText(), number);
    }
}

#[test]
fn a_label_says_what_a_courier_needs_and_hides_the_phone() {
    let label = drawn("SF1000000000001");
    for part in [
        "width=\"100mm\" height=\"150mm\"",
        "代收货款 ￥1020.05",
        "第 2 件 / 共 3 件  1.250 kg",
        "028-A1",
        "138****5678",
        "&lt;人民南路&gt;",
        "重庆主仓",
    ] {
        assert!(label.contains(part), "{part}");
    }
    assert_eq!(escaped("a\u{0}b&\"c\""), "a b&amp;&quot;c&quot;");
}
