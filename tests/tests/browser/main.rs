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
use thirtyfour::prelude::*;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order};
use yudan_tests::server::Program;

use crate::driver::{PHONE, browse, keep_picture};

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

async fn text(browser: &WebDriver, selector: &str) -> String {
    let found = browser.find(By::Css(selector)).await.unwrap();
    found.text().await.unwrap()
}

async fn texts(browser: &WebDriver, selector: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for found in browser.find_all(By::Css(selector)).await.unwrap() {
        texts.push(found.text().await.unwrap());
    }
    texts
}

/// Nothing is cut off at the side, and what can be touched is large enough.
async fn fits_the_phone(browser: &WebDriver) {
    let width = "return document.documentElement.scrollWidth";
    let width = browser.execute(width, Vec::new()).await.unwrap();
    assert_eq!(width.json().as_u64(), Some(u64::from(PHONE.0)));
    for link in browser.find_all(By::Css("a")).await.unwrap() {
        let place = link.rect().await.unwrap();
        let smallest = place.width.min(place.height);
        assert!(smallest >= SMALLEST_TARGET, "a link of {smallest} pixels");
    }
}

#[test]
#[ignore = "needs Chromium: tests/browser/run"]
fn a_customer_follows_an_order_in_chinese_and_in_english() {
    let (company, address, number, waybill_no) = on_its_way();
    browse("zh-CN,zh", async |browser| {
        browser.goto(&address).await.unwrap();
        keep_picture(browser, "tracking-zh").await;
        assert_eq!(browser.title().await.unwrap(), "订单跟踪");
        assert_eq!(text(browser, "h1").await, "运输中");
        assert!(text(browser, ".number").await.contains(&number));
        assert!(text(browser, ".expected").await.contains('月'));
        assert_eq!(text(browser, "[aria-current=step]").await, "运输");
        let parcel = text(browser, ".parcels li").await;
        assert!(parcel.contains(&waybill_no), "{parcel}");
        let happenings = texts(browser, ".happenings li span").await;
        assert_eq!(happenings[..2], ["运输途中", "已揽收"]);
        assert_eq!(
            happenings.last().unwrap(),
            "订单已接收",
            "the newest is on top"
        );
        fits_the_phone(browser).await;

        let link = browser.find(By::LinkText("English")).await.unwrap();
        link.click().await.unwrap();
        keep_picture(browser, "tracking-en").await;
        assert_eq!(text(browser, "h1").await, "On its way");
        let page = browser.find(By::Css("html")).await.unwrap();
        assert_eq!(page.attr("lang").await.unwrap().as_deref(), Some("en"));
        fits_the_phone(browser).await;
        let refresh = browser.find(By::LinkText("Refresh")).await.unwrap();
        refresh.click().await.unwrap();
        assert_eq!(
            text(browser, "h1").await,
            "On its way",
            "it stays in English"
        );
    });
    drop(company);
}

#[test]
#[ignore = "needs Chromium: tests/browser/run"]
fn a_wrong_link_says_so_in_the_browser_s_language() {
    let company = Company::open(program());
    let address = format!("{}/v1/track/none", company.server.url());
    browse("en-GB,en", async |browser| {
        browser.goto(&address).await.unwrap();
        keep_picture(browser, "tracking-none").await;
        assert_eq!(text(browser, "h1").await, "No order found");
        fits_the_phone(browser).await;
    });
}
