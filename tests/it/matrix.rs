//! What every command does at every stage, and who may issue it: committed tables that are reviewed like code.
//!
//! `UPDATE_GOLDEN=1 cargo test --test it matrix` writes them again.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use lead_lifecycle::access::{Grant, Right};
use lead_lifecycle::lead::BookedBy;
use lead_lifecycle::lifecycle::{TRANSITIONS, transition};
use lead_lifecycle::values::{CommandKind, Milestone};
use lead_lifecycle::wording::lifecycle_diagram;
use lead_lifecycle::{Command, Decision, Policy, Refusal, Role, StageKind, Unmet};

use crate::common::stages::{Led, PLACES, golden, led_to, valid};
use crate::common::{actor, commands};

fn cell(led: &Led, outcome: &Result<Decision, Refusal>) -> String {
    match outcome {
        Ok(decision) if decision.is_empty() => "already so".to_owned(),
        Ok(decision) => {
            let kinds: Vec<&str> = decision.facts().iter().map(|fact| fact.kind().as_str()).collect();
            let mut after = led.lead.clone();
            decision.facts().iter().for_each(|fact| after.apply(fact).unwrap());
            let moved =
                (after.stage().kind(), after.cycle().number()) != (led.lead.stage().kind(), led.lead.cycle().number());
            let next = if after.cycle().number() > led.lead.cycle().number() { "next cycle, " } else { "" };
            let arrow = if moved { format!(" → **{next}{}**", after.stage().kind()) } else { String::new() };
            kinds.join(" + ") + &arrow
        }
        Err(refusal) => {
            let codes: BTreeSet<&str> = refusal.unmet.iter().map(Unmet::code).collect();
            let codes: Vec<&str> = codes.into_iter().collect();
            if codes == ["stage"] { "–".to_owned() } else { format!("✗ {}", codes.join(", ")) }
        }
    }
}

#[test]
fn stage_by_command() {
    let mut table = String::from(
        "# What every command does at every stage\n\nWritten by `tests/matrix.rs` from the standard policy: each command with good \
         data, by a role that may, on a lead that has\nwhat its stage needs. – : not possible there. ✗ : refused, with the codes. \
         **Bold**: the stage changes.\n\n",
    );
    writeln!(table, "| command | {} |\n|---|{}", PLACES.join(" | "), "---|".repeat(PLACES.len())).unwrap();
    let leads: Vec<Led> = PLACES.iter().map(|place| led_to(place)).collect();
    for kind in commands() {
        write!(table, "| {kind} |").unwrap();
        for led in &leads {
            let command = valid(kind, &led.lead, led.now);
            let outcome = led.ask(&command);
            // The table that decides says the same about the stage.
            let possible = transition(kind).unwrap().possible_at(led.lead.stage().kind());
            let refused_for_stage = outcome.as_ref().is_err_and(|r| r.unmet.iter().any(|u| u.code() == "stage"));
            assert_eq!(possible, !refused_for_stage, "{kind} at {}", led.lead.stage().kind());
            write!(table, " {} |", cell(led, &outcome)).unwrap();
        }
        table.push('\n');
    }
    golden("matrix.md", &table);
}

