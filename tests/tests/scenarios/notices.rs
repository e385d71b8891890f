//! What customers and staff read on their topics (4.3.3, 6.1.2).

use contract::review::{ReviewDecisionRequest, Verdict};
use domain::order::{Channel, CustomerKind};
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use uuid::Uuid;
use yudan_tests::company::Company;
use yudan_tests::purchase::{order, unique};
use yudan_tests::waiting::until;

use crate::{company, negotiation};

/// The text of a notice about an order in Chinese and in English, once it has come.
fn text(company: &Company, topic: &str, order: Uuid, template: &str) -> (String, String) {
    until(&format!("{template} on {topic}"), || {
        let notices = company.notices_in_full(topic, order);
        let notice = notices
            .into_iter()
            .find(|notice| notice["template"] == template)?;
        let text = |field: &str| notice[field].as_str().unwrap().to_owned();
        Some((text("chinese"), text("english")))
    })
}

#[test]
fn a_rejection_tells_every_reason() {
    let company = company();
    let mut wrong = order(&unique("NOBODY-KNOWS"), 1);
    wrong.ship_to.name = None;
    let number = wrong.external_no.clone().unwrap();
    let id = company.reviewed(&wrong).summary.id;
    for topic in ["CustomerTopic", "StaffTopic"] {
        let (chinese, english) = text(company, topic, id, "order_rejected");
        assert_eq!(
            chinese,
            format!("订单 {number} 未通过审核，原因：（1）缺少收货人姓名；（2）商品不存在。")
        );
        assert_eq!(
            english,
            format!(
                "Order {number} was not accepted, because: \
                 (1) the name of the recipient is missing; (2) there is no such product."
            )
        );
    }
}

#[test]
fn a_consumer_hears_that_the_contract_ends_and_the_money_goes_back() {
    let company = company();
    let mut bought = order(&company.goods(), 1);
    bought.channel = Channel::Website;
    bought.customer.kind = CustomerKind::Consumer;
    bought.payment.method = PaymentMethod::Online;
    let number = bought.external_no.clone().unwrap();
    let waits = company.reviewed(&bought).summary;
    let reject = ReviewDecisionRequest {
        decision: Verdict::Reject,
        reason: Some("该批次已停产".to_owned()),
        proposal: None,
    };
    let reviewer = company.person(Role::Reviewer);
    reviewer
        .review_order(waits.id, waits.version, &reject)
        .unwrap();
    let (chinese, english) = text(company, "CustomerTopic", waits.id, "order_rejected");
    assert_eq!(
        chinese,
        format!(
            "订单 {number} 未通过审核，原因：（1）该批次已停产。\
             合同就此终止，您已支付的全部款项将全额退还。"
        )
    );
    assert!(english.ends_with("everything you paid goes back to you in full."));
}

#[test]
fn an_approval_tells_the_total_and_since_when_there_is_a_contract() {
    let company = company();
    let bought = order(&company.goods(), 2);
    let number = bought.external_no.clone().unwrap();
    let id = company.approved(&bought).summary.id;
    let (chinese, english) = text(company, "CustomerTopic", id, "order_approved");
    let begins = format!("订单 {number} 已通过审核，总额 ¥256.00。合同自 ");
    assert!(chinese.starts_with(&begins), "{chinese}");
    assert!(english.contains("at a total of ¥256.00. The contract is made as of "));
}

#[test]
fn a_proposal_tells_what_changes_and_until_when_to_answer() {
    let company = company();
    let sku = company.goods();
    let negotiating = negotiation::proposed(company, &sku, 2).summary;
    let number = negotiating.external_no.unwrap();
    let template = "order_negotiation_proposed";
    let (chinese, english) = text(company, "CustomerTopic", negotiating.id, template);
    let begins = format!(
        "我们对订单 {number} 提出协商方案：改为下周发货，单价优惠。\
         新单价：{sku} ¥120.00。按此方案订单总额为 ¥240.00，请在 "
    );
    assert!(chinese.starts_with(&begins), "{chinese}");
    assert!(chinese.ends_with(" 18:00（北京时间）前答复。"), "{chinese}");
    assert!(english.ends_with(" 18:00 (Beijing time)."), "{english}");
}

#[test]
fn staff_hears_which_order_a_hold_stops_and_before_what() {
    let company = company();
    let bought = order(&company.goods(), 1);
    let number = bought.external_no.clone().unwrap();
    let id = company.reviewed(&bought).summary.id;
    let finance = company.person(Role::Finance);
    let held = finance.place_hold(id, "credit_check").unwrap();
    let placed = text(company, "StaffTopic", id, "order_hold_placed");
    assert_eq!(
        placed.0,
        format!("订单 {number} 已暂挂，原因代码 credit_check，暂停审核通过、备货。")
    );
    finance.release_hold(id, held.holds[0].id).unwrap();
    let released = text(company, "StaffTopic", id, "order_hold_released");
    assert_eq!(
        released.1,
        format!(
            "The hold on order {number} (credit_check) was released; \
             it stopped its approval, its preparation."
        )
    );
}
