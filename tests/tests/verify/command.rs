//! `yudan verify` as a person types it.

use std::process::{Command, Output};

use serde_json::Value;
use tokio::net::TcpListener;
use yudan_tests::company::Company;

use crate::{closed_company, program};

fn verify(arguments: &[&str]) -> Output {
    let arguments: Vec<&str> = ["verify"].iter().chain(arguments).copied().collect();
    program().run(&arguments)
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn a_data_directory_that_is_right_is_called_clean() {
    closed_company().alone(|directory| {
        let directory = directory.to_str().unwrap();
        let (code, out, err) = said(&verify(&["--data", directory]));
        assert_eq!(code, Some(0), "{out}{err}");
        assert!(out.contains(" 0 records to be read"), "{out}");
        assert!(out.contains("no message and no dead letter"), "{out}");
        assert!(out.ends_with("verified: clean\n"), "{out}");

        let (code, out, _) = said(&verify(&["--data", directory, "--json"]));
        assert_eq!(code, Some(0));
        let verdict: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(verdict["audit"]["total"], 0);
        assert_eq!(verdict["delivery"]["streams"][0]["unread"], 0);
        assert!(verdict["refolded"].as_u64() > Some(20), "{out}");
    });
}

#[test]
fn a_directory_in_use_or_without_data_is_not_read() {
    let company = Company::open(program());
    let used = company.server.directory().to_str().unwrap();
    let (code, out, err) = said(&verify(&["--data", used]));
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("is in use by another `yudan`"), "{err}");

    let nowhere = format!("{used}/nowhere");
    let (code, out, err) = said(&verify(&["--data", &nowhere]));
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("holds no data of `yudan`"), "{err}");
    assert!(!std::path::Path::new(&nowhere).exists(), "nothing is made");

    let (code, _, err) = said(&verify(&["--endpoint", "http://127.0.0.1:1"]));
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("--table"), "{err}");
}

/// `yudan verify` of the company's table, served as the real service serves one.
fn verify_endpoint(url: &str, table: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yudan-under-test"));
    command.args(["verify", "--endpoint", url, "--table", table, "--json"]);
    command.env("AWS_REGION", "cn-northwest-1");
    command.env("AWS_ACCESS_KEY_ID", "test");
    command.env("AWS_SECRET_ACCESS_KEY", "test");
    command.stdin(std::process::Stdio::piped());
    command.output().unwrap()
}

#[test]
fn a_table_of_an_endpoint_is_read_like_a_data_directory() {
    closed_company().alone(|directory| {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let file = directory.join("tables.sqlite");
        let database = dynoxide::Database::new(file.to_str().unwrap()).unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let table = database.list_tables(serde_json::from_str("{}").unwrap());
        let table = table.unwrap().table_names.remove(0);
        runtime.spawn(dynoxide::server::serve_on(listener, database));

        let (code, out, err) = said(&verify_endpoint(&url, &table));
        assert_eq!(code, Some(0), "{out}{err}");
        let verdict: Value = serde_json::from_str(&out).unwrap();
        assert!(verdict["audit"]["seen"]["order"].as_u64() > Some(10));
        assert_eq!(verdict["delivery"], Value::Null);

        let (code, out, err) = said(&verify_endpoint(&url, "no-such-table"));
        assert_eq!((code, out.as_str()), (Some(2), ""));
        assert!(err.contains("the table cannot be read"), "{err}");
        assert!(err.contains("ResourceNotFound"), "{err}");
    });
}
