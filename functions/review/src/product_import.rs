//! A file of products: each row is entered as a single product would be (4.2.2).

use std::collections::HashSet;

use contract::order_import::RowProblemView;
use contract::problem::Language;
use contract::product::table::{self, ProductRow};
use contract::product::{ProductImportView, ProductRowOutcome, ProductRowView};
use domain::product::ProductEvent;
use domain::refusal::{Evidence, Refusal};
use lambda::http::{Failure, Request, Response};
use lambda::text_table;

use crate::App;
use crate::revision::{Entered, enter};

/// `POST /v1/products/import`: what became of each row. Rows are entered one by one, so a file that was
/// cut off half-way is sent again: what is valid already changes nothing.
pub(crate) async fn import(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&[])?;
    let content = request.file()?;
    text_table::check_type(request.header("content-type"), &[text_table::CSV])?;
    let rows = table::read(text_table::rows(content)?)?;
    let (mut seen, mut results) = (HashSet::new(), Vec::new());
    for row in rows {
        let again = !seen.insert(row.sku.clone());
        results.push(entered(app, &request, row, again).await?);
    }
    Response::ok(&ProductImportView::of(results))
}

/// What became of a row, of whose product there was one before it in the file or not.
async fn entered(
    app: &App,
    request: &Request,
    row: ProductRow,
    again: bool,
) -> Result<ProductRowView, Failure> {
    let (number, sku) = (row.row, row.sku.clone());
    let result = |outcome, version, problems| ProductRowView {
        row: number,
        sku: sku.clone(),
        outcome,
        version,
        problems,
    };
    let outcome = match parsed(row, again) {
        Ok(entered) => enter(app, request, entered, ProductEvent::revised).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(versions) => {
            let outcome = if versions.changed {
                ProductRowOutcome::Entered
            } else {
                ProductRowOutcome::Unchanged
            };
            Ok(result(outcome, Some(versions.version), Vec::new()))
        }
        Err(Failure::Refused(refusal)) => {
            let problems = problems(number, &refusal, request.language);
            Ok(result(ProductRowOutcome::Refused, None, problems))
        }
        Err(ours) => Err(ours),
    }
}

/// The product of a row.
fn parsed(row: ProductRow, again: bool) -> Result<Entered<domain::product::Product>, Refusal> {
    if again {
        return Err(Refusal::invalid("sku", "each SKU once in a file", row.sku));
    }
    let request = row.product.map_err(|mistakes| {
        let mut mistakes = mistakes.into_iter();
        let first = mistakes
            .next()
            .unwrap_or_else(|| Evidence::new("row", "cells that read", ""));
        let refusal = Refusal::invalid(first.at, first.expected, first.found);
        mistakes.fold(refusal, Refusal::because)
    })?;
    let effective_from = request.effective_from;
    let product = request.into_product(&row.sku)?;
    product.check()?;
    Ok(Entered {
        id: row.sku,
        value: product,
        effective_from,
    })
}

/// Each piece of evidence at its column.
fn problems(row: u32, refusal: &Refusal, language: Language) -> Vec<RowProblemView> {
    let message = match language {
        Language::Chinese => &refusal.chinese,
        Language::English => &refusal.english,
    };
    let problem = |evidence: &Evidence| RowProblemView {
        row,
        column: Some(
            table::column_of(&evidence.at)
                .unwrap_or(&evidence.at)
                .to_owned(),
        ),
        header: None,
        code: refusal.code.to_owned(),
        message: message.clone(),
        expected: evidence.expected.clone(),
        found: evidence.found.clone(),
    };
    refusal.evidence.iter().map(problem).collect()
}
