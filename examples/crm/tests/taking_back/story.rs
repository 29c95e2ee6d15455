//! What these tests tell: leads that documents made MQL, which a program had fetched.

use std::path::{Path, PathBuf};

use crate::host::{ok, without_clocks};
use crate::tables::{asked, rows, written};

pub(crate) const WEB: (&str, &str) = ("system", "web");
pub(crate) const REP: (&str, &str) = ("sdr", "okada");

/// When the mistakes are found out, and who says so.
pub(crate) const LATER: &str = "2026-04-20T09:00:00+09:00";
pub(crate) const BY: [&str; 4] = ["--as", "manager:mori", "--at", LATER];

/// A line of a journal; the minute is one of April 2026.
pub(crate) fn line(id: &str, minute: u32, (role, who): (&str, &str), lead: &str, rest: &str) -> String {
    let at = format!("2026-04-{:02}T{:02}:{:02}:00+09:00", 1 + minute / 1_440, minute / 60 % 24, minute % 60);
    let actor = format!(r#"{{"id":"{who}","role":"{role}"}}"#);
    format!(r#"{{"id":"{id}","at":"{at}","actor":{actor},"lead":"{lead}",{rest}}}"#) + "\n"
}

/// A lead that fits, and has 17 points for it; 30 make it MQL.
pub(crate) fn captured(lead: &str, minute: u32) -> String {
    let fields = r#"{"employees":{"number":"2600"},"industry":{"text":"小売"},"department":{"text":"経理部"},"job_title":{"text":"部長"}}"#;
    let capture = format!(
        r#""capture":{{"lead":"{lead}","origin":"inbound","attribution":{{"source":"google"}},"fields":{fields}}}"#
    );
    line(&format!("{lead}-c"), minute, WEB, lead, &capture)
}

pub(crate) fn activity(lead: &str, minute: u32, kind: &str, object: &str) -> String {
    let activity = format!(r#"{{"id":"{lead}-{minute}-{object}","kind":"{kind}","object":"{object}"}}"#);
    let rest = format!(r#""command":{{"record_activity":{{"activity":{activity}}}}}"#);
    line(&format!("{lead}-{minute}-{object}"), minute, WEB, lead, &rest)
}

/// Captured, two documents, and so MQL: facts 1 to 4.
pub(crate) fn promoted(lead: &str, minute: u32) -> String {
    captured(lead, minute)
        + &activity(lead, minute + 1, "document_download", "guide")
        + &activity(lead, minute + 2, "document_download", "prices")
}

/// Put back by a person, so that a turn stands on the promotion.
pub(crate) fn recycled(lead: &str, minute: u32) -> String {
    let rest = r#""command":{"recycle":{"reason":{"code":"budget_not_fixed"}}}"#;
    line(&format!("{lead}-r"), minute, REP, lead, rest)
}

/// A database of a journal.
pub(crate) fn loaded(folder: &Path, name: &str, journal: &str) -> PathBuf {
    let (db, file) = (folder.join(format!("{name}.sqlite")), written(folder, &format!("{name}.jsonl"), journal));
    ok(&db, &["load", "--journal", &file, "--policy", &without_clocks(folder)]);
    db
}

#[track_caller]
pub(crate) fn has_row(table: &str, row: &str) {
    assert!(rows(table).iter().any(|known| known == row), "no row `{row}` in\n{table}");
}

/// The first row that begins with a word.
#[track_caller]
pub(crate) fn row_of(table: &str, first: &str) -> Vec<String> {
    let found = rows(table).into_iter().find(|row| row.split(' ').next() == Some(first));
    found.unwrap_or_else(|| panic!("no row of `{first}` in\n{table}")).split(' ').map(String::from).collect()
}

/// Everything that is stored, to be compared.
pub(crate) fn everything(db: &Path) -> Vec<Vec<String>> {
    [
        "SELECT json FROM facts ORDER BY lead, revision",
        "SELECT lead || ' ' || revision || ' ' || stage || ' ' || coalesce(wake, '') || snapshot FROM leads ORDER BY lead",
        "SELECT command_id || ' ' || line || ' ' || outcome || ' ' || facts FROM commands ORDER BY command_id",
        "SELECT command_id || reasons FROM refusals ORDER BY command_id",
        "SELECT kind || ' ' || key || ' ' || lead || ' ' || since FROM keys ORDER BY kind, key, lead",
    ]
    .iter()
    .map(|sql| asked(db, sql))
    .collect()
}
