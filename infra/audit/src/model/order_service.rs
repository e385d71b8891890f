//! The services of an order: each is carried out once, and it is delivered when none is left.

use serde_json::{Value, json};

use super::{Fields, Step, list, set, take, text};

/// Applies what an event says about services; `None` when it does not read.
pub(super) fn apply(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    let mut services = list(state, "services").to_vec();
    match name {
        "services_ordered" => {
            services = list(event, "services")
                .iter()
                .map(|sku| json!({ "sku": sku }))
                .collect();
            let lines = list(state, "lines");
            let ordered = |service: &Value| {
                let mut lines = lines.iter();
                lines.any(|line| line.get("sku") == service.get("sku"))
            };
            // What an accepted proposal brings in is a line only after it.
            if text(state, "stage") == "received" && !services.iter().all(ordered) {
                step.illegal(name, "that is not of its lines");
            }
        }
        "service_booked" => {
            let service = open(&mut services, text(event, "sku"));
            let Some(service) = service else {
                step.illegal(name, "without that service open");
                return Some(());
            };
            take(service, "appointment", event, "appointment")?;
            due(state, event)?;
        }
        "service_completed" => {
            let service = open(&mut services, text(event, "sku"));
            let Some(service) = service.filter(|service| service.contains_key("appointment"))
            else {
                step.illegal(name, "without an appointment for that service, or again");
                return Some(());
            };
            take(service, "completed_at", event, "at")?;
            due(state, event)?;
        }
        "delivered" if services.iter().any(is_open) => {
            step.illegal(name, "with services left");
        }
        "services_awaited" if !services.iter().any(is_open) => {
            step.illegal(name, "without services left");
        }
        _ => return Some(()),
    }
    if !services.is_empty() || state.contains_key("services") {
        set(state, "services", services);
    }
    Some(())
}

/// Whether no line of this SKU takes goods.
pub(super) fn is_service(state: &Fields, sku: &str) -> bool {
    let services = list(state, "services").iter();
    let mut services = services.filter_map(|service| service.get("sku")?.as_str());
    services.any(|service| service == sku)
}

/// Whether the service of this SKU was carried out.
pub(super) fn is_completed(state: &Fields, sku: &str) -> bool {
    let mut services = list(state, "services").iter().filter_map(Value::as_object);
    services.any(|service| text(service, "sku") == sku && service.contains_key("completed_at"))
}

/// Whether any service was carried out.
pub(super) fn any_completed(state: &Fields) -> bool {
    !list(state, "services").iter().all(is_open)
}

/// Drops the services that were not carried out.
pub(super) fn keep_completed(state: &mut Fields) {
    let mut services = list(state, "services").to_vec();
    services.retain(|service| !is_open(service));
    if services.is_empty() {
        state.remove("services");
    } else {
        set(state, "services", services);
    }
}

fn open<'a>(services: &'a mut [Value], sku: &str) -> Option<&'a mut Fields> {
    let open = services.iter_mut().filter(|service| is_open(service));
    let mut open = open.filter_map(Value::as_object_mut);
    open.find(|service| text(service, "sku") == sku)
}

fn is_open(service: &Value) -> bool {
    service.get("completed_at").is_none()
}

/// An order that waits for nothing but services is due when the first of them is.
fn due(state: &mut Fields, event: &Fields) -> Option<()> {
    if text(state, "stage") == "serving" {
        take(state, "due", event, "due")?;
    }
    Some(())
}
