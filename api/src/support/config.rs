//! Settings, read once at start from flags and the environment.

use std::path::{Path, PathBuf};

use super::crypto::Key;

/// Where the data is and how to reach it.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where rows live.
    pub engine: Engine,
    /// Address of Redis; none keeps the cache in memory.
    pub redis_url: Option<String>,
    /// The master key.
    pub master_key: Key,
    /// Where signed heads of access logs are written too, besides the registry.
    pub heads_file: Option<PathBuf>,
    /// Most connections to all municipalities together; none takes the default.
    pub most_connections: Option<usize>,
    /// Whether published statistics are read without a sign-in.
    pub public_statistics: bool,
}

/// The database engine.
#[derive(Clone)]
pub enum Engine {
    /// SQLite files in this folder.
    Sqlite(PathBuf),
    /// PostgreSQL: the serving login's address, and the owner's where this process may migrate.
    Postgres {
        /// Address of the registry's serving login.
        url: String,
        /// Address of the owner; the serving process has none.
        owner_url: Option<String>,
    },
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(folder) => f.debug_tuple("Sqlite").field(folder).finish(),
            Self::Postgres { .. } => f.write_str("Postgres(…)"),
        }
    }
}

/// Reads the master key: 32 bytes written as 64 hexadecimal digits.
pub fn read_master_key(path: &Path) -> Result<Key, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|cause| format!("cannot read the master key {}: {cause}", path.display()))?;
    data_encoding::HEXLOWER_PERMISSIVE
        .decode(text.trim().as_bytes())
        .ok()
        .and_then(|bytes| Key::from_bytes(&bytes))
        .ok_or_else(|| {
            format!(
                "the master key {} must be 64 hexadecimal digits: openssl rand -hex 32 > FILE",
                path.display()
            )
        })
}

/// Writes a new master key that only its owner can read, unless there is one.
pub fn ensure_master_key(path: &Path) -> Result<Key, String> {
    if path.exists() {
        return read_master_key(path);
    }
    let key = Key::random();
    write_private(path, &data_encoding::HEXLOWER.encode(key.bytes()))
        .map_err(|cause| format!("cannot write the master key {}: {cause}", path.display()))?;
    Ok(key)
}

/// Writes a file that only its owner can read, whole or not at all.
pub fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension("draft");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(draft, path)
}
