//! Years of the working calendar: read, and entered when the State Council has announced them (4.3.2).

use contract::calendar::{CalendarYearRequest, CalendarYearView};
use domain::calendar::WorkingCalendar;
use domain::published_calendar::{self, CALENDAR_ID, PublishedCalendar};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Plan, Written};

use crate::App;

/// `GET /v1/calendar/{year}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let year = year(&request)?;
    let entered = app.store.load::<PublishedCalendar>(CALENDAR_ID).await?;
    let entered = entered.as_ref().and_then(|loaded| loaded.state.year(year));
    if let Some(entered) = entered {
        return Response::ok(&CalendarYearView::of(year, &entered.special_days, false));
    }
    let built_in = WorkingCalendar::built_in().special_days_of(year);
    let days = built_in.ok_or_else(|| unknown(request.path("year")))?;
    Response::ok(&CalendarYearView::of(year, &days, true))
}

/// `PUT /v1/calendar/{year}`
pub(crate) async fn publish(app: &App, request: Request) -> Result<Response, Failure> {
    let year = year(&request)?;
    let entered = request.json::<CalendarYearRequest>()?.into_year(year);
    let by = request.caller.subject.clone();
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = app.store.load::<PublishedCalendar>(CALENDAR_ID).await?;
            let none = PublishedCalendar::default();
            let calendar = loaded.as_ref().map_or(&none, |loaded| &loaded.state);
            let decision =
                published_calendar::publish(calendar, entered.clone(), &by, request.received_at)?;
            Ok::<_, Failure>(Plan::new(()).begin_or_carry_out(loaded.as_ref(), decision)?)
        })
        .await?;
    match written {
        Written::Done { .. } => {
            let mut days = entered.special_days;
            days.sort_by_key(|day| day.date);
            Response::ok(&CalendarYearView::of(year, &days, false))
        }
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "entering a year met a bound: {unmet:?}"
        ))),
    }
}

fn year(request: &Request) -> Result<i16, Refusal> {
    let text = request.path("year");
    text.parse().map_err(|_| unknown(text))
}

fn unknown(year: &str) -> Refusal {
    Refusal::not_found("year of the working calendar", "该年度的工作日历", year)
}
