//! A person who was merged is known in several leads: erased is everything, at all of them.

use std::path::{Path, PathBuf};

use crate::host::{fails, folder, ok};
use crate::merging::story::{BY, REP, WEB, captured, command, everything, line, loaded, merge};
use crate::tables::asked;

const PLANTED: &str = "PLANTED";

fn is_in(db: &Path, words: &str) -> bool {
    let name = db.file_name().unwrap().to_str().unwrap();
    let files = std::fs::read_dir(db.parent().unwrap()).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.file_name().unwrap().to_str().unwrap().starts_with(name));
    let all: Vec<PathBuf> = files.collect();
    all.iter()
        .map(|file| std::fs::read(file).unwrap())
        .any(|bytes| bytes.windows(words.len()).any(|part| part == words.as_bytes()))
}

/// A person with a name, a telephone number and an answer that say who it is.
fn planted(lead: &str, minute: u32) -> String {
    let text = |what: &str| format!(r#"{{"text":"{PLANTED} {lead} {what}"}}"#);
    let fields = format!(r#"{{"person_name":{},"email":{}}}"#, text("name"), text("mail"));
    let capture = format!(r#""capture":{{"lead":"{lead}","origin":"inbound","fields":{fields}}}"#);
    let answer =
        format!(r#"{{"record_answer":{{"criterion":"need","verdict":"confirmed","detail":"{PLANTED} {lead} need"}}}}"#);
    line(&format!("{lead}-c"), minute, WEB, lead, &capture)
        + &command(minute + 1, ("mk", "sato"), lead, r#"{"promote":{}}"#)
        + &command(minute + 2, REP, lead, &answer)
}

fn family(name: &str) -> PathBuf {
    let people = planted("A", 0) + &planted("B", 10) + &planted("C", 20) + &captured("D", 30);
    loaded(&folder(name), "crm", &(people + &merge("m-1", 50, "B", "A") + &merge("m-2", 60, "A", "C")))
}

#[test]
fn a_person_is_erased_from_all_leads_that_are_one() {
    let db = family("mg-erase-all");
    // By hand too, whose id holds a print.
    ok(&db, &[&["split", "B"], &BY[..]].concat());
    ok(&db, &[&["merge", "B", "C"], &BY[..]].concat());
    assert!(is_in(&db, PLANTED));
    let told = ok(&db, &[&["erase", "B", "--all", "--id", "gone"], &BY[..]].concat());
    for lead in ["A", "B", "C"] {
        assert!(told.contains(&format!("`{lead}`: personal data removed")), "{told}");
    }
    assert!(!told.contains("still known"), "{told}");
    assert!(!is_in(&db, PLANTED), "planted text is left");
    assert_eq!(
        asked(&db, "SELECT command_id FROM commands WHERE command_id LIKE 'gone%' ORDER BY 1"),
        ["gone", "gone:A", "gone:C"]
    );
    let prints = "SELECT count(*) || '' FROM facts WHERE json LIKE '%\"do:%' AND json NOT LIKE '%\"do:erased:%'";
    assert_eq!(asked(&db, prints), ["0"], "an id holds a print of what was told");
    assert!(ok(&db, &["verify"]).contains("2 leads were merged"));
    // What is one can be parted again, and nothing comes back.
    ok(&db, &[&["split", "A"], &BY[..]].concat());
    assert!(!is_in(&db, PLANTED));
    ok(&db, &["verify"]);
    let stored = everything(&db);
    assert!(ok(&db, &[&["erase", "B", "--id", "gone"], &BY[..]].concat()).contains("done before"));
    assert_eq!(everything(&db), stored);
}

#[test]
fn who_is_still_to_be_erased_is_named() {
    let db = family("mg-erase-one");
    let told = ok(&db, &[&["erase", "C"], &BY[..]].concat());
    assert!(told.contains("still known in `A`, `B`") && told.contains("`crm erase C --all`"), "{told}");
    // What they had brought into it is gone with it; what they have themselves is not.
    let of_survivor = "SELECT json FROM facts WHERE lead = 'C' UNION ALL SELECT snapshot FROM leads WHERE lead = 'C'";
    assert!(!asked(&db, of_survivor).iter().any(|json| json.contains(PLANTED)));
    assert!(is_in(&db, "PLANTED A name") && !is_in(&db, "PLANTED C name"));
    ok(&db, &["verify"]);
    // A duplicate that is merged into an erased lead brings nothing personal in, and is named.
    let merged = ok(&db, &[&["merge", "D", "C"], &BY[..]].concat());
    assert!(merged.contains("erased from these leads too: `D`"), "{merged}");
    assert!(!asked(&db, of_survivor).iter().any(|json| json.contains("D@example.jp")));
    // The command of before tells it too.
    let told = ok(&db, &["do", "A", "redact", "--as", "manager:mori", "--at", BY[3]]);
    assert!(told.contains("erased from these leads too:"), "{told}");
    let told = ok(&db, &[&["erase", "A", "--all"], &BY[..]].concat());
    assert!(told.contains("`C`: erased already") && told.contains("`B`: personal data removed"), "{told}");
    assert!(!is_in(&db, PLANTED) && !is_in(&db, "D@example.jp"));
    ok(&db, &["verify"]);
}

#[test]
fn nobody_is_erased_if_one_refuses() {
    let db = family("mg-erase-refused");
    let before = everything(&db);
    let complaint = fails(&db, &["erase", "B", "--all", "--as", "sdr:okada", "--at", BY[3]], 1);
    assert!(complaint.contains("nobody is erased") && complaint.contains("refused, `A`"), "{complaint}");
    assert_eq!(everything(&db), before);
}
