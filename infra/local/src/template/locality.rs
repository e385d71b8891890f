//! Where the template is brought to life: what pseudo parameters stand for here.

use std::collections::BTreeMap;

/// Region the host pretends to be in.
pub const REGION: &str = "cn-northwest-1";
/// Account the host pretends to be.
pub const ACCOUNT: &str = "000000000000";
/// Partition of [`REGION`].
pub const PARTITION: &str = "aws-cn";
/// Domain suffix of [`PARTITION`].
pub const URL_SUFFIX: &str = "amazonaws.com.cn";
/// Name of the one stack.
pub const STACK_NAME: &str = "yudan";

/// Issuer of the development tokens.
pub const ISSUER: &str = "https://yudan.local/";
/// Audience of the development tokens.
pub const AUDIENCE: &str = "yudan";

/// Finds or creates a secret value by secret name and JSON key.
pub type SecretSource<'a> = &'a dyn Fn(&str, &str) -> Result<String, String>;

/// A place with everything the template needs to know of it.
pub struct Locality<'a> {
    /// Base address of the queue service, without a trailing slash.
    pub queue_service: String,
    /// Values of parameters; they win over the template's defaults.
    pub parameters: BTreeMap<String, String>,
    /// Source of `{{resolve:secretsmanager:…}}`.
    pub secret: SecretSource<'a>,
}

impl Locality<'_> {
    /// Address of a queue, as `Ref` gives it.
    pub fn queue_url(&self, name: &str) -> String {
        format!("{}/{ACCOUNT}/{name}", self.queue_service)
    }
}

/// ARN of a resource of this region and account.
pub fn arn(service: &str, resource: &str) -> String {
    format!("arn:{PARTITION}:{service}:{REGION}:{ACCOUNT}:{resource}")
}

/// Parameter values that hold on every developer's machine.
pub fn development_parameters() -> BTreeMap<String, String> {
    [
        ("JwtIssuer", ISSUER),
        ("JwtAudience", AUDIENCE),
        ("CallbackSecretsName", "yudan/callbacks"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect()
}
