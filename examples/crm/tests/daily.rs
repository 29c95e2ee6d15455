//! `crm` through a team's day: one command by hand, leads that wait for somebody, whose a key is, days in journal and
//! exports.

use std::path::{Path, PathBuf};

use crate::boards::board_rows;
use crate::host::{ROOT, fails, folder, mapping, ok, shipped_journal};

/// A line of a journal.
fn line(id: &str, at: &str, (role, who): (&str, &str), lead: &str, rest: &str) -> String {
    let actor = format!(r#"{{"id":"{who}","role":"{role}"}}"#);
    format!(r#"{{"id":"{id}","at":"{at}:00+09:00","actor":{actor},"lead":"{lead}",{rest}}}"#) + "\n"
}

const WEB: (&str, &str) = ("system", "web");
const REP: (&str, &str) = ("sdr", "okada");

fn captured(lead: &str, at: &str) -> String {
    line(&format!("c-{lead}"), at, WEB, lead, &format!(r#""capture":{{"lead":"{lead}","origin":"inbound"}}"#))
}

fn loaded(folder: &Path, journal: &str) -> (PathBuf, String) {
    let (db, file) = (folder.join("crm.sqlite"), folder.join("journal.jsonl"));
    std::fs::write(&file, journal).unwrap();
    let text = ok(&db, &["load", "--journal", file.to_str().unwrap()]);
    (db, text)
}

/// A row of a table, its cells parted by one space.
fn rows(table: &str) -> Vec<String> {
    table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn purchase(key: &str) -> String {
    let contract = format!(
        r#"{{"key":"{key}","value":{{"amount":"36000","currency":"JPY"}},"starts":"2026-05-01","ends":"2027-05-01"}}"#
    );
    format!(r#"{{"record_purchase":{{"contract":{contract}}}}}"#)
}

#[test]
fn one_command_by_hand_is_stored_like_a_line_of_the_journal() {
    let (db, _) = loaded(&folder("do"), &captured("L-1", "2026-04-01T09:00"));
    let promote = ["do", "L-1", "promote", "--as", "mk:mori", "--at", "2026-04-02T09:00:00+09:00", "--id", "p-1"];
    let text = ok(&db, &promote);
    assert!(text.starts_with("2026-04-02 09:00 +09:00  became MQL by manual"), "{text}");
    assert!(text.ends_with("`L-1` is at mql, revision 3\n"), "{text}");
    // The same id is the same command, whenever it is asked again, and another command under it is a fault.
    let facts = ok(&db, &["export"]);
    assert!(ok(&db, &promote).starts_with("done before:\n2026-04-02 09:00 +09:00  became MQL"));
    assert!(ok(&db, &["do", "L-1", "promote", "--as", "mk:mori", "--id", "p-1"]).starts_with("done before:"));
    assert_eq!(ok(&db, &["export"]), facts);
    let complaint = fails(&db, &["do", "L-1", "check_clock", "--as", "system:x", "--id", "p-1"], 1);
    assert!(complaint.contains("`p-1` was used at do:1 for another command"), "{complaint}");
    assert!(fails(&db, &["do", "L-1", "redact", "--as", "manager:x", "--id", "c-L-1"], 1).contains("journal.jsonl:1"));
    // A refusal is the problem, and is kept.
    let complaint = fails(&db, &["do", "L-1", "accept", "--as", "fs:ueno", "--id", "a-1"], 1);
    assert!(complaint.contains("not possible at stage mql"), "{complaint}");
    assert!(fails(&db, &["do", "L-1", "accept", "--as", "fs:ueno", "--id", "a-1"], 1).contains("refused before: "));
    assert!(ok(&db, &["refusals", "--lines", "9"]).contains("do:2"));
    assert!(fails(&db, &["do", "L-9", "redact", "--as", "manager:x"], 1).contains("no such lead"));
    // Nothing to do is no failure.
    let consent = r#"{"record_consent":{"channel":"mail","purpose":"sales","status":"granted"}}"#;
    ok(&db, &["do", "L-1", consent, "--as", "sdr:okada"]);
    let again = ok(&db, &["do", "L-1", consent, "--as", "sdr:okada"]);
    assert!(again.starts_with("already so"), "{again}");
    ok(&db, &["verify"]);
}

#[test]
fn what_is_told_with_a_day_only_is_shown_with_a_day_only() {
    let call = r#"{"record_attempt":{"direction":"outbound","channel":"phone","outcome":"answered"}}"#;
    let late = format!(r#""effective_at":"2026-04-03","command":{call}"#);
    let journal = captured("L-1", "2026-04-01T09:00") + &line("a", "2026-04-06T18:00", REP, "L-1", &late);
    let (db, text) = loaded(&folder("days"), &journal);
    assert!(text.contains("2 accepted"), "{text}");
    let told = ok(&db, &["do", "L-1", call, "--as", "sdr:okada", "--happened", "2026-04-04"]);
    assert!(told.starts_with("2026-04-04  outbound phone: answered"), "{told}");
    let instant = ok(&db, &["do", "L-1", call, "--as", "sdr:okada", "--happened", "2026-04-05T10:00:00+09:00"]);
    assert!(instant.starts_with("2026-04-05 10:00 +09:00  outbound phone"), "{instant}");
    let shown = rows(&ok(&db, &["timeline", "L-1"]));
    assert!(shown.iter().any(|row| row.contains(" 2026-04-03 1 lead outbound phone")), "{shown:#?}");
    // Dates of an export without a time of day are days, too.
    let maven = folder("days-of-exports").join("maven.sqlite");
    ok(&maven, &["backfill", "--mapping", &mapping("maven_crm")]);
    let shown = rows(&ok(&maven, &["timeline", "OPP-01"]));
    assert!(shown.iter().any(|row| row.contains(" 2017-03-02 1 customer legacy: was won")), "{shown:#?}");
}

#[test]
fn a_wrong_command_line_is_told_what_is_near() {
    let (db, _) = loaded(&folder("near"), &captured("L-1", "2026-04-01T09:00"));
    let asked = |words: &[&str]| fails(&db, &[&["do", "L-1"], words].concat(), 2);
    assert!(asked(&["promot", "--as", "mk:x"]).contains("did you mean `promote`?"));
    assert!(asked(&[r#"{"record_atempt": {}}"#, "--as", "sdr:x"]).contains("did you mean `record_attempt`?"));
    assert!(asked(&["accept"]).contains("--as ROLE:ID"));
    assert!(asked(&["accept", "--as", "sales:x"]).contains("--as `sales`"));
    assert!(asked(&["accept", "--as", "fs:x", "--hapened", "2026-04-01"]).contains("did you mean `--happened`?"));
    assert!(asked(&["accept", "--as", "fs:x", "--happened", "April"]).contains("--happened `April`"));
    assert!(asked(&["accept", "now", "--as", "fs:x"]).contains("unexpected word `now`"));
    assert!(fails(&db, &["do", "L-1"], 2).contains("a lead key and a command"));
    assert!(fails(&db, &["hand-raise"], 2).contains("did you mean `hand-raises`?"));
    assert!(fails(&db, &["put_off"], 2).contains("did you mean `put-off`?"));
    assert!(fails(&db, &["put-off", "L-1"], 2).contains("unexpected word `L-1`"));
    assert!(ok(&db, &["help", "do"]).contains("--happened INSTANT|DAY"));
}

#[test]
fn hand_raises_that_wait_and_leads_that_are_put_off_are_listed() {
    let raise =
        |id: &str| format!(r#""command":{{"record_activity":{{"activity":{{"id":"{id}","kind":"demo_request"}}}}}}"#);
    let journal = captured("L-1", "2026-04-01T09:00")
        + &captured("L-2", "2026-04-01T10:00")
        + &captured("L-3", "2026-04-01T11:00")
        + &line("r-2", "2026-04-02T09:00", WEB, "L-2", &raise("w-2"))
        + &line("r-1", "2026-04-03T09:00", WEB, "L-1", &raise("w-1"));
    let (db, _) = loaded(&folder("waiting"), &journal);
    assert!(ok(&db, &["put-off"]).contains("No lead is put off."));
    let raised = rows(&ok(&db, &["hand-raises"]));
    let at = |words: &str| raised.iter().position(|row| row == words).unwrap_or_else(|| panic!("{raised:#?}"));
    assert!(at("2026-04-02 09:00 1 d L-2 mql") < at("2026-04-03 09:00 0 min L-1 mql"));
    // Answered, and closed with a reason: nothing waits.
    let reached = r#"{"record_attempt":{"direction":"outbound","channel":"phone","outcome":"answered"}}"#;
    ok(&db, &["do", "L-1", reached, "--as", "sdr:okada"]);
    ok(&db, &["do", "L-2", r#"{"close_hand_raise":{"reason":{"code":"spam"}}}"#, "--as", "sdr:okada"]);
    assert!(ok(&db, &["hand-raises"]).contains("No hand-raise waits"));
    // Put off: until a day, at Lead and at MQL; the one whose day has come goes first, until somebody tries.
    ok(&db, &["do", "L-1", r#"{"postpone":{"until":"2026-06-01"}}"#, "--as", "sdr:okada"]);
    ok(&db, &["do", "L-3", r#"{"postpone":{"until":"2026-07-01"}}"#, "--as", "sdr:okada"]);
    let listed = rows(&ok(&db, &["put-off"]));
    for row in ["2026-06-01 00:00 waits L-1 mql postponement", "2026-07-01 00:00 waits L-3 lead postponement"] {
        assert!(listed.iter().any(|line| line == row), "no `{row}` in {listed:#?}");
    }
    let july = ["--now", "2026-07-02T09:00:00+09:00"];
    let text = ok(&db, &["put-off", july[0], july[1]]);
    assert!(text.contains("2 leads, of 2 the instant has come"), "{text}");
    assert!(rows(&text).contains(&String::from("2026-06-01 00:00 has come L-1 mql postponement")), "{text}");
    ok(&db, &["do", "L-1", reached, "--as", "sdr:okada", "--at", "2026-06-02T09:00:00+09:00"]);
    assert!(ok(&db, &["put-off"]).contains("1 lead, of 0"));
}

/// The crate knows one lead, so whose a key is the host says.
#[test]
fn a_key_that_another_lead_has_is_refused() {
    let journal = captured("L-1", "2026-04-01T09:00")
        + &captured("L-2", "2026-04-01T10:00")
        + &line("b-1", "2026-04-02T09:00", WEB, "L-1", &format!(r#""command":{}"#, purchase("C-7")))
        + &line("b-2", "2026-04-02T10:00", WEB, "L-2", &format!(r#""command":{}"#, purchase("C-7")));
    let (db, text) = loaded(&folder("keys"), &journal);
    assert!(text.contains("3 accepted, 0 already so, 1 refused"), "{text}");
    ok(&db, &["do", "L-1", &purchase("C-8"), "--as", "cs:ogawa"]);
    let complaint = fails(&db, &["do", "L-2", &purchase("C-8"), "--as", "cs:ogawa"], 1);
    let told =
        "contract key `C-8` is of lead `L-1`: go on there, merge the two leads if they are one, or give another key";
    assert!(complaint.contains(told), "{complaint}");
    ok(&db, &["do", "L-2", &purchase("C-9"), "--as", "cs:ogawa"]);
    let listed = ok(&db, &["keys"]);
    assert!(listed.contains("Keys: 3 deal and contract keys"), "{listed}");
    let one = rows(&ok(&db, &["keys", "C-7"]));
    assert!(one.contains(&String::from("contract C-7 L-1 2026-04-02 09:00 customer")), "{one:#?}");
    assert!(fails(&db, &["keys", "C-77"], 1).contains("`C-77`"));
    assert!(ok(&db, &["verify"]).contains("and 3 keys are theirs"));
    // One whose keys are not those of its facts is found out.
    let store = rusqlite::Connection::open(&db).unwrap();
    store.execute_batch("DELETE FROM keys WHERE key = 'C-9'").unwrap();
    assert!(fails(&db, &["verify"], 1).contains("`C-9`"));
}

#[test]
fn a_deal_key_that_another_lead_has_is_refused_by_the_load() {
    let text = shipped_journal();
    let keys: Vec<&str> = text
        .lines()
        .filter(|line| line.contains(r#""qualify""#))
        .filter_map(|line| line.split_once(r#""key":""#)?.1.split('"').next())
        .filter(|key| key.starts_with("D-"))
        .collect();
    let lead = |key: &str| key.split('-').nth(1).unwrap().to_owned();
    let (first, other) = (keys[0], *keys.iter().find(|key| lead(key) != lead(keys[0])).unwrap());
    let lines: Vec<String> = text.lines().take(1_500).map(|line| line.replace(other, first)).collect();
    let (db, _) = loaded(&folder("deal-keys"), &(lines.join("\n") + "\n"));
    let first_lead = format!("L-{}", lead(first));
    let refused = rows(&ok(&db, &["refusals"])).join(" ");
    assert!(
        refused.contains("key_taken") && refused.contains(&format!("deal key `{first}` is of lead `{first_lead}`")),
        "{refused}"
    );
    assert!(rows(&ok(&db, &["keys", first])).iter().any(|row| row.starts_with(&format!("deal {first} {first_lead} "))));
    ok(&db, &["verify"]);
}

/// What nobody has met about is no open deal, and an open deal is counted once.
#[test]
fn the_board_counts_no_deal_twice() {
    let db = folder("board").join("crm.sqlite");
    ok(&db, &["load", "--journal", &format!("{ROOT}/examples/data/crm/journal.jsonl")]);
    let board = ok(&db, &["board"]);
    let rows = board_rows(&board);
    let leads = |row: &str| {
        let of_row = rows.iter().filter(|line| line.starts_with(row));
        let counts = of_row.filter_map(|line| line.split(' ').find_map(|word| word.parse::<u32>().ok()));
        counts.sum::<u32>()
    };
    assert_eq!(leads("opportunity"), leads("open-deals"), "{board}");
    assert_eq!(leads("sql"), leads("handed-over"), "{board}");
    assert!(leads("sql") > 0 && leads("opportunity") > 0, "{board}");
}
