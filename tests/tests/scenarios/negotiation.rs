//! Counter-proposals and their answers (4.3.3).

use contract::order_request::OrderRequest;
use contract::order_view::OrderView;
use contract::proposal::{PriceBody, ProposalBody, QuantityBody, SubstituteBody};
use contract::review::{ReviewDecisionRequest, Verdict};
use domain::order::StageName;
use domain::role::Role;
use jiff::SignedDuration;
use yudan_tests::company::Company;
use yudan_tests::purchase::order;
use yudan_tests::refused::refused;

use crate::company;

fn proposal(prices: &[(&str, i64)]) -> ReviewDecisionRequest {
    let price = |(sku, unit_price_fen): &(&str, i64)| PriceBody {
        sku: (*sku).to_owned(),
        unit_price_fen: *unit_price_fen,
    };
    ReviewDecisionRequest {
        decision: Verdict::Negotiate,
        reason: None,
        proposal: Some(ProposalBody {
            note: "改为下周发货，单价优惠".to_owned(),
            prices: prices.iter().map(price).collect(),
            ..ProposalBody::default()
        }),
    }
}

/// An order for which 12,000 fen a piece is proposed.
pub(crate) fn proposed(company: &Company, sku: &str, quantity: u32) -> OrderView {
    proposed_for(company, &order(sku, quantity))
}

/// The same for an order of one line.
pub(crate) fn proposed_for(company: &Company, wanted: &OrderRequest) -> OrderView {
    let waits = company.reviewed(wanted).summary;
    let reviewer = company.person(Role::Reviewer);
    let prices = [(wanted.lines[0].sku.as_str(), 12_000)];
    reviewer
        .review_order(waits.id, waits.version, &proposal(&prices))
        .unwrap()
}

#[test]
fn an_accepted_proposal_changes_the_price_and_goes_back_to_the_reviewer() {
    let company = company();
    let sku = company.goods();
    let negotiating = proposed(company, &sku, 2);
    assert_eq!(negotiating.summary.stage, StageName::Negotiating);
    assert_eq!(
        negotiating.summary.total_fen, 25_600,
        "not before it is accepted"
    );
    assert_eq!(negotiating.proposed_total_fen, Some(24_000));
    assert_eq!(
        negotiating.proposal.unwrap().prices[0].unit_price_fen,
        12_000
    );

    let customer = company.customer(&negotiating.summary.customer);
    let accepted = customer
        .answer_proposal(negotiating.summary.id, true)
        .unwrap();
    assert_eq!(accepted.summary.stage, StageName::AwaitingReview);
    assert_eq!(
        (accepted.summary.total_fen, accepted.outstanding_fen),
        (24_000, 24_000)
    );
    assert_eq!(accepted.lines[0].unit_price_fen, 12_000);

    company.approve(&accepted).unwrap();
    company.stock(&sku, 2);
    company.transfer(&accepted, 24_000);
    company.comes_to(accepted.summary.id, StageName::Ready);
    company.deliver(accepted.summary.id);
    let completed = company.comes_to(accepted.summary.id, StageName::Completed);
    assert_eq!(completed.summary.paid_fen, 24_000);
}

#[test]
fn a_declined_proposal_changes_nothing_and_goes_back_to_the_reviewer() {
    let company = company();
    let sku = company.goods();
    let negotiating = proposed(company, &sku, 2).summary;
    let sales = company.person(Role::Sales);
    let declined = sales.answer_proposal(negotiating.id, false).unwrap();
    assert_eq!(declined.summary.stage, StageName::AwaitingReview);
    assert_eq!(
        (declined.summary.total_fen, declined.lines[0].unit_price_fen),
        (25_600, 12_800)
    );
    let again = sales.answer_proposal(negotiating.id, false).unwrap();
    assert_eq!(again.summary.version, declined.summary.version);
    let rounds = company.order(negotiating.id).rounds;
    assert_eq!((rounds.len(), rounds[0].accepted), (1, Some(false)));
    assert_eq!(rounds[0].proposed_by.as_deref(), Some("test-reviewer"));
    refused(
        sales.answer_proposal(negotiating.id, true),
        409,
        "order_not_negotiating",
    );

    let reject = ReviewDecisionRequest {
        decision: Verdict::Reject,
        reason: Some("价格谈不拢".to_owned()),
        proposal: None,
    };
    let reviewer = company.person(Role::Reviewer);
    let rejected = reviewer
        .review_order(negotiating.id, declined.summary.version, &reject)
        .unwrap();
    assert_eq!(rejected.summary.stage, StageName::Rejected);
    assert_eq!(rejected.reason.as_deref(), Some("价格谈不拢"));
}

