//! `yudan rules`: the rules of the automatic review as a page, made from the code.

use std::fmt::Write as _;

use domain::policy::Policy;
use domain::review_rules::{EvidenceFor, RuleCode, Severity};

use super::Failure;

/// What stands above the table.
const HEAD: &str = "\
# Rules of the automatic review 自动审核规则

Made from the code by `yudan rules`; a test refuses a stale copy. Each received order is held against all rules, and all
hits are kept (4.2, 4.3.1). `reject` is a clear error: the order is rejected. `manual` needs a person. `info` is worth knowing.
The policy can give each rule another severity (`review.severities`). Customers see the words of every rule that hit; what a rule
expected and found they see where the last column says *everybody*.

| rule | clause | severity | 中文 | English | evidence for |
|---|---|---|---|---|---|
";

/// What stands below it, before the parameters.
const PARAMETERS: &str = "
## Parameters 参数

The part `review` of the policy as it is by default. Tables that are empty by default, and so are not written, are
`sales.discounts` (role → permille off the list price), `sales.methods` (to whom a payment method is open),
`sales.cash_on_delivery` (other bounds by grade and division), `sales.key_customers` and `sales.embargoes` (category or SKU ×
division, with a reason). `sales.deposit_permille` is 200, the law's bound (R12, 民法典 586), and may only be lowered.

```json
";

pub(super) fn run() -> Result<(), Failure> {
    print!("{}", page()?);
    Ok(())
}

/// The page.
pub(super) fn page() -> Result<String, Failure> {
    let mut page = HEAD.to_owned();
    for rule in RuleCode::ALL {
        let severity = match rule.usual_severity() {
            Severity::Info => "info",
            Severity::Manual => "manual",
            Severity::Reject => "reject",
        };
        let evidence = match rule.evidence() {
            EvidenceFor::Everybody => "everybody",
            EvidenceFor::Staff => "staff",
        };
        let (name, clause) = (rule.name(), rule.clause());
        let (chinese, english) = (rule.chinese(), rule.english());
        writeln!(
            page,
            "| `{name}` | {clause} | {severity} | {chinese} | {english} | {evidence} |"
        )?;
    }
    let parameters = serde_json::to_string_pretty(&Policy::default().review)?;
    writeln!(page, "{PARAMETERS}{parameters}\n```")?;
    Ok(page)
}

#[cfg(test)]
mod tests {
    /// Renew it with `yudan rules > docs/review-rules.md`.
    #[test]
    fn the_page_in_docs_is_the_one_the_code_makes() {
        let kept = include_str!("../../../../docs/review-rules.md");
        assert_eq!(
            kept,
            super::page().unwrap(),
            "docs/review-rules.md is stale"
        );
    }
}
