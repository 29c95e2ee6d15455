//! What these tests tell: policies made of the shipped one, and parts of the shipped journal.

use std::path::Path;

use crate::host::{ROOT, shipped_journal};
use crate::tables::{asked, written};

/// Other thresholds, and a tag under another name: what was kept says nothing of it.
pub(crate) const RENAMED: [(&str, &str); 5] = [
    ("kintai-cloud-2026-04", "renamed"),
    ("tags.document]", "tags.papers]"),
    ("tag = \"document\"", "tag = \"papers\""),
    ("enter = 30", "enter = 22"),
    ("exit = 18", "exit = 12"),
];

/// A policy made of the shipped one by putting words in the place of others.
pub(crate) fn policy(folder: &Path, name: &str, changes: &[(&str, &str)]) -> String {
    let mut text = std::fs::read_to_string(Path::new(ROOT).join("examples/data/crm/policy.toml")).unwrap();
    for (old, new) in changes {
        assert!(text.contains(old), "the shipped policy does not say `{old}`");
        text = text.replace(old, new);
    }
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// The first lines of the shipped journal, in a file of their own.
pub(crate) fn journal(folder: &Path, lines: usize) -> String {
    let text: Vec<_> = shipped_journal().lines().take(lines).map(String::from).collect();
    written(folder, "journal.jsonl", &(text.join("\n") + "\n"))
}

/// A line of a journal.
pub(crate) fn line(id: &str, at: &str, (role, who): (&str, &str), lead: &str, rest: &str) -> String {
    let actor = format!(r#"{{"id":"{who}","role":"{role}"}}"#);
    format!(r#"{{"id":"{id}","at":"{at}","actor":{actor},"lead":"{lead}",{rest}}}"#) + "\n"
}

/// Every fact, as `crm export` writes them.
pub(crate) fn facts(db: &Path) -> Vec<String> {
    asked(db, "SELECT json FROM facts ORDER BY lead, revision")
}

/// Every refusal with its reasons, and what became of every command.
pub(crate) fn outcomes(db: &Path) -> Vec<String> {
    asked(
        db,
        "SELECT command_id || ' ' || outcome || ' ' || coalesce((SELECT reasons FROM refusals r WHERE r.command_id = c.command_id), '')
         FROM commands c ORDER BY command_id",
    )
}
