//! The pages of `embedding`: what they name exists, and what they measure is so. Their Rust is run as doctests.

use std::fs;
use std::path::{Path, PathBuf};

use lead_lifecycle::lifecycle::{Past, PolicyBook};
use lead_lifecycle::values::{CommandKind, limits};
use lead_lifecycle::{Command, Context, Fact, Lead, Lifecycle, Policy, PolicyDraft, Role, Unmet};

use crate::common::stages::{Led, led_to, valid};
use crate::common::{self, activity, at};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every page, with its name.
fn pages() -> Vec<(String, String)> {
    let files = fs::read_dir(root().join("src/embedding")).unwrap().map(|entry| entry.unwrap().path());
    let pages = files.filter(|file| file.extension().is_some_and(|ending| ending == "md"));
    pages
        .map(|file| (file.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(file).unwrap()))
        .collect()
}

/// The text of a file, or of all files of a folder.
fn text_of(path: &Path) -> String {
    if path.is_file() {
        return fs::read_to_string(path).unwrap();
    }
    let inside: Vec<PathBuf> =
        fs::read_dir(path).map_or_else(|_| vec![], |all| all.map(|entry| entry.unwrap().path()).collect());
    inside.iter().map(|path| text_of(path)).collect()
}

/// What stands in backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Whether a text defines a name: `Type`, `CONSTANT`, `function`, an index, or `Type::method`.
fn defines(text: &str, name: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let after = |head: &str, name: &str| text.split(&format!("{head} {name}")).skip(1).any(ends);
    match name.split_once("::") {
        Some((owner, method)) => after("impl", owner) && after("fn", method),
        None => ["struct", "enum", "const", "fn", "INDEX IF NOT EXISTS"].iter().any(|head| after(head, name)),
    }
}

/// The rows that say where the example host does something.
fn places() -> Vec<(String, String, String)> {
    let mut places = Vec::new();
    for (page, text) in pages() {
        let rows = text.lines().filter(|line| line.contains("| `examples/crm/"));
        for row in rows {
            let cells: Vec<&str> = row.split('|').collect();
            let [_, _, file, names, _] = cells[..] else { panic!("{page}: a row of three cells, got {row}") };
            let file = quoted(file).next().unwrap().to_owned();
            places.extend(quoted(names).map(|name| (page.clone(), file.clone(), name.to_owned())));
        }
    }
    places
}

#[test]
fn what_is_named_of_the_example_host_exists() {
    let places = places();
    assert!(places.len() > 40, "the rows were found: {}", places.len());
    let lost = |(page, file, name): &&(String, String, String)| {
        let path = root().join(file);
        assert!(path.exists(), "{page}: no `{file}`");
        !defines(&text_of(&path), name)
    };
    let lost: Vec<_> = places.iter().filter(lost).collect();
    assert!(lost.is_empty(), "not there any more: {lost:#?}");
    // And it would be found out.
    assert!(!defines(&text_of(&root().join("examples/crm/src/store")), "Batch::never"));
    assert!(!defines(&text_of(&root().join("examples/crm/src/clock.rs")), "swee"));
}

#[test]
fn every_page_says_where_the_example_host_does_it_and_is_on_the_map() {
    let (_, front) = pages().into_iter().find(|(page, _)| page == "embedding.md").expect("the front page");
    for (page, text) in pages() {
        let name = page.trim_end_matches(".md");
        if page != "embedding.md" {
            assert!(front.contains(&format!("| [`{name}`] |")), "{page} is not on the map");
            assert!(text.contains("# In the example host"), "{page} does not say where the example host does it");
        }
        assert!(text.lines().count() <= 400, "{page} is long");
        for file in text
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|word| word.starts_with("examples/") || word.starts_with("tests/"))
        {
            assert!(
                root().join(file).exists() || root().join(file).with_extension("rs").exists(),
                "{page}: no `{file}`"
            );
        }
    }
}

fn json(value: &impl serde::Serialize) -> usize {
    serde_json::to_string(value).unwrap().len()
}

/// A number with commas between its thousands.
fn grouped(number: usize) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    format!("{},{:03}", grouped(number / 1_000), number % 1_000)
}

/// One row of the table of sizes.
fn row(what: &str, lead: &Lead, facts: &[Fact]) -> String {
    let stored: usize = facts.iter().map(json).sum();
    let envelopes: usize = facts.iter().map(|fact| json(&fact.envelope)).sum();
    let [each, envelope] = [stored, envelopes].map(|all| grouped(all / facts.len()));
    let [count, stored, snapshot, scoring] = [facts.len(), stored, json(lead), json(lead.scoring())].map(grouped);
    format!("| {what} | {count} | {each} | {envelope} | {stored} | {snapshot} | {scoring} |")
}

/// Goes on with page views and downloads, one a minute; one in so many is a download.
fn clicks(led: &mut Led, every: usize, from: usize, to: usize) {
    for number in from..to {
        let kind = if number % every == 0 { "document_download" } else { "blog_view" };
        led.then(Command::RecordActivity { activity: activity(&format!("click-{number}"), kind) });
    }
}

