"""Deploys the packaged functions with the translated template as one more stack of the second cloud.

Usage: deploy.py CLOUD STACK

CLOUD is the file that `run` writes about the cloud it has started. Prints, as JSON, where the stack answers and what
its callbacks are signed with.
"""

import json
import pathlib
import secrets
import sys
import time

import boto3
from botocore.exceptions import ClientError

import http_api

REGION = "us-east-1"
BUCKET = "artifacts"
AUDIENCE = "yudan"
CALLBACKS = (
    "payment_notify",
    "carrier_event",
    "tracking_link",
    "marketplace_order",
    "blacklisted_phone",
    "carrier_api",
    "kuaidi100_push",
)

# A stack takes seconds here; one that takes longer than this is stuck.
PATIENCE_S = 120
LOOK_AGAIN_S = 0.2


class Cloud:
    def __init__(self, description):
        self.described = json.loads(pathlib.Path(description).read_text())
        self.endpoint = self.described["endpoint"]

    def client(self, service):
        # These keys are the account's own: only the functions act under roles.
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def upload(self, name, content):
        self.client("s3").put_object(Bucket=BUCKET, Key=name, Body=content)
        return f"{self.endpoint}/{BUCKET}/{name}"


def make_bucket(cloud):
    """Makes the bucket of code and templates, with the packages in it, for the first stack."""
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    for package in pathlib.Path(cloud.described["packages"]).glob("*.zip"):
        cloud.upload(package.name, package.read_bytes())


def place_code(cloud, resources):
    """Points each function at its package, which is made for this machine."""
    for resource in resources.values():
        if resource["Type"] == "AWS::Lambda::Function":
            name = resource["Metadata"]["BuildProperties"]["Binary"]
            resource["Properties"]["Code"] = {"S3Bucket": BUCKET, "S3Key": f"{name}.zip"}
            resource["Properties"]["Architectures"] = [cloud.described["architecture"]]


def allow_plain_text(resources):
    """Takes out the statements that refuse calls without TLS, for this cloud is called without. With them in, it
    refuses every message, as it should."""
    for resource in resources.values():
        document = resource["Properties"].get("PolicyDocument", {})
        statements = document.get("Statement", [])
        document["Statement"] = [one for one in statements if "aws:SecureTransport" not in json.dumps(one)]


def allow_batches(resources):
    """Lets whoever may publish publish in batches: on AWS `sns:Publish` grants both, and this cloud asks for an action
    of its own."""
    for resource in resources.values():
        for policy in resource["Properties"].get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                if statement["Action"] == "sns:Publish":
                    statement["Action"] = ["sns:Publish", "sns:PublishBatch"]


def make_secret(cloud, stack):
    values = {name: secrets.token_hex(32) for name in CALLBACKS}
    name = f"{stack}/callbacks"
    cloud.client("secretsmanager").create_secret(Name=name, SecretString=json.dumps(values))
    return name, values


def create(cloud, stack, template, parameters):
    formation = cloud.client("cloudformation")
    formation.create_stack(
        StackName=stack,
        TemplateURL=cloud.upload(f"{stack}.json", json.dumps(template)),
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    )
    started = time.monotonic()
    while True:
        (found,) = formation.describe_stacks(StackName=stack)["Stacks"]
        if found["StackStatus"] == "CREATE_COMPLETE":
            return {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}
        if found["StackStatus"] != "CREATE_IN_PROGRESS" or time.monotonic() - started > PATIENCE_S:
            events = formation.describe_stack_events(StackName=stack)["StackEvents"]
            reasons = [event for event in events if event.get("ResourceStatusReason")]
            raise SystemExit(f"{stack} is {found['StackStatus']}: {json.dumps(reasons, default=str, indent=1)}")
        time.sleep(LOOK_AGAIN_S)


def listen(cloud, stack, name, topic):
    """Subscribes a queue to a topic of notices, in the place of whoever writes to people; gives its address."""
    sqs = cloud.client("sqs")
    # A message that was read stays hidden: what the tests have heard they remember themselves.
    queue = sqs.create_queue(QueueName=f"{stack}-{name}", Attributes={"VisibilityTimeout": "43200"})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    raw = {"RawMessageDelivery": "true"}
    cloud.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=raw)
    return queue


def physical(cloud, stack, kind):
    """The names of the resources of a type, by their names in the template."""
    pages = cloud.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
    found = [one for page in pages for one in page["StackResourceSummaries"] if one["ResourceType"] == kind]
    return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found}


def jobs(template, functions):
    """The function that each scheduled job starts, by the name of the job."""
    started = {}
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Scheduler::Schedule":
            target = resource["Properties"]["Target"]
            (function, _) = target["Arn"]["Fn::GetAtt"]
            started[json.loads(target["Input"])["job"]] = functions[function]
    return started


def main(description, stack):
    cloud = Cloud(description)
    template = json.loads(pathlib.Path(cloud.described["template"]).read_text())
    http_api.expand(template["Resources"])
    place_code(cloud, template["Resources"])
    allow_plain_text(template["Resources"])
    allow_batches(template["Resources"])
    try:
        cloud.client("s3").head_bucket(Bucket=BUCKET)
    except ClientError:
        make_bucket(cloud)
    secret, values = make_secret(cloud, stack)
    parameters = {
        "JwtIssuer": cloud.described["issuer"],
        "JwtAudience": AUDIENCE,
        "CallbackSecretsName": secret,
    }
    outputs = create(cloud, stack, template, parameters)
    api = physical(cloud, stack, "AWS::ApiGatewayV2::Api")[http_api.API]
    functions = physical(cloud, stack, "AWS::Lambda::Function")
    topics = {name: outputs[f"{name}Arn"] for name in ("CustomerTopic", "StaffTopic")}
    stack = {
        "url": f"{cloud.endpoint}/_aws/execute-api/{api}/$default",
        "callbacks": values,
        "jobs": jobs(template, functions),
        "notices": {name: listen(cloud, stack, name, topic) for name, topic in topics.items()},
    }
    print(json.dumps(stack))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
