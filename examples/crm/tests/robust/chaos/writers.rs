//! Several programs at once on one database.

use crate::host::{crm, folder, ok};
use crate::races::{killed, start};
use crate::robust::chaos::{facts, runs, seeded};
use crate::robust::trial::{everything, journal};

/// Loads of one journal, in batches of several sizes, beside rebuilds, clocks and reports, one of them killed: as if one had
/// loaded it alone.
#[test]
fn writers_at_once_agree() {
    let folder = folder("ro-writers");
    let journal = journal(&folder, 400);
    let alone = folder.join("alone.sqlite");
    ok(&alone, &["load", "--journal", &journal]);
    let (done, told) = (facts(&alone), everything(&alone));
    let mut chance = seeded(21);
    for run in 0..runs() {
        let db = folder.join(format!("{run}.sqlite"));
        let load = |batch: &str| start(&db, &["load", "--batch", batch, "--journal", &journal]);
        let doomed = load("2");
        let loads = [load("3"), load("7"), load("64")];
        std::thread::sleep(chance.part_of(std::time::Duration::from_millis(400)));
        let mut beside = Vec::new();
        for words in [&["rebuild"][..], &["verify"], &["export"], &["board"]] {
            if db.exists() {
                beside.push((words, start(&db, words)));
            }
        }
        let _hit = killed(doomed);
        for load in loads {
            let output = load.wait_with_output().unwrap();
            assert!(output.status.success(), "run {run}: {}", String::from_utf8_lossy(&output.stderr));
        }
        for (words, program) in beside {
            let output = program.wait_with_output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            // Whoever comes before the first line is stored finds nothing, which is said.
            let early = told.contains("holds nothing yet") || told.contains("holds no facts yet");
            assert!(output.status.success() || early, "run {run}, {words:?}: {told}");
        }
        assert!(everything(&db) == told, "run {run}");
        assert_eq!(facts(&db), done, "run {run}");
        assert!(crm(&db, &["verify"]).status.success(), "run {run}");
    }
    println!("writers at once: {} runs of three loads, a killed one, a rebuild and three reports", runs());
}
