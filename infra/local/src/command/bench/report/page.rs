//! The page: words by people, and between marks what is made from figures.

use super::super::super::Failure;
use super::super::costs::tables as costs;
use super::super::figure::{grouped, spoken, tenths};
use super::super::load::tables as load;
use super::super::price_table::PriceTable;
use super::super::table::Table;
use super::figures::Figures;
use super::targets;

const END: &str = "<!-- end of figures -->";

/// What can stand between marks.
const BLOCKS: [&str; 9] = [
    "machine",
    "targets",
    "costs",
    "growth",
    "calls",
    "functions",
    "money",
    "latency",
    "machine use",
];

fn begin(block: &str) -> String {
    format!("<!-- figures: {block} -->")
}

/// Looks whether every block has its place.
///
/// # Errors
/// Names the mark that is missing.
pub(super) fn check(text: &str) -> Result<(), Failure> {
    BLOCKS
        .iter()
        .try_for_each(|block| replaced(text, block, "").map(drop))
}

/// The page with every block written anew.
pub(super) fn with_figures(
    text: &str,
    figures: &Figures,
    prices: &PriceTable,
) -> Result<String, Failure> {
    let mut page = text.to_owned();
    for block in BLOCKS {
        page = replaced(&page, block, &written(block, figures, prices)?)?;
    }
    Ok(page)
}

fn replaced(text: &str, block: &str, content: &str) -> Result<String, Failure> {
    let begin = begin(block);
    let missing = || format!("the page lacks `{begin}` … `{END}`");
    let (before, rest) = text.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(END).ok_or_else(missing)?;
    Ok(format!("{before}{begin}\n\n{content}\n{END}{after}"))
}

fn written(block: &str, figures: &Figures, prices: &PriceTable) -> Result<String, Failure> {
    let (plain, most) = (figures.plain(), figures.costs.last());
    let table = match block {
        "machine" => return Ok(machine(figures)),
        "targets" => Some(targets::table(figures)),
        "costs" => most.map(|most| costs::summary(most, prices)).transpose()?,
        "growth" => Some(growth(figures)),
        "calls" => plain.map(costs::by_call),
        "functions" => plain.map(costs::by_function),
        "money" => most.map(|most| costs::money(most, prices)).transpose()?,
        "latency" => Some(load::latency(&figures.loads)),
        _ => {
            let (use_, backlog) = (load::machine(&figures.loads), load::backlog(&figures.loads));
            return Ok(format!("{use_}\n{backlog}"));
        }
    };
    Ok(table.map_or_else(|| "not measured\n".to_owned(), |table| table.to_string()))
}

fn machine(figures: &Figures) -> String {
    let machine = &figures.machine;
    format!(
        "Measured on {} in {}, build {}, on {} × {}, {} MB of memory, {}.\n",
        figures.measured_on,
        spoken(std::time::Duration::from_secs(figures.took_s)),
        figures.build,
        machine.processors,
        machine.processor,
        grouped(machine.memory_mb),
        machine.system
    )
}

/// What the same orders use with more and more in the table.
fn growth(figures: &Figures) -> Table {
    let mut table = Table::new([
        "orders there",
        "scenario",
        "write units",
        "read units",
        "published",
        "delivered",
        "write units of the first",
    ]);
    let first = figures.costs.first();
    for costs in &figures.costs {
        for (place, counted) in costs.scenarios.iter().enumerate() {
            let halves = |halves| tenths(halves, counted.orders * 2);
            let writes = counted.units().write_half_units();
            let before = first
                .and_then(|first| first.scenarios.get(place))
                .map_or(0, |first| first.units().write_half_units());
            table.row([
                grouped(costs.existing),
                counted.scenario.clone(),
                halves(writes),
                halves(counted.units().read_half_units),
                tenths(counted.published(), counted.orders),
                tenths(counted.delivered(), counted.orders),
                format!("{} %", tenths(writes * 100, before)),
            ]);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page of this repository.
    const PAGE: &str = include_str!("../../../../../../docs/benchmarks.md");

    #[test]
    fn the_page_has_a_place_for_every_figure() {
        check(PAGE).unwrap();
        let error = check(&PAGE.replace(&begin("growth"), "")).unwrap_err();
        assert!(error.to_string().contains("figures: growth"), "{error}");
    }

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let text = "words\n<!-- figures: growth -->\nold\n<!-- end of figures -->\nmore\n";
        let expected = "words\n<!-- figures: growth -->\n\nnew\n<!-- end of figures -->\nmore\n";
        assert_eq!(replaced(text, "growth", "new").unwrap(), expected);
        assert_eq!(replaced(expected, "growth", "new").unwrap(), expected);
    }

    #[test]
    fn a_page_without_figures_says_so() {
        let prices = PriceTable::of("us-east-1").unwrap();
        let page = with_figures(PAGE, &Figures::of_this_machine(), &prices).unwrap();
        assert!(page.contains("not measured"));
    }
}
