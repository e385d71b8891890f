//! The wire: HTTP bodies, messages, problem details, the table of routes and roles, OpenAPI.
//!
//! Everything that leaves or enters the system has its shape here, and nothing else does.
//! Request bodies refuse unknown fields and become domain types in one place per resource;
//! what is wrong with the values of a body is reported at once, each with its path. Amounts are
//! whole fen, weights grams, instants RFC 3339 in UTC, dates those of Asia/Shanghai.

pub mod account;
pub mod agreed_price;
pub mod blacklist;
pub mod calendar;
pub mod cancel;
pub mod carrier_agreement;
pub mod carrier_events;
pub mod carrier_pushes;
pub mod carrier_quote;
pub mod carrier_tariff;
pub mod claim;
pub mod consignment;
pub mod contact_disclosure;
pub mod credit_override;
pub mod disposal;
pub mod event_text;
pub mod finding;
pub mod handover_manifest;
pub mod health;
pub mod hold;
pub mod lot;
pub mod message;
mod mistakes;
mod names;
pub mod negotiation;
pub mod notice;
pub mod notice_text;
pub mod openapi;
pub mod order_check;
pub mod order_draft;
pub mod order_import;
pub mod order_request;
pub mod order_service;
pub mod order_summary;
pub mod order_view;
pub mod payment;
pub mod pick;
pub mod policy;
pub mod problem;
pub mod product;
pub mod production;
pub mod promotion;
pub mod proposal;
pub mod purchasing;
pub mod reallocation;
pub mod receivable;
pub mod reorder_point;
pub mod review;
pub mod review_trial;
pub mod route_table;
pub mod shipment;
pub mod shipment_exception;
pub mod shop_order;
pub mod stock;
pub mod stock_adjustment;
pub mod stock_shards;
pub mod stocktake;
pub mod table;
pub mod terms;
pub mod timeline;
pub mod waybill;
pub mod work;

/// The currency of every amount.
pub const CURRENCY: &str = "CNY";
