//! A Chromium that nobody sees, driven by the protocol WebDriver (W3C). A client library would bring along features of
//! other crates that the programs under test do not have.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Width and height of a small phone, in pixels of the page.
pub(crate) const PHONE: (u32, u32) = (360, 640);

/// How the protocol names elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The driver's process, ended with it.
struct Driver {
    process: Child,
    address: String,
    /// What it says later; a driver that cannot say it hangs.
    _says: BufReader<ChildStdout>,
}

impl Driver {
    fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("chromedriver starts");
        let mut says = BufReader::new(process.stdout.take().unwrap());
        let port = says
            .by_ref()
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse::<u16>().ok()
            });
        let port = port.expect("chromedriver says where it listens");
        Self {
            process,
            address: format!("http://127.0.0.1:{port}/session"),
            _says: says,
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may be gone already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A browser.
pub(crate) struct Browser {
    driver: Driver,
    session: String,
}

impl Browser {
    /// One that prefers a language and has the size of a phone.
    pub(crate) fn open(language: &str) -> Self {
        let (width, height) = PHONE;
        let options = json!({
            "args": [
                "--headless",
                // Chromium's sandbox does not run for root, as which machines that test often work.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
            "prefs": { "intl.accept_languages": language },
            // The smallest window is wider than a phone; the page is laid out for this size all the same.
            "mobileEmulation": {
                "deviceMetrics": { "width": width, "height": height, "pixelRatio": 2.0, "touch": true },
            },
        });
        let wanted = json!({
            "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } },
        });
        let driver = Driver::start();
        let session = post(&driver.address, &wanted);
        let session = session["sessionId"].as_str().unwrap().to_owned();
        Self { driver, session }
    }

    /// Goes to an address and waits until the page is there.
    pub(crate) fn go_to(&self, address: &str) {
        self.tell("url", &json!({ "url": address }));
    }

    /// Touches the link with this text, and waits for the page behind it.
    pub(crate) fn follow(&self, text: &str) {
        let link = json!({ "using": "link text", "value": text });
        let found = self.tell("element", &link);
        let found = found[ELEMENT].as_str().unwrap();
        self.tell(&format!("element/{found}/click"), &json!({}));
    }

    /// What a script in the page says.
    pub(crate) fn ask(&self, script: &str) -> Value {
        let script = json!({ "script": format!("return {script}"), "args": [] });
        self.tell("execute/sync", &script)
    }

    /// The text of everything that a selector finds.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let script =
            format!("[...document.querySelectorAll('{selector}')].map(it => it.innerText)");
        serde_json::from_value(self.ask(&script)).unwrap()
    }

    /// The text of the one thing that a selector finds.
    pub(crate) fn text(&self, selector: &str) -> String {
        let [text] = <[String; 1]>::try_from(self.texts(selector)).unwrap();
        text
    }

    /// Keeps a picture of what is seen, for people to look at.
    pub(crate) fn keep_picture(&self, name: &str) {
        let directory = std::env::var_os("YUDAN_SCREENSHOTS")
            .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
        std::fs::create_dir_all(&directory).unwrap();
        let address = format!("{}/{}/screenshot", self.driver.address, self.session);
        let picture = ureq::get(&address).call().unwrap();
        let picture: Value = picture.into_body().read_json().unwrap();
        let picture = STANDARD.decode(picture["value"].as_str().unwrap()).unwrap();
        std::fs::write(directory.join(format!("{name}.png")), picture).unwrap();
    }

    fn tell(&self, what: &str, body: &Value) -> Value {
        post(
            &format!("{}/{}/{what}", self.driver.address, self.session),
            body,
        )
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends Chromium, which would outlive its driver.
        drop(ureq::delete(format!("{}/{}", self.driver.address, self.session)).call());
    }
}

fn post(address: &str, body: &Value) -> Value {
    let answer = ureq::post(address).send_json(body).unwrap();
    let mut answer: Value = answer.into_body().read_json().unwrap();
    answer["value"].take()
}
