//! A Chromium that nobody sees, with its driver.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use thirtyfour::prelude::*;

/// Width and height of a small phone, in pixels of the page.
pub(crate) const PHONE: (u32, u32) = (360, 640);

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
            address: format!("http://127.0.0.1:{port}"),
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

/// Shows a test a browser that prefers a language and has the size of a phone.
pub(crate) fn browse(language: &str, test: impl AsyncFnOnce(&WebDriver)) {
    let driver = Driver::start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let browser = WebDriver::new(&driver.address, capabilities(language))
            .await
            .unwrap();
        test(&browser).await;
        browser.quit().await.unwrap();
    });
}

fn capabilities(language: &str) -> thirtyfour::ChromeCapabilities {
    let mut wanted = DesiredCapabilities::chrome();
    for argument in [
        "--headless",
        // Chromium's sandbox does not run for root, as which machines that test often work.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ] {
        wanted.add_arg(argument).unwrap();
    }
    // The smallest window is wider than a phone; the page is laid out for this size all the same.
    let (width, height) = PHONE;
    let phone = serde_json::json!({
        "deviceMetrics": { "width": width, "height": height, "pixelRatio": 2.0, "touch": true },
    });
    wanted
        .add_experimental_option("mobileEmulation", phone)
        .unwrap();
    let preferences = serde_json::json!({ "intl.accept_languages": language });
    wanted
        .add_experimental_option("prefs", preferences)
        .unwrap();
    wanted
}

/// Keeps a picture of what is seen, for people to look at.
pub(crate) async fn keep_picture(browser: &WebDriver, name: &str) {
    let directory = std::env::var_os("YUDAN_SCREENSHOTS")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    std::fs::create_dir_all(&directory).unwrap();
    let path = directory.join(format!("{name}.png"));
    browser.screenshot(&path).await.unwrap();
}
