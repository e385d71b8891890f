//! What customers see, in a real browser on a small phone: `tests/browser/run`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a step that fails is a test that fails"
)]

mod driver;

use domain::order::StageName;
use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order};
use yudan_tests::server::Program;

use crate::driver::{Browser, PHONE};

/// Fingers hit nothing smaller, in pixels (WCAG 2.2, 2.5.8).
const SMALLEST_TARGET: f64 = 24.0;

fn program() -> Program {
    Program::new(
        env!("CARGO_BIN_EXE_yudan-under-test"),
        env!("CARGO_TARGET_TMPDIR"),
    )
}

/// A company, the address of the page of an order that is on its way, its number, and its parcel's.
fn on_its_way() -> (Company, String, String, String) {
    let company = Company::open(program());
    let sku = company.goods();
    company.stock(&sku, 1);
    let request = order(&sku, 1);
    let sales = company.person(Role::Sales);
    let placed = sales.place_order(&request).unwrap().view;
    let id = placed.summary.id;
    let waits = company.comes_to(id, StageName::AwaitingReview);
    let approved = company.approve(&waits).unwrap();
    company.transfer(&approved, LIST_PRICE);
    company.comes_to(id, StageName::Ready);
    let parcel = company.ship(id);
    company.report(&parcel, &["103", "0"]);
    let address = format!("{}{}", company.server.url(), placed.tracking.unwrap());
    let number = request.external_no.unwrap();
    (company, address, number, parcel.waybill_no.clone())
}

/// Nothing is cut off at the side, and what can be touched is large enough.
fn fits_the_phone(browser: &Browser) {
    let width = browser.ask("document.documentElement.scrollWidth");
    assert_eq!(width, PHONE.0);
    let sizes = "Math.min(...[...document.links].map(it => it.getBoundingClientRect()).flatMap(it => [it.width, it.height]))";
    let smallest = browser.ask(sizes).as_f64().unwrap();
    assert!(smallest >= SMALLEST_TARGET, "a link of {smallest} pixels");
}

#[test]
#[ignore = "needs Chromium: tests/browser/run"]
fn a_customer_follows_an_order_in_chinese_and_in_english() {
    let (company, address, number, waybill_no) = on_its_way();
    let browser = Browser::open("zh-CN,zh");
    browser.go_to(&address);
    browser.keep_picture("tracking-zh");
    assert_eq!(browser.ask("document.title"), "订单跟踪");
    assert_eq!(browser.text("h1"), "运输中");
    assert!(browser.text(".number").contains(&number));
    assert!(browser.text(".expected").contains('月'));
    assert_eq!(browser.text("[aria-current=step]"), "运输");
    let parcel = browser.text(".parcels li");
    assert!(parcel.contains(&waybill_no), "{parcel}");
    let happenings = browser.texts(".happenings li span");
    assert_eq!(happenings[..2], ["运输途中", "已揽收"]);
    let first = happenings.last().unwrap();
    assert_eq!(first, "订单已接收", "the newest is on top");
    fits_the_phone(&browser);

    browser.follow("English");
    browser.keep_picture("tracking-en");
    assert_eq!(browser.text("h1"), "On its way");
    assert_eq!(browser.ask("document.documentElement.lang"), "en");
    fits_the_phone(&browser);
    browser.follow("Refresh");
    assert_eq!(browser.text("h1"), "On its way", "it stays in English");
    drop(company);
}

#[test]
#[ignore = "needs Chromium: tests/browser/run"]
fn a_wrong_link_says_so_in_the_browser_s_language() {
    let company = Company::open(program());
    let browser = Browser::open("en-GB,en");
    browser.go_to(&format!("{}/v1/track/none", company.server.url()));
    browser.keep_picture("tracking-none");
    assert_eq!(browser.text("h1"), "No order found");
    fits_the_phone(&browser);
}
