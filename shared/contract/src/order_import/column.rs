//! The columns of an imported file: one table for the reader, the template and the documents.

/// A column that files may have (4.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its stable name, also a header.
    pub name: &'static str,
    /// The Chinese header.
    pub chinese: &'static str,
    /// Other headers that people use for it.
    pub aliases: &'static [&'static str],
    /// Whether every file must have it.
    pub required: bool,
    /// Whether each row of an order has its own, as against one for the whole order.
    pub per_line: bool,
    /// The field of an order request that it fills, to which mistakes lead back.
    pub field: &'static str,
    /// An example for the template.
    pub example: &'static str,
    /// What it takes, in Chinese.
    pub note_chinese: &'static str,
    /// The same in English.
    pub note_english: &'static str,
}

const fn whole(
    name: &'static str,
    chinese: &'static str,
    field: &'static str,
    example: &'static str,
) -> Column {
    Column {
        name,
        chinese,
        aliases: &[],
        required: false,
        per_line: false,
        field,
        example,
        note_chinese: "",
        note_english: "",
    }
}

impl Column {
    const fn also(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    const fn per_line(self) -> Self {
        Self {
            per_line: true,
            ..self
        }
    }

    const fn note(self, note_chinese: &'static str, note_english: &'static str) -> Self {
        Self {
            note_chinese,
            note_english,
            ..self
        }
    }

    /// The column that this header means, whatever its case and the spaces in it.
    #[must_use]
    pub fn of_header(header: &str) -> Option<&'static Self> {
        let wanted = plain(header);
        COLUMNS.iter().find(|column| {
            [column.name, column.chinese]
                .iter()
                .chain(column.aliases)
                .any(|known| plain(known) == wanted)
        })
    }

    /// The column with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        COLUMNS.iter().find(|column| column.name == name)
    }
}

/// A header without what people vary: case, spaces, underscores, stars of required columns, and
/// the kind of brackets.
fn plain(header: &str) -> String {
    header
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '*' | '＊'))
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}

