//! Functions of the template and function crates of the workspace.

use std::collections::BTreeSet;

use crate::document::{TEMPLATE, target, workspace};

/// API Gateway gives up after this many seconds.
const API_PATIENCE_S: u64 = 30;

#[test]
fn every_function_crate_is_a_function_and_every_function_a_crate() {
    let crates: BTreeSet<String> = std::fs::read_dir(workspace().join("functions"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let deployed: Vec<&str> = TEMPLATE
        .functions()
        .map(|function| function.binary())
        .collect();
    assert_eq!(
        deployed
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>(),
        crates
    );
    assert_eq!(deployed.len(), crates.len(), "a crate is deployed once");
}

#[test]
fn a_function_is_named_after_its_crate_and_built_the_same_way() {
    for function in TEMPLATE.functions() {
        let (first, rest) = function.binary().split_at(1);
        assert_eq!(
            function.id,
            format!("{}{rest}Function", first.to_uppercase())
        );
        assert_eq!(
            function.body["Metadata"]["BuildMethod"], "rust-cargolambda",
            "{}",
            function.id
        );
        for (name, value) in [
            ("Runtime", "provided.al2023"),
            ("Handler", "bootstrap"),
            ("CodeUri", ".."),
        ] {
            assert_eq!(
                TEMPLATE.function_property(function, name),
                value,
                "{}.{name}",
                function.id
            );
        }
        assert_eq!(
            TEMPLATE.function_property(function, "Architectures")[0],
            "arm64",
            "{}",
            function.id
        );
    }
}

#[test]
fn a_function_that_only_answers_people_ends_before_the_api_gives_up() {
    for function in TEMPLATE.functions() {
        let runs_jobs = function.events("ScheduleV2").next().is_some();
        let timeout = TEMPLATE
            .function_property(function, "Timeout")
            .as_u64()
            .unwrap();
        assert!(
            runs_jobs || timeout < API_PATIENCE_S,
            "{}: time-out {timeout} s",
            function.id
        );
    }
}

#[test]
fn every_function_logs_to_a_group_of_its_own() {
    let mut groups = BTreeSet::new();
    for function in TEMPLATE.functions() {
        // Metrics and the runbook's queries read JSON.
        let format = &TEMPLATE.parts()[1]["Function"]["LoggingConfig"]["LogFormat"];
        assert_eq!(*format, "JSON", "{}", function.id);
        let logging = function.property("LoggingConfig").as_object().unwrap();
        assert_eq!(
            logging.keys().collect::<Vec<_>>(),
            ["LogGroup"],
            "{}",
            function.id
        );
        let group = target(&logging["LogGroup"]).unwrap_or_default();
        let group = TEMPLATE.resource("AWS::Logs::LogGroup", group);
        assert!(
            groups.insert(group.id),
            "{} is the group of two functions",
            group.id
        );
    }
    for group in TEMPLATE.resources("AWS::Logs::LogGroup") {
        assert!(
            !group.property("RetentionInDays").is_null(),
            "{} keeps logs for ever",
            group.id
        );
        assert_eq!(
            target(group.property("KmsKeyId")),
            Some("DataKey"),
            "{}",
            group.id
        );
    }
}

#[test]
fn secrets_are_references_and_the_environment_takes_the_key() {
    for function in TEMPLATE.functions() {
        assert_eq!(
            target(TEMPLATE.function_property(function, "KmsKeyArn")),
            Some("DataKey"),
            "{}",
            function.id
        );
        for (name, value) in TEMPLATE.environment(function) {
            let reference = value["Fn::Sub"].as_str().unwrap_or_default();
            let resolved = reference
                .starts_with("{{resolve:secretsmanager:${CallbackSecretsName}:SecretString:");
            assert_eq!(
                name.ends_with("_SECRET"),
                resolved,
                "{}: {name} is {value}",
                function.id
            );
        }
    }
}
