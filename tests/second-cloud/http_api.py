"""The HTTP API that the translation writes as one OpenAPI document, as the resources it stands for.

CloudFormation reads such a document; not every cloud does. What is in it is known: one authorizer, and for each route
the function behind it.
"""

import json

API = "OrdersApi"


def expand(resources):
    """Replaces the document of the API by routes, integrations and authorizers."""
    api = resources[API]["Properties"]
    document = api.pop("Body")
    api.pop("FailOnWarnings", None)
    api |= {"Name": {"Ref": "AWS::StackName"}, "ProtocolType": "HTTP"}
    for name, scheme in document["components"]["securitySchemes"].items():
        resources[f"{API}{name}"] = authorizer(name, scheme["x-amazon-apigateway-authorizer"])
    integrations = {}
    for path, operations in sorted(document["paths"].items()):
        for method, operation in sorted(operations.items()):
            behind = integration(operation["x-amazon-apigateway-integration"])
            # One for each function: a stack holds at most 500 resources.
            name = integrations.setdefault(json.dumps(behind, sort_keys=True), f"{API}Integration{len(integrations)}")
            resources[name] = behind
            number = sum(one["Type"] == "AWS::ApiGatewayV2::Route" for one in resources.values())
            resources[f"{API}Route{number}"] = route(f"{method.upper()} {path}", name, operation)


def authorizer(name, described):
    if described["type"] != "jwt":
        raise SystemExit(f"expected an authorizer of tokens, found {json.dumps(described)}")
    token = described["jwtConfiguration"]
    return resource(
        "Authorizer",
        Name=name,
        AuthorizerType="JWT",
        IdentitySource=[described["identitySource"]],
        JwtConfiguration={"Issuer": token["issuer"], "Audience": token["audience"]},
    )


def integration(described):
    return resource(
        "Integration",
        IntegrationType="AWS_PROXY",
        IntegrationMethod=described["httpMethod"],
        IntegrationUri=described["uri"],
        PayloadFormatVersion=described["payloadFormatVersion"],
    )


def route(key, behind, operation):
    (authorizer,) = [name for scheme in operation["security"] for name in scheme]
    guard = {"AuthorizationType": "NONE"}
    if authorizer != "NONE":
        guard = {"AuthorizationType": "JWT", "AuthorizerId": {"Ref": f"{API}{authorizer}"}}
    return resource("Route", RouteKey=key, Target={"Fn::Join": ["/", ["integrations", {"Ref": behind}]]}, **guard)


def resource(kind, **properties):
    return {"Type": f"AWS::ApiGatewayV2::{kind}", "Properties": {"ApiId": {"Ref": API}, **properties}}
