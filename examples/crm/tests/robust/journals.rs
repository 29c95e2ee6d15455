//! Journals as people make them: an id for two commands, marks of an editor, lines without an end, a capture told twice.

use std::fs::File;
use std::path::Path;

use crate::host::{crm, fails, folder, ok};
use crate::robust::trial::{complained, limited};
use crate::tables::{asked, rows, written};

fn line(id: &str, minute: u32, lead: &str, rest: &str) -> String {
    format!(
        r#"{{"id":"{id}","at":"2026-04-01T01:{minute:02}:00Z","actor":{{"id":"web","role":"system"}},"lead":"{lead}",{rest}}}"#
    ) + "\n"
}

fn capture(id: &str, minute: u32, lead: &str) -> String {
    line(id, minute, lead, &format!(r#""capture":{{"lead":"{lead}","origin":"inbound"}}"#))
}

fn leads(db: &Path) -> Vec<String> {
    asked(db, "SELECT lead || ' ' || count(*) FROM facts GROUP BY lead ORDER BY lead")
}

/// The line whose id is another's is told, by its number, and nothing else is stopped by it.
#[test]
fn a_reused_command_id_stops_its_own_line_only() {
    let folder = folder("ro-reused");
    let text = capture("a", 0, "L-1") + &capture("b", 1, "L-2") + &capture("a", 2, "L-3") + &capture("c", 3, "L-4");
    let file = written(&folder, "reused.jsonl", &text);
    for batch in ["1", "2", "64"] {
        let db = folder.join(format!("{batch}.sqlite"));
        for (round, counts) in ["3 accepted", "3 done before"].into_iter().enumerate() {
            let output = crm(&db, &["load", "--batch", batch, "--journal", &file]);
            let complaint = complained(&output, &["load"]);
            assert!(complaint.contains("a line is not done"), "{complaint}");
            assert!(complaint.contains("reused.jsonl:3: command id `a` was used at reused.jsonl:1"), "{complaint}");
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(told.contains(counts), "round {round} in batches of {batch}: {told}");
            assert_eq!(leads(&db), ["L-1 1", "L-2 1", "L-4 1"]);
        }
        ok(&db, &["verify"]);
    }
    // Mended, the line is done.
    let db = folder.join("64.sqlite");
    let mended = written(
        &folder,
        "reused.jsonl",
        &text.replacen(r#""id":"a","at":"2026-04-01T01:02"#, r#""id":"d","at":"2026-04-01T01:02"#, 1),
    );
    assert!(ok(&db, &["load", "--journal", &mended]).contains("1 accepted"));
    assert_eq!(leads(&db).len(), 4);
}

/// Whatever a second capture of a key says, and under whatever id: the lead that is there stays as it is, and there is one.
#[test]
fn a_lead_is_captured_once() {
    let folder = folder("ro-captured");
    let merge = line("m", 20, "L-2", r#""merge":{"into":"L-1"}"#).replace(r#""role":"system""#, r#""role":"manager""#);
    let first = capture("a", 0, "L-1") + &capture("b", 1, "L-2") + &merge;
    let db = folder.join("crm.sqlite");
    ok(&db, &["load", "--journal", &written(&folder, "first.jsonl", &first)]);
    let (facts, board) = (ok(&db, &["export", "--all"]), rows(&ok(&db, &["board"])));
    let again = |name: &str, text: &str, batch: &str| {
        crm(&db, &["load", "--batch", batch, "--journal", &written(&folder, name, text)])
    };
    // The same lines from another file: the same commands.
    let output = again("copy.jsonl", &first, "64");
    assert!(String::from_utf8_lossy(&output.stdout).contains("0 accepted, 0 already so, 0 refused, 3 done before"));
    // Under other ids, of a lead that lives, of one that was merged, twice within a batch and in batches of one.
    let others =
        capture("c", 30, "L-1") + &capture("d", 31, "L-2") + &capture("e", 32, "L-3") + &capture("f", 33, "L-3");
    for batch in ["64", "1"] {
        let output = again("others.jsonl", &others, batch);
        assert!(output.status.success(), "{output:?}");
    }
    assert_eq!(
        asked(&db, "SELECT command_id FROM refusals WHERE reasons LIKE '%lead_known%' ORDER BY 1"),
        ["c", "d", "f"]
    );
    // What a line asks of one lead under the key of another, and keys that a line gives twice.
    let capture = r#""capture":{"lead":"L-9","origin":"inbound"}"#;
    let doubled = [
        (line("g", 40, "L-8", capture), "`lead` and `capture.lead` differ"),
        (line("h", 40, "L-9", &format!("{capture},{capture}")), "duplicate field `capture`"),
        (line("i", 40, "L-9", &format!(r#""lead":"L-8",{capture}"#)), "duplicate field `lead`"),
        (line("j", 40, "L-9", r#""capture":{"lead":"L-9","lead":"L-8","origin":"inbound"}"#), "got `lead` again"),
        (
            line("k", 40, "L-9", &format!(r#"{capture},"command":{{"merge":{{"into":"L-1"}}}}"#)),
            "either `capture` or `command`",
        ),
        (line("l", 40, "L-9", r#""command":{"merge":{"into":"L-1"}},"command":{"merge":{"into":"L-3"}}"#), "column"),
        (line("n", 40, "L-1", r#""lead":"L-3","command":{"merge":{"into":"L-1"}}"#), "duplicate field `lead`"),
    ];
    for (number, (text, told)) in doubled.iter().enumerate() {
        let complaint = complained(&again(&format!("{number}.jsonl"), text, "64"), &["load"]);
        assert!(complaint.contains(told) && complaint.contains(".jsonl:1: "), "{text}: {complaint}");
    }
    assert_eq!(leads(&db).len(), 3);
    let now = ok(&db, &["export", "--all"]);
    assert!(facts.lines().all(|fact| now.contains(fact)), "{now}");
    assert!(
        board.iter().any(|row| row == "lead not MQL yet 1")
            && rows(&ok(&db, &["board"])).iter().any(|row| row == "lead not MQL yet 2")
    );
    ok(&db, &["verify"]);
}

#[test]
fn a_mark_at_the_beginning_is_left_out_and_told() {
    let folder = folder("ro-mark");
    let text = capture("a", 0, "L-1") + &capture("b", 1, "L-2");
    let (db, plain) = (folder.join("crm.sqlite"), written(&folder, "plain.jsonl", &text));
    let marked = written(&folder, "marked.jsonl", &format!("\u{feff}{text}"));
    let told = ok(&db, &["load", "--journal", &marked]);
    assert!(told.contains("2 accepted") && told.matches("byte order mark").count() == 1, "{told}");
    // With and without it, the lines are the same commands.
    let told = ok(&db, &["load", "--journal", &plain]);
    assert!(told.contains("2 done before") && !told.contains("mark"), "{told}");
    for (name, mark) in [("little", [0xff, 0xfe]), ("big", [0xfe, 0xff])] {
        let file = folder.join(name);
        let bytes: Vec<u8> = mark.into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        std::fs::write(&file, bytes).unwrap();
        let complaint = fails(&db, &["load", "--journal", file.to_str().unwrap()], 1);
        assert!(complaint.contains(&format!("{name}:1: the file is UTF-16")), "{complaint}");
    }
    let file = folder.join("latin.jsonl");
    std::fs::write(&file, [text.as_bytes(), b"{\"id\":\"caf\xe9\"}\n"].concat()).unwrap();
    let complaint = fails(&db, &["load", "--journal", file.to_str().unwrap()], 1);
    assert!(complaint.contains("latin.jsonl:3: column 11: it is not UTF-8"), "{complaint}");
}

/// A line that never ends is refused by its number, in little memory, and what came before it is stored.
#[test]
fn a_line_without_an_end_is_not_held() {
    let folder = folder("ro-endless");
    let file = written(&folder, "endless.jsonl", &(capture("a", 0, "L-1") + &capture("b", 1, "L-2")));
    // A hole of zeros costs the test nothing.
    let endless = File::options().append(true).open(&file).unwrap();
    endless.set_len(endless.metadata().unwrap().len() + (300 << 20)).unwrap();
    let db = folder.join("crm.sqlite");
    let words = ["load", "--journal", &file];
    let complaint = complained(&limited("ulimit -v 262144", &db, &words), &words);
    assert!(complaint.contains("endless.jsonl:3: the line has more than 1048576 bytes"), "{complaint}");
    assert_eq!(leads(&db), ["L-1 1", "L-2 1"]);
    std::fs::remove_file(&file).unwrap();
}

/// One lead whose facts are damaged stops the load at its line; what was taken before it in the same batch is stored.
#[test]
fn a_damaged_lead_costs_no_line_before_it() {
    let folder = folder("ro-damaged-lead");
    let db = folder.join("crm.sqlite");
    ok(&db, &["load", "--journal", &written(&folder, "first.jsonl", &capture("a", 0, "L-1"))]);
    let store = rusqlite::Connection::open(&db).unwrap();
    store.execute_batch("UPDATE leads SET snapshot = '{}'; UPDATE facts SET revision = 2").unwrap();
    let json: String = store.query_row("SELECT json FROM facts", [], |row| row.get(0)).unwrap();
    let json = json.replace("\"revision\":1", "\"revision\":2");
    let print = lead_lifecycle::values::Fingerprint::of(&json).to_string();
    store.execute("UPDATE facts SET json = ?1, print = ?2", [&json, &print]).unwrap();
    let visit = r#""command":{"record_activity":{"activity":{"id":"x-1","kind":"mail_open"}}}"#;
    let text = capture("b", 5, "L-2") + &line("c", 6, "L-1", visit) + &capture("d", 7, "L-3");
    let complaint = fails(&db, &["load", "--journal", &written(&folder, "more.jsonl", &text)], 1);
    assert!(complaint.contains("L-1"), "{complaint}");
    assert_eq!(leads(&db), ["L-1 1", "L-2 1"]);
}
