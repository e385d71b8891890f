//! A stack of its own on the second cloud: services that nobody of this house wrote, with the
//! packaged functions, deployed from the template. `tests/second-cloud/run` starts the cloud.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use jsonwebtoken::EncodingKey;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;
use yudan::client::{Client, Secret};

use crate::keys::{Keys, Signer};

/// Names the file that describes the cloud, if the scenarios run there.
const CLOUD: &str = "YUDAN_SECOND_CLOUD";

/// What is known of the cloud.
#[derive(Deserialize)]
struct Cloud {
    endpoint: String,
    issuer: String,
    key_id: String,
    signing_key: PathBuf,
    python: PathBuf,
    deploy: PathBuf,
}

/// What is known of a deployed stack.
#[derive(Deserialize)]
struct Deployed {
    url: String,
    callbacks: BTreeMap<String, String>,
    /// The function that each scheduled job starts.
    jobs: BTreeMap<String, String>,
    notices: BTreeMap<String, String>,
}

/// A deployed stack.
pub(crate) struct Stack {
    cloud: Cloud,
    deployed: Deployed,
    /// What came to each topic so far, with the time it was sent.
    heard: Mutex<BTreeMap<String, Vec<(u64, Value)>>>,
}

/// The description of the cloud, if the scenarios are to run there.
pub(crate) fn described() -> Option<PathBuf> {
    std::env::var_os(CLOUD).map(PathBuf::from)
}

impl Stack {
    /// Deploys one more stack. The functions start at their first event.
    pub(crate) fn deploy(description: &Path) -> Self {
        let text = std::fs::read(description).unwrap();
        let cloud: Cloud = serde_json::from_slice(&text).unwrap();
        let name = format!("yudan-{}", Uuid::now_v7().simple());
        let output = Command::new(&cloud.python)
            .arg(&cloud.deploy)
            .args([description.as_os_str(), name.as_ref()])
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name} was not deployed: {errors}");
        Self {
            deployed: serde_json::from_slice(&output.stdout).unwrap(),
            cloud,
            heard: Mutex::default(),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.deployed.url
    }

    pub(crate) fn keys(&self) -> Keys {
        let key = std::fs::read(&self.cloud.signing_key).unwrap();
        let secret = |name: &str| Secret::new(&self.deployed.callbacks[name]);
        let signer = Signer::Issuer {
            address: self.cloud.issuer.clone(),
            key_id: self.cloud.key_id.clone(),
            key: EncodingKey::from_rsa_der(&key),
        };
        Keys::new(
            signer,
            secret("payment_notify"),
            secret("carrier_event"),
            (secret("kuaidi100_push"), secret("carrier_api")),
            secret("marketplace_order"),
        )
    }

    /// Does what the scheduler does, as if it were midnight of that day in China.
    pub(crate) fn run_job(&self, name: &str, date: Date) {
        let function = &self.deployed.jobs[name];
        let path = format!("/2015-03-31/functions/{function}/invocations");
        let job = json!({ "job": name, "at": format!("{date}T00:00:00+08:00") });
        let answer = self.ask("lambda", &path, &[], &job);
        assert_eq!(answer, Value::Null, "the job `{name}` failed");
    }

    /// What came to a topic, oldest first.
    pub(crate) fn notices(&self, topic: &str) -> Vec<Value> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = heard.entry(topic.to_owned()).or_default();
        loop {
            let some = self.receive(&self.deployed.notices[topic]);
            if some.is_empty() {
                break;
            }
            heard.extend(some);
        }
        heard.sort_by_key(|(sent, _)| *sent);
        heard.iter().map(|(_, notice)| notice.clone()).collect()
    }

    /// Messages that were not received before: nothing deletes them, and they stay hidden.
    fn receive(&self, queue: &str) -> Vec<(u64, Value)> {
        let wanted = json!({
            "QueueUrl": queue,
            "MaxNumberOfMessages": 10,
            "AttributeNames": ["SentTimestamp"],
        });
        let target = ("x-amz-target", "AmazonSQS.ReceiveMessage");
        let protocol = ("content-type", "application/x-amz-json-1.0");
        let answer = self.ask("sqs", "/", &[target, protocol], &wanted);
        let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
        let read = |message: Value| {
            let sent = message["Attributes"]["SentTimestamp"].as_str().unwrap();
            let body = message["Body"].as_str().unwrap();
            (sent.parse().unwrap(), serde_json::from_str(body).unwrap())
        };
        messages.into_iter().map(read).collect()
    }

    /// A call of one of the cloud's own services, as the account itself.
    fn ask(&self, service: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Value {
        // The cloud takes the account itself by its word.
        let signed = format!(
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=none"
        );
        let headers = [headers, &[("authorization", &signed)]].concat();
        let body = serde_json::to_vec(body).unwrap();
        let client = Client::new(&self.cloud.endpoint);
        let answer = client.call("POST", path, &headers, Some(&body)).unwrap();
        let text = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, 200, "{service}{path}: {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }
}
