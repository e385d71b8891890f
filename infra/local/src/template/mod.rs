//! Reads `infra/template.yaml`, the only description of the system, into a plain [`Stack`].
//!
//! The subset of SAM read here is exactly what the template uses. Whatever is
//! outside it is refused by name with its path; what has no meaning on one
//! machine is listed, with the reason, in [`meaningless_here`].

mod document;
pub mod error;
mod intrinsic;
pub mod locality;
pub mod meaningless_here;
mod names;
mod resource;
mod secret_reference;
mod section;
pub mod stack;

use serde_json::{Map, Value};

pub use error::{Reading, TemplateError};
pub use locality::Locality;
pub use stack::Stack;

use intrinsic::Scope;
use resource::api::ReadApi;
use resource::function::ReadRoute;
use section::Section;

/// The template this program was built with.
pub const TEMPLATE: &str = include_str!("../../../template.yaml");

/// Reads template text for the given place.
///
/// # Errors
/// The first thing in the template the host cannot honour, with its path.
pub fn read(text: &str, locality: &Locality<'_>) -> Reading<Stack> {
    let mut document = Section::of("(document)", document::parse(text)?)?;
    for section in meaningless_here::DOCUMENT_SECTIONS {
        document.take(section);
    }
    check_transform(&mut document)?;
    let parameters = Section::of(
        "Parameters",
        document.take("Parameters").unwrap_or_default(),
    )?;
    let conditions = document.take("Conditions").unwrap_or_default();
    let mut globals = Section::of("Globals", document.take("Globals").unwrap_or_default())?;
    let resources = document.require("Resources")?;
    document.done()?;

    let mut scope = names::parameters(parameters, locality)?;
    names::decide_conditions(&mut scope, conditions)?;
    let defaults = Defaults {
        function: globals.take("Function").unwrap_or_default(),
        api: globals.take("HttpApi").unwrap_or_default(),
    };
    globals.done()?;
    let resources = active_resources(resources, &scope)?;
    names::name_resources(&mut scope, &resources, locality)?;
    Builder {
        scope,
        locality,
        defaults,
        stack: Stack::default(),
        api: None,
        routes: Vec::new(),
    }
    .build(resources)
}

fn check_transform(document: &mut Section) -> Reading<()> {
    const SAM: &str = "AWS::Serverless-2016-10-31";
    match document.text("Transform")? {
        Some(name) if name != SAM => Err(TemplateError::unknown("Transform", "transform", &name)),
        _ => Ok(()),
    }
}

/// A resource whose condition holds.
pub(crate) struct Resource {
    /// Its key under `Resources`.
    pub(crate) logical_id: String,
    /// Its `Type`.
    pub(crate) kind: String,
    /// Its `Properties`, intrinsics not evaluated.
    pub(crate) properties: Value,
    /// Its `Metadata`.
    pub(crate) metadata: Value,
}

fn active_resources(resources: Value, scope: &Scope) -> Reading<Vec<Resource>> {
    let Value::Object(resources) = resources else {
        return Err(TemplateError::at("Resources", "expected a mapping"));
    };
    let mut active = Vec::new();
    for (logical_id, resource) in resources {
        let mut resource = Section::of(format!("Resources.{logical_id}"), resource)?;
        for attribute in meaningless_here::RESOURCE_ATTRIBUTES {
            resource.take(attribute);
        }
        let holds = match resource.text("Condition")? {
            None => true,
            Some(name) => *scope.conditions.get(&name).ok_or_else(|| {
                TemplateError::at(
                    resource.path_of("Condition"),
                    format!("condition `{name}` is not defined"),
                )
            })?,
        };
        let read = Resource {
            kind: resource.required_text("Type")?,
            properties: resource.take("Properties").unwrap_or_default(),
            metadata: resource.take("Metadata").unwrap_or_default(),
            logical_id,
        };
        resource.done()?;
        if holds {
            active.push(read);
        }
    }
    Ok(active)
}

struct Defaults {
    function: Value,
    api: Value,
}

struct Builder<'a> {
    scope: Scope,
    locality: &'a Locality<'a>,
    defaults: Defaults,
    stack: Stack,
    api: Option<ReadApi>,
    routes: Vec<ReadRoute>,
}

