//! `yudan serve`: everything, until Ctrl-C.

use std::io::Write;

use tracing_subscriber::EnvFilter;

use super::{DEFAULT_PORT, Data, Failure, seed};
use crate::data_directory::signing_key;
use crate::error::HostError;
use crate::host::{Host, Place, Settings, Workers};
use crate::identity::{Claims, sign};
use crate::template::TEMPLATE;

/// Roles a first look needs, each with a name for its bearer.
const ROLES: [(&str, &str); 5] = [
    ("sales", "dev-sales"),
    ("reviewer", "dev-reviewer"),
    ("logistics", "dev-logistics"),
    ("finance", "dev-finance"),
    ("admin", "dev-admin"),
];
const TOKEN_HOURS: u32 = 12;

/// Serving.
#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// Port of 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = DEFAULT_PORT)]
    port: u16,
    #[command(flatten)]
    data: Data,
    /// Keep data in a temporary directory that is removed at the end, instead of --data
    #[arg(long)]
    memory: bool,
    /// Most processes per function
    #[arg(long, default_value_t = 2, value_name = "N")]
    instances: usize,
    /// Try a failed queue message again after so many seconds, not after its queue's visibility timeout
    #[arg(long, value_name = "SECONDS")]
    retry_after: Option<u32>,
    /// Count the capacity units that the tables charge, for `yudan bench`; costs a little on every call
    #[arg(long)]
    meter: bool,
    /// Do not load the demo products, stock and policy into a fresh data directory
    #[arg(long)]
    no_seed: bool,
    /// Print only the address
    #[arg(long, conflicts_with = "verbose")]
    quiet: bool,
    /// Print what the host does and what functions log
    #[arg(long)]
    verbose: bool,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        start_logging(self.verbose);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let done = runtime.block_on(self.serve());
        // Threads still blocked in a database call must not keep the program alive.
        runtime.shutdown_background();
        done
    }

    async fn serve(self) -> Result<(), Failure> {
        // Installed first: a signal during the start is not lost.
        let mut ending = std::pin::pin!(end_signal()?);
        let host = Host::start(TEMPLATE, &self.settings()?)?;
        tokio::select! {
            () = self.load_demo_data(&host) => {
                self.announce(&host)?;
                ending.await;
            }
            () = &mut ending => {}
        }
        host.stop().await;
        Ok(())
    }

    /// Before the address is printed, so that whoever waits for it finds the data there.
    async fn load_demo_data(&self, host: &Host) {
        if self.no_seed {
            return;
        }
        let (url, directory) = (
            format!("http://{}", host.address()),
            host.directory().path().to_owned(),
        );
        let loaded = tokio::task::spawn_blocking(move || seed::first_start(&url, &directory)).await;
        match loaded {
            Ok(Ok(None)) => {}
            Ok(Ok(Some(summary))) if self.quiet => tracing::info!(%summary, "fresh data directory"),
            Ok(Ok(Some(summary))) => println!("{summary}\n"),
            // The system works without; the next start tries again.
            Ok(Err(error)) => {
                tracing::error!(%error, "the demo data could not be loaded; try `yudan seed`")
            }
            Err(error) => {
                tracing::error!(%error, "the demo data could not be loaded; try `yudan seed`")
            }
        }
    }

    fn settings(&self) -> Result<Settings, HostError> {
        let program = std::env::current_exe().map_err(HostError::io("finding this program"))?;
        Ok(Settings {
            place: if self.memory {
                Place::Temporary
            } else {
                Place::Directory(self.data.directory.clone())
            },
            port: self.port,
            instances: self.instances,
            workers: Workers::Processes(program),
            verbose: self.verbose,
            meter: self.meter,
            retry_after_s: self.retry_after,
        })
    }

    fn announce(&self, host: &Host) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        let address = format!("http://{}", host.address());
        if !self.quiet {
            welcome(&mut out, &address, host, self.memory)?;
        }
        writeln!(out, "listening on {address}")?;
        out.flush()?;
        Ok(())
    }
}

fn welcome(out: &mut impl Write, address: &str, host: &Host, memory: bool) -> Result<(), Failure> {
    let directory = host.directory().path();
    let key = signing_key(directory)?;
    let place = if memory {
        "a temporary directory, removed at the end"
    } else {
        "kept"
    };
    writeln!(out, "Yudan 渝单, out-of-region order management\n")?;
    writeln!(out, "  address  {address}/v1")?;
    writeln!(out, "  data     {} ({place})", directory.display())?;
    writeln!(out, "  carriers {}", host.carriers())?;
    writeln!(out, "  state    {address}/_yudan/status\n")?;
    writeln!(
        out,
        "Development tokens, valid {TOKEN_HOURS} hours, worth nothing outside this directory:"
    )?;
    for (role, subject) in ROLES {
        let token = sign(&key, &Claims::new(subject, role, None, TOKEN_HOURS))?;
        writeln!(out, "  {:<10}{token}", role)?;
    }
    writeln!(
        out,
        "\nTo try (TOKEN=$(yudan token --role sales --sub me --data {})):",
        directory.display()
    )?;
    writeln!(out, "  curl {address}/v1/health")?;
    writeln!(
        out,
        "  curl -H \"Authorization: Bearer $TOKEN\" {address}/v1/work/review"
    )?;
    writeln!(out, "  curl {address}/v1/openapi.json\n")?;
    Ok(())
}

fn start_logging(verbose: bool) {
    let default = if verbose {
        "yudan=debug,warn"
    } else {
        "yudan=warn,error"
    };
    let filter = EnvFilter::try_from_env("YUDAN_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// Completes at Ctrl-C or SIGTERM.
#[cfg(unix)]
fn end_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Completes at Ctrl-C.
#[cfg(not(unix))]
fn end_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