#[test]
fn a_proposal_is_about_the_goods_of_its_order() {
    let company = company();
    let sku = company.goods();
    let waits = company.reviewed(&order(&sku, 1)).summary;
    let reviewer = company.person(Role::Reviewer);
    let about_other_goods = proposal(&[(&company.goods(), 1)]);
    let refusal = reviewer.review_order(waits.id, waits.version, &about_other_goods);
    assert_eq!(
        refused(refusal, 422, "invalid_value").errors[0].at,
        "proposal.prices"
    );
    assert_eq!(company.order(waits.id).summary, waits);
}

#[test]
fn a_proposal_can_change_pieces_goods_prepayment_and_say_when_it_ends() {
    let company = company();
    let (sku, other) = (company.goods(), company.goods());
    let waits = company.reviewed(&order(&sku, 2)).summary;
    let end = waits.received_at + SignedDuration::from_hours(48);
    let body = ProposalBody {
        note: "原商品停产，建议更换".to_owned(),
        quantities: vec![QuantityBody {
            line: 1,
            quantity: 3,
        }],
        substitutes: vec![SubstituteBody {
            sku: sku.clone(),
            substitute: other.clone(),
            unit_price_fen: 12_800,
        }],
        prepayment_permille: Some(300),
        answer_by: Some(end),
        ..ProposalBody::default()
    };
    let decision = ReviewDecisionRequest {
        decision: Verdict::Negotiate,
        reason: None,
        proposal: Some(body.clone()),
    };
    let reviewer = company.person(Role::Reviewer);
    let negotiating = reviewer
        .review_order(waits.id, waits.version, &decision)
        .unwrap();
    assert_eq!(negotiating.proposed_total_fen, Some(38_400));
    assert_eq!(negotiating.proposal, Some(body));
    assert_eq!(negotiating.summary.due, end);

    let customer = company.customer(&waits.customer);
    let accepted = customer.answer_proposal(waits.id, true).unwrap();
    let line = &accepted.lines[0];
    assert_eq!(
        (line.sku.as_str(), line.quantity, line.unit_price_fen),
        (other.as_str(), 3, 12_800)
    );
    assert_eq!(company.order(waits.id).findings, [], "the goods are known");

    // Thirty per cent lets the preparation begin; the goods leave once the rest is paid.
    company.approve(&accepted).unwrap();
    company.stock(&other, 3);
    company.transfer(&accepted, 11_520);
    company.comes_to(waits.id, StageName::Ready);
    company.transfer(&accepted, 26_880);
    company.deliver(waits.id);
    let completed = company.comes_to(waits.id, StageName::Completed);
    assert_eq!(completed.summary.paid_fen, 38_400);
}

#[test]
fn everything_wrong_in_a_proposal_is_told_at_once() {
    let company = company();
    let sku = company.goods();
    let waits = company.reviewed(&order(&sku, 1)).summary;
    let reviewer = company.person(Role::Reviewer);
    let quantity = |line, quantity| QuantityBody { line, quantity };
    let substitute = |by: &str| SubstituteBody {
        sku: sku.clone(),
        substitute: by.to_owned(),
        unit_price_fen: 1,
    };
    let malformed = ProposalBody {
        note: "x".to_owned(),
        quantities: vec![quantity(1, 0)],
        substitutes: vec![substitute("no sku")],
        prepayment_permille: Some(1_001),
        ..ProposalBody::default()
    };
    let unfit = ProposalBody {
        note: "x".to_owned(),
        quantities: vec![quantity(2, 1)],
        substitutes: vec![substitute(&sku)],
        answer_by: Some(waits.received_at),
        ..ProposalBody::default()
    };
    for (body, places) in [
        (
            malformed,
            [
                "proposal.prepayment_permille",
                "proposal.quantities[0].quantity",
                "proposal.substitutes[0].substitute",
            ],
        ),
        (
            unfit,
            [
                "proposal.quantities[0].line",
                "proposal.substitutes[0].substitute",
                "proposal.answer_by",
            ],
        ),
    ] {
        let decision = ReviewDecisionRequest {
            decision: Verdict::Negotiate,
            reason: None,
            proposal: Some(body),
        };
        let refusal = reviewer.review_order(waits.id, waits.version, &decision);
        let problem = refused(refusal, 422, "invalid_value");
        let told: Vec<_> = problem.errors.iter().map(|it| it.at.as_str()).collect();
        assert_eq!(told, places);
    }
    assert_eq!(company.order(waits.id).summary, waits);
}