impl Builder<'_> {
    fn build(mut self, resources: Vec<Resource>) -> Reading<Stack> {
        for resource in resources {
            self.read_resource(resource)?;
        }
        self.connect_routes()?;
        Ok(self.stack)
    }

    fn read_resource(&mut self, resource: Resource) -> Reading<()> {
        let id = resource.logical_id.as_str();
        match resource.kind.as_str() {
            "AWS::Serverless::Function" => {
                let properties = self.properties(&resource, Some(&self.defaults.function))?;
                let program = names::program_of(&resource)?;
                let read = resource::function::read(program.clone(), program, properties)?;
                self.stack.functions.push(read.function);
                self.routes.extend(read.routes);
            }
            "AWS::Serverless::HttpApi" => {
                if self.api.is_some() {
                    return Err(TemplateError::at(
                        format!("Resources.{id}"),
                        "the local host serves one HTTP API, this is the second",
                    ));
                }
                let properties = self.properties(&resource, Some(&self.defaults.api))?;
                self.api = Some(resource::api::read(id.to_owned(), properties)?);
            }
            "AWS::DynamoDB::Table" => {
                let properties = self.properties(&resource, None)?;
                self.stack
                    .tables
                    .push(resource::table::read(self.name_of(id), properties)?);
            }
            "AWS::SQS::Queue" => {
                let properties = self.properties(&resource, None)?;
                let name = self.attribute_of(id, "QueueName");
                self.stack
                    .queues
                    .push(resource::queue::read(name, properties)?);
            }
            "AWS::SNS::Topic" => {
                let properties = self.properties(&resource, None)?;
                let name = self.attribute_of(id, "TopicName");
                self.stack
                    .topics
                    .push(resource::topic::read(name, properties)?);
            }
            "AWS::SNS::Subscription" => {
                let properties = self.properties(&resource, None)?;
                self.stack
                    .subscriptions
                    .push(resource::topic::read_subscription(properties)?);
            }
            other if meaningless_here::reason(other).is_some() => {}
            other => {
                return Err(TemplateError::unknown(
                    format!("Resources.{id}.Type"),
                    "resource type",
                    other,
                ));
            }
        }
        Ok(())
    }

    fn name_of(&self, logical_id: &str) -> String {
        self.scope
            .references
            .get(logical_id)
            .cloned()
            .unwrap_or_else(|| logical_id.to_owned())
    }

    fn attribute_of(&self, logical_id: &str, attribute: &str) -> String {
        let key = (logical_id.to_owned(), attribute.to_owned());
        self.scope
            .attributes
            .get(&key)
            .cloned()
            .unwrap_or_else(|| logical_id.to_owned())
    }

    /// The resource's own properties over the global ones, without those that mean
    /// nothing here, evaluated, secrets resolved.
    fn properties(&self, resource: &Resource, globals: Option<&Value>) -> Reading<Section> {
        let path = format!("Resources.{}.Properties", resource.logical_id);
        let mut merged = merge(
            globals.cloned().unwrap_or_default(),
            resource.properties.clone(),
        );
        if let Value::Object(fields) = &mut merged {
            for property in meaningless_here::properties(&resource.kind) {
                fields.remove(*property);
            }
        }
        let evaluated = self.scope.evaluate(&path, &merged)?.unwrap_or_default();
        let resolved = secret_reference::resolve(&path, evaluated, self.locality.secret)?;
        Section::of(path, resolved)
    }

    fn connect_routes(&mut self) -> Reading<()> {
        let Some(mut read) = self.api.take() else {
            return match self.routes.first() {
                None => Ok(()),
                Some(route) => Err(TemplateError::at(
                    &route.at,
                    "a route, but the template has no AWS::Serverless::HttpApi",
                )),
            };
        };
        for ReadRoute {
            at,
            mut route,
            authorizer,
        } in self.routes.drain(..)
        {
            route.authorized = match authorizer.as_deref() {
                Some("NONE") => false,
                Some(name) if Some(name) == read.authorizer_name.as_deref() => true,
                Some(other) => {
                    return Err(TemplateError::unknown(
                        format!("{at}.Auth.Authorizer"),
                        "authorizer",
                        other,
                    ));
                }
                None => read.authorized_by_default,
            };
            read.api.routes.push(route);
        }
        self.stack.api = Some(read.api);
        Ok(())
    }
}

/// SAM's rule for Globals: mappings are merged, lists are joined, the resource wins elsewhere.
fn merge(global: Value, own: Value) -> Value {
    match (global, own) {
        (Value::Null, own) => own,
        (global, Value::Null) => global,
        (Value::Object(mut global), Value::Object(own)) => {
            if is_intrinsic(&own) {
                return Value::Object(own);
            }
            for (key, value) in own {
                let below = global.remove(&key).unwrap_or_default();
                global.insert(key, merge(below, value));
            }
            Value::Object(global)
        }
        (Value::Array(mut global), Value::Array(own)) => {
            global.extend(own);
            Value::Array(global)
        }
        (_, own) => own,
    }
}

fn is_intrinsic(map: &Map<String, Value>) -> bool {
    map.len() == 1
        && map
            .keys()
            .all(|key| key == "Ref" || key.starts_with("Fn::"))
}

#[cfg(test)]
mod tests;
