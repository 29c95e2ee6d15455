//! The help of every command lists the options that it takes, all of them and no others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::host::{crm, fails, ok};

const NOWHERE: &str = "nowhere.sqlite";

/// The commands that the help names.
fn commands() -> Vec<String> {
    let help = ok(Path::new(NOWHERE), &["--help"]);
    let words = help.lines().filter_map(|line| line.strip_prefix("  crm ")?.split(' ').find(|word| !word.is_empty()));
    let names: Vec<String> = words.filter(|name| *name != "load the").map(String::from).collect();
    assert!(names.len() >= 22, "{help}");
    names
}

/// The options that the help of a command lists, and whether each has a value.
fn listed(command: &str) -> BTreeMap<String, bool> {
    let help = ok(Path::new(NOWHERE), &["help", command]);
    let options = help.lines().skip_while(|line| *line != "options");
    let options = options.filter_map(|line| line.strip_prefix("  ").filter(|line| line.starts_with('-')));
    let named = options.map(|line| {
        let mut words = line.split(' ');
        (words.next().unwrap().to_owned(), words.next().is_some_and(|value| !value.is_empty()))
    });
    named.collect()
}

#[test]
fn the_help_of_a_command_lists_what_the_parser_accepts() {
    let commands: Vec<String> = commands().into_iter().filter(|name| name != "load" || !name.is_empty()).collect();
    let lists: BTreeMap<&str, BTreeMap<String, bool>> =
        commands.iter().map(|command| (command.as_str(), listed(command))).collect();
    let all: BTreeMap<String, bool> = lists.values().flatten().map(|(name, value)| (name.clone(), *value)).collect();
    assert!(all.len() > 45, "{all:?}");
    for (command, own) in &lists {
        for (option, has_value) in &all {
            // `--help` comes after the options were looked at, and nothing is done.
            let words: Vec<&str> =
                if *has_value { vec![command, option, "auto", "--help"] } else { vec![command, option, "--help"] };
            let output = crm(Path::new(NOWHERE), &words);
            let told = String::from_utf8(output.stderr).unwrap();
            let refused = told.contains(&format!("has no option `{option}`"));
            assert_eq!(refused, !own.contains_key(option), "crm {words:?}: {told}");
        }
    }
    // Options are told apart: none is of every command but the common ones.
    let everywhere: BTreeSet<&String> =
        all.keys().filter(|name| lists.values().all(|own| own.contains_key(*name))).collect();
    assert_eq!(everywhere.into_iter().collect::<Vec<_>>(), ["--color", "--db", "--help", "-h"]);
}

#[test]
fn what_is_mistyped_is_suggested() {
    let db = crate::screens::rich::rich();
    for (words, told) in [
        (&["bord"][..], "did you mean `board`?"),
        (&["help", "bord"], "did you mean `board`?"),
        (&["board", "--lead", "mql"], "did you mean `--leads`?"),
        (&["board", "--leads", "oportunity"], "did you mean `opportunity`?"),
        (&["board", "--leads", "open-deal"], "did you mean `open-deals`?"),
        (&["funnel", "--leads", "oportunity"], "did you mean `opportunity`?"),
        (&["funnel", "--leads", "mql", "--origin", "inbond"], "did you mean `inbound`?"),
        (&["funnel", "--leads", "mql", "--source", "gogle"], "did you mean `google`?"),
        (&["board", "--color", "alwais"], "did you mean `always`?"),
        (&["do", "L-0001", "acept", "--as", "fs:x"], "did you mean `accept`?"),
        (&["do", "L-0001", "accept", "--as", "manger:x"], "did you mean `manager`?"),
        (&["policies", "ad"], "did you mean `add`?"),
        (&["take-back", "--kind", "capturd", "--reason", "x", "--as", "mk:x"], "did you mean `captured`?"),
    ] {
        let complaint = fails(db, words, 2);
        assert!(complaint.contains(told), "{words:?}: {complaint}");
    }
    assert!(fails(db, &["keys", "D-0016-16"], 1).contains("did you mean `D-0016-15`?"));
    assert!(fails(db, &["why", "L-016"], 1).contains("did you mean `L-0016`?"));
}

/// An option that would do nothing is refused: whoever gave it thinks that it did something.
#[test]
fn what_does_not_go_together_is_refused() {
    let db = crate::screens::rich::rich();
    for (words, told) in [
        (&["load", "--json"][..], "`load` has no option `--json`"),
        (&["board", "--json", "--color", "always"], "JSON has no colours"),
        (&["board", "--max", "3"], "say `--leads ROW` too"),
        (&["board", "--json=yes"], "takes no value"),
        (&["funnel", "--source", "google"], "say `--leads MILESTONE` too"),
        (&["funnel", "--hollow"], "say `--leads MILESTONE` too"),
        (&["funnel", "--leads", "sql", "--hollow"], "only a promotion to mql can be hollow"),
        (&["policies", "roll-back", "--from", "2028-01-01", "--json"], "`--json` is of the list of policies"),
        (&["agenda", "--facts", "7"], "`crm help agenda` lists those that there are"),
    ] {
        let complaint = fails(db, words, 2);
        assert!(complaint.contains(told), "{words:?}: {complaint}");
    }
}
