//! What stands on the page beside the order's own words.

use contract::event_text::Words;
use contract::problem::Language;

/// The words of the page in one language.
pub(super) struct PageWords {
    /// The language's name in itself.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) language: &'static str,
    pub(super) order: &'static str,
    pub(super) expected: &'static str,
    pub(super) progress: &'static str,
    /// Behind a step, for those who hear the page.
    pub(super) done: &'static str,
    pub(super) parcels: &'static str,
    pub(super) delivered: &'static str,
    pub(super) happenings: &'static str,
    pub(super) refresh: &'static str,
    pub(super) footer: &'static str,
    pub(super) no_order: &'static str,
}

/// The way of an order, as a customer sees it.
pub(super) static STEPS: [Words; 4] = [
    Words {
        chinese: "下单",
        english: "Ordered",
    },
    Words {
        chinese: "备货",
        english: "Preparing",
    },
    Words {
        chinese: "运输",
        english: "On its way",
    },
    Words {
        chinese: "签收",
        english: "Delivered",
    },
];

static CHINESE: PageWords = PageWords {
    name: "中文",
    title: "订单跟踪",
    language: "语言",
    order: "订单号",
    expected: "预计送达",
    progress: "进度",
    done: "（已完成）",
    parcels: "包裹",
    delivered: "签收于",
    happenings: "动态",
    refresh: "刷新",
    footer: "时间为北京时间。本页不显示姓名、地址和金额；请勿转发链接。",
    no_order: "找不到订单",
};

static ENGLISH: PageWords = PageWords {
    name: "English",
    title: "Order tracking",
    language: "Language",
    order: "Order",
    expected: "Expected by",
    progress: "Progress",
    done: " (done)",
    parcels: "Parcels",
    delivered: "delivered",
    happenings: "What happened",
    refresh: "Refresh",
    footer: "Times are Beijing time. No names, addresses or amounts are shown here; keep the link to yourself.",
    no_order: "No order found",
};

pub(super) const fn in_language(language: Language) -> &'static PageWords {
    match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    }
}
