//! A platform's export from the file to settled orders (4.1.1).

use contract::order_summary::OrderSummary;
use contract::review::{OrderDecisionBody, Verdict};
use domain::order::StageName;
use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::order_file::every_third_wrong;
use yudan_tests::waiting::until;

/// Made up for this test, in the columns of a Tmall order report.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/tmall_orders.csv");

/// What the file says, read without the program's own reader.
#[derive(Debug, Default, PartialEq)]
struct Totals {
    orders: usize,
    paid_orders: usize,
    accepted_fen: i64,
    paid_fen: i64,
    refunded_fen: i64,
}

impl Totals {
    /// Of all rows that are out of region.
    fn of_file() -> Self {
        let fen = |yuan: &str| {
            let (whole, part) = yuan.split_once('.').unwrap();
            whole.parse::<i64>().unwrap() * 100 + format!("{part:0<2}").parse::<i64>().unwrap()
        };
        let mut totals = Self::default();
        for row in std::fs::read_to_string(FILE).unwrap().lines().skip(1) {
            let fields: Vec<&str> = row.split(',').collect();
            let (total, kept, refund) = (fen(fields[1]), fen(fields[2]), fen(fields[6]));
            if fields[3].starts_with("重庆") {
                continue;
            }
            totals.orders += 1;
            totals.paid_orders += usize::from(!fields[5].is_empty());
            totals.accepted_fen += total;
            totals.paid_fen += kept + refund;
            totals.refunded_fen += refund;
        }
        totals
    }

    /// Of all orders that the company has.
    fn of(company: &Company) -> Self {
        let mut totals = Self::default();
        for stage in StageName::ALL {
            for order in in_stage(company, stage) {
                totals.orders += 1;
                totals.paid_orders += usize::from(order.paid_fen > 0);
                totals.accepted_fen += order.total_fen;
                totals.paid_fen += order.paid_fen;
                totals.refunded_fen += company.order(order.id).refunded_fen;
            }
        }
        totals
    }
}

fn in_stage(company: &Company, stage: StageName) -> Vec<OrderSummary> {
    let page = company
        .person(Role::Auditor)
        .orders_in_stage(stage.name(), None)
        .unwrap();
    assert!(page.next_cursor.is_none(), "fewer than a hundred orders");
    page.items
}

fn import(company: &Company) -> String {
    let server = &company.server;
    let data = server.directory().to_str().unwrap();
    let command = [
        "import",
        FILE,
        "--format",
        "tmall",
        "--url",
        server.url(),
        "--data",
        data,
    ];
    let output = server.program().run(&command);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The number behind the first mention of `name` at the beginning of a line.
fn told<'a>(summary: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = summary.lines().map(str::trim);
    lines.find_map(|line| line.strip_prefix(name)?.split_whitespace().next())
}

#[test]
fn an_export_is_imported_once_approved_in_bulk_and_carried_through() {
    let company = Company::demonstration(crate::program());
    let expected = Totals::of_file();
    let summary = import(&company);
    for (name, number) in [
        ("read", 60),
        ("accepted", expected.orders),
        ("refused", 3),
        ("paid", expected.paid_orders),
    ] {
        assert_eq!(
            told(&summary, name),
            Some(number.to_string().as_str()),
            "{name} in {summary}"
        );
    }
    assert_eq!(Totals::of(&company), expected);

    let again = import(&company);
    assert!(again.contains("created nothing"), "{again}");
    assert_eq!(Totals::of(&company), expected);

    approve_all(&company);
    let left = ship_all_that_is_paid(&company);
    assert_eq!(
        Totals::of(&company),
        expected,
        "nothing on the way changes a total"
    );
    let unpaid = in_stage(&company, StageName::AwaitingPayment).len();
    let cancelled = in_stage(&company, StageName::Cancelled);
    assert_eq!(unpaid, expected.orders - expected.paid_orders);
    assert!(
        cancelled
            .iter()
            .all(|order| company.order(order.id).refunded_fen == order.total_fen)
    );
    assert_eq!(left + unpaid + cancelled.len(), expected.orders);
}

/// From the work list, as many at once as there are.
fn approve_all(company: &Company) {
    until("the automatic review of all", || {
        in_stage(company, StageName::Received)
            .is_empty()
            .then_some(())
    });
    let reviewer = company.person(Role::Reviewer);
    let waiting = reviewer.work("review", None).unwrap().items;
    let decision = |order: OrderSummary| OrderDecisionBody {
        order_id: order.id,
        version: Some(order.version),
        decision: Verdict::Approve,
        reason: None,
    };
    let decisions = waiting
        .into_iter()
        .map(|item| decision(item.order.unwrap()))
        .collect();
    let outcome = reviewer.review_orders(decisions).unwrap();
    assert_eq!(outcome.refused, 0, "{outcome:?}");
    assert_eq!(in_stage(company, StageName::AwaitingReview), []);
}

/// Gives the number of orders that are completed then.
fn ship_all_that_is_paid(company: &Company) -> usize {
    until("the goods of all", || {
        in_stage(company, StageName::Preparing)
            .is_empty()
            .then_some(())
    });
    let ready = in_stage(company, StageName::Ready);
    for order in &ready {
        company.deliver(order.id);
    }
    until("all to be completed", || {
        (in_stage(company, StageName::Completed).len() == ready.len()).then_some(ready.len())
    })
}

#[test]
fn the_command_line_sends_a_file_and_tells_what_was_refused() {
    let company = crate::company();
    let server = &company.server;
    let file = server.directory().join("by-command.csv");
    std::fs::write(&file, every_third_wrong("COMMAND", 9)).unwrap();
    let (file, data) = (file.to_str().unwrap(), server.directory().to_str().unwrap());
    let command = [
        "import",
        file,
        "--channel",
        "fax",
        "--url",
        server.url(),
        "--data",
        data,
    ];
    let output = server.program().run(&command);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("row 4, quantity: invalid_value;"), "{said}");
    assert_eq!(said.lines().filter(|line| line.contains("row ")).count(), 3);
}
