//! Master data as lists: a page as JSON, or as a text table that an import reads back (4.2.2–4.2.4, 5.2.1).

use crate::http::{Failure, Request, Response};
use crate::text_table::{self, CSV};
use contract::table::Table;
use domain::refusal::{Refusal, quote};
use serde::Serialize;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// Which page is asked for with `?cursor=&limit=&format=json|csv`, and how.
pub struct Listing<'a> {
    /// Where it begins; at the beginning of the list without one.
    pub cursor: Option<&'a str>,
    /// The most entries on it.
    pub limit: u32,
    as_table: bool,
}

impl<'a> Listing<'a> {
    /// What a request asks for.
    ///
    /// # Errors
    /// 422 `invalid_value` for another format or limit, and what other parameters are refused with.
    pub fn asked(request: &'a Request) -> Result<Self, Refusal> {
        request.only_query(&["cursor", "limit", "format"])?;
        let as_table = match request.query("format").unwrap_or("json") {
            "json" => false,
            "csv" => true,
            other => return Err(Refusal::invalid("query.format", "json, csv", quote(other))),
        };
        Ok(Self {
            cursor: request.query("cursor"),
            limit: request.limit(USUAL, MOST)?,
            as_table,
        })
    }

    /// The page, in JSON the one that `page` makes of its entries and where the next one begins. As a
    /// table, the header `x-next-cursor` tells that.
    ///
    /// # Errors
    /// [`Failure`] (500) when it cannot be written.
    pub fn answer<R, V, P: Serialize>(
        &self,
        table: &Table<R, V>,
        shown: Vec<V>,
        next: Option<String>,
        page: impl FnOnce(Vec<V>, Option<String>) -> P,
    ) -> Result<Response, Failure> {
        if !self.as_table {
            return Response::ok(&page(shown, next));
        }
        let rows = shown.iter().map(|entry| table.row(entry));
        let content = text_table::written(std::iter::once(table.header()).chain(rows))?;
        let answer = Response::file(CSV, table.file, &content);
        Ok(match next {
            Some(next) => answer.header("x-next-cursor", next),
            None => answer,
        })
    }
}
