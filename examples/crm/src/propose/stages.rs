//! The rules of stages and ends, from the words of the stage column; and the steps of further files.

use lead_lifecycle::Policy;
use lead_lifecycle::recycle::ReasonList;

use crate::propose::joins::{Joined, Kind};
use crate::propose::line::{cell, counted, list, one_line, quoted};
use crate::propose::meanings::{Meaning, Meant, meant};
use crate::propose::names::Role;
use crate::propose::reasons::{codes, reason};
use crate::propose::roles::{Found, Told};

/// The rules of the stage column, and of the columns with dates.
pub(super) fn stages(policy: &Policy, found: &Found<'_>) -> Vec<String> {
    let stage = found.sure(Role::Stage);
    let mut lines = vec![String::new()];
    let sure = |meaning: Meaning| -> Vec<&str> {
        let words = stage.iter().flat_map(|told| told.column.words.keys());
        words.filter(|word| meant(word) == Meant::Sure(meaning)).map(String::as_str).collect()
    };
    if let Some(told) = stage {
        lines.extend(words(found, told));
    }
    let name = stage.map(Told::name);
    let steps = [
        (Meaning::Lead, Role::CreatedAt),
        (Meaning::Mql, Role::MqlAt),
        (Meaning::Sql, Role::SqlAt),
        (Meaning::Sao, Role::HappenedAt),
        (Meaning::Opportunity, Role::MeetingAt),
    ];
    for (step, role) in steps {
        let at = found.name(role).filter(|_| role != Role::HappenedAt);
        let further: Vec<&str> = [Meaning::Mql, Meaning::Sql, Meaning::Sao, Meaning::Opportunity, Meaning::Won]
            .into_iter()
            .filter(|other| *other >= step && step != Meaning::Lead)
            .flat_map(sure)
            .collect();
        let has_own = step != Meaning::Lead && !sure(step).is_empty();
        match (name, at) {
            (_, Some(at)) => {
                lines.push(format!("[reached.{}]", step.word()));
                lines.push(format!("at = {}", quoted(at)));
                if let (Some(name), true) = (name, has_own) {
                    let when = format!("when = {{ column = {}, is = {} }}", quoted(name), list(further));
                    lines
                        .push(format!("# ? a row of these words that has no such date is not counted without: {when}"));
                }
            }
            (Some(name), None) if has_own => {
                lines.push(format!("[reached.{}]", step.word()));
                lines.push(format!("when = {{ column = {}, is = {} }}", quoted(name), list(further)));
            }
            _ => {}
        }
    }
    if let Some(told) = stage.filter(|_| !sure(Meaning::Opportunity).is_empty()) {
        lines.extend(deal_stage(policy, told));
    }
    lines.extend(ends(policy, found, name, sure));
    lines
}

/// The words that no rule below names.
fn words(found: &Found<'_>, told: &Told<'_>) -> Vec<String> {
    let all = told.column.by_count();
    let mut lines = vec![format!("# {}: {}", quoted(told.name()), counted(&all, 40))];
    let steps = [(Meaning::Mql, Role::MqlAt), (Meaning::Sql, Role::SqlAt), (Meaning::Opportunity, Role::MeetingAt)];
    let dated = |meaning| steps.iter().any(|(step, role)| *step == meaning && found.name(*role).is_some());
    let known = all.iter().filter(|(word, _)| match meant(word) {
        Meant::Sure(meaning) => meaning == Meaning::Lead || dated(meaning),
        Meant::Nearest(_) | Meant::Unknown => false,
    });
    lines.push(format!("[words.{}]", quoted(told.name())));
    lines.push(format!("known = {}", list(known.map(|(word, _)| *word))));
    for (word, count) in &all {
        let word = quoted(&one_line(word));
        match meant(word.trim_matches(['"', '\''])) {
            Meant::Sure(_) => {}
            Meant::Nearest(meaning) => {
                lines.push(format!(
                    "# ? TODO {word} ({count} rows) is in no list, so its rows are refused: perhaps {}",
                    meaning.word()
                ));
            }
            Meant::Unknown => {
                lines.push(format!(
                    "# ? TODO {word} ({count} rows) is in no list, so its rows are refused: what is it?"
                ));
            }
        }
    }
    lines
}

/// The stages of open deals are those of the policy: only who edits the mapping knows which is which.
fn deal_stage(policy: &Policy, told: &Told<'_>) -> Vec<String> {
    let pipeline = policy.pipelines().default();
    let names: Vec<&str> = pipeline.iter().flat_map(|pipeline| pipeline.names()).collect();
    let mut lines = vec![format!("# ? [deal_stage], of {}", names.join(", "))];
    lines.push(format!("# ? column = {}", quoted(told.name())));
    lines.push(String::from("# ? [deal_stage.map]"));
    let open = |word: &&String| matches!(meant(word), Meant::Sure(Meaning::Sao | Meaning::Opportunity));
    lines.extend(told.column.words.keys().filter(open).map(|word| format!("# ? {} = \"\"", quoted(word))));
    lines
}

