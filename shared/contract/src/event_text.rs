//! Events and stages in words, for timelines, tracking pages and notices. No personal data.

use domain::event_kind::EventKind;
use domain::order::StageName;

use crate::problem::Language;

mod customers;
mod parcels;

pub use customers::is_for_customers;
pub use parcels::parcel;

/// The same words in two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In Chinese.
    pub chinese: &'static str,
    /// In English.
    pub english: &'static str,
}

impl Words {
    /// The words in one language.
    #[must_use]
    pub const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.chinese,
            Language::English => self.english,
        }
    }
}

const fn words(chinese: &'static str, english: &'static str) -> Words {
    Words { chinese, english }
}

/// An event in words.
#[must_use]
pub const fn event(kind: EventKind) -> Words {
    match kind {
        EventKind::OrderReceived => words("订单已接收", "Order received"),
        EventKind::OrderReviewDeferred => words("订单稍后自动审核", "Automatic review put off"),
        EventKind::OrderReviewRequested => words("订单待人工审核", "Order waits for review"),
        EventKind::OrderRejected => words("订单未通过审核", "Order rejected"),
        EventKind::OrderNegotiationProposed => words(
            "我们提出了协商方案，请确认",
            "We proposed a change; please answer",
        ),
        EventKind::OrderNegotiationClosed => words("协商已结束", "Negotiation closed"),
        EventKind::OrderApproved => words("订单已通过审核", "Order approved"),
        EventKind::OrderPaymentAwaited => words("等待付款", "Waiting for payment"),
        EventKind::OrderCleared => words("开始备货", "Preparation begins"),
        EventKind::OrderReserved => words("备货完成，待发货", "Goods are ready to leave"),
        EventKind::OrderReservationGivenUp => words(
            "备好的商品已调配给其他订单，正在补货",
            "Goods went to another order and are on order again",
        ),
        EventKind::OrderSplitAgreed => words("已同意分批发货", "Agreed to several shipments"),
        EventKind::OrderShort => words(
            "部分商品缺货，正在补货",
            "Some goods are short and on order",
        ),
        EventKind::OrderPicked => words("商品已拣货", "Goods picked"),
        EventKind::OrderReservationLost => words(
            "部分备好的商品无法发出，正在重新备货",
            "Some goods that were ready cannot leave; others are being found",
        ),
        EventKind::OrderDispatched => words("已发货", "Dispatched"),
        EventKind::OrderParcelDelivered => words("部分包裹已签收", "One of the parcels delivered"),
        EventKind::OrderDelivered => words("已签收", "Delivered"),
        EventKind::OrderPaymentReceived => words("已收到付款", "Payment received"),
        EventKind::OrderRefunded => words("已退款", "Refunded"),
        EventKind::OrderBilled => words("已转应收账款", "Billed"),
        EventKind::OrderSettled => words("款项已结清", "Paid in full"),
        EventKind::OrderCompleted => words("订单已完成", "Order completed"),
        EventKind::OrderRestCancelled => {
            words("未发货部分已取消", "What had not left was cancelled")
        }
        EventKind::OrderCancelled => words("订单已取消", "Order cancelled"),
        EventKind::OrderReviewClaimed => words("审核已认领", "Review claimed"),
        EventKind::OrderReviewReleased => words("审核认领已放弃", "Claim on the review given back"),
        EventKind::OrderReviewReassigned => words("审核已转派", "Review handed to another person"),
        EventKind::OrderReviewEscalated => words("审核超时，已升级", "Late review escalated"),
        EventKind::OrderCreditOverridden => {
            words("已批准超额授信", "Allowed to exceed the credit limit")
        }
        EventKind::OrderQuotasTaken => words("已计入限购数量", "Counted towards purchase limits"),
        EventKind::OrderServicesOrdered => {
            words("已识别服务项目", "Services of the order recognised")
        }
        EventKind::OrderServicesAwaited => words("等待服务", "Services are to be carried out"),
        EventKind::OrderServiceBooked => words("服务已预约", "Service appointed"),
        EventKind::OrderServiceCompleted => words("服务已完成", "Service carried out"),
        EventKind::OrderHoldPlaced => words("订单已暂挂", "Order put on hold"),
        EventKind::OrderHoldReleased => words("订单暂挂已解除", "Hold released"),
        EventKind::OrderSupplyPegged => words(
            "已为订单采购或生产商品",
            "Goods are bought or made for the order",
        ),
        EventKind::OrderSupplyRescheduled => {
            words("商品预计到货日期有变", "Goods are expected on another day")
        }
        EventKind::OrderSupplyEnded => words(
            "订单的一项采购或生产已了结",
            "A purchase or work order for the order has ended",
        ),
        EventKind::AccountOpened => words("信用账户已开立", "Credit account opened"),
        EventKind::AccountProfileRecorded => words("信用资料已更新", "Credit profile recorded"),
        EventKind::AccountAssessed => words("信用评估已更新", "Credit assessed"),
        EventKind::PaymentRecorded => words("收款已登记", "Payment recorded"),
        EventKind::PaymentRefundRequested => words("退款待办理", "Refund to be made"),
        EventKind::PaymentRefunded => words("退款已办理", "Refund made"),
        EventKind::ShipmentBooked => words("已交承运商", "Handed to the carrier"),
        EventKind::ShipmentProgressed => words("物流状态更新", "Parcel made progress"),
        EventKind::ShipmentDeliveryConfirmed => {
            words("签收已由人工确认", "Delivery confirmed by a person")
        }
        EventKind::ShipmentExceptionRaised => words("物流异常，待处理", "Parcel needs attention"),
        EventKind::ShipmentHeard => words("物流轨迹有更新", "Parcel was heard of"),
        EventKind::ShipmentExceptionRepeated => {
            words("物流异常再次上报", "Exception reported again")
        }
        EventKind::ShipmentExceptionClaimed => {
            words("物流异常已有人处理", "Exception is looked after")
        }
        EventKind::ShipmentExceptionMeasureTaken => {
            words("物流异常已采取措施", "Measure taken on an exception")
        }
        EventKind::ShipmentExceptionEscalated => words(
            "物流异常超时，已升级至经理",
            "Late exception escalated to the manager",
        ),
        EventKind::ShipmentExceptionResolved => words("物流异常已了结", "Exception settled"),
        EventKind::ShipmentCustomerInformed => words(
            "您的包裹运输出现异常，我们正在处理",
            "Your parcel met a problem on its way; we are looking after it",
        ),
        EventKind::ReceivableOpened => words("应收账款已建立", "Receivable opened"),
        EventKind::ReceivableAged => words("应收账款账龄变化", "Receivable grew older"),
        EventKind::ReceivableReduced => words("应收账款部分收回", "Receivable partly paid"),
        EventKind::ReceivableCleared => words("应收账款已结清", "Receivable cleared"),
        EventKind::StockReceived => words("商品已入库", "Goods received"),
        EventKind::StockAdjusted => words("库存已调整", "Stock adjusted"),
        EventKind::ProductRevised => words("商品资料已更新", "Product revised"),
        EventKind::PolicyRevised => words("业务规则已更新", "Policy revised"),
        EventKind::CalendarYearPublished => {
            words("工作日历已更新", "Year of the calendar published")
        }
        EventKind::ContactDisclosed => words("联系信息已被查看", "Contact shown to staff"),
        EventKind::OrderImportBegun => words("批量导入已开始", "Import of orders begun"),
        EventKind::OrderImportAdvanced => words("批量导入进行中", "Import of orders goes on"),
        EventKind::OrderImportFinished => words("批量导入已完成", "Import of orders finished"),
        EventKind::BlacklistEntryListed => words("已列入黑名单", "Put on the blacklist"),
        EventKind::BlacklistEntryLifted => words("已移出黑名单", "Taken off the blacklist"),
        EventKind::PriceAgreed => words("协议价已更新", "Price agreed"),
        EventKind::PromotionRevised => words("促销活动已更新", "Promotion revised"),
        EventKind::SupplierRevised => words("供应商资料已更新", "Supplier revised"),
        EventKind::SupplierDeliveryCounted => words(
            "供应商交货已计入评分",
            "Delivery counted for the supplier's scores",
        ),
        EventKind::SupplierOfferRevised => words("供应商报价已更新", "Supplier's offer revised"),
        EventKind::PurchaseOrderRaised => words("采购订单已提出", "Purchase order raised"),
        EventKind::PurchaseOrderApproved => words("采购订单已批准", "Purchase order approved"),
        EventKind::PurchaseOrderPlaced => words("采购订单已下达", "Purchase order placed"),
        EventKind::PurchaseOrderPromiseMoved => {
            words("供应商交期有变", "Supplier promised another date")
        }
        EventKind::PurchaseOrderGoodsReceived => words("采购商品已到货", "Purchased goods came in"),
        EventKind::PurchaseOrderClosed => {
            words("采购订单已短交关闭", "Purchase order closed short")
        }
        EventKind::PurchaseOrderCancelled => words("采购订单已取消", "Purchase order cancelled"),
        EventKind::PurchaseOrderPegReleased => words(
            "采购订单已与订单脱钩",
            "Purchase order no longer for an order",
        ),
        EventKind::StockLotOpened => words("新批次已入库", "New lot in stock"),
        EventKind::StockLotExpired => words("批次已过可发货期", "Lot may no longer leave"),
        EventKind::StockLotClosed => words("过期批次已清空", "Nothing left of an expired lot"),
        EventKind::CarrierAgreementRevised => {
            words("承运商协议已更新", "Agreement with a carrier revised")
        }
        EventKind::ProductionLineRevised => words("产线资料已更新", "Production line revised"),
        EventKind::ProductionLineReplanned => {
            words("产线已重新排程", "Production line planned again")
        }
        EventKind::RoutingRevised => words("工艺资料已更新", "Routing revised"),
        EventKind::WorkOrderRaised => words("生产工单已提出", "Work order raised"),
        EventKind::WorkOrderRescheduled => {
            words("生产工单排程有变", "Work order made on other days")
        }
        EventKind::WorkOrderStarted => words("生产工单已开工", "Work order started"),
        EventKind::WorkOrderReported => words("生产工单已报工", "Pieces of a work order made"),
        EventKind::WorkOrderCompleted => words("生产工单已完工", "Work order completed"),
        EventKind::WorkOrderInspected => words("生产工单已质检", "Work order inspected"),
        EventKind::WorkOrderClosed => words("生产工单已关闭", "Work order closed"),
        EventKind::WorkOrderCancelled => words("生产工单已取消", "Work order cancelled"),
        EventKind::WorkOrderPegReleased => {
            words("生产工单已与订单脱钩", "Work order no longer for an order")
        }
        EventKind::StocktakePlanned => words("盘点已计划", "Stocktake planned"),
        EventKind::StocktakeCounted => words("盘点已录入", "Stock counted"),
        EventKind::StocktakeRecountRequired => words("需复盘", "Stock to be counted again"),
        EventKind::StocktakeCountCompleted => words("盘点待审批", "Stocktake awaits approval"),
        EventKind::StocktakeApproved => words("盘点已批准", "Stocktake approved"),
        EventKind::StocktakeCancelled => words("盘点已取消", "Stocktake cancelled"),
        EventKind::StorageZoneAssigned => words("库区已登记", "Zone of a SKU recorded"),
        EventKind::PurchaseOrderReturnRaised => {
            words("采购商品待退货", "Purchased goods to go back")
        }
        EventKind::PurchaseOrderReturnCancelled => {
            words("采购商品不再退货", "Purchased goods do not go back")
        }
        EventKind::SupplierReturnCounted => words(
            "退货已计入供应商评分",
            "Return counted for the supplier's scores",
        ),
        EventKind::SupplierReturnRaised => words("采购退货已提出", "Return to a supplier raised"),
        EventKind::SupplierReturnShipped => words("采购退货已发出", "Return to a supplier shipped"),
        EventKind::SupplierReturnAnswered => {
            words("供应商已答复退货", "Supplier answered a return")
        }
        EventKind::SupplierReturnClosed => words("采购退货已结案", "Return to a supplier closed"),
        EventKind::SupplierReturnCancelled => {
            words("采购退货已取消", "Return to a supplier cancelled")
        }
        EventKind::DisposalFound => words("库存待处置", "Stock found for disposal"),
        EventKind::DisposalProposed => words("处置方案已提出", "Disposal proposed"),
        EventKind::DisposalRejected => words("处置方案被否决", "Disposal rejected"),
        EventKind::DisposalApproved => words("处置已批准并执行", "Disposal approved and done"),
        EventKind::DisposalLapsed => words("处置原因已消失", "Disposal no longer needed"),
        EventKind::DisposalSearchBegun => words("处置检索已开始", "Search for disposal begun"),
        EventKind::DisposalSearchAdvanced => words("处置检索进行中", "Search for disposal goes on"),
        EventKind::DisposalSearchFinished => {
            words("处置检索已完成", "Search for disposal finished")
        }
        EventKind::OrderWaybillsRequested => words("已申请电子面单", "Waybills requested"),
        EventKind::OrderWaybillVoided => words("一张面单已作废", "A waybill is void"),
        EventKind::WaybillRequested => words("面单已申请", "Waybill requested"),
        EventKind::WaybillIssued => words("面单已取得运单号", "Waybill issued"),
        EventKind::WaybillRefused => words("承运商拒绝出单，待处理", "Carrier refused a waybill"),
        EventKind::WaybillVoidAsked => words("面单待作废", "Waybill to be voided"),
        EventKind::WaybillVoided => words("面单已作废", "Waybill voided"),
        EventKind::WaybillVoidRefused => words(
            "承运商不同意作废面单，待处理",
            "Carrier did not take a waybill back",
        ),
        EventKind::WaybillPrinted => words("面单已打印", "Label printed"),
        EventKind::WaybillLeft => words("包裹已交运", "Parcel left"),
        EventKind::WaybillHandedOver => words("包裹已列入交接单", "Parcel put on a manifest"),
        EventKind::HandoverManifestClosed => words("交接单已关闭", "Handover manifest closed"),
        EventKind::ReorderPointRevised => words("再订货点已登记", "Reorder point recorded"),
        EventKind::ReorderPointRemoved => words("再订货点已取消", "Reorder point removed"),
        EventKind::LowStockFound => words("库存低于再订货点", "Stock below its reorder point"),
        EventKind::ReorderPointSupplyOrdered => words("补货已下单", "Replenishment ordered"),
        EventKind::ReorderPointNotOrdered => words("补货未能下单", "No replenishment ordered"),
        EventKind::ReorderPointSupplyEnded => words("补货已结束", "Replenishment ended"),
        EventKind::Replenished => words("库存已恢复", "Stock replenished"),
        EventKind::StockSpread => words("库存分片数已变更", "Stock spread over shards"),
        EventKind::StockEvenedOut => words("库存分片已均衡", "Shards of stock evened out"),
    }
}

/// A stage in words.
#[must_use]
pub const fn stage(stage: StageName) -> Words {
    match stage {
        StageName::Received => words("已接收", "Received"),
        StageName::AwaitingReview => words("审核中", "Under review"),
        StageName::Negotiating => words("协商中", "Negotiating"),
        StageName::Approved => words("已审核", "Approved"),
        StageName::AwaitingPayment => words("待付款", "Waiting for payment"),
        StageName::Preparing => words("备货中", "Being prepared"),
        StageName::Ready => words("待发货", "Ready to leave"),
        StageName::Dispatched => words("运输中", "On its way"),
        StageName::Serving => words("待服务", "Waiting for services"),
        StageName::Delivered => words("已签收", "Delivered"),
        StageName::Completed => words("已完成", "Completed"),
        StageName::Rejected => words("未通过", "Rejected"),
        StageName::Cancelled => words("已取消", "Cancelled"),
    }
}
