//! The company: its people, goods, customers and rules.

use std::cell::{Cell, RefCell};

use jiff::SignedDuration;
use serde_json::{Value, json};
use yudan::demo::Demo;

use super::super::gateway::{Person, Request};
use super::super::world::World;
use super::imports::File;
use super::{buyer, lots, producer};

/// Where goods are kept.
pub(super) const WAREHOUSES: [&str; 2] = ["CQ1", "CD1"];

/// The goods; the first is in great demand.
pub(super) const SKUS: [&str; 5] = ["HOT", "TEA", "OIL", "HOTPOT", "HERB"];
/// What a customer may order a few pieces of only.
const LIMITED: &str = "TEA";
/// A service.
pub(super) const SERVICE: &str = "SETUP";
/// List price of all goods, in fen.
pub(super) const LIST_PRICE: i64 = 12_800;

/// The company.
pub(in super::super) struct Shop {
    pub(super) sales: Person,
    pub(super) reviewers: [Person; 2],
    pub(super) lead: Person,
    pub(super) manager: Person,
    pub(super) finance: Person,
    /// Somebody of finance who reviews too.
    pub(super) credit_officer: Person,
    pub(super) planner: Person,
    pub(super) warehouse: Person,
    /// Who counts stock.
    pub(super) counters: [Person; 2],
    pub(super) logistics: Person,
    pub(super) clerk: Person,
    pub(super) auditor: Person,
    pub(super) skus: Vec<String>,
    pub(super) customers: Vec<String>,
    /// Customers with an account.
    pub(super) trusted: Vec<String>,
    orders: RefCell<Vec<String>>,
    files: RefCell<Vec<File>>,
    numbers: Cell<u32>,
}

impl Shop {
    /// Opens it: rules, agreements with carriers, goods, first stock, and customers with a limit.
    pub(in super::super) async fn open(world: &World) -> Self {
        let staff = |name: &str, role| Person::staff(name, role);
        let shop = Self {
            sales: staff("sales-1", "sales"),
            reviewers: [
                staff("reviewer-1", "reviewer"),
                staff("reviewer-2", "reviewer"),
            ],
            lead: staff("lead-1", "team_lead"),
            manager: staff("manager-1", "manager"),
            finance: staff("finance-1", "finance"),
            credit_officer: staff("finance-2", "finance reviewer"),
            planner: staff("planner-1", "planner"),
            warehouse: staff("warehouse-1", "warehouse"),
            counters: [
                staff("warehouse-2", "warehouse"),
                staff("warehouse-3", "warehouse"),
            ],
            logistics: staff("logistics-1", "logistics"),
            clerk: staff("service-1", "service"),
            auditor: staff("auditor-1", "auditor"),
            skus: SKUS.map(str::to_owned).to_vec(),
            customers: (1..=5).map(|number| format!("C-{number}")).collect(),
            trusted: ["K-1", "K-2"].map(str::to_owned).to_vec(),
            orders: RefCell::default(),
            files: RefCell::default(),
            numbers: Cell::new(0),
        };
        for agreement in Demo::built_in().unwrap().carriers {
            let request = Request::of(&shop.manager, "PUT /v1/carriers/{carrier}/agreement")
                .at("carrier", agreement.carrier.as_str())
                .body(&serde_json::to_value(&agreement).unwrap());
            shop.must(world, &request).await;
        }
        shop.set_rules(world, None, |_| {}).await;
        for sku in &shop.skus {
            let mut body = json!({
                "name": "永川秀芽 100g", "on_sale": true, "weight_g": 180,
                "price": {"kind": "listed", "list_fen": LIST_PRICE, "floor_fen": 9_900},
            });
            if sku == LIMITED {
                body["purchase_limit"] = json!({"quantity": 30, "per": "year"});
                body["standard_cost_fen"] = json!(9_000);
            }
            if producer::MADE.iter().any(|made| *made == sku) {
                body["supply"] = json!("made");
            }
            if sku == lots::BY_LOT {
                body["lot_control"] = json!("expiry");
                body["minimum_shelf_life_days"] = json!(lots::SHELF_LIFE);
            }
            let request = Request::of(&shop.manager, "PUT /v1/products/{sku}");
            shop.must(world, &request.at("sku", sku).body(&body)).await;
            shop.receive(world, sku, 6).await;
        }
        let service = json!({
            "name": "上门安装", "on_sale": true, "weight_g": 0, "supply": "service",
            "price": {"kind": "agreed"},
        });
        let request = Request::of(&shop.manager, "PUT /v1/products/{sku}");
        let request = request.at("sku", SERVICE).body(&service);
        shop.must(world, &request).await;
        buyer::know_suppliers(world, &shop).await;
        producer::know_lines(world, &shop).await;
        for customer in &shop.trusted {
            let body = json!({
                "customer_since": "2019-01-01", "financials": 15,
                "listed_abnormal": false, "disputes": 0,
            });
            let request = Request::of(&shop.finance, "PUT /v1/customers/{id}/account");
            shop.must(world, &request.at("id", customer).body(&body))
                .await;
            world
                .acknowledged
                .event("ACCOUNT", customer, "opened", None);
        }
        shop
    }

