//! Crates: who may depend on whom.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::refuse;
use crate::sources::{rust_sources, shipped, workspace};

/// Crates that bring the network, an executor or AWS.
const IMPURE: [&str; 9] = [
    "aws", "tokio", "futures", "async", "lambda", "axum", "hyper", "ureq", "tracing",
];

/// A crate of the workspace: its folder and its dependencies with their kinds.
struct Member {
    name: String,
    folder: String,
    dependencies: Vec<(String, String)>,
}

/// Crates lower than others may not depend on them, nor on those beside them.
fn rank(folder: &str) -> usize {
    match folder.split('/').collect::<Vec<_>>().as_slice() {
        ["shared", "domain"] => 0,
        ["shared", "contract"] => 1,
        ["shared", "store"] => 2,
        ["shared", "lambda"] => 3,
        ["functions", _] => 4,
        // Below all others: it depends on none of them.
        ["infra", "audit"] => 0,
        ["infra", "local"] => 5,
        ["tests"] => 6,
        _ => panic!("{folder}: give the new crate its place in the dependency rule"),
    }
}

fn members() -> Vec<Member> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(workspace())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let manifest = text(&package["manifest_path"]);
            let folder = Path::new(&manifest)
                .parent()
                .unwrap()
                .strip_prefix(workspace())
                .unwrap();
            let dependencies = package["dependencies"].as_array().unwrap().iter();
            Member {
                name: text(&package["name"]),
                folder: folder.to_str().unwrap().to_owned(),
                dependencies: dependencies
                    .map(|one| (text(&one["name"]), text(&one["kind"])))
                    .collect(),
            }
        })
        .collect()
}

#[test]
fn crates_depend_on_lower_ones_only() {
    let members = members();
    let ranks: BTreeMap<&str, usize> = members
        .iter()
        .map(|member| (member.name.as_str(), rank(&member.folder)))
        .collect();
    let mut broken = Vec::new();
    for member in &members {
        for (dependency, _) in &member.dependencies {
            let lower = ranks
                .get(dependency.as_str())
                .is_none_or(|rank| *rank < ranks[member.name.as_str()]);
            if !lower {
                broken.push(format!("{} depends on {dependency}", member.name));
            }
        }
    }
    refuse(
        "domain < contract < store < lambda < functions < infra/local < tests, and no function on another:",
        &broken,
    );
}

#[test]
fn the_auditor_knows_nothing_of_what_it_checks() {
    let members = members();
    let ours = |name: &str| members.iter().any(|member| member.name == name);
    let mut broken = Vec::new();
    for member in &members {
        for (dependency, _) in &member.dependencies {
            let may_use_it = ["infra/local", "tests"].contains(&member.folder.as_str());
            if (member.name == "audit" && ours(dependency))
                || (dependency == "audit" && !may_use_it)
            {
                broken.push(format!("{} depends on {dependency}", member.name));
            }
        }
    }
    refuse(
        "The auditor shares no code with what it checks; only infra/local and tests use it:",
        &broken,
    );
}

#[test]
fn the_domain_is_pure() {
    let members = members();
    let domain = members
        .iter()
        .find(|member| member.name == "domain")
        .unwrap();
    let mut broken: Vec<String> = domain
        .dependencies
        .iter()
        .filter(|(name, kind)| kind != "dev" && IMPURE.iter().any(|word| name.starts_with(word)))
        .map(|(name, _)| format!("domain depends on {name}"))
        .collect();
    for source in rust_sources()
        .iter()
        .filter(|source| source.path.starts_with("shared/domain/src/"))
    {
        let asynchronous = shipped(source)
            .lines()
            .any(|line| line.contains("async ") || line.contains(".await"));
        let clock =
            shipped(source).contains("Timestamp::now") || shipped(source).contains("SystemTime");
        if asynchronous
            || clock
            || source.text.contains("std::fs")
            || source.text.contains("std::env")
        {
            broken.push(source.path.clone());
        }
    }
    refuse(
        "The domain has no I/O, clock or executor; facts come in as arguments:",
        &broken,
    );
}

#[test]
fn only_the_store_speaks_to_the_table_and_only_the_local_host_holds_an_engine() {
    let mut broken = Vec::new();
    for member in members() {
        for (dependency, kind) in &member.dependencies {
            let allowed = match dependency.as_str() {
                // The auditor's ledger is a database of its own, not the engine's.
                "rusqlite" if member.folder == "infra/audit" => true,
                "dynoxide-rs" | "rusqlite" => {
                    kind == "dev" || member.folder == "infra/local" || member.folder == "tests"
                }
                // `yudan verify` reads tables anywhere, whole; see below.
                "aws-sdk-dynamodb" => {
                    kind == "dev" || ["store", "lambda", "yudan"].contains(&member.name.as_str())
                }
                _ => true,
            };
            if !allowed {
                broken.push(format!("{} depends on {dependency}", member.name));
            }
        }
    }
    // The edge builds the client and hands it to the store; it calls nothing on it. The auditor's
    // command scans with one, and writes nothing.
    let may = [
        "shared/lambda/src/aws.rs",
        "infra/local/src/verify/endpoint.rs",
    ];
    for source in rust_sources().iter().filter(|source| {
        source.path.starts_with("shared/lambda/src/") || source.path.starts_with("infra/local/src/")
    }) {
        if source.text.contains("aws_sdk_dynamodb") && !may.contains(&source.path.as_str()) {
            broken.push(source.path.clone());
        }
    }
    refuse(
        "Only shared/store calls DynamoDB; only infra/local and tests know the embedded engine:",
        &broken,
    );
}

#[test]
fn every_crate_is_described_and_keeps_the_lints() {
    let broken: Vec<String> = members()
        .iter()
        .filter(|member| {
            let manifest =
                std::fs::read_to_string(workspace().join(&member.folder).join("Cargo.toml"))
                    .unwrap();
            !manifest.contains("[lints]\nworkspace = true")
                || manifest.contains("description = \"\"")
        })
        .map(|member| format!("{}/Cargo.toml", member.folder))
        .collect();
    refuse(
        "Every crate says in a line what it is, and takes the lints of the workspace:",
        &broken,
    );
}
