//! What these tests tell: people who are known twice, and deals that two people are on.

use std::path::{Path, PathBuf};

use crate::host::ok;
use crate::tables::{asked, rows, written};

pub(crate) const WEB: (&str, &str) = ("system", "web");
pub(crate) const REP: (&str, &str) = ("sdr", "okada");
pub(crate) const SALES: (&str, &str) = ("fs", "ueno");
pub(crate) const MANAGER: (&str, &str) = ("manager", "mori");

/// When it is found out that two leads are one, and who says so.
pub(crate) const BY: [&str; 4] = ["--as", "manager:mori", "--at", "2026-04-20T09:00:00+09:00"];

/// A line of a journal; the minute is one of April 2026.
pub(crate) fn line(id: &str, minute: u32, (role, who): (&str, &str), lead: &str, rest: &str) -> String {
    let at = format!("2026-04-{:02}T{:02}:{:02}:00+09:00", 1 + minute / 1_440, minute / 60 % 24, minute % 60);
    let actor = format!(r#"{{"id":"{who}","role":"{role}"}}"#);
    format!(r#"{{"id":"{id}","at":"{at}","actor":{actor},"lead":"{lead}",{rest}}}"#) + "\n"
}

pub(crate) fn command(minute: u32, by: (&str, &str), lead: &str, command: &str) -> String {
    line(&format!("{lead}-{minute}"), minute, by, lead, &format!(r#""command":{command}"#))
}

pub(crate) fn merge(id: &str, minute: u32, loser: &str, winner: &str) -> String {
    line(id, minute, MANAGER, loser, &format!(r#""merge":{{"into":"{winner}"}}"#))
}

pub(crate) fn split(id: &str, minute: u32, lead: &str) -> String {
    line(id, minute, MANAGER, lead, r#""split":{}"#)
}

/// A person who wrote to us.
pub(crate) fn captured(lead: &str, minute: u32) -> String {
    let fields = format!(
        r#"{{"email":{{"text":"{lead}@example.jp"}},"industry":{{"text":"manufacturing"}},"employees":{{"number":"120"}},"location":{{"text":"osaka"}}}}"#
    );
    let capture = format!(r#""capture":{{"lead":"{lead}","origin":"inbound","fields":{fields}}}"#);
    line(&format!("{lead}-c"), minute, WEB, lead, &capture)
}

pub(crate) fn visit(lead: &str, minute: u32, kind: &str) -> String {
    command(
        minute,
        WEB,
        lead,
        &format!(r#"{{"record_activity":{{"activity":{{"id":"{lead}-{minute}","kind":"{kind}"}}}}}}"#),
    )
}

/// Captured, and made MQL by hand.
pub(crate) fn promoted(lead: &str, minute: u32) -> String {
    captured(lead, minute) + &command(minute + 1, ("mk", "sato"), lead, r#"{"promote":{}}"#)
}

/// What has to be known before a hand-over.
pub(crate) fn answered(lead: &str, minute: u32) -> String {
    let answer = |place: u32, criterion: &str, by: &str| {
        let order = format!(r#"{{"record_answer":{{"criterion":"{criterion}","verdict":"confirmed"{by}}}}}"#);
        command(minute + place, REP, lead, &order)
    };
    let call = r#"{"record_attempt":{"direction":"outbound","channel":"phone","outcome":"conversation","advance":"consented"}}"#;
    answer(0, "need", "")
        + &answer(1, "timeline", r#","by":"2026-09-30""#)
        + &answer(2, "authority", "")
        + &command(minute + 3, REP, lead, call)
}

pub(crate) fn handed_over(lead: &str, minute: u32, deal: &str) -> String {
    let line = r#"{"product":"suite","quantity":1,"amount":{"amount":"1200000","currency":"JPY"}}"#;
    let deal = format!(r#"{{"key":"{deal}","currency":"JPY","lines":[{line}],"expected_close":"2026-09-30"}}"#);
    let file = r#"{"history":"called twice","expectations":"a demonstration","topics":["shifts"],"key_people":[{"part":"decider","name":"head of works"}],"competitors":[],"rank":"B","products":["suite"],"memo":"-"}"#;
    command(minute, REP, lead, &format!(r#"{{"qualify":{{"handoff":{file},"deal":{deal}}}}}"#))
}

/// Accepted, met, and won with a contract.
pub(crate) fn won(lead: &str, minute: u32, contract: &str) -> String {
    let terms =
        format!(r#"{{"key":"{contract}","value":{{"amount":"1200000","currency":"JPY"}},"starts":"2026-06-01"}}"#);
    command(minute, SALES, lead, r#""accept""#)
        + &command(minute + 1, SALES, lead, r#"{"hold_first_meeting":{"result":"valid"}}"#)
        + &command(minute + 2, SALES, lead, &format!(r#"{{"win":{{"contract":{terms}}}}}"#))
}

/// Bought without a deal.
pub(crate) fn purchase(contract: &str) -> String {
    let worth = r#""value":{"amount":"36000","currency":"JPY"},"starts":"2026-04-01","ends":"2027-04-01""#;
    format!(r#"{{"record_purchase":{{"contract":{{"key":"{contract}",{worth}}}}}}}"#)
}

/// A database of a journal, under the standard policy.
pub(crate) fn loaded(folder: &Path, name: &str, journal: &str) -> PathBuf {
    let (db, file) = (folder.join(format!("{name}.sqlite")), written(folder, &format!("{name}.jsonl"), journal));
    let policy = written(folder, "policy.toml", "label = \"standard\"\n");
    ok(&db, &["load", "--journal", &file, "--policy", &policy]);
    db
}

#[track_caller]
pub(crate) fn has_row(table: &str, row: &str) {
    assert!(rows(table).iter().any(|known| known == row), "no row `{row}` in\n{table}");
}

/// The first row that begins with a word.
#[track_caller]
pub(crate) fn row_of(table: &str, first: &str) -> String {
    let found = rows(table).into_iter().find(|row| row.split(' ').next() == Some(first));
    found.unwrap_or_else(|| panic!("no row of `{first}` in\n{table}"))
}

/// Stage of every lead.
pub(crate) fn stages(db: &Path) -> Vec<String> {
    asked(db, "SELECT lead || ' ' || stage FROM leads ORDER BY lead")
}

/// Whose the keys are.
pub(crate) fn holders(db: &Path) -> Vec<String> {
    asked(db, "SELECT key || ' ' || lead FROM holders ORDER BY key")
}

/// Everything that is stored, to be compared.
pub(crate) fn everything(db: &Path) -> Vec<Vec<String>> {
    [
        "SELECT json FROM facts ORDER BY lead, revision",
        "SELECT lead || ' ' || revision || ' ' || stage || ' ' || coalesce(merged_into, '') || ' ' || coalesce(wake, '')
         || snapshot FROM leads ORDER BY lead",
        "SELECT command_id || ' ' || line || ' ' || outcome || ' ' || facts FROM commands ORDER BY command_id",
        "SELECT command_id || reasons FROM refusals ORDER BY command_id",
        "SELECT kind || ' ' || key || ' ' || lead || ' ' || since FROM keys ORDER BY kind, key, lead",
        "SELECT kind || ' ' || key || ' ' || lead FROM holders ORDER BY kind, key",
    ]
    .iter()
    .map(|sql| asked(db, sql))
    .collect()
}