    /// Changes the policy, at once or after some time; the latest of two changes at once fails and is
    /// let be.
    pub(super) async fn set_rules(
        &self,
        world: &World,
        later: Option<SignedDuration>,
        change: impl FnOnce(&mut Value),
    ) {
        let seen = Request::of(&self.manager, "GET /v1/policy");
        let Some(seen) = world.insist(&seen).await else {
            return;
        };
        let (version, mut policy) = (
            seen.body["version"].to_string(),
            seen.body["policy"].clone(),
        );
        policy["sourcing"]["warehouses"] = warehouses();
        // A run is too short for anything to rest for long.
        policy["disposal"] = json!({"slow_moving_days": 0});
        policy["shipping"] = json!({"ship_from": senders()});
        change(&mut policy);
        let revise = Request::of(&self.manager, "PUT /v1/policy")
            .header("if-match", format!("\"{version}\""))
            .body(&policy);
        let revise = match later {
            Some(later) => revise.with("effective_from", (world.now() + later).to_string()),
            None => revise,
        };
        // More than a few versions cannot wait for their day.
        if let Some(reply) = world.ask(&revise).await
            && !reply.is_success()
            && ![412, 503].contains(&reply.status)
            && reply.code() != "too_many_upcoming"
        {
            panic!("the policy was refused: {} {}", reply.status, reply.body);
        }
    }

    /// Receives pieces into one of the warehouses.
    pub(super) async fn receive(&self, world: &World, sku: &str, quantity: u32) {
        let number = self.unique("RK");
        let warehouse = world.draw(|rng| WAREHOUSES[rng.usize(0..WAREHOUSES.len())]);
        let body = json!({
            "receipt_no": number, "warehouse": warehouse,
            "lines": lots::lines(world, sku, quantity),
        });
        let request = Request::of(&self.warehouse, "POST /v1/stock/receipts").body(&body);
        if self.must(world, &request).await {
            world
                .acknowledged
                .event("STOCK_RECEIPT", &number, "received", None);
        }
    }

    /// Sends a request that nothing speaks against; whether it was acknowledged.
    pub(super) async fn must(&self, world: &World, request: &Request) -> bool {
        match world.insist(request).await {
            None => false,
            Some(reply) if reply.is_success() => true,
            Some(reply) => panic!("{request:?} was refused: {} {}", reply.status, reply.body),
        }
    }

    /// A number that nothing else in this run has.
    pub(super) fn unique(&self, prefix: &str) -> String {
        self.numbers.set(self.numbers.get() + 1);
        format!("{prefix}-{}", self.numbers.get())
    }

    /// An order is known to exist.
    pub(super) fn knows(&self, order: &str) {
        let mut orders = self.orders.borrow_mut();
        if !orders.iter().any(|known| known == order) {
            orders.push(order.to_owned());
        }
    }

    /// A file was acknowledged.
    pub(super) fn sent(&self, file: File) {
        self.files.borrow_mut().push(file);
    }

    /// The files that were acknowledged.
    pub(super) fn files(&self) -> Vec<File> {
        self.files.borrow().clone()
    }

    /// The orders that are known to exist.
    pub(super) fn orders(&self) -> Vec<String> {
        self.orders.borrow().clone()
    }
}

/// Where parcels come from.
fn senders() -> Value {
    let sender = |name, region| json!({"name": name, "phone": "02361234567", "region": region, "address": "示范路1号"});
    json!({
        WAREHOUSES[0]: sender("重庆主仓", "500112"),
        WAREHOUSES[1]: sender("成都仓", "510107"),
    })
}

/// The main warehouse, and one in Chengdu that is meant for Sichuan.
fn warehouses() -> Value {
    json!([
        {"warehouse": WAREHOUSES[0], "costs": [{"per_shipment": 800, "per_piece": 20}]},
        {"warehouse": WAREHOUSES[1], "serves": [51], "priority": 1,
         "costs": [{"provinces": [51], "per_shipment": 600, "per_piece": 20}, {"per_shipment": 900, "per_piece": 30}]},
    ])
}
