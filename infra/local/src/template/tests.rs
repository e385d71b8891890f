//! What a template becomes, and what is refused.

use serde_json::json;

use super::locality::{ACCOUNT, development_parameters};
use super::*;

const GOOD: &str = r#"
Transform: AWS::Serverless-2016-10-31
Parameters:
  JwtIssuer: { Type: String }
  Loud: { Type: String, Default: "false", AllowedValues: ["true", "false"] }
Conditions:
  Quiet: !Not [!Condition IsLoud]
  IsLoud: !Equals [!Ref Loud, "true"]
Globals:
  Function:
    Timeout: 20
    Environment: { Variables: { TABLE_NAME: !Ref Orders } }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }, { AttributeName: at, AttributeType: N }]
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
      StreamSpecification: { StreamViewType: NEW_IMAGE }
      TimeToLiveSpecification: { AttributeName: at, Enabled: true }
  Events: { Type: AWS::SNS::Topic }
  Work:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Join ["-", [!Ref AWS::StackName, work]]
      VisibilityTimeout: 120
      RedrivePolicy: { deadLetterTargetArn: !GetAtt WorkDlq.Arn, maxReceiveCount: 5 }
  WorkDlq: { Type: AWS::SQS::Queue }
  Never: { Type: AWS::SQS::Queue, Condition: IsLoud }
  WorkSubscription:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !Ref Events
      Protocol: sqs
      Endpoint: !GetAtt Work.Arn
      RawMessageDelivery: true
      FilterPolicy: { kinds: [order_received] }
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Oidc
        Authorizers: { Oidc: { JwtConfiguration: { issuer: !Ref JwtIssuer, audience: [yudan] } } }
  ReviewFunction:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: rust-cargolambda, BuildProperties: { Binary: review } }
    Properties:
      Role: !GetAtt Role.Arn
      MemorySize: 256
      Environment:
        Variables:
          TOPIC: { Ref: Events }
          QUEUE: !Ref Work
          SECRET: !Sub "{{resolve:secretsmanager:${AWS::StackName}/x:SecretString:notify}}"
          VOLUME: !If [Quiet, low, high]
          GONE: !If [Quiet, !Ref AWS::NoValue, x]
          ARN: !Sub "arn:${AWS::Partition}:x:${!literal}:${Orders.Arn}"
      Events:
        Get: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: get, Path: "/v1/orders/{id}" } }
        Health: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: GET, Path: /health, Auth: { Authorizer: NONE } } }
        Nudges: { Type: SQS, Properties: { Queue: !GetAtt Work.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } }
        Commits:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt Orders.StreamArn
            StartingPosition: TRIM_HORIZON
            MaximumRetryAttempts: 3
            MaximumRecordAgeInSeconds: -1
            FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] }
            DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt WorkDlq.Arn } }
        Daily:
          Type: ScheduleV2
          Properties: { ScheduleExpression: "rate(1 day)", Input: '{"job":"x"}', RoleArn: !GetAtt Role.Arn }
  Role: { Type: AWS::IAM::Role, Properties: { Anything: !FindInMap [a, b, c] } }
"#;

fn read_text(text: &str) -> Reading<Stack> {
    let locality = Locality {
        queue_service: "http://127.0.0.1:9".to_owned(),
        parameters: development_parameters(),
        secret: &|name, key| Ok(format!("secret of {name} {key}")),
    };
    read(text, &locality)
}

#[test]
fn a_template_becomes_a_stack() {
    let stack = read_text(GOOD).unwrap();
    assert_eq!(stack.tables[0].name, "Orders");
    assert_eq!(stack.tables[0].ttl_attribute.as_deref(), Some("at"));
    assert_eq!(
        stack.tables[0].definition["AttributeDefinitions"][1]["AttributeType"],
        "N"
    );
    let names: Vec<&str> = stack
        .queues
        .iter()
        .map(|queue| queue.name.as_str())
        .collect();
    assert_eq!(names, ["yudan-work", "WorkDlq"]);
    assert_eq!(
        stack.queues[0].redrive.as_ref().unwrap().dead_letter_queue,
        "WorkDlq"
    );
    assert_eq!(stack.subscriptions[0].queue, "yudan-work");
    assert_eq!(
        stack.subscriptions[0].filter_policy,
        Some(json!({"kinds": ["order_received"]}))
    );
    let function = &stack.functions[0];
    assert_eq!(
        (
            function.program.as_str(),
            function.memory_mb,
            function.timeout_s
        ),
        ("review", 256, 20)
    );
    assert_eq!(function.queues[0].queue, "yudan-work");
    assert!(function.queues[0].reports_failures);
    assert_eq!(
        (
            function.streams[0].max_retries,
            function.streams[0].max_age_s
        ),
        (Some(3), None)
    );
    assert_eq!(
        function.streams[0].on_failure_queue.as_deref(),
        Some("WorkDlq")
    );
    assert_eq!(function.schedules[0].name, "review-Daily");
    let api = stack.api.unwrap();
    let routes: Vec<_> = api
        .routes
        .iter()
        .map(|route| (route.method.as_str(), route.authorized))
        .collect();
    assert_eq!(routes, [("GET", true), ("GET", false)]);
    assert_eq!(api.authorizer.unwrap().audience, ["yudan"]);
}

