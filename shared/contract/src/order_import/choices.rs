//! Cells in which one of a few words is expected.

use domain::order::CustomerKind;
use domain::payment_terms::PaymentMethod;

pub(super) fn kind(text: &str) -> Result<CustomerKind, &'static str> {
    match text.to_ascii_lowercase().as_str() {
        "consumer" | "消费者" | "个人" => Ok(CustomerKind::Consumer),
        "business" | "企业" | "公司" => Ok(CustomerKind::Business),
        _ => Err("消费者 consumer, 企业 business"),
    }
}

pub(super) fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "y" | "是" | "可" => Ok(true),
        "no" | "false" | "n" | "否" | "不可" => Ok(false),
        _ => Err("是 yes, 否 no"),
    }
}

pub(super) fn method(text: &str) -> Result<PaymentMethod, &'static str> {
    match text.to_ascii_lowercase().as_str() {
        "online" | "在线支付" | "在线付款" => Ok(PaymentMethod::Online),
        "bank_transfer" | "银行转账" | "转账" => Ok(PaymentMethod::BankTransfer),
        "cash_on_delivery" | "货到付款" => Ok(PaymentMethod::CashOnDelivery),
        "credit_terms" | "账期" => Ok(PaymentMethod::CreditTerms),
        _ => Err(
            "在线支付 online, 银行转账 bank_transfer, 货到付款 cash_on_delivery, 账期 credit_terms",
        ),
    }
}
