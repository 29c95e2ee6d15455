//! Programs that are started beside each other and killed at any instant.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::host::PROGRAM;

/// A seeded generator: the same runs everywhere, apart from the speed of the machine.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn part_of(&mut self, whole: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_micros(self.0 % u64::try_from(whole.as_micros()).unwrap().max(1))
    }
}

pub(crate) fn start(db: &Path, words: &[&str]) -> Child {
    let mut program = Command::new(PROGRAM);
    program.arg("--db").arg(db).args(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Kills a program; whether it still ran.
pub(crate) fn killed(mut program: Child) -> bool {
    program.kill().unwrap();
    program.wait().unwrap().code().is_none()
}

pub(crate) fn fresh(folder: &Path, template: &Path) -> PathBuf {
    let db = folder.join("run.sqlite");
    for suffix in ["", "-wal", "-shm"] {
        let _missing = std::fs::remove_file(folder.join(format!("run.sqlite{suffix}")));
    }
    std::fs::copy(template, &db).unwrap();
    db
}
