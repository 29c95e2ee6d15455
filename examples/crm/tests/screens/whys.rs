//! `why` answers what was asked, at every stage: the first line is the answer.

use crate::host::ok;
use crate::screens::rich::rich;

/// Its text, and the lines of it that are not empty.
fn why(lead: &str) -> (String, Vec<String>) {
    let text = ok(rich(), &["why", lead]);
    let lines = text.lines().filter(|line| !line.is_empty()).map(String::from).collect();
    (text, lines)
}

#[test]
fn a_customer_is_told_how_it_became_one_and_what_is_in_force() {
    let (text, lines) = why("L-0016");
    assert!(lines[0].starts_with("`L-0016` ("), "{text}");
    let answer = format!("{} {}", lines[0], lines[1]);
    assert!(answer.contains("is a customer since 2026-05-25 09:00: won: contract `C-0016-24`"), "{text}");
    assert!(answer.contains("by matsuda (fs). In force now: 1 contract, JPY 408,000"), "{text}");
    assert!(text.contains("\nContracts\n") && text.contains("in force"), "{text}");
    assert!(!text.contains("only a lead at `lead` is promoted"), "a customer is not asked about a promotion\n{text}");
    // Years later nothing is in force any more.
    let later = ok(rich(), &["why", "L-0016", "--now", "2028-01-01T00:00:00Z"]);
    assert!(later.contains("In force now: no contract") && later.contains("has run out"), "{later}");
}

#[test]
fn an_mql_is_told_what_made_it_one_and_what_it_lacks_for_sql() {
    let (text, lines) = why("L-0003");
    assert!(lines[0].contains("is MQL since 2026-06-15 09:05: expansion opened"), "{text}");
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.starts_with("    ")).collect();
    let lacks = lines.iter().position(|line| line == "What stands against SQL (`qualify`):").unwrap();
    assert!(lines[lacks + 1].contains("qualification bar not met: `timeline` is stale"), "{text}");
    assert!(lines[lacks + 2].contains("has not agreed to a meeting"), "{text}");
    // With what is to be done about it.
    assert!(
        text.split_whitespace().collect::<Vec<_>>().join(" ").contains("agree on one with `schedule_appointment`"),
        "{text}"
    );
    // It is a customer all the same.
    assert!(text.contains("C-0003-30"), "{text}");
}

#[test]
fn every_other_stage_is_answered_too() {
    let (text, lines) = why("L-0007");
    assert!(lines[0].starts_with("Why is `L-0007`") && lines[0].contains("no MQL? Its score is"), "{text}");
    assert!(text.contains("What stands against MQL:\n  - it has shown no tagged activity"), "{text}");
    let (text, lines) = why("L-0005");
    assert!(lines[0].contains("is SQL since 2026-06-29 09:53") && text.contains("Deal `D-0005-36`"), "{text}");
    assert!(text.contains("A meeting is agreed for 2026-07-06 09:00"), "{text}");
    let (text, lines) = why("L-0019");
    assert!(lines[0].contains("is an opportunity since"), "{text}");
    assert!(text.contains("Deal `D-0019-22` at proposal, JPY 1,128,000, of ueno"), "{text}");
    let (text, lines) = why("L-0001");
    assert!(lines[0].contains("is disqualified since 2026-04-06 09:21: disqualified: no_need"), "{text}");
    assert!(text.contains("(`reopen`)"), "{text}");
}

#[test]
fn a_merged_and_an_erased_lead_are_told_of() {
    let (text, lines) = why("L-0204");
    assert_eq!(lines[0], "`L-0204` was merged into `L-0197`.");
    assert!(lines[1].contains("`L-0197`"), "{text}");
    let (text, _) = why("L-0009");
    assert!(text.contains("Personal data was removed at"), "{text}");
}

/// The zone is named once, in the heading.
#[test]
fn the_zone_is_named_once_and_not_in_every_cell() {
    for words in [
        &["timeline", "L-0083"][..],
        &["sla", "L-0019"],
        &["agenda"],
        &["hand-raises"],
        &["put-off"],
        &["keys"],
        &["why", "L-0003"],
    ] {
        let text = ok(rich(), words);
        let named = text.matches("+09:00").count();
        // A timeline also has headings of its promotions.
        assert!((1..=2).contains(&named), "{words:?}: {named} times\n{text}");
    }
}
