//! The lifecycle as a picture, drawn from the table that decides.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use crate::lifecycle::table::TRANSITIONS;
use crate::values::{CommandKind, StageKind};

/// The lifecycle as a Mermaid state diagram, from [`TRANSITIONS`].
///
/// Rows of the same two stages share an arrow. Merging is possible from every living stage and drawn as a note.
#[must_use]
pub fn lifecycle_diagram() -> String {
    let mut arrows: BTreeMap<(StageKind, StageKind), Vec<String>> = BTreeMap::new();
    let drawn = TRANSITIONS.iter().filter(|row| !matches!(row.command, CommandKind::Merge | CommandKind::AdoptPolicy));
    for row in drawn {
        for step in row.moves {
            let words = arrows.entry((step.from, step.to)).or_default();
            let word = label(row.command, step.when);
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    let mut text = String::from("stateDiagram-v2\n    [*] --> lead: capture\n");
    for ((from, to), words) in arrows {
        // Writing to a string does not fail.
        let _written = writeln!(text, "    {from} --> {to}: {}", words.join("<br/>"));
    }
    text.push_str("    note right of customer: any living stage --> merged (merge)\n");
    text
}

fn label(command: CommandKind, when: &str) -> String {
    let word = if matches!(command, CommandKind::UpdateProfile | CommandKind::RecordActivity) {
        "rule"
    } else if command == CommandKind::CheckClock {
        "clock"
    } else {
        command.as_str()
    };
    format!("{word} ({when})")
}
