//! `crm` does the duty of a host when a person is erased: planted text is in no byte of any file of the database.

use std::path::{Path, PathBuf};

use crate::host::{ROOT, fails, folder, ok, shipped, shipped_journal};

/// Stands in everything that is told of the lead, in words, keys of fields and sets.
const PLANTED: &str = "PLANTED";

fn line(id: &str, minute: u32, role: &str, lead: &str, rest: &str) -> String {
    let at = format!("2026-04-{:02}T{:02}:{:02}:00+09:00", 1 + minute / 1_440, minute / 60 % 24, minute % 60);
    format!(r#"{{"id":"{id}","at":"{at}","actor":{{"id":"okada","role":"{role}"}},"lead":"{lead}",{rest}}}"#) + "\n"
}

fn text(words: &str) -> String {
    format!(r#"{{"text":"{PLANTED} {words}"}}"#)
}

/// What is told of a lead before it is erased: facts, refusals that quote what was given, proposals, long texts.
fn told(lead: &str) -> String {
    let long = "x".repeat(3_000);
    let capture = format!(
        r#""capture":{{"lead":"{lead}","origin":"inbound","fields":{{"email":{},"person_name":{}}}}}"#,
        text("mail"),
        text("name")
    );
    let commands = [
        ("sdr", format!(r#"{{"update_profile":{{"fields":{{"phone":{}}}}}}}"#, text("phone"))),
        // Nobody declares these: the refusal quotes the name.
        ("sdr", format!(r#"{{"update_profile":{{"fields":{{"{PLANTED} field":{}}}}}}}"#, text("undeclared"))),
        (
            "system",
            format!(
                r#"{{"record_activity":{{"activity":{{"id":"a-1","kind":"visit","fields":{{"{PLANTED} field":{}}}}}}}}}"#,
                text("activity")
            ),
        ),
        ("mk", format!(r#"{{"promote":{{"note":"{PLANTED} {long}"}}}}"#)),
        ("sdr", format!(r#"{{"recycle":{{"reason":{{"code":"{PLANTED}","note":"{PLANTED} note"}}}}}}"#)),
        (
            "sdr",
            format!(
                r#"{{"record_answer":{{"criterion":"need","verdict":"confirmed","detail":"{PLANTED} need","evidence":{{"source":"document","quote":"{PLANTED} quote"}}}}}}"#
            ),
        ),
        (
            "assistant",
            format!(
                r#"{{"propose":{{"id":"p-1","command":{{"update_profile":{{"fields":{{"email":{}}}}}}},"rationale":"{PLANTED} why"}}}}"#,
                text("other")
            ),
        ),
        (
            "sdr",
            format!(
                r#"{{"record_attempt":{{"direction":"outbound","channel":"phone","outcome":"answered","note":"{PLANTED} {long}"}}}}"#
            ),
        ),
    ];
    let mut journal = line(&format!("{lead}-0"), 0, "system", lead, &capture);
    for (number, (role, command)) in (1_u32..).zip(commands) {
        let id = format!("{lead}-{number}");
        journal.push_str(&line(&id, number, role, lead, &format!(r#""command":{command}"#)));
    }
    journal
}

/// Every file of a database: the pages, the log, and what lies beside them.
fn bytes_of(db: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let name = db.file_name().unwrap().to_str().unwrap();
    let files = std::fs::read_dir(db.parent().unwrap()).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.file_name().unwrap().to_str().unwrap().starts_with(name));
    files.map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
}

fn is_in(db: &Path, words: &str) -> bool {
    bytes_of(db).iter().any(|(_, bytes)| bytes.windows(words.len()).any(|part| part == words.as_bytes()))
}

#[test]
fn an_erased_person_is_in_no_byte_of_the_database() {
    let folder = folder("erased");
    let (db, file) = (folder.join("crm.sqlite"), folder.join("journal.jsonl"));
    let others: String = (2..40_u32).map(|n| told(&format!("L-{n}")).replace(PLANTED, "OTHERS")).collect();
    let journal = told("L-1") + &others;
    std::fs::write(&file, &journal).unwrap();
    let load = ["load", "--journal", file.to_str().unwrap()];
    ok(&db, &load);
    let later = ["--at", "2026-05-01T09:00:00+09:00"];
    let by_hand = format!(r#"{{"update_profile":{{"fields":{{"email":{}}}}}}}"#, text("by hand"));
    ok(&db, &["do", "L-1", &by_hand, "--as", "sdr:okada", later[0], later[1]]);
    let unheard = format!(r#"{{"update_profile":{{"fields":{{"{PLANTED} by hand":null}}}}}}"#);
    fails(&db, &["do", "L-1", &unheard, "--as", "sdr:okada"], 1);
    assert!(is_in(&db, PLANTED), "what is to be erased was never there");
    let refused = ok(&db, &["refusals", "--lines", "99"]);
    assert!(refused.contains(PLANTED), "{refused}");
    let id_by_hand = ok(&db, &["export"]).lines().find_map(|fact| {
        let (_, rest) = fact.split_once(r#""command":"do:"#)?;
        Some(format!("do:{}", rest.split('"').next()?))
    });
    let id_by_hand = id_by_hand.unwrap();

    ok(&db, &["do", "L-1", "redact", "--as", "manager:mori", "--id", "erase-1"]);
    let left: Vec<_> =
        bytes_of(&db).into_iter().filter(|(_, b)| b.windows(7).any(|w| w == PLANTED.as_bytes())).collect();
    assert!(left.is_empty(), "planted text is left in {:?}", left.iter().map(|(file, _)| file).collect::<Vec<_>>());
    // Nor a print of what was told by hand, nor of any line.
    assert!(!is_in(&db, &id_by_hand), "an id holds a print of what was told");
    let store = rusqlite::Connection::open(&db).unwrap();
    let sql = "SELECT count(*) FROM commands WHERE lead = 'L-1' AND print <> 'erased' AND command_id <> 'erase-1'";
    assert_eq!(store.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    drop(store);
    // The others are as they were, and everything still folds.
    assert!(is_in(&db, "OTHERS"));
    let verified = ok(&db, &["verify"]);
    assert!(verified.contains("are the fold of their facts") && !verified.contains("not finished"), "{verified}");
    assert!(ok(&db, &["timeline", "L-1"]).contains("personal data removed"));
    // The codes of what was refused are still counted.
    assert!(ok(&db, &["refusals"]).contains("field_unknown") == refused.contains("field_unknown"));

    // Loaded again, retried, told again by hand: nothing personal comes back, not even as the words of a refusal.
    assert!(ok(&db, &load).contains(" 0 accepted"));
    ok(&db, &["load", "--retry-refused", "--journal", file.to_str().unwrap()]);
    fails(&db, &["do", "L-1", &by_hand, "--as", "sdr:okada"], 1);
    fails(&db, &["do", "L-1", &unheard, "--as", "sdr:okada"], 1);
    assert!(!is_in(&db, PLANTED), "personal text came back after the erasure");
    ok(&db, &["verify"]);
}

/// The same by a line of the journal, in the midst of a batch, under a policy whose marks have become stricter.
#[test]
fn an_erasure_goes_by_the_present_marks() {
    let folder = folder("erased-by-marks");
    let (db, file, policy) = (folder.join("crm.sqlite"), folder.join("journal.jsonl"), folder.join("policy.toml"));
    let fields = |personal: bool| {
        let shipped = std::fs::read_to_string(Path::new(ROOT).join("examples/data/crm/policy.toml")).unwrap();
        let own = format!(
            "[fields.nickname]\ntype = \"text\"\npersonal = {personal}\n[fields.born]\ntype = \"date\"\npersonal = {personal}\n"
        );
        std::fs::write(
            &policy,
            shipped.replacen("[fields.current_system]", &format!("{own}[fields.current_system]"), 1),
        )
        .unwrap();
    };
    fields(false);
    let capture = format!(
        r#""capture":{{"lead":"L-1","origin":"inbound","fields":{{"nickname":{},"born":{{"date":"1971-03-14"}}}}}}"#,
        text("nick")
    );
    std::fs::write(&file, line("c-1", 0, "system", "L-1", &capture)).unwrap();
    let (policy, file) = (policy.to_str().unwrap(), file.to_str().unwrap());
    ok(&db, &["load", "--journal", file, "--policy", policy]);
    fields(true);
    // In force a minute after the lead was captured: the erasure is decided by it.
    ok(&db, &["policies", "add", policy, "--from", "2026-04-01T00:01:00+09:00"]);
    assert!(is_in(&db, PLANTED) && is_in(&db, "1971-03-14"));
    let erase = line("e-1", 5, "manager", "L-1", r#""command":"redact""#);
    let after = line("e-2", 6, "sdr", "L-1", &format!(r#""command":{{"promote":{{"note":"{PLANTED} late"}}}}"#));
    std::fs::write(file, erase + &after).unwrap();
    let told = ok(&db, &["load", "--journal", file, "--policy", policy]);
    assert!(told.contains("1 accepted, 0 already so, 1 refused"), "{told}");
    assert!(!is_in(&db, PLANTED) && !is_in(&db, "1971-03-14"));
    ok(&db, &["verify"]);
}

/// A program that ends between the erasure and the making anew of the file leaves that to the next one.
#[test]
fn an_erasure_that_was_cut_short_is_finished_by_the_next_program() {
    let folder = folder("cut-short");
    let (db, file) = (folder.join("crm.sqlite"), folder.join("journal.jsonl"));
    std::fs::write(&file, told("L-1")).unwrap();
    ok(&db, &["load", "--journal", file.to_str().unwrap()]);
    let store = rusqlite::Connection::open(&db).unwrap();
    store.execute_batch("INSERT INTO meta (key, value) VALUES ('erasure', 'cut short')").unwrap();
    drop(store);
    assert!(ok(&db, &["verify"]).contains("an erasure is not finished"));
    ok(&db, &["load", "--journal", file.to_str().unwrap()]);
    assert!(!ok(&db, &["verify"]).contains("not finished"));
    ok(&db, &["do", "L-1", "redact", "--as", "manager:mori"]);
    assert!(!is_in(&db, PLANTED));
}

/// Whoever is erased in the shipped journal is so in the database: no mail address of theirs is left.
#[test]
fn whoever_the_shipped_journal_erases_is_gone() {
    let (db, journal) = (shipped(&folder("erased-shipped")), shipped_journal());
    let lead_of = |line: &str| line.split(r#""lead":""#).last().unwrap().split('"').next().unwrap().to_owned();
    let erased: Vec<String> =
        journal.lines().filter(|line| line.contains(r#""command":"redact""#)).map(lead_of).collect();
    let mails = |line: &str| {
        let parts = line.split(r#""email":{"text":""#).skip(1);
        parts.filter_map(|part| part.split('"').next().map(String::from)).collect::<Vec<_>>()
    };
    let (mut gone, mut left) = (0, 0);
    for line in journal.lines() {
        let of_erased = erased.contains(&lead_of(line));
        for mail in mails(line) {
            if of_erased {
                assert!(!is_in(&db, &mail), "`{mail}` of an erased lead is left");
                gone += 1;
            } else if left < 3 {
                left += u32::from(is_in(&db, &mail));
            }
        }
    }
    assert!(gone > 0 && left == 3, "{gone} mail addresses were to go, {left} to stay");
}
