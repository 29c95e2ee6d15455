//! Leads whose clocks ran in every way.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::host::{folder, ok};
use crate::tables::written;

/// Office hours are 9 to 18 from Monday to Friday, as nothing else is written.
const POLICY: &str = r#"
label = "clocks"
utc_offset = "+09:00"
currency = "JPY"
[sla.clocks.contact]
starts = [{ anchor = "became_mql" }]
stops = [{ attempt = {} }]
targets = [{ within = { working = "2h" }, warn_after = { working = "90m" } }]
responsible = "sdr"
steps = [
    { after = { elapsed = "24h" }, tell = ["owner", "manager"] },
    { after = { elapsed = "48h" }, tell = ["queue"], reassign = true },
]
[sla.clocks.touch]
starts = [{ attempt = {} }]
restarts = [{ attempt = {} }]
stops = [{ milestone = "sql" }]
targets = [{ within = { business_days = 3 } }]
scope = "cycle"
"#;

const MEMBERS: &str = r#"[
    {"id": "okada", "active": false},
    {"id": "takagi", "active": true, "answers_for": ["manager"]},
    {"id": "fujii", "active": true, "team": "other", "answers_for": ["queue"]},
    {"id": "hara", "active": true, "answers_for": ["queue"]}
]"#;

/// The present of all stories: Tuesday.
pub(crate) const NOW: &str = "2026-04-07T09:00:00+09:00";

/// A line of a journal.
fn line(at: &str, (role, who): (&str, &str), lead: &str, rest: &str) -> String {
    let actor = format!(r#"{{"id":"{who}","role":"{role}"}}"#);
    // What is told of one lead at one time is told once.
    let id = format!("{lead}-{at}-{}", rest.len());
    format!(r#"{{"id":"{id}","at":"{at}:00+09:00","actor":{actor},"lead":"{lead}",{rest}}}"#) + "\n"
}

const MK: (&str, &str) = ("mk", "mori");
const REP: (&str, &str) = ("sdr", "okada");
const BOSS: (&str, &str) = ("manager", "takagi");

fn promoted(lead: &str, at: &str) -> String {
    let capture = format!(r#""capture":{{"lead":"{lead}","origin":"inbound"}}"#);
    let owned = r#""command":{"assign":{"owner":"okada","team":{"set":"inside"},"deal":"follow"}}"#;
    line("2026-04-01T09:00", ("system", "web"), lead, &capture)
        + &line("2026-04-01T09:30", BOSS, lead, owned)
        + &line(at, MK, lead, r#""command":"promote""#)
}

fn called(lead: &str, at: &str, more: &str) -> String {
    let call = r#"{"record_attempt":{"direction":"outbound","channel":"phone","outcome":"dialled"}}"#;
    line(at, REP, lead, &format!(r#"{more}"command":{call}"#))
}

/// Thursday morning.
const MQL: &str = "2026-04-02T10:00";

fn journal() -> String {
    let until = r#""command":{"postpone":{"until":"2026-05-01T09:00:00+09:00"}}"#;
    let gone = r#""command":{"disqualify":{"reason":{"code":"no_need"}}}"#;
    let mistake = r#""take_back":{"facts":[3],"reason":{"code":"wrong_record"}}"#;
    [
        promoted("L-met", MQL),
        called("L-met", "2026-04-02T11:30", ""),
        promoted("L-late", MQL),
        called("L-late", "2026-04-02T14:00", ""),
        promoted("L-open", MQL),
        promoted("L-held", MQL),
        line("2026-04-02T11:00", REP, "L-held", until),
        promoted("L-ended", MQL),
        line("2026-04-02T11:00", REP, "L-ended", gone),
        promoted("L-never", MQL),
        line("2026-04-02T11:00", BOSS, "L-never", mistake),
        // Told on Monday, and done on Thursday in time: the breach was none.
        promoted("L-told-late", MQL),
        called("L-told-late", "2026-04-06T09:10", r#""effective_at":"2026-04-02T10:30:00+09:00","#),
        // It became MQL on Wednesday, and that was recorded on Thursday.
        line("2026-04-01T09:00", ("system", "web"), "L-intake", r#""capture":{"lead":"L-intake","origin":"inbound"}"#),
        line(MQL, MK, "L-intake", r#""effective_at":"2026-04-01T17:00:00+09:00","command":"promote""#),
        called("L-intake", "2026-04-02T11:00", ""),
        called("L-intake", "2026-04-03T11:00", ""),
    ]
    .concat()
}

/// The database; made once, and only read by the tests.
pub(crate) fn told() -> &'static Path {
    static TOLD: OnceLock<PathBuf> = OnceLock::new();
    TOLD.get_or_init(|| {
        let folder = folder("service-levels");
        let (db, policy) = (folder.join("crm.sqlite"), written(&folder, "policy.toml", POLICY));
        // In the order of their instants, as they reach the host.
        let mut lines: Vec<String> = journal().lines().map(String::from).collect();
        let at = |line: &String| line.split_once(r#""at":""#).unwrap().1.split('"').next().unwrap().to_owned();
        lines.sort_by_key(at);
        let journal = written(&folder, "journal.jsonl", &(lines.join("\n") + "\n"));
        let loaded = ok(&db, &["load", "--policy", &policy, "--journal", &journal, "--now", NOW]);
        assert!(loaded.contains("0 refused"), "{loaded}");
        ok(&db, &["clock", "--now", NOW]);
        ok(&db, &["verify"]);
        db
    })
}

/// The file of the members.
pub(crate) fn members() -> String {
    written(&folder("service-levels-members"), "members.json", MEMBERS)
}

/// A report at the present of all stories.
pub(crate) fn shown(words: &[&str]) -> String {
    ok(told(), &[words, &["--now", NOW]].concat())
}

pub(crate) fn json(words: &[&str]) -> Value {
    serde_json::from_str(&shown(&[words, &["--json"]].concat())).unwrap()
}
