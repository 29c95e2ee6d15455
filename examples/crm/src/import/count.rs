//! What became of a lead's rows, added to the balance.

use lead_lifecycle::lead::{ImportedStep, MilestoneBasis};
use lead_lifecycle::lifecycle::Note;
use lead_lifecycle::{FactBody, LeadKey};

use crate::import::balance::{Balance, more, one};
use crate::import::fill::{count_refused, used_column};
use crate::import::plan::Place;
use crate::import::record::{Marks, Record};
use crate::import::staging::Staging;
use crate::import::take::{Decided, Outcomes};
use crate::import::trouble::Trouble;
use crate::import::unit::{Standing, Unit};
use crate::load::count as length;
use crate::problem::Problem;

/// Adds what became of the units of a lead.
pub(crate) fn count(
    balance: &mut Balance,
    staging: &Staging,
    lead: &LeadKey,
    (units, outcomes): (&[Unit<'_>], &Outcomes),
) -> Result<(), Problem> {
    for (place, unit) in units.iter().enumerate() {
        let rows = u64::try_from(unit.rows.len()).unwrap_or(u64::MAX);
        if let Some(troubles) = outcomes.refused.get(&place) {
            more(&mut balance.rows.refused, rows);
            refused(balance, staging, lead, (unit, troubles))?;
            continue;
        }
        for (line, trouble) in &unit.bad_activities {
            balance.activities.refused.add(*line, lead.as_str(), &trouble.what);
        }
        if matches!(unit.standing, Standing::New { .. } | Standing::Unseen) {
            more(&mut balance.rows.loaded, rows);
            loaded(balance, lead, unit);
        } else {
            more(&mut balance.rows.known, rows);
            if matches!(unit.standing, Standing::Twice) {
                more(&mut balance.rows.twice, rows);
            }
            unit.records.iter().chain(&unit.beside).for_each(|record| known(balance, record));
        }
    }
    outcomes.decided.iter().for_each(|decided| of_decision(balance, units, decided));
    Ok(())
}

fn refused(
    balance: &mut Balance,
    staging: &Staging,
    lead: &LeadKey,
    (unit, troubles): (&Unit<'_>, &[Trouble]),
) -> Result<(), Problem> {
    let nth = if let Standing::New { nth, .. } = &unit.standing { *nth } else { None };
    let because = troubles.iter().map(|trouble| trouble.what.as_str()).collect::<Vec<_>>().join("; ");
    let mut codes: Vec<&str> = Vec::new();
    for trouble in troubles {
        // A row with two words in no list is one row.
        if !codes.contains(&trouble.code.as_ref()) {
            codes.push(&trouble.code);
            for row in &unit.rows {
                let examples = balance.refused.entry(trouble.code.clone().into_owned()).or_default();
                examples.add(row.line, lead.as_str(), &because);
            }
        }
    }
    unit.records.iter().chain(&unit.beside).for_each(|record| count_refused(balance, record));
    unit.rows.iter().try_for_each(|row| staging.refuse(row.number, nth, &because))
}

fn known(balance: &mut Balance, record: &Record<'_>) {
    for (place, _) in record.filled() {
        if let Some(column) = used_column(balance, place) {
            one(&mut column.filled);
            one(&mut column.in_known);
        }
    }
}

fn loaded(balance: &mut Balance, lead: &LeadKey, unit: &Unit<'_>) {
    let line = unit.line();
    for record in unit.records.iter().chain(&unit.beside) {
        let marks = record.marks();
        for (place, text) in record.filled() {
            cell(balance, (place, text), &marks, (line, lead));
        }
        for (column, word, counts_as) in &marks.unknown {
            balance.unknown_words.entry(column.clone()).or_default().add(word, counts_as);
        }
        for (column, word) in &marks.as_it_is {
            balance.as_it_is.entry(column.clone()).or_default().add(word, "");
        }
        for (column, value) in &marks.defaulted {
            balance.defaulted.entry(column.clone()).or_default().add(value, "");
        }
        for column in &marks.rounded {
            one(balance.rounded.entry(column.clone()).or_default());
        }
    }
}

fn cell(balance: &mut Balance, (place, text): (Place, &str), marks: &Marks, (line, lead): (u64, &LeadKey)) {
    let Some(column) = used_column(balance, place) else { return };
    one(&mut column.filled);
    if let Some(word) = marks.emptied.get(&place) {
        column.empty_by_word.add(word, "");
    } else if marks.used.contains(&place) {
        one(&mut column.used);
    } else {
        column.left_over.add(line, lead.as_str(), text);
    }
}

fn of_decision(balance: &mut Balance, units: &[Unit<'_>], decided: &Decided) {
    let (line, lead) = (units.get(decided.unit).map_or(0, Unit::line), decided.lead.as_str());
    more(&mut balance.facts, decided.facts);
    if decided.is_new {
        one(&mut balance.leads.made);
        if units.get(decided.unit).and_then(|unit| unit.rounds.first()).is_some_and(|row| row.lead != decided.lead) {
            balance.leads.apart.add(line, lead, "a further lead of the same person");
        }
    } else if !decided.only_activities {
        one(&mut balance.leads.gone_on);
    }
    for fact in decided.decision.facts() {
        if let FactBody::ActivityRecorded { .. } = &fact.body {
            one(&mut balance.activities.loaded);
        }
        if let FactBody::StepImported { step, basis: MilestoneBasis::Implied, .. } = &fact.body {
            one(balance.implied.entry(step_name(step)).or_default());
        }
    }
    for told in decided.decision.notes() {
        note(balance, told, (line, lead));
    }
}

/// The word of a step that was implied.
fn step_name(step: &ImportedStep) -> String {
    // A further round of a customer opens at MQL.
    if matches!(step, ImportedStep::Opened(_)) {
        return String::from("mql");
    }
    let json = serde_json::to_value(step).unwrap_or_default();
    let word = json.as_str().or_else(|| json.as_object().and_then(|members| members.keys().next().map(String::as_str)));
    word.unwrap_or("step").to_owned()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is told by its words is whatever has no count of its own")]
fn note(balance: &mut Balance, note: &Note, (line, lead): (u64, &str)) {
    match note {
        Note::LeftOver { what } => {
            for one in what {
                let kinds = balance.left_over.entry(one.code().to_owned()).or_default();
                kinds.add(line, lead, one.to_string());
            }
        }
        Note::DateMoved { step, told, used } => {
            let moved = balance.clamped.entry(step.to_string()).or_default();
            moved.add(line, lead, format!("{told} became {used}"));
        }
        Note::WouldPromote { score } => balance.would_promote.add(line, lead, format!("score {score}")),
        Note::ActivitiesKnown { count } => more(&mut balance.activities.known, length(*count)),
        Note::ActivitiesBeyond { count } => more(&mut balance.activities.beyond, length(*count)),
        Note::HandsNotRaised { count } => more(&mut balance.activities.raise_no_hand, length(*count)),
        Note::WorthUnknown { contract } => balance.worth_unknown.add(line, lead, format!("contract `{contract}`")),
        Note::ProductUnknown { deal } => balance.product_unknown.add(line, lead, format!("deal `{deal}`")),
        Note::UnknownActivityKind { kind, suggestion } => {
            let near = suggestion.as_ref().map_or_else(String::new, |near| format!("perhaps `{near}`"));
            balance.unknown_kinds.add(kind.as_str(), &near);
        }
        other => balance.notes.add(&other.to_string(), ""),
    }
}
