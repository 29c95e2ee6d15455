//! `crm sla LEAD`: how a deadline came about, and who was told.

use crate::host::ok;
use crate::screens::sla::story::{json, members, shown, told};
use crate::tables::rows;

#[test]
fn the_parts_of_a_trace_sum_to_the_target() {
    for lead in ["L-met", "L-late", "L-open", "L-ended", "L-told-late", "L-intake"] {
        let report = json(&["sla", lead, "--clock", "contact"]);
        let run = &report["runs"][0];
        let parts = run["trace"]["parts"].as_array().unwrap();
        let worked =
            parts.iter().filter(|part| part["state"] == "worked").map(|part| part["seconds"].as_u64().unwrap());
        assert_eq!(worked.sum::<u64>(), 7_200, "{lead}: {run:#}");
        assert_eq!(run["trace"]["worked"], 7_200);
        assert_eq!(run["trace"]["until"], run["due"]);
    }
}

#[test]
fn closed_and_held_hours_do_not_count() {
    // Held from Thursday 11:00 until May: one hour is left on the day on which it is over.
    let text = shown(&["sla", "L-held"]);
    assert!(text.contains("contact, run 3: held now"), "{text}");
    let rows = rows(&text);
    assert!(rows.contains(&"2026-04-02 10:00 2026-04-02 11:00 1:00:00 worked".into()), "{text}");
    assert!(rows.contains(&"2026-04-02 11:00 2026-05-01 09:00 694:00:00 held".into()), "{text}");
    assert!(rows.contains(&"2026-05-01 09:00 2026-05-01 10:00 1:00:00 worked".into()), "{text}");
    assert!(text.contains("Worked until 2026-05-01 10:00: 2:00:00"), "{text}");
    // Business days count whole ones: nights and the weekend are closed.
    let touch = json(&["sla", "L-met", "--clock", "touch"]);
    let states: Vec<&str> = touch["runs"][0]["trace"]["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["what"].as_str().unwrap())
        .collect();
    assert!(
        states.contains(&"closed: no hours on this weekday") && states.contains(&"closed: outside hours"),
        "{states:?}"
    );
    assert_eq!(touch["runs"][0]["due"], "2026-04-07T09:00:00Z");
}

#[test]
fn ever_missed_and_past_due_now_are_two_things() {
    let run = |lead: &str| json(&["sla", lead, "--clock", "contact"])["runs"][0].clone();
    let both = |lead: &str| (run(lead)["ever_missed"].as_bool().unwrap(), run(lead)["past_due"].as_bool().unwrap());
    assert_eq!(both("L-late"), (true, false));
    assert_eq!(both("L-open"), (true, true));
    assert_eq!(both("L-told-late"), (false, false));
    let text = shown(&["sla", "L-open", "--clock", "contact"]);
    assert!(text.contains("contact, run 3: past due now, has missed a deadline, late by 117:00:00"), "{text}");
    // Before the clock has told it, it is past due and not missed.
    let later = ["--now", "2026-05-01T10:00:01+09:00"];
    let told_then = |words: &[&str]| ok(told(), &[words, &later[..]].concat());
    let text = told_then(&["sla", "L-held"]);
    assert!(text.contains("contact, run 3: past due now, late by 0:00:01"), "{text}");
    let text = told_then(&["sla"]);
    assert!(text.contains("5 of the past due are not told as missed yet"), "{text}");
    // The breach that late news took away is told with what took it away.
    let text = shown(&["sla", "L-told-late", "--clock", "contact"]);
    assert!(text.contains("2026-04-02 12:00:01: missed, it was due 2026-04-02 12:00"), "{text}");
    assert!(text.contains("2026-04-06 09:10: not missed, as later news shows"), "{text}");
}

#[test]
fn an_escalation_names_whom_it_told() {
    // Without members it says whom to look for.
    let text = shown(&["sla", "L-open", "--clock", "contact"]);
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("2026-04-03 10:00: step 1 of the escalation, tell owner, or if there is none manager"),
        "{text}"
    );
    // The owner is away, and who answers for the queue in another team is none of this one.
    let members = members();
    let text = shown(&["sla", "L-open", "--clock", "contact", "--members", &members]);
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("step 1 of the escalation, takagi is told (as owner, or if there is none manager)"),
        "{text}"
    );
    assert!(flat.contains("step 2 of the escalation, hara is told (as queue); another owner is asked for"), "{text}");
    let report = json(&["sla", "L-open", "--clock", "contact", "--members", &members]);
    let steps = report["runs"][0]["told"].as_array().unwrap();
    let kinds: Vec<&str> = steps.iter().map(|told| told["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["warned", "breached", "escalated", "escalated"]);
    assert_eq!((&steps[2]["member"], &steps[3]["member"]), (&"takagi".into(), &"hara".into()));
    assert_eq!((&steps[2]["step"], &steps[3]["reassign"]), (&1.into(), &true.into()));
    // Both steps are taken: none is left.
    assert!(report["runs"][0]["next_step_at"].is_null() && !text.contains("next step"), "{text}");
    let one = ok(told(), &["sla", "L-met", "--clock", "contact", "--now", "2026-04-02T10:00:00+09:00"]);
    assert!(!one.contains("next step"), "it is stopped\n{one}");
}

#[test]
fn intake_and_sales_are_told_apart() {
    let text = shown(&["sla", "L-intake", "--clock", "contact"]);
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains(
            "It began 2026-04-01 17:00, the deadline runs from 2026-04-02 10:00 (intake 17:00:00); of nobody"
        ),
        "{text}"
    );
    let report = json(&["sla", "L-intake"]);
    let stopped = &report["runs"][0]["stopped"];
    assert_eq!((&stopped["how"], &stopped["worked"]), (&"done".into(), &3_600.into()), "{report:#}");
}

#[test]
fn a_run_that_never_was_is_told_so() {
    let text = shown(&["sla", "L-never"]);
    assert!(text.contains("contact, run 3: withdrawn"), "{text}");
    assert!(text.contains("never ran, as is known now"), "{text}");
}
