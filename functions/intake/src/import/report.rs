//! The whole report of an import as a text table, to be mended in a spreadsheet (4.1.1).

use contract::order_import::RowResultView;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use lambda::http::{Failure, Request, Response};
use lambda::text_table::{BOM, CSV, harmless};

use super::progress;
use crate::App;

/// Bytes of a report: a function answers with at most 6 MB, of which base64 leaves three quarters.
const LARGEST: usize = 4 * 1024 * 1024;

const HEADER: [&str; 9] = [
    "行号 row",
    "结果 outcome",
    "订单 order",
    "列 column",
    "表头 header",
    "代码 code",
    "说明 message",
    "要求 expected",
    "实际 found",
];

/// `GET /v1/imports/{id}/report.csv`: a line for each row, or for each of its problems.
pub(crate) async fn report(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&[])?;
    let import = progress::import(app, &request).await?;
    let mut table = csv::Writer::from_writer(BOM.to_vec());
    table.write_record(HEADER).map_err(Failure::broken)?;
    let mut size = 0_usize;
    for chunk in 0..import.chunks_done {
        for result in progress::results(app, &import, chunk).await? {
            for line in lines(&RowResultView::of(&result, request.language)) {
                let line = line.map(harmless);
                size = line
                    .iter()
                    .map(String::len)
                    .fold(size, usize::saturating_add);
                table.write_record(&line).map_err(Failure::broken)?;
            }
        }
        if size > LARGEST {
            return Err(too_large().into());
        }
    }
    let content = table
        .into_inner()
        .map_err(|error| Failure::broken(error.to_string()))?;
    let name = format!("import-{}.csv", import.id);
    Ok(Response::file(CSV, &name, &content))
}

fn lines(result: &RowResultView) -> Vec<[String; 9]> {
    let row = result.row.to_string();
    let order = result.order.map(|id| id.to_string()).unwrap_or_default();
    if result.problems.is_empty() {
        let mut line = [const { String::new() }; 9];
        line[0] = row;
        line[1] = result.outcome.clone();
        line[2] = order;
        return vec![line];
    }
    let problems = result.problems.iter().map(|problem| {
        [
            row.clone(),
            result.outcome.clone(),
            order.clone(),
            problem.column.clone().unwrap_or_default(),
            problem.header.clone().unwrap_or_default(),
            problem.code.clone(),
            problem.message.clone(),
            problem.expected.clone(),
            problem.found.clone(),
        ]
    });
    problems.collect()
}

fn too_large() -> Refusal {
    Refusal::new(
        RefusalClass::Unacceptable,
        "import_report_too_large",
        "报告过大，请用 GET /v1/imports/{id}/rows 分页读取",
        "the report is too large; read it page by page with GET /v1/imports/{id}/rows",
    )
    .because(Evidence::new(
        "report",
        format!("at most {LARGEST} bytes"),
        "more",
    ))
}
