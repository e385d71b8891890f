//! Each function may do what it does, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::document::{Resource, TEMPLATE, each, target, texts, workspace};

/// Roles that are no function's.
const OTHER_ROLES: [&str; 1] = ["ScheduleRole"];

/// Allowed actions and the resources they are allowed on, as written in the template.
type Grants = BTreeMap<String, BTreeSet<String>>;

fn role_of(function: Resource<'_>) -> Resource<'static> {
    let role = target(function.property("Role"))
        .unwrap_or_else(|| panic!("{}: expected a role", function.id));
    TEMPLATE.resource("AWS::IAM::Role", role)
}

fn statements(role: Resource<'static>) -> Vec<&'static Value> {
    let policies = each(role.property("Policies"));
    policies
        .into_iter()
        .flat_map(|policy| each(&policy["PolicyDocument"]["Statement"]))
        .collect()
}

/// `DataKey`, `OrdersTable.StreamArn` and the like: what a resource of a statement is.
fn written(resource: &Value) -> String {
    let text = match (&resource["Fn::GetAtt"], &resource["Fn::Sub"]) {
        (Value::Array(parts), _) => parts
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join("."),
        (_, Value::String(text)) => text.replace("${", "").replace('}', ""),
        _ => target(resource)
            .unwrap_or_else(|| panic!("expected a resource of the template, found {resource}"))
            .to_owned(),
    };
    text.replacen(".Arn", "", 1)
}

fn grants(role: Resource<'static>) -> Grants {
    let mut grants = Grants::new();
    for statement in statements(role) {
        assert_eq!(statement["Effect"], "Allow", "{}", role.id);
        for action in texts(&statement["Action"]) {
            let resources = each(&statement["Resource"]).into_iter().map(written);
            grants
                .entry(action.to_owned())
                .or_default()
                .extend(resources);
        }
    }
    grants
}

fn grant(grants: &mut Grants, actions: &[&str], resources: &[&str]) {
    for action in actions {
        let granted = grants.entry((*action).to_owned()).or_default();
        granted.extend(resources.iter().map(|resource| (*resource).to_owned()));
    }
}

/// Methods of the store, and the action that each asks of the table itself.
const READS: [(&str, &str); 19] = [
    (".load::<", "dynamodb:GetItem"),
    ("store.load(", "dynamodb:GetItem"),
    (".credit_balance(", "dynamodb:GetItem"),
    (".registration(", "dynamodb:GetItem"),
    (".contact(", "dynamodb:GetItem"),
    (".load_many", "dynamodb:BatchGetItem"),
    (".contacts(", "dynamodb:BatchGetItem"),
    (".by_customer", "dynamodb:BatchGetItem"),
    (".work_states", "dynamodb:BatchGetItem"),
    ("store.commit(", "dynamodb:GetItem"),
    (".commits(", "dynamodb:Query"),
    (".stock_levels(", "dynamodb:Query"),
    (".stock_levels(", "dynamodb:BatchGetItem"),
    (".levels_of_sku(", "dynamodb:Query"),
    (".levels_of_sku(", "dynamodb:BatchGetItem"),
    (".levels_at(", "dynamodb:BatchGetItem"),
    (".levels_of(", "dynamodb:BatchGetItem"),
    (".levels_in(", "dynamodb:BatchGetItem"),
    (".backorders(", "dynamodb:Query"),
];

/// All text of a function's crate, and of the modules of `shared/lambda` that it names.
pub(crate) fn source(binary: &str) -> String {
    fn collect(folder: &std::path::Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, text);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                text.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut text = String::new();
    collect(
        &workspace().join("functions").join(binary).join("src"),
        &mut text,
    );
    // Calls are found however they are broken over lines.
    let mut text: String = text.split_whitespace().collect();
    for entry in std::fs::read_dir(workspace().join("shared/lambda/src")).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap();
        if path.is_file() && text.contains(&format!("{module}::")) {
            let shared = std::fs::read_to_string(&path).unwrap();
            text.extend(shared.split_whitespace());
        }
    }
    text
}

/// What a function needs, from its triggers, its environment and the calls in its source.
fn needed(function: Resource<'static>) -> Grants {
    let source = source(function.binary());
    let name = function.id.strip_suffix("Function").unwrap();
    let mut needed = Grants::new();
    grant(
        &mut needed,
        &["logs:CreateLogStream", "logs:PutLogEvents"],
        &[&format!("{name}Logs")],
    );
    grant(
        &mut needed,
        &[
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:DescribeKey",
        ],
        &["DataKey"],
    );
    for (_, action) in READS.iter().filter(|(call, _)| source.contains(call)) {
        grant(&mut needed, &[action], &["OrdersTable"]);
    }
    if source.contains(".by_customer") {
        grant(
            &mut needed,
            &["dynamodb:Query"],
            &["OrdersTable/index/by_customer"],
        );
    }
    if [".work(", ".work_states", ".work_through"]
        .iter()
        .any(|call| source.contains(call))
    {
        grant(
            &mut needed,
            &["dynamodb:Query"],
            &["OrdersTable/index/work"],
        );
    }
    // Which parts a transaction has is decided by the domain: each may be among them.
    if source.contains(".transact(") || source.contains("transact::") {
        grant(
            &mut needed,
            &[
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
                "dynamodb:DeleteItem",
            ],
            &["OrdersTable"],
        );
    }
    grant_triggers(&mut needed, function);
    for value in TEMPLATE.environment(function).values() {
        if let Some(topic) = target(value).filter(|id| id.ends_with("Topic")) {
            grant(&mut needed, &["sns:Publish"], &[topic]);
        }
    }
    needed
}

fn grant_triggers(needed: &mut Grants, function: Resource<'static>) {
    for (_, source) in function.events("SQS") {
        let actions = [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
        ];
        grant(needed, &actions, &[target(&source["Queue"]).unwrap()]);
    }
    for (_, source) in function.events("DynamoDB") {
        let read = [
            "GetRecords",
            "GetShardIterator",
            "DescribeStream",
            "ListStreams",
        ];
        let read = read.map(|action| format!("dynamodb:{action}"));
        grant(
            needed,
            &read.each_ref().map(String::as_str),
            &["OrdersTable/stream/*"],
        );
        let given_up = target(&source["DestinationConfig"]["OnFailure"]["Destination"]).unwrap();
        grant(needed, &["sqs:SendMessage"], &[given_up]);
    }
    if function.events("ScheduleV2").next().is_some() {
        grant(needed, &["sqs:SendMessage"], &["ScheduleDlq"]);
    }
}

#[test]
fn a_role_grants_exactly_what_its_function_does() {
    for function in TEMPLATE.functions() {
        assert_eq!(
            grants(role_of(function)),
            needed(function),
            "left: the role of {}, right: its needs",
            function.id
        );
    }
}

#[test]
fn every_function_has_a_role_of_its_own_that_only_lambda_takes() {
    let mut roles: BTreeSet<&str> = OTHER_ROLES.into();
    for function in TEMPLATE.functions() {
        let role = role_of(function);
        assert!(roles.insert(role.id), "{} is the role of two", role.id);
        let trust = each(&role.property("AssumeRolePolicyDocument")["Statement"]);
        let lambda = json!({
            "Effect": "Allow",
            "Principal": { "Service": "lambda.amazonaws.com" },
            "Action": "sts:AssumeRole",
        });
        assert_eq!(trust, [&lambda], "{}", role.id);
        assert!(role.property("ManagedPolicyArns").is_null(), "{}", role.id);
    }
    assert_eq!(
        TEMPLATE
            .resources("AWS::IAM::Role")
            .map(|role| role.id)
            .collect::<BTreeSet<_>>(),
        roles
    );
}

#[test]
fn no_role_grants_everything_of_a_kind_or_on_everything() {
    for role in TEMPLATE.resources("AWS::IAM::Role") {
        for (action, resources) in grants(role) {
            assert!(!action.contains('*'), "{}: {action}", role.id);
            // The one star stands for the streams a table has had; listing them is authorised on all.
            let starred = resources
                .iter()
                .filter(|resource| *resource != "OrdersTable/stream/*");
            assert!(
                starred.clone().all(|resource| !resource.contains('*')),
                "{}: {resources:?}",
                role.id
            );
        }
    }
}

#[test]
fn a_star_as_resource_only_denies_or_is_the_key_itself() {
    for kind in ["AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"] {
        for policy in TEMPLATE.resources(kind) {
            for statement in each(&policy.property("PolicyDocument")["Statement"]) {
                assert!(
                    statement["Resource"] != "*" || statement["Effect"] == "Deny",
                    "{}",
                    policy.id
                );
            }
        }
    }
}
