//! The pure rules of out-of-region order management (异地订单管理).
//!
//! Nothing here does I/O, reads a clock or draws a random number. Every aggregate is a
//! state, a list of events in the past tense, a `decide` that turns a command into a
//! [`Decision`](aggregate::Decision) or a [`Refusal`](refusal::Refusal), and an `evolve`
//! that folds events into the state. Clause numbers in the documentation are those of the
//! measures (重庆异地订单管理办法).

pub mod account;
pub mod address;
pub mod aggregate;
pub mod agreed_price;
pub mod blacklist;
pub mod calendar;
pub mod carrier;
pub mod carrier_source;
pub mod carrier_status;
pub mod contact;
pub mod contact_disclosure;
pub mod credit_assessment;
pub mod dated;
pub mod disposal;
pub mod event_kind;
pub mod goods;
pub mod handover_manifest;
pub mod hold_policy;
pub mod identifiers;
pub mod import_rows;
pub mod lot;
pub mod manual_review_policy;
pub mod money;
pub mod order;
pub mod order_import;
pub mod payment;
pub mod payment_terms;
pub mod policy;
pub mod product;
pub mod production;
pub mod promotion;
pub mod published_calendar;
pub mod purchasing;
pub mod quota;
pub mod reallocation;
pub mod receivable;
pub mod refusal;
pub mod region;
pub mod reorder;
pub mod review_rules;
pub mod review_trial;
pub mod role;
pub mod route;
pub mod sales_policy;
pub mod shipment;
pub mod shipping_policy;
pub mod shop;
pub mod sourcing;
pub mod stock;
pub mod stock_adjustment;
pub mod stock_receipt;
pub mod stock_spread;
pub mod stocktake;
pub mod storage_zone;
pub mod terms;
pub mod waybill;
