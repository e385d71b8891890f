//! What the host leaves out on purpose, in one place, each with its reason.
//!
//! Anything that is neither read elsewhere nor listed here is refused by name.

/// Resource types without a meaning on one developer's machine.
pub const RESOURCE_TYPES: &[(&str, &str)] = &[
    ("AWS::IAM::Role", "every process here runs as the developer"),
    (
        "AWS::IAM::Policy",
        "every process here runs as the developer",
    ),
    (
        "AWS::IAM::ManagedPolicy",
        "every process here runs as the developer",
    ),
    (
        "AWS::SQS::QueuePolicy",
        "queues are reachable from this machine only",
    ),
    (
        "AWS::SNS::TopicPolicy",
        "topics are reachable from this machine only",
    ),
    (
        "AWS::Logs::LogGroup",
        "logs are files in the data directory",
    ),
    ("AWS::Logs::MetricFilter", "no metrics are kept here"),
    (
        "AWS::CloudWatch::Alarm",
        "`/_yudan/status` shows what alarms would watch",
    ),
    (
        "AWS::CloudWatch::CompositeAlarm",
        "`/_yudan/status` shows what alarms would watch",
    ),
    (
        "AWS::CloudWatch::Dashboard",
        "`/_yudan/status` shows what the dashboard would",
    ),
    (
        "AWS::KMS::Key",
        "data at rest is protected by the machine's own disk",
    ),
    (
        "AWS::KMS::Alias",
        "data at rest is protected by the machine's own disk",
    ),
    (
        "AWS::Scheduler::ScheduleGroup",
        "schedules are told apart by name",
    ),
    (
        "AWS::SecretsManager::Secret",
        "secrets are generated into the data directory when first asked for",
    ),
    (
        "AWS::SecretsManager::ResourcePolicy",
        "secrets are a file only the developer can read",
    ),
];

/// Properties without a meaning here, by resource or event type.
pub const PROPERTIES: &[(&str, &[&str])] = &[
    (
        "AWS::Serverless::Function",
        &[
            "Architectures",
            "AutoPublishAlias",
            "AutoPublishAliasAllProperties",
            "CodeUri",
            "DeploymentPreference",
            "Description",
            "FunctionName",
            "Handler",
            "KmsKeyArn",
            "LoggingConfig",
            "Policies",
            "PermissionsBoundary",
            "PropagateTags",
            "ReservedConcurrentExecutions",
            "Role",
            "Runtime",
            "Tags",
            "Tracing",
            "VersionDescription",
        ],
    ),
    (
        "AWS::Serverless::HttpApi",
        &[
            "AccessLogSettings",
            "DefaultRouteSettings",
            "Description",
            "DisableExecuteApiEndpoint",
            "Domain",
            "FailOnWarnings",
            "Name",
            "PropagateTags",
            "RouteSettings",
            "StageVariables",
            "Tags",
        ],
    ),
    (
        "AWS::DynamoDB::Table",
        &[
            "BillingMode",
            "ContributorInsightsSpecification",
            "DeletionProtectionEnabled",
            "OnDemandThroughput",
            "PointInTimeRecoverySpecification",
            "SSESpecification",
            "TableClass",
            "TableName",
            "Tags",
            "WarmThroughput",
        ],
    ),
    (
        "AWS::SQS::Queue",
        &[
            "KmsDataKeyReusePeriodSeconds",
            "KmsMasterKeyId",
            "QueueName",
            "RedriveAllowPolicy",
            "SqsManagedSseEnabled",
            "Tags",
        ],
    ),
    (
        "AWS::SNS::Topic",
        &[
            "DataProtectionPolicy",
            "DeliveryStatusLogging",
            "DisplayName",
            "KmsMasterKeyId",
            "Tags",
            "TopicName",
            "TracingConfig",
        ],
    ),
    ("AWS::SNS::Subscription", &["RedrivePolicy", "Region"]),
    (
        "ScheduleV2",
        &[
            "Description",
            "FlexibleTimeWindow",
            "GroupName",
            "KmsKeyArn",
            "OmitName",
            "PermissionsBoundary",
            "RoleArn",
        ],
    ),
    ("SQS", &[]),
    ("DynamoDB", &["ParallelizationFactor"]),
    ("HttpApi", &["RouteSettings"]),
];

/// Resource attributes that steer deployment only.
pub const RESOURCE_ATTRIBUTES: &[&str] = &[
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];

/// Sections of the document that steer deployment only.
pub const DOCUMENT_SECTIONS: &[&str] = &[
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Outputs",
    "Rules",
];

/// Why a resource type has no meaning here, if it has none.
pub fn reason(resource_type: &str) -> Option<&'static str> {
    RESOURCE_TYPES
        .iter()
        .find(|(name, _)| *name == resource_type)
        .map(|(_, reason)| *reason)
}

/// Properties of `kind` that are left out.
pub fn properties(kind: &str) -> &'static [&'static str] {
    PROPERTIES
        .iter()
        .find(|(name, _)| *name == kind)
        .map_or(&[], |(_, properties)| properties)
}
