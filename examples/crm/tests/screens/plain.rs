//! No form that programmers read is on a screen, and none is written by the source.

use std::path::Path;

use crate::host::ok;
use crate::screens::rich::{imported, reports, rich};

/// Parts of what `{:?}` writes.
const FORMS: [&str; 9] = ["Some(", "None", "Ok(", "Err(", "::", " { ", "\\u{", "Instant(", "[\""];

#[test]
fn no_report_shows_a_debug_form() {
    for words in reports() {
        let text = ok(rich(), &words);
        let form = FORMS.iter().find(|form| text.contains(**form));
        assert_eq!(form, None, "crm {words:?}\n{text}");
        // `name: value,` in a struct.
        let field = text.split_whitespace().find(|word| {
            let name = word.strip_suffix(':').filter(|name| name.contains('_'));
            name.is_some_and(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !TOLD.contains(&name))
        });
        assert_eq!(field, None, "crm {words:?}\n{text}");
    }
}

/// An import leaves much unknown: no screen says `None` for it, and every count is listed all the same.
#[test]
fn no_report_on_imported_leads_shows_one_either() {
    for words in [&["board"][..], &["funnel"], &["funnel", "--leads", "won"], &["agenda"], &["keys"], &["policies"]] {
        let text = ok(imported(), words);
        let form = FORMS.iter().find(|form| text.contains(**form));
        assert_eq!(form, None, "crm {words:?}\n{text}");
    }
    let first = ok(imported(), &["funnel", "--leads", "won", "--max", "1"]);
    let lead = first.lines().nth(5).unwrap().split_whitespace().next().unwrap();
    let why = ok(imported(), &["why", lead]);
    assert_eq!(FORMS.iter().find(|form| why.contains(**form)), None, "{why}");
    assert!(why.contains("import"), "{why}");
}

/// Names of the policy and of the profile, and reasons, which a colon follows in a sentence.
const TOLD: [&str; 24] = [
    "company_size",
    "target_industry",
    "mail_open",
    "mail_click",
    "service_page",
    "pricing_page",
    "record_answer",
    "record_attempt",
    "decision_maker",
    "web_meeting",
    "in_person",
    "wrong_record",
    "budget_not_fixed",
    "no_response",
    "no_need",
    "not_a_fit",
    "in_house",
    "chose_competitor",
    "other",
    "bad_timing",
    "wrong_person",
    "first_meeting_held",
    "appointment_set",
    "too_early",
];

/// The source writes none: what it would show is whatever the types are called today.
#[test]
fn no_source_writes_a_debug_form() {
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert_eq!(found, [""; 0], "write it with `Display`, or with a word of its own");
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let shown = text.split("#[cfg(test)]").next().unwrap_or_default();
        // What `%#z` is has no public name: it is asked for, and not shown.
        let asked = |line: &str| path.ends_with("import/dates.rs") && line.contains(r#".contains("Permissive")"#);
        let lines = shown.lines().enumerate().filter(|(_, line)| line.contains(":?}") || line.contains("dbg!"));
        let lines = lines.filter(|(_, line)| !asked(line));
        found.extend(lines.map(|(number, line)| format!("{}:{}: {line}", path.display(), number + 1)));
    }
}
