//! The goods or service: known, on sale, and what the customer thinks it is (4.2.2).

use super::{Hits, ReviewFacts, RuleCode};
use crate::order::Line;
use crate::product::Product;

/// 4.2.2; the product of the line, if there is one.
pub(super) fn examine<'a>(
    line: &Line,
    review: &'a ReviewFacts,
    hits: &mut Hits,
) -> Option<&'a Product> {
    let Some(product) = review.product(&line.sku) else {
        hits.note(RuleCode::UnknownSku, "", line.sku.as_str());
        return None;
    };
    if !product.on_sale {
        hits.note(RuleCode::NotOnSale, "", line.sku.as_str());
    }
    let name = Some(&product.name);
    for (rule, stated, known) in [
        (RuleCode::NameMismatch, &line.name, name),
        (
            RuleCode::SpecificationMismatch,
            &line.specification,
            product.specification.as_ref(),
        ),
        (RuleCode::ModelMismatch, &line.model, product.model.as_ref()),
        (RuleCode::UnitMismatch, &line.unit, product.unit.as_ref()),
    ] {
        // What the order does not state, or the catalogue does not know, cannot differ.
        if let (Some(stated), Some(known)) = (stated, known)
            && stated != known
        {
            hits.note(rule, known, stated);
        }
    }
    Some(product)
}
