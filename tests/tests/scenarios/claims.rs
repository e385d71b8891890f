//! Reviews shared among people: claims, handing on, and decisions that come late (4.3.2, 4.3.3).

use contract::order_view::OrderView;
use contract::review::{OrderDecisionBody, ReviewDecisionRequest, Verdict};
use contract::work::WorkView;
use domain::order::StageName;
use domain::role::Role;
use yudan::client::{Client, Refused};
use yudan_tests::company::Company;
use yudan_tests::purchase::order;
use yudan_tests::refused::refused;
use yudan_tests::walk::APPROVE;

use crate::company;

fn waiting(company: &Company) -> OrderView {
    company.reviewed(&order(&company.goods(), 1))
}

fn found<'a>(refusal: &'a Refused, at: &str) -> &'a str {
    let told = refusal.errors.iter().find(|error| error.at == at);
    &told.unwrap_or_else(|| panic!("{at} in {refusal}")).found
}

#[test]
fn a_claimed_review_is_decided_by_its_reviewer_until_it_is_given_back() {
    let company = company();
    let id = waiting(company).summary.id;
    let (wang, zhao) = (
        company.named("claims-wang", "reviewer"),
        company.named("claims-zhao", "reviewer"),
    );
    let claimed = wang.claim_review(id).unwrap();
    let review = claimed.review.as_ref().unwrap();
    assert_eq!(review.claimed_by.as_deref(), Some("claims-wang"));
    let again = wang.claim_review(id).unwrap();
    assert_eq!(again.summary.version, claimed.summary.version);
    for refusal in [
        refused(zhao.claim_review(id), 409, "review_claimed"),
        refused(zhao.release_claim(id), 409, "review_claimed"),
        refused(
            zhao.review_order(id, claimed.summary.version, &APPROVE),
            409,
            "review_claimed",
        ),
    ] {
        assert_eq!(found(&refusal, "claimed_by"), "claims-wang");
        assert!(found(&refusal, "claimed_until") > found(&refusal, "claimed_since"));
    }
    let free = wang.release_claim(id).unwrap();
    assert_eq!(free.review.unwrap().claimed_by, None);
    let decided = zhao.review_order(id, free.summary.version, &APPROVE);
    assert_eq!(decided.unwrap().summary.stage, StageName::AwaitingPayment);
    refused(wang.claim_review(id), 409, "order_not_awaiting_review");
}

#[test]
fn a_team_lead_reviews_and_hands_reviews_on() {
    let company = company();
    let id = waiting(company).summary.id;
    let wang = company.named("hands-wang", "reviewer");
    wang.claim_review(id).unwrap();
    refused(wang.assign_review(id, "hands-zhao"), 403, "forbidden");
    let lead = company.person(Role::TeamLead);
    let handed = lead.assign_review(id, "hands-zhao").unwrap();
    assert_eq!(
        handed.review.unwrap().claimed_by.as_deref(),
        Some("hands-zhao")
    );
    refused(wang.claim_review(id), 409, "review_claimed");
    let refusal = refused(lead.assign_review(id, "test-sales"), 422, "invalid_value");
    assert_eq!(refusal.errors[0].at, "to");
    let own = lead.assign_review(id, "test-team_lead").unwrap();
    lead.review_order(id, own.summary.version, &APPROVE)
        .unwrap();
}

#[test]
fn whoever_entered_an_order_does_not_claim_it() {
    let company = company();
    let both = company.named("claims-own", "sales,reviewer");
    let id = both
        .place_order(&order(&company.goods(), 1))
        .unwrap()
        .view
        .summary
        .id;
    company.comes_to(id, StageName::AwaitingReview);
    refused(both.claim_review(id), 403, "four_eyes_required");
}

#[test]
fn who_comes_late_is_told_who_decided_what_and_who_asks_again_was_served() {
    let company = company();
    let waits = waiting(company).summary;
    let reject = ReviewDecisionRequest {
        decision: Verdict::Reject,
        reason: Some("无货".to_owned()),
        proposal: None,
    };
    let (wang, zhao) = (
        company.named("late-wang", "reviewer"),
        company.named("late-zhao", "reviewer"),
    );
    let done = wang.review_order(waits.id, waits.version, &reject).unwrap();
    let late = refused(
        zhao.review_order(waits.id, waits.version, &APPROVE),
        412,
        "stale_version",
    );
    assert_eq!(found(&late, "decided_by"), "late-wang");
    assert_eq!(found(&late, "decision"), "reject");
    assert_eq!(found(&late, "stage"), "rejected");
    let unseen = OrderDecisionBody {
        order_id: waits.id,
        version: None,
        decision: Verdict::Approve,
        reason: None,
    };
    let outcome = zhao.review_orders(vec![unseen]).unwrap();
    let problem = Refused::of(outcome.results[0].problem.clone().unwrap());
    assert_eq!(problem.code, "order_not_awaiting_review");
    assert_eq!(found(&problem, "decided_by"), "late-wang");
    let again = wang.review_order(waits.id, waits.version, &reject).unwrap();
    assert_eq!(again.summary.version, done.summary.version);
    let other = wang.review_order(waits.id, waits.version, &APPROVE);
    refused(other, 412, "stale_version");
    assert_eq!(
        company.order(waits.id).summary.version,
        done.summary.version
    );
}

fn listed(client: &Client, query: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/v1/work/review?limit=3&{query}{cursor}");
        let answer = client.call("GET", &path, &[], None).unwrap();
        let page: WorkView = answer.success().unwrap().json().unwrap();
        ids.extend(page.items.into_iter().map(|item| item.id));
        match page.next_cursor {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return ids,
        }
    }
}

#[test]
fn reviewers_list_the_reviews_they_ask_for() {
    let company = Company::open(crate::program());
    let sku = company.goods();
    let [small, large, mine] = [1, 9, 2].map(|quantity| {
        let placed = company.reviewed(&order(&sku, quantity));
        placed.summary
    });
    let reviewer = company.person(Role::Reviewer);
    reviewer.claim_review(mine.id).unwrap();
    let ids = |orders: &[&contract::order_summary::OrderSummary]| {
        let mut ids: Vec<String> = orders.iter().map(|order| order.id.to_string()).collect();
        ids.sort();
        ids
    };
    for (query, expected) in [
        ("", ids(&[&small, &large, &mine])),
        ("claimed_by=me", ids(&[&mine])),
        ("claimed_by=none", ids(&[&small, &large])),
        ("claimed_by=test-reviewer", ids(&[&mine])),
        ("claimed_by=somebody", ids(&[])),
        ("minimum_total_fen=100000", ids(&[&large])),
        ("region=510000", ids(&[&small, &large, &mine])),
        ("region=110000", ids(&[])),
        ("rule=unknown_sku", ids(&[])),
        ("escalation=none", ids(&[&small, &large, &mine])),
        ("escalation=manager", ids(&[])),
        ("overdue=true", ids(&[])),
        ("overdue=false&claimed_by=me", ids(&[&mine])),
    ] {
        let mut found = listed(&reviewer, query);
        found.sort();
        assert_eq!(found, expected, "{query}");
    }
    let wrong = "/v1/work/review?escalation=emperor&minimum_total_fen=-1&region=x&rule=y&overdue=z";
    let refusal = reviewer.call("GET", wrong, &[], None).unwrap().success();
    assert_eq!(refused(refusal, 422, "invalid_value").errors.len(), 5);
    let other = reviewer
        .call("GET", "/v1/work/payment?claimed_by=me", &[], None)
        .unwrap();
    refused(other.success(), 400, "unknown_query_parameter");
}
