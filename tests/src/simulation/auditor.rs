//! The independent auditor, on the raw items of the table.

use audit::Audit;
use serde_json::Value;

use super::findings::Finding;

/// What the auditor finds in these items, which must be in the order of their keys.
pub(super) fn audit(items: &[Value]) -> Vec<Finding> {
    let mut audit = Audit::begin().unwrap();
    for item in items {
        audit.item(item.as_object().unwrap().clone()).unwrap();
    }
    let findings = audit.finish().unwrap().findings;
    let told = findings.into_iter().map(|finding| {
        let about = about(&finding.key).to_owned();
        let what = format!(
            "{}: expected {}, found {}",
            finding.key, finding.expected, finding.found
        );
        Finding::new(finding.code.name(), about, what)
    });
    told.collect()
}

/// What a finding is about, as the log calls it: the auditor names an item, or a thing of the
/// trade such as `credit of K-1` or `stock of TEA in CQ1`.
fn about(key: &str) -> &str {
    let (first, _) = key.split_once(" / ").unwrap_or((key, ""));
    let id = first.split_once('#').or_else(|| first.split_once(" of "));
    let id = id.map_or(first, |(_, id)| id);
    id.split_once(' ').map_or(id, |(id, _)| id)
}
