//! What was found, and why.

use std::fmt::Write as _;

use crate::propose::joins::{Joined, Kind};
use crate::propose::line::{counted, one_line};
use crate::propose::look::Looked;
use crate::propose::names::Role;
use crate::propose::roles::{Found, Told};

/// What was found, and why.
pub(crate) fn told(found: &Found<'_>, joined: &[Joined<'_>]) -> String {
    let mut text = file(found.looked);
    text.push_str(&columns(found));
    for other in joined {
        text.push('\n');
        text.push_str(&file(other.found.looked));
        text.push_str(&shared(other));
        text.push_str(&columns(&other.found));
    }
    text
}

fn file(looked: &Looked) -> String {
    let mark = if looked.marked { " with a mark" } else { "" };
    let more = if looked.more { ", and more that was not read" } else { "" };
    let mut text = format!(
        "{}: {}{mark} ({}), delimiter `{}`, header on line {}; {} of {} rows looked at{more}\n",
        looked.file.display(),
        looked.encoding,
        looked.because,
        looked.delimiter,
        looked.header,
        looked.rows,
        looked.read
    );
    if looked.uneven > 0 {
        let _infallible = writeln!(text, "  {} rows have more or fewer cells than the header", looked.uneven);
    }
    text
}

fn shared(other: &Joined<'_>) -> String {
    let Some((ours, theirs, both, of)) = other.shared else {
        return String::from("  shares no key with the first file\n");
    };
    let kind = match other.kind {
        Kind::Join => "one row for a key: joined",
        Kind::History => "several rows for a key, with stages and dates: a history",
        Kind::Activities => "several rows for a key, with kinds and dates: activities",
        Kind::Several => "several rows for a key, and neither stages nor activities",
    };
    format!("  {both} of its {of} keys in `{theirs}` are in `{ours}` too; {kind}\n")
}

fn columns(found: &Found<'_>) -> String {
    let mut text = String::new();
    for told in &found.columns {
        let what = match told.role {
            Some(Role::Ignored) => String::from("ignored, by its name"),
            Some(role) if told.sure => format!("{role}, {}", told.because),
            Some(role) => format!("? perhaps {role}, {}", told.because),
            None => String::from("? unmapped"),
        };
        let _infallible = writeln!(text, "  {}: {what}{}", one_line(told.name()), content(told));
    }
    text
}

fn content(told: &Told<'_>) -> String {
    let column = told.column;
    let mut parts = Vec::new();
    if let Some(dated) = &told.dated {
        parts.push(format!("dates {}", dated.formats.join(" | ")));
        if let Some((word, twin)) = &dated.ambiguous {
            parts.push(format!("? `{word}` can be {twin} too"));
        }
        if !dated.unread.is_empty() {
            parts.push(format!("? no dates: {}", dated.unread.join(", ")));
        }
    } else if let Some((yes, no)) = &told.flag {
        parts.push(format!("yes {} / no {}", yes.join(" "), no.join(" ")));
    } else if let Some(numbers) = &told.numbers {
        let marks = [
            numbers.decimal.map(|sign| format!("decimal {sign}")),
            numbers.thousands.map(|sign| format!("thousands {sign}")),
        ];
        let marks: Vec<String> = marks.into_iter().flatten().chain(numbers.signs.iter().cloned()).collect();
        parts.push(format!("numbers {}", marks.join(" ")).trim_end().to_owned());
        if let Some(word) = &numbers.unsure {
            parts.push(format!("? `{word}` can be either"));
        }
        if let Some(word) = &numbers.otherwise {
            parts.push(format!("? `{word}` is written otherwise"));
        }
    } else if column.is_coded()
        && (told.role.is_none() || matches!(told.role, Some(Role::Stage | Role::Reason | Role::ActivityKind)))
    {
        parts.push(counted(&column.by_count(), 30));
    }
    if !column.empties.is_empty() {
        let empties: Vec<_> = column.empties.iter().map(|(word, count)| (word.as_str(), *count)).collect();
        parts.push(format!("empty: {}", counted(&empties, 8)));
    }
    if column.filled == 0 {
        parts.push(String::from("nothing in it"));
    }
    if parts.is_empty() { String::new() } else { format!("; {}", parts.join("; ")) }
}
