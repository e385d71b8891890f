//! A host without processes: the test itself is the function and speaks the Runtime API.
#![allow(dead_code, reason = "each test program uses its part")]

use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;
use yudan::host::{Host, Place, Settings, Workers};

/// Longer than anything here takes, so that only a fault reaches it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Settings of a host in `place` whose failed messages return at once.
pub(crate) fn settings(place: Place) -> Settings {
    Settings {
        place,
        port: 0,
        instances: 1,
        workers: Workers::External,
        verbose: false,
        meter: false,
        retry_after_s: Some(0),
    }
}

/// Runs `handler` as an instance of `function`, over HTTP like a real one, until the host ends.
/// Each event it gets is also sent to the returned receiver.
pub(crate) fn run_function(
    host: &Host,
    function: &str,
    mut handler: impl FnMut(&Value) -> Result<Value, String> + Send + 'static,
) -> mpsc::Receiver<Value> {
    let instance = host
        .pool(function)
        .expect("a function of the template")
        .add_instance();
    let base = format!(
        "{}/{function}/{instance}/2018-06-01/runtime/invocation",
        host.internal_endpoint()
    );
    let (seen, events) = mpsc::channel();
    std::thread::spawn(move || {
        let agent = ureq::Agent::new_with_defaults();
        while let Ok(mut next) = agent.get(format!("{base}/next")).call() {
            let id = next.headers()["lambda-runtime-aws-request-id"]
                .to_str()
                .unwrap()
                .to_owned();
            let event: Value = next.body_mut().read_json().unwrap();
            let answer = handler(&event);
            let _ = seen.send(event);
            let sent = match answer {
                Ok(answer) => agent
                    .post(format!("{base}/{id}/response"))
                    .send_json(answer),
                Err(problem) => agent
                    .post(format!("{base}/{id}/error"))
                    .send_json(serde_json::json!({"errorMessage": problem})),
            };
            if sent.is_err() {
                return;
            }
        }
    });
    events
}

/// Waits until `condition` holds, looking again every few milliseconds.
pub(crate) async fn wait_until<F: Future<Output = bool>>(
    what: &str,
    mut condition: impl FnMut() -> F,
) {
    let deadline = Instant::now() + PATIENCE;
    while !condition().await {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
