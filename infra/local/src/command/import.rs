//! `yudan import FILE --format tmall`, or `--channel phone` for a file in the system's own columns.

mod carry;
mod file;
mod tally;
mod tmall;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Data, Failure};
use crate::client::{Access, Client, ClientError, Patience, default_url};
use tally::Tally;
use tmall::{Row, Rows};

/// Whose name stands in the journal.
const SUBJECT: &str = "import";
/// It enters orders and records money.
const ROLES: &str = "sales,finance";

/// Importing orders of a platform's export. What is there already is left alone.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// The file
    file: PathBuf,
    /// What kind of export it is
    #[arg(long, required_unless_present = "channel", conflicts_with = "channel")]
    format: Option<Format>,
    /// Of a file in the columns of `GET /v1/imports/template`: where its orders came in (phone, fax, mail,
    /// marketplace, website)
    #[arg(long)]
    channel: Option<String>,
    /// Address of the running server
    #[arg(long, default_value_t = default_url())]
    url: String,
    #[command(flatten)]
    data: Data,
    /// Orders sent at the same time
    #[arg(long, default_value_t = 8, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    concurrency: u16,
}

/// Exports that can be read.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Order report of Tmall 天猫: CSV in UTF-8, one order a row, with the province only
    Tmall,
}

impl Import {
    pub(super) fn run(self) -> Result<(), Failure> {
        let is_clean = match (self.format, self.channel.as_deref()) {
            (Some(Format::Tmall), _) => {
                let tally = self.import_tmall()?;
                println!("{}", self.file.display());
                print!("{tally}");
                tally.is_clean()
            }
            (None, channel) => {
                let client = Client::new(&self.url).patient(Patience::PERSISTENT);
                let client = Access::of(&self.data.directory)?.sign_in(&client, SUBJECT, ROLES)?;
                file::import(&client, &self.file, channel.unwrap_or_default())?
            }
        };
        if is_clean {
            Ok(())
        } else {
            Err("some rows were not imported; mend them and import the file again, the others are left alone".into())
        }
    }

    fn import_tmall(&self) -> Result<Tally, Failure> {
        let named = |problem: &dyn std::fmt::Display| format!("{}: {problem}", self.file.display());
        let progress = progress_bar(count(&self.file).map_err(|problem| named(&problem))?);
        let rows = Rows::open(&self.file).map_err(|problem| named(&problem))?;
        let client = Client::new(&self.url).patient(Patience::PERSISTENT);
        let client = Access::of(&self.data.directory)?.sign_in(&client, SUBJECT, ROLES)?;
        carry::check_server(&client)?;
        let (tally, ended) = carry_all(&client, rows, self.concurrency, &progress);
        progress.finish_and_clear();
        match ended {
            Ok(()) => Ok(tally),
            Err(error) => {
                print!("{tally}");
                Err(format!(
                    "stopped after {} rows: {error}; import the file again to go on",
                    tally.read
                )
                .into())
            }
        }
    }
}

/// Rows of a file, so that the progress has an end.
fn count(file: &Path) -> Result<u64, tmall::NotAnExport> {
    Ok(Rows::open(file)?.count() as u64)
}

/// A bar on the terminal; nothing where standard error is none.
fn progress_bar(rows: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} rows, {per_sec}, {eta} left");
    ProgressBar::new(rows).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Hands the rows to a few threads, and adds up what they did. Ends early when one of them
/// cannot reach the server.
fn carry_all(
    client: &Client,
    rows: Rows,
    threads: u16,
    progress: &ProgressBar,
) -> (Tally, Result<(), ClientError>) {
    let mut all = Tally::default();
    let mut ended = Ok(());
    // Few in between: a file of any size needs little memory.
    let (hand_out, inbox) = mpsc::sync_channel::<Row>(usize::from(threads));
    // Owned by the threads alone: when none is left, handing out fails instead of waiting.
    let inbox = Arc::new(Mutex::new(inbox));
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                let inbox = Arc::clone(&inbox);
                scope.spawn(move || work(&client.apart(), &inbox, progress))
            })
            .collect();
        drop(inbox);
        for row in rows {
            match row {
                Ok(row) => {
                    if hand_out.send(row).is_err() {
                        break;
                    }
                }
                Err(malformed) => {
                    all.read += 1;
                    all.malformed(&malformed);
                    progress.inc(1);
                }
            }
        }
        drop(hand_out);
        for worker in workers {
            let Ok((tally, worked)) = worker.join() else {
                continue;
            };
            all.merge(tally);
            ended = std::mem::replace(&mut ended, Ok(())).and(worked);
        }
    });
    (all, ended)
}

/// Carries rows until there are none left.
fn work(
    client: &Client,
    inbox: &Mutex<mpsc::Receiver<Row>>,
    progress: &ProgressBar,
) -> (Tally, Result<(), ClientError>) {
    let mut tally = Tally::default();
    loop {
        let next = inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(row) = next else {
            return (tally, Ok(()));
        };
        tally.read += 1;
        if let Err(error) = carry::carry(client, &row, &mut tally) {
            return (tally, Err(error));
        }
        progress.inc(1);
    }
}