/// Every column, in the order of the template.
pub const COLUMNS: [Column; 24] = [
    whole("order_no", "订单号", "external_no", "PH-2026-0001")
        .also(&["订单编号", "外部订单号", "external_no", "order number"])
        .note(
            "渠道内唯一；号相同的行合为一单；留空则每行一单。请设为文本格式",
            "unique within the channel; rows with one number are one order; without one each row is an order; format as text",
        ),
    whole("ordered_at", "下单时间", "created_at", "2026-11-20 09:30")
        .also(&["下单日期", "订单创建时间", "created_at", "order date"])
        .note(
            "北京时间，日期或日期加时间，不得晚于现在",
            "a date or a date and time of Asia/Shanghai, not in the future",
        ),
    whole("customer_id", "客户编号", "customer.id", "C-1001")
        .also(&["客户代码", "customer id"])
        .note("已有客户的编号", "of a customer that is known already"),
    whole("customer_kind", "客户类型", "customer.kind", "企业")
        .also(&["customer kind", "customer type"])
        .required()
        .note("消费者或企业", "consumer or business"),
    whole("customer_name", "客户名称", "customer.name", "成都示范贸易有限公司")
        .also(&["客户", "客户姓名", "customer"])
        .required()
        .note("1 至 100 字", "1 to 100 characters"),
    whole("customer_phone", "客户电话", "customer.mobile", "02886660000")
        .also(&["客户手机", "customer_mobile"])
        .note("手机或带区号的座机", "a mobile, or a landline with area code"),
    whole("customer_email", "客户邮箱", "customer.email", "buyer@example.com")
        .also(&["电子邮箱", "email"])
        .note("电子邮箱", "an e-mail address"),
    whole("uscc", "统一社会信用代码", "customer.uscc", "")
        .also(&["信用代码"])
        .note("企业的 18 位代码", "18 characters, of a business"),
    whole("domicile", "客户住所", "customer.domicile", "")
        .also(&["住所地", "customer domicile"])
        .note("从省开始，至多 300 字", "beginning with the province, at most 300 characters"),
    whole("recipient_name", "收货人", "ship_to.name", "李四")
        .also(&["收货人姓名", "recipient"])
        .note("1 至 100 字", "1 to 100 characters"),
    whole("recipient_phone", "收货电话", "ship_to.mobile", "13900139000")
        .also(&["收货人电话", "收货人手机", "联系电话", "recipient_mobile"])
        .note("手机或带区号的座机", "a mobile, or a landline with area code"),
    whole("address", "收货地址", "ship_to.address", "四川省成都市武侯区人民南路四段1号")
        .also(&["地址", "delivery address", "ship to"])
        .required()
        .note(
            "从省开始，1 至 300 字；重庆市内不属于异地订单",
            "beginning with the province, 1 to 300 characters; Chongqing itself is not out of region",
        ),
    whole("sku", "商品编码", "sku", "HOTPOT-400")
        .also(&["SKU编码", "货号", "商品代码"])
        .required()
        .per_line()
        .note("商品目录中的编码", "as in the catalogue"),
    whole("goods_name", "商品名称", "name", "")
        .also(&["品名", "product name"])
        .per_line()
        .note("与商品目录核对", "compared with the catalogue"),
    whole("specification", "规格", "specification", "")
        .also(&["spec"])
        .per_line()
        .note("至多 100 字，与商品目录核对", "at most 100 characters, compared with the catalogue"),
    whole("model", "型号", "model", "")
        .per_line()
        .note("至多 100 字，与商品目录核对", "at most 100 characters, compared with the catalogue"),
    whole("unit", "单位", "unit", "")
        .also(&["计量单位"])
        .per_line()
        .note("至多 20 字，与商品目录核对", "at most 20 characters, compared with the catalogue"),
    whole("quantity", "数量", "quantity", "10")
        .also(&["件数", "qty"])
        .required()
        .per_line()
        .note("1 至 1000000 的整数", "a whole number from 1 to 1,000,000"),
    whole("unit_price", "单价", "unit_price_fen", "28.80")
        .also(&["单价(元)", "unit price (yuan)", "price"])
        .required()
        .per_line()
        .note("元，至多两位小数", "in yuan, with at most two decimals"),
    whole("promotion", "促销活动", "promotion", "")
        .also(&["促销", "活动编号"])
        .per_line()
        .note("单价所依据的促销活动编号", "the promotion whose price the unit price is"),
    whole("payment_method", "付款方式", "payment.method", "在线支付")
        .also(&["支付方式", "payment"])
        .required()
        .note(
            "在线支付、银行转账、货到付款或账期",
            "online, bank_transfer, cash_on_delivery or credit_terms",
        ),
    whole("requested_delivery", "期望送达日期", "requested_delivery", "")
        .also(&["要求到货日期", "requested delivery date"])
        .note("如 2026-12-20", "such as 2026-12-20"),
    whole("split_shipments", "可分批发货", "split_shipments", "")
        .also(&["分批发货", "split shipments"])
        .note("是或否，留空为否", "yes or no; no where it is empty"),
    whole("remark", "备注", "remark", "")
        .also(&["订单备注", "note"])
        .note("至多 500 字", "at most 500 characters"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_both_languages_and_mean_one_column_each() {
        for (header, name) in [
            ("订单号", "order_no"),
            (" Order_No* ", "order_no"),
            ("单价（元）", "unit_price"),
            ("SKU", "sku"),
            ("Unit Price", "unit_price"),
        ] {
            assert_eq!(
                Column::of_header(header).map(|column| column.name),
                Some(name)
            );
        }
        assert_eq!(Column::of_header("价格说明"), None);
        let mut seen = std::collections::BTreeMap::new();
        for column in &COLUMNS {
            for header in [column.name, column.chinese].iter().chain(column.aliases) {
                let other = seen.insert(plain(header), column.name);
                assert!(other.is_none_or(|other| other == column.name), "{header}");
            }
            assert!(!column.note_chinese.is_empty() && !column.note_english.is_empty());
        }
    }
}
