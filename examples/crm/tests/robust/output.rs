//! What is printed or written arrives as a whole, or the program says that it has not.

use std::fs::File;
use std::process::{Command, Stdio};

use crate::host::{PROGRAM, crm, folder};
use crate::robust::trial::{complained, limited, loaded};

const REPORTS: [&[&str]; 17] = [
    &["board"],
    &["funnel"],
    &["refusals"],
    &["timeline", "L-0001"],
    &["why", "L-0001"],
    &["agenda"],
    &["hand-raises"],
    &["put-off"],
    &["keys"],
    &["policies"],
    &["diagram"],
    &["verify"],
    &["export"],
    &["export", "--all"],
    &["--help"],
    &["clock"],
    &["rebuild"],
];

#[test]
fn a_full_disk_behind_the_output_is_a_failure() {
    let db = loaded(&folder("ro-full"), 300);
    for words in REPORTS {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = Command::new(PROGRAM).arg("--db").arg(&db).args(words).stdout(full).output().unwrap();
        assert!(complained(&output, words).contains("No space left on device"), "{words:?}");
    }
}

#[test]
fn a_closed_output_is_no_failure() {
    let db = loaded(&folder("ro-closed"), 300);
    for words in REPORTS {
        for closed in ["exec >&-", "exec >&- 2>&-", "exec 0<&- >&-"] {
            let output = limited(closed, &db, words);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && told.is_empty(), "{closed}: {words:?}: {told}");
        }
        // A reader that goes before anything is printed.
        let mut program = Command::new(PROGRAM);
        program.arg("--db").arg(&db).args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = program.spawn().unwrap();
        drop(program.stdout.take());
        let output = program.wait_with_output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{words:?}: {output:?}");
    }
}

/// Files that a full disk has cut short are told, and the mapping that would read them back is not there.
#[test]
#[cfg(unix)]
fn tables_on_a_full_disk_are_a_failure() {
    let folder = folder("ro-tables");
    let db = loaded(&folder, 300);
    for name in ["leads.csv", "rounds.csv", "deals.csv", "history.csv", "board.csv"] {
        let out = folder.join(format!("out-{name}"));
        std::fs::create_dir(&out).unwrap();
        std::os::unix::fs::symlink("/dev/full", out.join(name)).unwrap();
        let words = ["export", "--csv", out.to_str().unwrap()];
        let complaint = complained(&crm(&db, &words), &words);
        assert!(complaint.contains(name) && complaint.contains("No space left on device"), "{complaint}");
        assert!(!out.join("mapping.toml").exists());
    }
}
