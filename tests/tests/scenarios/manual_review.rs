//! People's decisions: on the version they saw, by another person, many at once (4.3).

use contract::order_view::OrderView;
use contract::review::{OrderDecisionBody, ReviewDecisionRequest, Verdict};
use domain::order::StageName;
use domain::role::Role;
use uuid::Uuid;
use yudan::client::Refused;
use yudan_tests::company::Company;
use yudan_tests::purchase::order;
use yudan_tests::refused::{problem, refused};
use yudan_tests::walk::APPROVE;

use crate::company;

fn waiting(company: &Company) -> OrderView {
    let waits = company.reviewed(&order(&company.goods(), 1));
    assert_eq!(waits.summary.stage, StageName::AwaitingReview);
    waits
}

fn reject() -> ReviewDecisionRequest {
    ReviewDecisionRequest {
        decision: Verdict::Reject,
        reason: Some("无货".to_owned()),
        proposal: None,
    }
}

#[test]
fn a_decision_names_the_version_that_was_seen() {
    let company = company();
    let waits = waiting(company).summary;
    let path = format!("/v1/orders/{}/review", waits.id);
    let decide = |headers: &[(&str, &str)]| {
        let body = serde_json::to_vec(&APPROVE).unwrap();
        company
            .person(Role::Reviewer)
            .call("POST", &path, headers, Some(&body))
            .unwrap()
    };
    for (headers, status, code) in [
        (&[][..], 428, "if_match_required"),
        (&[("if-match", "*")], 400, "invalid_if_match"),
        (&[("if-match", "\"0\"")], 412, "stale_version"),
        (&[("if-match", "\"2\"")], 412, "stale_version"),
    ] {
        let answer = decide(headers);
        assert_eq!(
            (answer.status, problem(&answer).code.as_str()),
            (status, code),
            "{headers:?}"
        );
    }
    assert_eq!(company.order(waits.id).summary, waits);
    let decided = decide(&[("if-match", "\"1\"")]);
    assert_eq!((decided.status, decided.version()), (200, Some(2)));
}

#[test]
fn of_two_reviewers_at_the_same_time_one_decides() {
    let company = company();
    for _ in 0..3 {
        let waits = waiting(company).summary;
        let results: Vec<_> = std::thread::scope(|scope| {
            let reviewers = [("one", APPROVE), ("other", reject())].map(|(name, decision)| {
                let client = company.named(name, "reviewer").apart();
                scope.spawn(move || client.review_order(waits.id, waits.version, &decision))
            });
            reviewers.map(|reviewer| reviewer.join().unwrap()).into()
        });
        let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 1));
        for late in lost {
            refused(late, 412, "stale_version");
        }
        let decided = won.into_iter().next().unwrap().unwrap();
        assert_eq!(company.order(waits.id).summary.stage, decided.summary.stage);
    }
}

#[test]
fn whoever_entered_an_order_may_not_review_it() {
    let company = company();
    let both = company.named("does-both", "sales,reviewer");
    let placed = both
        .place_order(&order(&company.goods(), 1))
        .unwrap()
        .view
        .summary;
    let waits = company.comes_to(placed.id, StageName::AwaitingReview);
    assert_eq!(waits.entered_by.as_deref(), Some("does-both"));
    let own = both.review_order(placed.id, waits.summary.version, &APPROVE);
    refused(own, 403, "four_eyes_required");
    let another = company.named("another", "sales,reviewer");
    another
        .review_order(placed.id, waits.summary.version, &APPROVE)
        .unwrap();
}

#[test]
fn a_rejection_needs_words_that_the_customer_gets() {
    let company = company();
    let waits = waiting(company).summary;
    let reviewer = company.person(Role::Reviewer);
    let wordless = ReviewDecisionRequest {
        reason: None,
        ..reject()
    };
    let refusal = refused(
        reviewer.review_order(waits.id, waits.version, &wordless),
        422,
        "invalid_value",
    );
    assert_eq!(refusal.errors[0].at, "reason");
    reviewer
        .review_order(waits.id, waits.version, &reject())
        .unwrap();
    let seen = company.customer(&waits.customer).order(waits.id).unwrap();
    assert_eq!(
        (seen.summary.stage, seen.reason.as_deref()),
        (StageName::Rejected, Some("无货"))
    );
    assert_eq!(seen.entered_by, None, "who entered it is for staff");
}

#[test]
fn decisions_on_many_orders_are_carried_out_each_by_itself() {
    let company = company();
    let [approved, rejected, stale] =
        [waiting(company), waiting(company), waiting(company)].map(|order| order.summary);
    let own = company.named("does-both", "sales,reviewer");
    let own_order = own
        .place_order(&order(&company.goods(), 1))
        .unwrap()
        .view
        .summary
        .id;
    company.comes_to(own_order, StageName::AwaitingReview);
    let unknown = Uuid::nil();
    let decision = |order_id, version, decision, reason: Option<&str>| OrderDecisionBody {
        order_id,
        version,
        decision,
        reason: reason.map(str::to_owned),
    };
    let decisions = vec![
        decision(approved.id, Some(approved.version), Verdict::Approve, None),
        decision(rejected.id, None, Verdict::Reject, Some("无货")),
        decision(stale.id, Some(stale.version + 1), Verdict::Approve, None),
        decision(own_order, None, Verdict::Approve, None),
        decision(unknown, None, Verdict::Approve, None),
    ];
    let outcome = own.review_orders(decisions).unwrap();
    assert_eq!((outcome.done, outcome.refused), (2, 3));
    let found: Vec<_> = outcome
        .results
        .into_iter()
        .map(|result| {
            (
                result.order_id,
                result.stage,
                result.problem.map(|problem| Refused::of(problem).code),
            )
        })
        .collect();
    let code = |code: &str| Some(code.to_owned());
    assert_eq!(
        found,
        [
            (approved.id, Some(StageName::AwaitingPayment), None),
            (rejected.id, Some(StageName::Rejected), None),
            (stale.id, None, code("stale_version")),
            (own_order, None, code("four_eyes_required")),
            (unknown, None, code("not_found")),
        ]
    );
    assert_eq!(company.order(stale.id).summary, stale);
}

#[test]
fn a_work_list_leads_through_all_that_wait_page_by_page() {
    let company = Company::open(crate::program());
    let sku = company.goods();
    let mut placed: Vec<String> = (0..5)
        .map(|_| company.reviewed(&order(&sku, 1)).summary.id.to_string())
        .collect();
    let reviewer = company.person(Role::Reviewer);
    let mut listed = Vec::new();
    let mut path = "/v1/work/review?limit=2".to_owned();
    for expected in [2, 2, 1] {
        let page: contract::work::WorkView = reviewer
            .call("GET", &path, &[], None)
            .unwrap()
            .success()
            .unwrap()
            .json()
            .unwrap();
        assert_eq!(page.items.len(), expected);
        for item in page.items {
            assert!(!item.overdue && item.order.unwrap().stage == StageName::AwaitingReview);
            listed.push(item.id);
        }
        let cursor = page.next_cursor.unwrap_or_default();
        path = format!("/v1/work/review?limit=2&cursor={cursor}");
    }
    listed.sort();
    placed.sort();
    assert_eq!(listed, placed);
}
