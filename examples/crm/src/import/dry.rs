//! A dry run: everything is done on a copy of the database, which is thrown away.

use std::path::{Path, PathBuf};

use crate::problem::Problem;
use crate::store::Store;

/// A copy of a database, beside it, until it is dropped: with it goes what an erased person must not leave behind.
#[derive(Debug)]
pub(crate) struct Copy {
    path: PathBuf,
}

impl Copy {
    /// Copies a database, as one who reads sees it; one that is not there is begun.
    pub(crate) fn of(db: &Path) -> Result<Self, Problem> {
        let mut name = db.file_name().unwrap_or_default().to_owned();
        name.push(format!(".dry-run-{}", std::process::id()));
        let copy = Self { path: db.with_file_name(name) };
        copy.remove();
        if db.metadata().is_ok_and(|file| file.len() > 0) {
            Store::to_report(db)?.copied_to(&copy.path)?;
        }
        Ok(copy)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    fn remove(&self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let mut name = self.path.clone().into_os_string();
            name.push(suffix);
            let _missing = std::fs::remove_file(name);
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        self.remove();
    }
}