/// The table of sizes of the page `sizing`.
fn sizes() -> Vec<String> {
    let mut led = Led::capture(Policy::standard());
    let mut rows = vec![row("just captured", &led.lead, &led.facts)];
    for (from, to) in [(0, 20), (20, 200), (200, 2_000)] {
        clicks(&mut led, 4, from, to);
        rows.push(row(&format!("… and {} activities", grouped(to)), &led.lead, &led.facts));
    }
    let mut won = Led::capture(Policy::standard());
    won.lead_to_opportunity();
    rows.push(row("captured to Opportunity, with hand-over file and deal", &won.lead, &won.facts));
    clicks(&mut won, 4, 0, 200);
    rows.push(row("… and 200 activities", &won.lead, &won.facts));
    let mut draft = PolicyDraft::standard();
    draft.memory.activities = u16::try_from(limits::ACTIVITY_MEMORY.max).unwrap();
    let mut long = Led::capture(Policy::try_from(draft).unwrap());
    clicks(&mut long, 2, 0, 8_192);
    rows.push(row("8,192 activities, as many as a policy can remember", &long.lead, &long.facts));
    rows
}

/// A failure prints what the page should say.
#[test]
fn the_page_of_sizes_says_what_is_measured() {
    let page = root().join("src/embedding/sizing.md");
    let text = fs::read_to_string(&page).unwrap();
    let rows = sizes();
    let policy = json(PolicyBook::of(Policy::standard()).newest());
    let rows = rows.into_iter().chain([format!("| {} |", grouped(policy))]);
    let missing: Vec<String> = rows.filter(|row| !text.contains(row)).collect();
    assert!(missing.is_empty(), "{} should say:\n{}", page.display(), missing.join("\n"));
}

#[test]
fn the_page_of_sizes_has_every_limit() {
    let text = fs::read_to_string(root().join("src/embedding/sizing.md")).unwrap();
    let rows = limits::ALL.iter().map(|limit| format!("| `{}` | {limit} |", limit.name.to_uppercase()));
    let missing: Vec<String> = rows.filter(|row| !text.contains(row)).collect();
    assert!(missing.is_empty(), "sizing.md should say:\n{}", missing.join("\n"));
}

/// Tells a command twice, a minute apart: how many facts come of the second one, or the codes of its refusal.
fn second(place: &str, kind: CommandKind) -> Result<usize, Vec<&'static str>> {
    let mut led = led_to(place);
    let command = valid(kind, &led.lead, led.now);
    led.then(command.clone());
    match led.ask(&command) {
        Ok(decision) => Ok(decision.facts().len()),
        Err(refusal) => Err(refusal.unmet.iter().map(Unmet::code).collect()),
    }
}

/// The table of the page `transactions`.
#[test]
fn what_is_told_twice_comes_to_what_the_page_says() {
    use CommandKind as C;
    let nothing = [
        ("lead", C::CheckClock),
        ("lead", C::RecordActivity),
        ("lead", C::Assign),
        ("lead", C::EditCapture),
        ("mql", C::Redact),
        ("lead", C::Recount),
    ];
    for (place, kind) in nothing {
        assert_eq!(second(place, kind), Ok(0), "{kind}");
    }
    for (place, kind) in [("mql", C::RecordAttempt), ("lead", C::UpdateProfile), ("lead", C::RecordConsent)] {
        assert_eq!(second(place, kind), Ok(1), "{kind}");
        let mut led = led_to(place);
        let command = valid(kind, &led.lead, led.now);
        led.then(command.clone());
        led.now -= 60; // of the same instant
        let again = led.ask(&command).unwrap().facts().len();
        assert_eq!(again, usize::from(kind == C::RecordAttempt), "{kind}");
    }
    assert_eq!(second("lead", C::Promote).unwrap_err().first(), Some(&"stage"));
    // A follow-up that was held is held once more.
    let mut led = led_to("opportunity");
    for _twice in 0..2 {
        let before = led.facts.len();
        led.then(Command::HoldMeeting { note: None });
        assert_eq!(led.facts.len(), before + 1);
    }
}

/// A split is known by its command id; without it, there is nothing to split.
#[test]
fn a_split_is_repeated_by_its_id_alone() {
    let (mut goes, mut stays) = (led_to("lead"), Led::capture_as("survivor", Policy::standard()));
    stays.take_in(&mut goes);
    let lifecycle = Lifecycle::new(Policy::standard());
    let manager = |seconds: i64, id: &str| {
        Context::new(at(seconds), common::actor(Role::Manager, 0)).with_command_id(common::k(id))
    };
    let split = |goes: &[Fact], stays: &[Fact], context: &Context| {
        lifecycle.split(&Past::Whole(goes), &[Past::Whole(stays)], context)
    };
    let together = split(&goes.facts, &stays.facts, &manager(goes.now, "split-1")).unwrap();
    for of in together.into_decisions() {
        let facts = if of.lead == *goes.lead.key() { &mut goes.facts } else { &mut stays.facts };
        facts.extend(of.decision.into_facts());
    }
    assert!(split(&goes.facts, &stays.facts, &manager(goes.now, "split-1")).unwrap().is_empty());
    assert!(split(&goes.facts, &stays.facts, &manager(goes.now, "split-2")).is_err());
}
