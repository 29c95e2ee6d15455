//! Nothing of what was taken back outlives an erasure, though a correction holds what the lead was.

use std::path::Path;

use crate::host::{fails, folder, ok};
use crate::tables::asked;
use crate::taking_back::story::{BY, REP, line, loaded, promoted};

const PLANTED: &str = "PLANTED";

fn is_in(db: &Path, words: &str) -> bool {
    let name = db.file_name().unwrap().to_str().unwrap();
    let files = std::fs::read_dir(db.parent().unwrap()).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.file_name().unwrap().to_str().unwrap().starts_with(name));
    files
        .map(|file| std::fs::read(file).unwrap())
        .any(|bytes| bytes.windows(words.len()).any(|part| part == words.as_bytes()))
}

fn order<'w>(facts: &'w str, reason: &'w str, more: &[&'w str]) -> Vec<&'w str> {
    [&["take-back", "L-1", "--facts", facts, "--reason", reason], &BY[..], more].concat()
}

#[test]
fn an_erased_person_is_in_no_correction() {
    let write = |field: &str| {
        format!(r#""command":{{"update_profile":{{"fields":{{"{field}":{{"text":"{PLANTED} {field}"}}}}}}}}"#)
    };
    let call = format!(
        r#""command":{{"record_attempt":{{"direction":"outbound","channel":"phone","outcome":"answered","note":"{PLANTED} call"}}}}"#
    );
    let journal = promoted("L-1", 0)
        + &line("e", 10, REP, "L-1", &write("email"))
        + &line("n", 11, REP, "L-1", &write("person_name"))
        + &line("a", 12, REP, "L-1", &call);
    let db = loaded(&folder("tb-erased"), "crm", &journal);
    let instead = format!(
        r#"{{"command":{{"update_profile":{{"fields":{{"phone":{{"text":"{PLANTED} phone"}}}}}}}},"at":"2026-04-02"}}"#
    );
    let reason = format!("wrong_person:{PLANTED} reason");
    ok(&db, &order("5", &reason, &["--instead", &instead]));
    // Refused, with words of its own.
    let unheard =
        format!(r#"{{"command":{{"update_profile":{{"fields":{{"{PLANTED} x":null}}}}}},"at":"2026-04-02"}}"#);
    fails(&db, &order("7", &reason, &["--instead", &unheard]), 1);
    let correction = asked(&db, "SELECT json FROM facts WHERE kind = 'taken_back'");
    assert!(
        correction[0].contains("PLANTED person_name") && correction[0].contains("PLANTED reason"),
        "{correction:?}"
    );

    ok(&db, &["do", "L-1", "redact", "--as", "manager:mori", "--at", BY[3]]);
    assert!(!is_in(&db, PLANTED), "planted text is left");
    let prints = "SELECT cast(count(*) AS TEXT) FROM commands WHERE lead = 'L-1' AND command_id LIKE 'do:%:%:%:%'";
    assert_eq!(asked(&db, prints), ["0"], "an id holds a print of what was told");
    assert!(ok(&db, &["verify"]).contains("what counts folds"));

    // Taken back afterwards: codes only, and nothing comes back.
    let complaint = fails(&db, &order("2", &reason, &[]), 1);
    assert!(complaint.contains("refused, `L-1`: `erased`"), "{complaint}");
    fails(&db, &order("2", "wrong_person", &["--instead", &instead]), 1);
    ok(&db, &order("2", "wrong_person", &[]));
    assert!(!is_in(&db, PLANTED), "personal text came back after the erasure");
    assert!(ok(&db, &["timeline", "L-1"]).contains("~~"));
    ok(&db, &["verify"]);
}