/// What a role may do, found by asking, is what the published matrix says.
#[test]
fn role_by_command() {
    let policy = Policy::standard();
    let leads: Vec<Led> = PLACES.iter().map(|place| led_to(place)).collect();
    for kind in commands() {
        // Whoever may do what is inside may propose, approve and decline it.
        if matches!(kind, CommandKind::Propose | CommandKind::Approve | CommandKind::Decline) {
            continue;
        }
        for role in Role::ALL.iter().copied() {
            let grant = policy.access().grant(kind, role);
            for led in &leads {
                let command = valid(kind, &led.lead, led.now);
                let outcome = led.ask_as(role, &command);
                let codes: BTreeSet<&str> = codes(&outcome);
                let me = &actor(role, 0).id;
                // A meeting has a row of its own where it is a follow-up.
                let follow_up = matches!(place_of(led), StageKind::Opportunity | StageKind::Customer);
                let right = if follow_up { Right::from(kind).on_follow_up() } else { Right::from(kind) };
                let grant = if Right::from(kind).books() { policy.access().grant(right, role) } else { grant };
                let booked_by = if let Command::ScheduleAppointment(meeting) = &command {
                    meeting.booked_by
                } else {
                    led.lead.cycle().appointment().map_or(BookedBy::Lead, |meeting| meeting.booked_by)
                };
                let self_booked = booked_by == BookedBy::Lead;
                let deal = led.lead.stage().deal();
                let own_deal = deal.is_some_and(|deal| deal.owner().is_none_or(|owner| owner == me));
                let own_lead = led.lead.cycle().owner() == Some(me);
                let conditions = [
                    (Grant::OwnLeads, own_lead, "not_own_lead"),
                    (Grant::OwnDeals, own_deal, "not_own_deal"),
                    (Grant::Own, own_deal || own_lead, if deal.is_some() { "not_own_deal" } else { "not_own_lead" }),
                    (Grant::SelfBooked, self_booked, "not_self_booked"),
                ];
                let condition = conditions.iter().find(|(conditional, ..)| *conditional == grant);
                let (holds, code) =
                    condition.map_or((grant.permits(), "permission"), |(_, holds, code)| (*holds, *code));
                let expected = (!holds).then_some(code);
                // What somebody else has accepted is a conflict for everybody else.
                let taken = kind == CommandKind::Accept && led.lead.cycle().milestones().reached(Milestone::Sao);
                for code in ["permission", "not_own_deal", "not_own_lead", "not_self_booked"] {
                    let conflict = code == "not_own_deal" && taken;
                    assert!(
                        codes.contains(code) == (expected == Some(code)) || conflict,
                        "{kind} by {role}: {codes:?}, expected {expected:?}"
                    );
                }
            }
        }
    }
    let assistants = CommandKind::ALL.iter().map(|kind| policy.access().grant(*kind, Role::Assistant));
    assert!(
        assistants.into_iter().all(|grant| matches!(grant, Grant::Propose | Grant::No)),
        "an assistant never decides"
    );
    let text = "# Who may do what\n\nThe standard matrix, written by `tests/matrix.rs`. R and A permit, `R own leads` and \
                `R own deals` on one's own\n(a deal of nobody is everybody's), `R own` on either, `R self-booked` on \
                meetings that the lead booked itself;\n`propose` lets an assistant propose; C and I and `no` do not permit.\n\n";
    golden("access.md", &(text.to_owned() + &policy.access().matrix()));
}

fn place_of(led: &Led) -> StageKind {
    led.lead.stage().kind()
}

fn codes(outcome: &Result<Decision, Refusal>) -> BTreeSet<&'static str> {
    outcome.as_ref().err().iter().flat_map(|refusal| refusal.unmet.iter().map(Unmet::code)).collect()
}

#[test]
fn the_diagrams() {
    let lifecycle = lifecycle_diagram();
    golden("lifecycle.mmd", &lifecycle);
    golden("pipeline.mmd", &Policy::standard().pipelines().diagram());
    // Every change of stage of the table is drawn, but for merging and splitting, which are a note.
    for row in TRANSITIONS.iter().filter(|row| !matches!(row.command, CommandKind::Merge | CommandKind::Split)) {
        for step in row.moves {
            let arrow = format!("{} --> {}", step.from, step.to);
            assert!(lifecycle.contains(&arrow), "{arrow} is not drawn");
        }
    }
}

/// Each command that is possible somewhere does something there, and every change of stage in the table happens somewhere.
#[test]
fn no_row_of_the_table_is_dead() {
    let mut seen = BTreeSet::new();
    for place in PLACES {
        let led = led_to(place);
        for kind in commands() {
            let outcome = led.ask(&valid(kind, &led.lead, led.now));
            let Ok(decision) = outcome else { continue };
            let mut after = led.lead.clone();
            for fact in decision.facts() {
                let from = after.stage().kind();
                after.apply(fact).unwrap();
                seen.insert((kind, from, after.stage().kind()));
            }
        }
    }
    for kind in commands() {
        assert!(
            // These need time, or another policy: see `books`.
            matches!(kind, CommandKind::CheckClock | CommandKind::AdoptPolicy | CommandKind::Recount)
                || seen.iter().any(|row| row.0 == kind),
            "{kind}"
        );
    }
}
