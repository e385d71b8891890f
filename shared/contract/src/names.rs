//! Schemas of texts that come from a fixed list, made from the domain's own lists.

use domain::account::Grade;
use domain::aggregate::AggregateKind;
use domain::contact_disclosure::DisclosurePurpose;
use domain::disposal::DisposalCause;
use domain::goods::{LimitPeriod, ReturnCategory, SupplyKind};
use domain::import_rows::RowOutcome;
use domain::lot::LotControl;
use domain::order::{Channel, CustomerKind, Formation, LostBecause, ScopeBy, StageName};
use domain::payment_terms::PaymentMethod;
use domain::purchasing::ChoiceReason;
use domain::receivable::Age;
use domain::review_rules::{ReviewOutcome, RuleCode};
use domain::stock_adjustment::AdjustmentKind;
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, ObjectBuilder, Type};

fn one_of(description: &str, names: impl IntoIterator<Item = &'static str>) -> Object {
    let names: Vec<&str> = names.into_iter().collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(names))
        .build()
}

pub(crate) fn channel() -> Object {
    one_of(
        "Where the order came in 接收渠道 (4.1.1).",
        Channel::ALL.map(Channel::name),
    )
}

pub(crate) fn customer_kind() -> Object {
    one_of(
        "Consumer 消费者 or business 企业, which decides what law applies (R1, R2, R7).",
        CustomerKind::ALL.map(CustomerKind::name),
    )
}

pub(crate) fn channels() -> Array {
    several("Where the order came in; anywhere if left out.", channel())
}

pub(crate) fn customer_kinds() -> Array {
    several(
        "Consumers or businesses; both if left out.",
        customer_kind(),
    )
}

pub(crate) fn grades() -> Array {
    several(
        "Grades of the customer's account; any, and none, if left out.",
        grade(),
    )
}

pub(crate) fn disposal_cause() -> Object {
    one_of(
        "Why stock may have to be disposed of: slow-moving 呆滞, near expiry 临期, expired 过期, damaged 残损.",
        DisposalCause::ALL.map(DisposalCause::name),
    )
}

pub(crate) fn adjustment_kind() -> Object {
    one_of(
        "What a stock adjustment does: increase 盘盈, decrease 盘亏, quarantine 隔离, release 解除隔离, scrap 报废, \
         transfer 调拨.",
        AdjustmentKind::ALL.map(AdjustmentKind::name),
    )
}

pub(crate) fn lot_control() -> Object {
    one_of(
        "How its stock is kept 批次管理: not by lot, by lot number, or by lot number and expiry, first expired first \
         out (5.2.1).",
        LotControl::ALL.map(LotControl::name),
    )
}

pub(crate) fn lost_because() -> Object {
    one_of(
        "Why pieces of a lot cannot leave: short 短少, damaged 破损, expired 过期 (5.2.2).",
        LostBecause::ALL.map(LostBecause::name),
    )
}

fn several(description: &str, one: Object) -> Array {
    ArrayBuilder::new()
        .description(Some(description))
        .items(one)
        .build()
}

pub(crate) fn supply() -> Object {
    one_of(
        "Made 自产, bought in 外购, or a service 服务 (5.1).",
        SupplyKind::ALL.map(SupplyKind::name),
    )
}

pub(crate) fn choice_reason() -> Object {
    one_of(
        "What decided: the lowest weighed cost in time, the earliest where nobody is in time, or a person (5.1.2).",
        ChoiceReason::ALL.map(ChoiceReason::name),
    )
}

pub(crate) fn return_category() -> Object {
    one_of(
        "How a consumer may return it without a reason (R7, R8).",
        ReturnCategory::ALL.map(ReturnCategory::name),
    )
}

pub(crate) fn limit_period() -> Object {
    one_of(
        "The time in which a purchase limit counts (4.2.4).",
        LimitPeriod::ALL.map(LimitPeriod::name),
    )
}

pub(crate) fn payment_method() -> Object {
    one_of(
        "How it is paid 付款方式.",
        PaymentMethod::ALL.map(PaymentMethod::name),
    )
}

pub(crate) fn instalment_when() -> Object {
    one_of(
        "The step at which the instalment is due (7.1.1).",
        [
            "on_order",
            "before_production",
            "on_dispatch",
            "on_delivery",
            "after_delivery",
        ],
    )
}

pub(crate) fn disclosure_purpose() -> Object {
    one_of(
        "What the personal data of an order is needed for (R21–R23).",
        DisclosurePurpose::ALL.map(DisclosurePurpose::name),
    )
}

pub(crate) fn formation() -> Object {
    one_of(
        "What makes the contract 合同成立方式: the submission of a consumer's online order (R1) or the seller's \
         acceptance (R2).",
        [Formation::Submission, Formation::Acceptance].map(Formation::name),
    )
}

pub(crate) fn review_outcome() -> Object {
    one_of(
        "Where the automatic review sends an order (4.3.1).",
        ReviewOutcome::ALL.map(ReviewOutcome::name),
    )
}

pub(crate) fn scope_by() -> Object {
    one_of(
        "Which place decides that an order is out-of-region 异地判定依据 (2.1).",
        [ScopeBy::ShipTo, ScopeBy::Domicile].map(ScopeBy::name),
    )
}

pub(crate) fn stage() -> Object {
    one_of(
        "Where the order stands.",
        StageName::ALL.map(StageName::name),
    )
}

pub(crate) fn row_outcome() -> Object {
    one_of(
        "What became of a row of an imported file (4.1.1).",
        RowOutcome::ALL.map(RowOutcome::name),
    )
}

pub(crate) fn severity() -> Object {
    one_of(
        "How much the finding weighs (4.2).",
        ["info", "manual", "reject"],
    )
}

pub(crate) fn rule() -> Object {
    one_of(
        "The stable code of the rule (4.2).",
        RuleCode::ALL.iter().map(|rule| rule.name()),
    )
}

pub(crate) fn aggregate() -> Object {
    one_of(
        "What kind of thing it is.",
        AggregateKind::ALL.map(AggregateKind::name),
    )
}

pub(crate) fn grade() -> Object {
    one_of(
        "Grade of the customer's credit 信用等级 (8.1.1).",
        Grade::ALL.map(Grade::name),
    )
}

pub(crate) fn age() -> Object {
    one_of(
        "Days past due, in classes (8.1.3).",
        Age::ALL.iter().map(|age| age.name()),
    )
}

pub(crate) fn quarantine() -> Object {
    one_of(
        "Why part of the money counts towards no order yet (7.1.1).",
        [
            "unknown_order",
            "overpaid",
            "order_closed",
            "currency_differs",
        ],
    )
}
