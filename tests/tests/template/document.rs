//! The template as JSON values, with short-form intrinsics written out long.

use std::path::PathBuf;
use std::sync::LazyLock;

use saphyr::{LoadableYamlNode, Scalar, Tag, Yaml};
use serde_json::{Map, Value, json};

/// The text of the template.
pub(crate) const TEXT: &str = include_str!("../../../infra/template.yaml");

/// The parsed template.
pub(crate) static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let documents = Yaml::load_from_str(TEXT).expect("infra/template.yaml is YAML");
    assert_eq!(documents.len(), 1, "infra/template.yaml is one document");
    Template(read(&documents[0]))
});

/// A template.
pub(crate) struct Template(Value);

/// A resource of the template.
#[derive(Clone, Copy)]
pub(crate) struct Resource<'a> {
    pub(crate) id: &'a str,
    pub(crate) body: &'a Value,
}

impl Template {
    /// Everything under `Resources`, and what `Globals` add to it.
    pub(crate) fn parts(&self) -> [&Value; 2] {
        [&self.0["Resources"], &self.0["Globals"]]
    }

    /// What a deployment gives back, by name.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = (&str, &Value)> {
        let outputs = self.0["Outputs"].as_object().expect("Outputs is a mapping");
        outputs.iter().map(|(name, output)| (name.as_str(), output))
    }

    /// Every resource of this type.
    pub(crate) fn resources<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = Resource<'a>> {
        let all = self.0["Resources"]
            .as_object()
            .expect("Resources is a mapping");
        all.iter()
            .filter(move |(_, body)| body["Type"] == kind)
            .map(|(id, body)| Resource { id, body })
    }

    /// The resource with this logical id, which must have this type.
    pub(crate) fn resource<'a>(&'a self, kind: &'a str, id: &str) -> Resource<'a> {
        self.resources(kind)
            .find(|resource| resource.id == id)
            .unwrap_or_else(|| panic!("expected {id} to be a resource of type {kind}"))
    }

    pub(crate) fn functions(&self) -> impl Iterator<Item = Resource<'_>> {
        self.resources("AWS::Serverless::Function")
    }

    /// A property of a function, or what `Globals` say of it.
    pub(crate) fn function_property<'a>(&'a self, function: Resource<'a>, name: &str) -> &'a Value {
        let own = function.property(name);
        if own.is_null() {
            &self.0["Globals"]["Function"][name]
        } else {
            own
        }
    }

    /// The environment of a function, the global one included.
    pub(crate) fn environment(&self, function: Resource<'_>) -> Map<String, Value> {
        let of = |value: &Value| value["Variables"].as_object().cloned().unwrap_or_default();
        let mut variables = of(&self.0["Globals"]["Function"]["Environment"]);
        variables.extend(of(function.property("Environment")));
        variables
    }
}

impl<'a> Resource<'a> {
    pub(crate) fn property(&self, name: &str) -> &'a Value {
        &self.body["Properties"][name]
    }

    /// The events of a function, by name, of this type.
    pub(crate) fn events(
        &self,
        kind: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        let events = self.property("Events").as_object();
        events
            .into_iter()
            .flatten()
            .filter(move |(_, event)| event["Type"] == kind)
            .map(|(name, event)| (name.as_str(), &event["Properties"]))
    }

    /// The name of the binary that is deployed.
    pub(crate) fn binary(&self) -> &'a str {
        self.body["Metadata"]["BuildProperties"]["Binary"]
            .as_str()
            .unwrap_or_else(|| panic!("{}: expected Metadata.BuildProperties.Binary", self.id))
    }
}

/// The resource that `Ref` or `GetAtt` points at.
pub(crate) fn target(value: &Value) -> Option<&str> {
    value["Ref"]
        .as_str()
        .or_else(|| value["Fn::GetAtt"][0].as_str())
}

/// One value or a list of them, as a list.
pub(crate) fn each(value: &Value) -> Vec<&Value> {
    match value.as_array() {
        Some(items) => items.iter().collect(),
        None if value.is_null() => Vec::new(),
        None => vec![value],
    }
}

/// One text or a list of them, as a list.
pub(crate) fn texts(value: &Value) -> Vec<&str> {
    each(value)
        .into_iter()
        .map(|item| item.as_str().expect("a text"))
        .collect()
}

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(node: &Yaml<'_>) -> Value {
    match node {
        Yaml::Value(scalar) => read_scalar(scalar),
        Yaml::Sequence(items) => items.iter().map(read).collect(),
        Yaml::Mapping(entries) => {
            let entry = |(key, value)| {
                (
                    read(key).as_str().expect("a text as key").to_owned(),
                    read(value),
                )
            };
            Value::Object(entries.iter().map(entry).collect())
        }
        Yaml::Tagged(tag, inner) => long_form(tag, read(inner)),
        Yaml::Representation(..) | Yaml::Alias(_) | Yaml::BadValue => {
            panic!("cannot read {node:?}")
        }
    }
}

fn read_scalar(scalar: &Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(flag) => json!(flag),
        Scalar::Integer(number) => json!(number),
        Scalar::FloatingPoint(number) => json!(number.into_inner()),
        Scalar::String(text) => json!(text),
    }
}

fn long_form(tag: &Tag, argument: Value) -> Value {
    match (tag.suffix.as_str(), &argument) {
        (name @ ("Ref" | "Condition"), _) => json!({ name: argument }),
        ("GetAtt", Value::String(dotted)) => {
            let (resource, attribute) = dotted.split_once('.').expect("Resource.Attribute");
            json!({ "Fn::GetAtt": [resource, attribute] })
        }
        (name, _) => json!({ format!("Fn::{name}"): argument }),
    }
}
