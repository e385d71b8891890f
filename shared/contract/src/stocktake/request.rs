//! What planners, counters and those who approve ask for (5.2.2).

use domain::identifiers::Sku;
use domain::refusal::Refusal;
use domain::stock::{MAIN_WAREHOUSE, Warehouse};
use domain::stocktake::{MOST_LINES, SheetCount, StocktakeScope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;
use crate::stock::check_code;

const LONGEST_NUMBER: usize = 32;
const LONGEST_REASON: usize = 500;
const LONGEST_CURSOR: usize = 1_400;
const MOST_PIECES: u32 = 100_000_000;

/// A stocktake 盘点 is planned: everything in a warehouse, or a zone, a category or some SKUs; a sheet holds at
/// most 80 SKUs. Sending the same again changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StocktakeRequest {
    /// Its number, unique for ever: letters, digits, dots, underscores, hyphens.
    #[schema(example = "PD-2026-0001", min_length = 1, max_length = 32)]
    pub number: String,
    /// The warehouse; the main one if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "CQ1", max_length = 16)]
    pub warehouse: Option<String>,
    /// Only what is kept in this zone; not with `category` or `skus`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "A", max_length = 16)]
    pub zone: Option<String>,
    /// Only products of this category; not with `zone` or `skus`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub category: Option<String>,
    /// Only these; not with `zone` or `category`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 80)]
    pub skus: Option<Vec<String>>,
    /// Where the sheet begins: `next_cursor` of the one before it in the same scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1400)]
    pub cursor: Option<String>,
}

/// A request for a stocktake, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedScope {
    /// Its number.
    pub number: String,
    /// Where.
    pub warehouse: Warehouse,
    /// What is to be counted.
    pub scope: StocktakeScope,
}

/// What was counted. Sending the same again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountRequest {
    /// SKUs of the sheet that are still to be counted, each once.
    #[schema(min_items = 1, max_items = 80)]
    pub lines: Vec<CountLineRequest>,
}

/// What was counted of a SKU: what lies on the shelves, promised or not, without what is kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountLineRequest {
    /// The goods.
    #[schema(example = "TEA-001")]
    pub sku: String,
    /// Pieces; nought if there are none.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub counted: u32,
}

/// Lines are to be counted again by somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecountRequest {
    /// Which, each once.
    #[schema(min_items = 1, max_items = 80)]
    pub skus: Vec<String>,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// The variances are brought into the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalRequest {
    /// Why the books were wrong, as far as that is known; kept in the journal, so without names.
    #[schema(example = "拣货短少，已核实", min_length = 1, max_length = 500)]
    pub reason: String,
}

impl StocktakeRequest {
    /// The request, read.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_scope(self) -> Result<PlannedScope, Refusal> {
        let mut mistakes = Mistakes::default();
        let warehouse = self.warehouse.as_deref().unwrap_or(MAIN_WAREHOUSE);
        check_code(&mut mistakes, "number", &self.number, LONGEST_NUMBER);
        check_code(&mut mistakes, "warehouse", warehouse, 16);
        if let Some(zone) = &self.zone {
            check_code(&mut mistakes, "zone", zone, 16);
        }
        let category = self
            .category
            .as_deref()
            .map(|category| mistakes.words("category", category, 64));
        let named = self.skus.as_deref();
        let skus = named.map_or_else(Vec::new, |skus| each_once(&mut mistakes, skus));
        let narrowed = [self.zone.is_some(), category.is_some(), named.is_some()];
        if narrowed.into_iter().filter(|given| *given).count() > 1 {
            mistakes.note("zone", "one of zone, category and skus at most", "several");
        }
        if named.is_some() && self.cursor.is_some() {
            mistakes.note("cursor", "nothing; all SKUs are named", "a cursor");
        }
        if let Some(cursor) = self.cursor.as_ref().filter(|it| it.len() > LONGEST_CURSOR) {
            mistakes.note("cursor", "`next_cursor` of the sheet before", cursor);
        }
        mistakes.none_in(Some(PlannedScope {
            warehouse: warehouse.to_owned(),
            number: self.number,
            scope: StocktakeScope {
                zone: self.zone,
                category,
                skus,
                cursor: self.cursor,
            },
        }))
    }
}

impl CountRequest {
    /// What was counted.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_counts(self) -> Result<Vec<SheetCount>, Refusal> {
        let mut mistakes = Mistakes::default();
        mistakes.within("lines", self.lines.len(), &(1..=MOST_LINES));
        let mut counts: Vec<SheetCount> = Vec::new();
        for (place, line) in self.lines.iter().take(MOST_LINES).enumerate() {
            let at = |field: &str| format!("lines[{place}].{field}");
            mistakes.within(&at("counted"), line.counted, &(0..=MOST_PIECES));
            let Some(sku) = mistakes.parsed(&at("sku"), &line.sku, Sku::parse) else {
                continue;
            };
            if counts.iter().any(|earlier| earlier.sku == sku) {
                mistakes.note(at("sku"), "each SKU once", sku.as_str());
            } else {
                counts.push(SheetCount {
                    sku,
                    counted: line.counted,
                });
            }
        }
        mistakes.none_in(Some(counts))
    }
}

impl RecountRequest {
    /// The SKUs and the reason.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_parts(self) -> Result<(Vec<Sku>, String), Refusal> {
        let mut mistakes = Mistakes::default();
        let skus = each_once(&mut mistakes, &self.skus);
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        mistakes.none_in(Some((skus, reason)))
    }
}

impl ApprovalRequest {
    /// The reason.
    ///
    /// # Errors
    /// 422 `invalid_value`.
    pub fn into_reason(self) -> Result<String, Refusal> {
        let mut mistakes = Mistakes::default();
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        mistakes.none_in(Some(reason))
    }
}

/// SKUs that are named, each once.
fn each_once(mistakes: &mut Mistakes, names: &[String]) -> Vec<Sku> {
    mistakes.within("skus", names.len(), &(1..=MOST_LINES));
    let mut skus: Vec<Sku> = Vec::new();
    for (place, name) in names.iter().take(MOST_LINES).enumerate() {
        let at = format!("skus[{place}]");
        let Some(sku) = mistakes.parsed(&at, name, Sku::parse) else {
            continue;
        };
        if skus.contains(&sku) {
            mistakes.note(at, "each SKU once", sku.as_str());
        } else {
            skus.push(sku);
        }
    }
    skus
}
