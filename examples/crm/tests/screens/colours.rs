//! Colours: when they are asked for, never in a pipe, never in JSON.

use std::process::Command;

use crate::host::{PROGRAM, ok};
use crate::screens::rich::rich;

const ESCAPE: char = '\u{1b}';

#[test]
fn a_pipe_has_no_colours_unless_they_are_asked_for() {
    let plain = ok(rich(), &["board"]);
    assert!(!plain.contains(ESCAPE));
    assert_eq!(ok(rich(), &["board", "--color", "never"]), plain);
    let coloured = ok(rich(), &["board", "--color", "always"]);
    assert!(coloured.contains(ESCAPE));
    let without = coloured.split(ESCAPE).map(|part| part.split_once('m').filter(|(code, _)| code.len() <= 3));
    let without: String = coloured
        .split(ESCAPE)
        .take(1)
        .map(String::from)
        .chain(without.skip(1).map(|part| part.map_or_else(String::new, |(_, rest)| rest.to_owned())))
        .collect();
    assert_eq!(without, plain);
    assert!(!ok(rich(), &["board", "--json"]).contains(ESCAPE));
}

/// A terminal has colours, unless `NO_COLOR` is set: `script` gives the program one.
#[test]
fn a_terminal_has_colours_unless_no_color_is_set() {
    let run = |no_color: &str| {
        let db = rich().to_str().unwrap();
        let line = format!("{PROGRAM} --db {db} hand-raises");
        let mut script = Command::new("script");
        script.args(["-qec", &line, "/dev/null"]).env("NO_COLOR", no_color);
        script
            .output()
            .ok()
            .filter(|output| output.status.success())
            .map(|output| String::from_utf8(output.stdout).unwrap())
    };
    // Not every system has `script`; what decides is tested beside it then.
    let (Some(coloured), Some(plain)) = (run(""), run("1")) else { return };
    assert!(coloured.contains(ESCAPE), "{coloured}");
    assert!(!plain.contains(ESCAPE) && plain.contains("hand-raise"), "{plain}");
}