#[test]
fn environments_are_resolved() {
    let stack = read_text(GOOD).unwrap();
    let environment = &stack.functions[0].environment;
    let expected = [
        ("TABLE_NAME", "Orders".to_owned()),
        ("TOPIC", locality::arn("sns", "Events")),
        ("QUEUE", format!("http://127.0.0.1:9/{ACCOUNT}/yudan-work")),
        ("SECRET", "secret of yudan/x notify".to_owned()),
        ("VOLUME", "low".to_owned()),
        (
            "ARN",
            format!(
                "arn:aws-cn:x:${{literal}}:{}",
                locality::arn("dynamodb", "table/Orders")
            ),
        ),
    ];
    for (name, value) in &expected {
        assert_eq!(environment.get(*name), Some(value), "{name}");
    }
    assert_eq!(environment.len(), expected.len());
}

#[test]
fn the_product_s_own_template_is_understood() {
    let stack = read_text(TEMPLATE).unwrap();
    for function in &stack.functions {
        assert!(
            crate::functions::NAMES.contains(&function.program.as_str()),
            "{}",
            function.program
        );
    }
    assert_eq!(stack.functions.len(), crate::functions::NAMES.len());
    assert_eq!(stack.tables.len(), 1);
    assert!(stack.api.unwrap().routes.len() > 20);
}

#[test]
fn what_is_not_known_is_refused_by_name_and_place() {
    let cases = [
        (
            "Type: AWS::SNS::Topic }",
            "Type: AWS::Kinesis::Stream }",
            "Resources.Events.Type",
            "AWS::Kinesis::Stream",
        ),
        (
            "MemorySize: 256",
            "Layers: [x]",
            "Resources.ReviewFunction.Properties.Layers",
            "Layers",
        ),
        (
            "VisibilityTimeout: 120",
            "FifoQueue: true",
            "Resources.Work.Properties.FifoQueue",
            "FIFO",
        ),
        (
            "Type: HttpApi, Properties: { ApiId",
            "Type: S3, Properties: { ApiId",
            "Resources.ReviewFunction.Properties.Events.Get",
            "S3",
        ),
        (
            "low, high]",
            "!Select [0, [a]], b]",
            "Environment.Variables.VOLUME",
            "Fn::Select",
        ),
        (
            "{ Ref: Events }",
            "{ Ref: Nobody }",
            "Environment.Variables.TOPIC",
            "Nobody",
        ),
        (
            "{{resolve:secretsmanager",
            "{{resolve:ssm",
            "Environment.Variables.SECRET",
            "ssm",
        ),
        (
            "\"rate(1 day)\"",
            "\"rate(1 aeon)\"",
            "Events.Daily.Properties.ScheduleExpression",
            "aeon",
        ),
        (
            "[\"INSERT\"]",
            "[{\"cidr\":\"x\"}]",
            "FilterCriteria.Filters[0].Pattern",
            "cidr",
        ),
        (
            "Transform: AWS::Serverless-2016-10-31",
            "Transform: Other",
            "Transform",
            "Other",
        ),
        (
            "Type: String }",
            "Type: AWS::SSM::Parameter::Value<String> }",
            "Parameters.JwtIssuer.Type",
            "SSM",
        ),
        (
            "JwtIssuer: {",
            "Unheard: {",
            "Parameters.Unheard",
            "no default",
        ),
        (
            "StartingPosition: TRIM_HORIZON",
            "StartingPosition: LATEST",
            "Commits.Properties.StartingPosition",
            "LATEST",
        ),
        (
            "Authorizer: NONE",
            "Authorizer: Other",
            "Events.Health",
            "Other",
        ),
        (
            "RawMessageDelivery: true",
            "DeliveryPolicy: {}",
            "Resources.WorkSubscription.Properties.DeliveryPolicy",
            "DeliveryPolicy",
        ),
        ("Globals:", "Mappings: {}\nGlobals:", "Mappings", "Mappings"),
    ];
    for (good, bad, place, name) in cases {
        assert!(GOOD.contains(good), "{good}");
        let error = read_text(&GOOD.replacen(good, bad, 1)).expect_err(bad);
        assert!(error.path.contains(place), "{bad}: {error}");
        assert!(error.to_string().contains(name), "{bad}: {error}");
    }
}
