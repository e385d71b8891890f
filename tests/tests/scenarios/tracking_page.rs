//! The page that the customer's link shows in a browser (6.1.1). How it looks is in `tests/browser`.

use domain::order::StageName;
use domain::role::Role;
use yudan::client::Answer;
use yudan_tests::company::Company;
use yudan_tests::purchase::order;

use crate::company;

/// What browsers send.
const BROWSER: (&str, &str) = (
    "accept",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
);

/// The answer in Chinese, unless the headers ask for another language.
fn get(company: &Company, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut headers = headers.to_vec();
    if headers.iter().all(|(name, _)| *name != "accept-language") {
        headers.push(("accept-language", "zh-CN"));
    }
    company.nobody().call("GET", path, &headers, None).unwrap()
}

fn text(answer: &Answer) -> &str {
    std::str::from_utf8(&answer.body).unwrap()
}

/// The link of a new order with this number.
fn placed(company: &Company, number: &str) -> String {
    let mut request = order(&company.goods(), 1);
    request.external_no = Some(number.to_owned());
    let placed = company.person(Role::Sales).place_order(&request);
    let view = placed.unwrap().view;
    company.comes_to(view.summary.id, StageName::AwaitingReview);
    view.tracking.unwrap()
}

#[test]
fn the_link_is_a_page_in_browsers_and_json_for_programs() {
    let company = company();
    let number = yudan_tests::purchase::unique("<b>T&\"");
    let link = placed(company, &number);
    let page = get(company, &link, &[BROWSER]);
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(page.header("content-language"), Some("zh-CN"));
    assert_eq!(page.header("vary"), Some("accept, accept-language"));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    let rules = page.header("content-security-policy").unwrap();
    assert!(rules.starts_with("default-src 'none'; style-src 'sha256-"));
    assert!(text(&page).contains("<html lang=\"zh-CN\">"));
    assert!(text(&page).contains("审核中"));
    let shown = number.replace('&', "&amp;").replace('<', "&lt;");
    let shown = shown.replace('>', "&gt;").replace('"', "&quot;");
    assert!(text(&page).contains(&shown), "{}", text(&page));
    assert!(!text(&page).contains("<b>") && !text(&page).contains("<script"));

    let english = get(company, &link, &[BROWSER, ("accept-language", "en")]);
    assert!(text(&english).contains("Under review"));
    let asked = get(company, &format!("{link}?lang=en"), &[BROWSER]);
    assert_eq!(text(&asked), text(&english), "the page's own link wins");
    assert_eq!(asked.header("content-language"), Some("en"));
    let other = get(company, &format!("{link}?lang=fr"), &[]);
    assert_eq!(other.status, 422);

    for program in [None, Some("*/*"), Some("application/json")] {
        let accept: Vec<(&str, &str)> = program.map(|it| ("accept", it)).into_iter().collect();
        let json = get(company, &link, &accept);
        assert_eq!(
            json.json::<serde_json::Value>().unwrap()["external_no"],
            number
        );
    }
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 1);
    let request = order(&sku, 1);
    let sales = company.person(Role::Sales);
    let view = sales.place_order(&request).unwrap().view;
    let (id, link) = (view.summary.id, view.tracking.unwrap());
    let waits = company.comes_to(id, StageName::AwaitingReview);
    for accept in [BROWSER, ("accept", "application/json")] {
        let first = get(company, &link, &[accept]);
        assert_eq!(first.header("cache-control"), Some("private, no-cache"));
        let tag = first.header("etag").unwrap().to_owned();
        let held = [accept, ("if-none-match", tag.as_str())];
        let again = get(company, &link, &held);
        assert_eq!((again.status, again.body.len()), (304, 0));
        assert_eq!(again.header("etag"), Some(tag.as_str()));
        let weak = format!("\"other\", W/{tag}");
        let weak = get(company, &link, &[accept, ("if-none-match", &weak)]);
        assert_eq!(weak.status, 304);
        let english = [accept, ("if-none-match", &tag), ("accept-language", "en")];
        assert_eq!(get(company, &link, &english).status, 200);
    }
    let first = get(company, &link, &[BROWSER]);
    company.approve(&waits).unwrap();
    company.comes_to(id, StageName::AwaitingPayment);
    let tag = first.header("etag").unwrap();
    let moved = get(company, &link, &[BROWSER, ("if-none-match", tag)]);
    assert_eq!(moved.status, 200);
    assert!(text(&moved).contains("待付款"));
}

#[test]
fn a_wrong_link_is_a_page_that_says_so() {
    let company = company();
    for wrong in ["none", "%3Cscript%3E", &"A".repeat(48)] {
        let path = format!("/v1/track/{wrong}");
        let page = get(company, &path, &[BROWSER]);
        assert_eq!(page.status, 404, "{wrong}");
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert!(text(&page).contains("查询链接无效"), "{}", text(&page));
        assert!(!text(&page).contains("script"));
    }
}
