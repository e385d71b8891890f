//! Goods that a company makes: a line of their own, and the steps of their work orders.

use contract::product::{PriceRule, ProductRequest};
use contract::production::{
    CompletionRequest, InspectionRequest, LineRequest, ReportRequest, RoutingRequest,
    WorkOrderRequest, WorkOrderView,
};
use domain::calendar::business_date;
use domain::goods::SupplyKind;
use domain::role::Role;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use uuid::Uuid;
use yudan::client::Client;

use crate::company::Company;
use crate::purchase::{LIST_PRICE, unique};
use crate::waiting::until;

/// Minutes that the line of [`Company::made_goods`] works on a working day.
pub const DAILY_MINUTES: u32 = 480;

/// The business date so many days from now.
pub fn in_days(days: i64) -> Date {
    business_date(Timestamp::now()).saturating_add(Span::new().days(days))
}

/// A line of usual capacity.
pub fn line_request() -> LineRequest {
    LineRequest {
        name: "包装一线".to_owned(),
        daily_minutes: DAILY_MINUTES,
        exceptions: Vec::new(),
    }
}

/// Good pieces and spoilt ones, under a new number.
pub fn report(good: u32, scrap: u32) -> ReportRequest {
    ReportRequest {
        report_no: unique("BG"),
        good,
        scrap: Some(scrap),
    }
}

/// An inspection of every piece, under a new number.
pub fn inspection(passed: u32, rework: u32, scrapped: u32) -> InspectionRequest {
    InspectionRequest {
        inspection_no: unique("QC"),
        sample: passed + rework + scrapped,
        defects: rework + scrapped,
        passed,
        rework: Some(rework),
        scrapped: Some(scrapped),
        warehouse: None,
        lot_no: None,
        expiry: None,
        note: None,
    }
}

/// All pieces were made, so many of them good.
pub fn completion(good: u32) -> CompletionRequest {
    CompletionRequest { good, unmade: None }
}

impl Company {
    /// Enters new goods that are made on a line of their own, an hour for each piece: the SKU and the line.
    pub fn made_goods(&self) -> (String, String) {
        let (sku, line) = (unique("SKU"), unique("L"));
        let price = PriceRule::Listed {
            list_fen: LIST_PRICE,
            floor_fen: 9_900,
        };
        let product = ProductRequest {
            supply: Some(SupplyKind::Made),
            ..ProductRequest::plain("永川秀芽礼盒", price, true, 180)
        };
        let planner = self.person(Role::Planner);
        planner.put_product(&sku, &product).unwrap();
        planner.put_production_line(&line, &line_request()).unwrap();
        let routing = RoutingRequest {
            line: line.clone(),
            seconds_per_piece: 3_600,
            setup_minutes: None,
            lot_size: None,
            effective_from: None,
        };
        planner.put_routing(&sku, &routing).unwrap();
        (sku, line)
    }

    /// A work order that a planner raises for stock.
    pub fn raise_work(&self, sku: &str, quantity: u32, needed_by: Date) -> WorkOrderView {
        let wanted = WorkOrderRequest {
            number: unique("WO"),
            sku: sku.to_owned(),
            quantity,
            needed_by,
            order_id: None,
        };
        let raised = self.person(Role::Planner).raise_work_order(&wanted);
        let raised = raised.unwrap();
        assert!(raised.new);
        raised.view
    }

    /// The work order that is raised for an order by itself, after so many other supplies.
    pub fn work_raised(&self, order: Uuid, after: usize) -> WorkOrderView {
        let number = until(&format!("something to be made for {order}"), || {
            let supplies = self.order(order).supplies;
            supplies.get(after)?.work_order.clone()
        });
        self.person(Role::Planner).work_order(&number).unwrap()
    }

    /// All pieces that are to be made of a work order are made, so many of them spoilt, and wait for the inspection.
    pub fn make(&self, number: &str, scrap: u32) -> WorkOrderView {
        let workshop = self.person(Role::Warehouse);
        let open = workshop.start_work_order(number).unwrap().open;
        let good = open - scrap;
        workshop.report_work(number, &report(good, scrap)).unwrap();
        let done = workshop.complete_work_order(number, &completion(good));
        done.unwrap().view
    }

    /// Somebody who inspects what others made.
    pub fn inspector(&self) -> Client {
        self.named("inspector-1", "warehouse")
    }
}
