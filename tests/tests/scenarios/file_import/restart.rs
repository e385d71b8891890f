//! Imports in a company of their own, whose server is killed or works for long.

use std::time::Instant;

use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::order_file::{CSV, assert_exact, every_third_wrong, finished, orders_of_files};
use yudan_tests::waiting::until;

use crate::program;

#[test]
fn an_import_that_is_cut_off_goes_on_by_itself_and_makes_nothing_twice() {
    let mut company = Company::open(program());
    let sales = company.person(Role::Sales);
    let file = every_third_wrong("CUT", 900);
    let begun = sales.import_file("mail", CSV, file.as_bytes()).unwrap();
    until("the import to be half-way", || {
        let done = sales.import(&begun.id).unwrap().rows_done;
        (done > 0 && done < 900).then_some(())
    });
    company.server.kill();
    company.server.start_again();
    let sales = company.person(Role::Sales);
    let import = finished(&sales, &begun.id);
    let orders = assert_exact(&sales, &import, 900);
    assert_eq!(orders_of_files(&sales), orders);
}

#[test]
#[ignore = "takes minutes"]
fn a_file_of_ten_thousand_rows_is_worked_off_exactly() {
    let company = Company::open(program());
    let sales = company.person(Role::Sales);
    let file = every_third_wrong("LONG", 9_999);
    let started = Instant::now();
    let begun = sales.import_file("phone", CSV, file.as_bytes()).unwrap();
    println!("begun after {:?}", started.elapsed());
    let import = finished(&sales, &begun.id);
    println!("finished after {:?}", started.elapsed());
    assert_exact(&sales, &import, 9_999);
}
