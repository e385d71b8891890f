//! The power fails again and again while a file with mistakes is worked off: in the end every good
//! row is one order, and every bad one is told.

use contract::order_import::ImportView;
use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::order_file::{CSV, assert_exact, every_third_wrong, orders_of_files};
use yudan_tests::waiting::until;

use crate::chance::Chance;
use crate::crashes::{cut_power, is_moment};
use crate::insistence::Site;
use crate::{nothing_is_wrong, number, program};

#[test]
fn an_import_ends_with_an_exact_report_whenever_the_power_fails() {
    let (rows, seed) = (
        number("YUDAN_CRASH_ROWS", 300),
        number("YUDAN_CRASH_SEED", 1),
    );
    println!("YUDAN_CRASH_SEED={seed} YUDAN_CRASH_ROWS={rows}");
    let file = every_third_wrong("CRASH", usize::try_from(rows).unwrap());
    let site = Site::new(Company::open(program()));
    let (import, cuts) = std::thread::scope(|scope| {
        let clerk = scope.spawn(|| work_off(&site, &file));
        let failing = scope.spawn(|| {
            let (mut chance, mut cuts) = (Chance::new(seed), 0);
            // Ever rarer, so that a step of the import is done in the end on any machine.
            while is_moment(&site, 1 + chance.below(40 * (cuts + 1))) {
                cut_power(&site);
                cuts += 1;
            }
            cuts
        });
        let import = clerk.join();
        site.done();
        (import.unwrap(), failing.join().unwrap())
    });
    println!("the power failed {cuts} times");
    assert!(cuts > 0);
    let company = site.close();
    let sales = company.person(Role::Sales);
    let orders = assert_exact(&sales, &import, u32::try_from(rows).unwrap());
    assert_eq!(orders_of_files(&sales), orders);
    nothing_is_wrong(company, orders.len() as u64);
}

/// Sends the file and looks at the import until it is finished; it must go on between two looks
/// that are far apart.
fn work_off(site: &Site, file: &str) -> ImportView {
    let mut import = site.insist("the file to be taken", |company| {
        let sales = company.person(Role::Sales);
        sales.import_file("phone", CSV, file.as_bytes())
    });
    while !import.finished {
        import = until("the import to go on", || {
            let seen = site.ask(|company| company.person(Role::Sales).import(&import.id))?;
            let seen = seen.unwrap();
            (seen.finished || seen.rows_done > import.rows_done).then_some(seen)
        });
    }
    import
}