fn ends<'w>(
    policy: &Policy,
    found: &Found<'w>,
    name: Option<&str>,
    sure: impl Fn(Meaning) -> Vec<&'w str>,
) -> Vec<String> {
    let mut lines = Vec::new();
    let closed = found.name(Role::ClosedAt);
    let when = |lines: &mut Vec<String>, meaning: Meaning, own: Option<&str>| {
        let words = sure(meaning);
        let when = match (name, own) {
            (Some(name), _) if !words.is_empty() => {
                format!("when = {{ column = {}, is = {} }}", quoted(name), list(words))
            }
            (_, Some(own)) => format!("when = {{ column = {} }}", quoted(own)),
            _ => return false,
        };
        lines.push(format!("[{}]", meaning.word()));
        lines.push(when);
        match own.or(closed) {
            Some(at) => lines.push(format!("at = {}", quoted(at))),
            None => lines.push(String::from("# ? at = the column that says when")),
        }
        true
    };
    if when(&mut lines, Meaning::Won, found.name(Role::WonAt))
        && let Some(value) = found.name(Role::Value)
    {
        lines.push(format!("value = {}", cell(value)));
    }
    if when(&mut lines, Meaning::Lost, found.name(Role::LostAt))
        && let Some(told) = found.sure(Role::Reason)
    {
        lines.extend(reason_cell(policy, told));
    }
    for end in [Meaning::Recycled, Meaning::Disqualified, Meaning::Discarded] {
        when(&mut lines, end, None);
    }
    lines
}

/// The reason of a loss, its words with the reasons of the policy that they perhaps mean.
fn reason_cell(policy: &Policy, told: &Told<'_>) -> Vec<String> {
    let mut lines = vec![
        format!(
            "# ? {} to the policy's {}: a word that is not in the map refuses its row",
            quoted(told.name()),
            codes(policy, ReasonList::Lose)
        ),
        String::from("[lost.reason]"),
        format!("column = {}", quoted(told.name())),
        String::from("[lost.reason.map]"),
    ];
    for (word, count) in told.column.by_count() {
        let code = reason(policy, ReasonList::Lose, word).unwrap_or_default();
        lines.push(format!("# ? {} = {}  # {count} rows", quoted(word), quoted(code)));
    }
    lines
}

/// What the words of a further status column mean, for a comment.
pub(super) fn meanings(told: &Told<'_>) -> String {
    if told.role != Some(Role::Stage) {
        return String::new();
    }
    let sure = told.column.words.keys().filter_map(|word| match meant(word) {
        Meant::Sure(meaning) => Some(format!("{} = {}", one_line(word), meaning.word())),
        Meant::Nearest(_) | Meant::Unknown => None,
    });
    let sure: Vec<String> = sure.collect();
    if sure.is_empty() { String::new() } else { format!("; of these {}", sure.join(" · ")) }
}

/// The column of a further file that says what: a stage, a kind.
pub(super) fn used<'l>(other: &Joined<'l>) -> Option<&'l str> {
    let kind = || other.found.columns.iter().find(|told| told.role == Some(Role::ActivityKind));
    match other.kind {
        Kind::History => other.found.stage_of_history().map(Told::name),
        Kind::Activities => kind().map(Told::name),
        Kind::Join | Kind::Several => None,
    }
}

/// The column of a further file that says when.
pub(super) fn when<'l>(other: &Joined<'l>) -> Option<&'l str> {
    let is_dated = matches!(other.kind, Kind::History | Kind::Activities);
    other.found.when().filter(|_| is_dated).map(Told::name)
}

/// The column with the key of an activity.
pub(super) fn id<'l>(other: &Joined<'l>) -> Option<&'l str> {
    let columns = &other.found.columns;
    let key = columns.iter().find(|told| told.column.is_key() && told.dated.is_none()).or_else(|| columns.first());
    key.filter(|_| other.kind == Kind::Activities).map(Told::name)
}

/// When the steps of a further file were, and what they were.
pub(super) fn steps(other: &Joined<'_>) -> Vec<String> {
    let found = &other.found;
    let mut lines = vec![format!("at = {}", quoted(when(other).unwrap_or_default()))];
    if other.kind == Kind::Activities {
        lines.push(format!("id = {}", cell(id(other).unwrap_or_default())));
        let kind = found.columns.iter().find(|told| told.role == Some(Role::ActivityKind));
        if let Some(kind) = kind {
            lines.push(format!("# {}: {}", quoted(kind.name()), counted(&kind.column.by_count(), 30)));
            lines.push(String::from("[activities.kind]"));
            lines.push(format!("column = {}", quoted(kind.name())));
            lines.push(String::from("[activities.kind.map]"));
            let words = kind.column.by_count().into_iter();
            lines.extend(words.map(|(word, count)| format!("# ? {} = \"\"  # {count} rows", quoted(word))));
        }
        return lines;
    }
    let Some(stage) = found.stage_of_history() else { return lines };
    lines.push(String::from("[history.stage]"));
    lines.push(format!("column = {}", quoted(stage.name())));
    lines.push(String::from("[history.stage.map]"));
    for (word, count) in stage.column.by_count() {
        let quoted = quoted(word);
        lines.push(match meant(word) {
            Meant::Sure(meaning @ (Meaning::Sao | Meaning::Opportunity)) => {
                format!("{quoted} = \"{}\"  # ? or `deal:STAGE`, of the policy's pipeline", meaning.word())
            }
            Meant::Sure(meaning) => format!("{quoted} = \"{}\"", meaning.word()),
            Meant::Nearest(meaning) => format!("# ? {quoted} = \"{}\"  # {count} rows", meaning.word()),
            Meant::Unknown => format!("# ? {quoted} = \"\"  # {count} rows"),
        });
    }
    lines
}
