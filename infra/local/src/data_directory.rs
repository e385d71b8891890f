//! The directory that holds everything a host remembers.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use crate::error::HostError;

/// Bytes of a generated secret or key.
const SECRET_BYTES: usize = 32;

/// A data directory this process alone uses.
#[derive(Debug)]
pub struct DataDirectory {
    path: PathBuf,
    temporary: bool,
    /// Held for as long as the directory is in use; the system releases it when the process ends.
    _lock: File,
}

impl DataDirectory {
    /// Opens or creates the directory and keeps other hosts out.
    ///
    /// # Errors
    /// Another host uses it, or it cannot be written.
    pub fn open(path: &Path) -> Result<Self, HostError> {
        Self::lock(path, false)
    }

    /// A fresh directory that is removed when dropped.
    ///
    /// # Errors
    /// The system has no room for temporary files.
    pub fn temporary() -> Result<Self, HostError> {
        let path = std::env::temp_dir().join(format!("yudan-{}", Uuid::now_v7()));
        Self::lock(&path, true)
    }

    fn lock(path: &Path, temporary: bool) -> Result<Self, HostError> {
        let what = format!("opening the data directory {}", path.display());
        create_private_directory(path).map_err(HostError::io(what.clone()))?;
        std::fs::create_dir_all(path.join("logs")).map_err(HostError::io(what.clone()))?;
        let lock = File::create(path.join("lock")).map_err(HostError::io(what.clone()))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(HostError::DataDirectoryInUse(path.to_owned()));
            }
            Err(TryLockError::Error(source)) => return Err(HostError::Io { what, source }),
        }
        Ok(Self {
            path: path.to_owned(),
            temporary,
            _lock: lock,
        })
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A file or directory in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Whether it is removed at the end.
    pub fn is_temporary(&self) -> bool {
        self.temporary
    }
}

impl Drop for DataDirectory {
    fn drop(&mut self) {
        if self.temporary {
            // What cannot be removed now lies in the system's temporary directory and is its to clear.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

/// The key that signs this directory's development tokens; made when first asked for.
///
/// # Errors
/// The file cannot be read or made.
pub fn signing_key(directory: &Path) -> Result<Vec<u8>, HostError> {
    let path = directory.join("signing.key");
    create_private_directory(directory)
        .map_err(HostError::io(format!("opening {}", directory.display())))?;
    if !path.exists() {
        // Linked into place whole, so that two processes starting together agree on one key.
        let draft = directory.join(format!("signing.key.{}", Uuid::now_v7()));
        write_private(&draft, random_hex()?.as_bytes())
            .map_err(HostError::io(format!("writing {}", draft.display())))?;
        let _ = std::fs::hard_link(&draft, &path);
        let _ = std::fs::remove_file(&draft);
    }
    let key = std::fs::read(&path).map_err(HostError::io(format!("reading {}", path.display())))?;
    if key.len() < SECRET_BYTES {
        return Err(HostError::Damaged {
            path,
            problem: "the key is too short".to_owned(),
        });
    }
    Ok(key)
}

/// Secrets by name and key, made when first asked for.
#[derive(Debug)]
pub struct Secrets {
    path: PathBuf,
    values: Mutex<BTreeMap<String, BTreeMap<String, String>>>,
}

impl Secrets {
    /// Reads `secrets.json` of the directory, if it is there.
    ///
    /// # Errors
    /// The file is there but cannot be read.
    pub fn open(directory: &Path) -> Result<Self, HostError> {
        let path = directory.join("secrets.json");
        let values = match std::fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text).map_err(|error| HostError::Damaged {
                path: path.clone(),
                problem: error.to_string(),
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(source) => {
                return Err(HostError::Io {
                    what: format!("reading {}", path.display()),
                    source,
                });
            }
        };
        Ok(Self {
            path,
            values: Mutex::new(values),
        })
    }

    /// The value of a secret's key; a random one, kept from now on, if there was none.
    ///
    /// # Errors
    /// A new value cannot be kept.
    pub fn value(&self, name: &str, key: &str) -> Result<String, HostError> {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = values.get(name).and_then(|secret| secret.get(key)) {
            return Ok(value.clone());
        }
        let value = random_hex()?;
        values
            .entry(name.to_owned())
            .or_default()
            .insert(key.to_owned(), value.clone());
        let text = serde_json::to_vec_pretty(&*values).map_err(|error| HostError::Damaged {
            path: self.path.clone(),
            problem: error.to_string(),
        })?;
        let draft = self.path.with_extension("json.new");
        write_private(&draft, &text)
            .and_then(|()| std::fs::rename(&draft, &self.path))
            .map_err(HostError::io(format!("writing {}", self.path.display())))?;
        Ok(value)
    }
}

fn random_hex() -> Result<String, HostError> {
    let mut bytes = [0_u8; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| HostError::Io {
        what: "asking the system for random bytes".to_owned(),
        source: std::io::Error::other(error),
    })?;
    Ok(hex::encode(bytes))
}

fn create_private_directory(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_has_one_host_at_a_time() {
        let first = DataDirectory::temporary().unwrap();
        let path = first.path().to_owned();
        assert!(matches!(
            DataDirectory::open(&path),
            Err(HostError::DataDirectoryInUse(_))
        ));
        drop(first);
        assert!(!path.exists());
    }

    #[test]
    fn keys_and_secrets_stay_the_same_and_private() {
        let directory = DataDirectory::temporary().unwrap();
        let key = signing_key(directory.path()).unwrap();
        assert_eq!(signing_key(directory.path()).unwrap(), key);
        let secret = Secrets::open(directory.path())
            .unwrap()
            .value("callbacks", "payment_notify")
            .unwrap();
        let again = Secrets::open(directory.path()).unwrap();
        assert_eq!(again.value("callbacks", "payment_notify").unwrap(), secret);
        assert_ne!(again.value("callbacks", "carrier_event").unwrap(), secret);
        assert_eq!(secret.len(), 2 * SECRET_BYTES);
        #[cfg(unix)]
        for name in ["signing.key", "secrets.json"] {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                directory
                    .file(name)
                    .metadata()
                    .unwrap()
                    .permissions()
                    .mode()
                    & 0o777,
                0o600,
                "{name}"
            );
        }
    }
}
