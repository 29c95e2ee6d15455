//! What the README shows is what is printed.

use crate::host::{ROOT, folder, ok, shipped};

#[test]
fn the_first_screen_of_the_readme_is_what_is_printed() {
    let db = shipped(&folder("screens-readme"));
    let readme = std::fs::read_to_string(format!("{ROOT}/README.md")).unwrap();
    let (_, section) = readme.split_once("## A day with it").unwrap();
    let blocks: Vec<&str> =
        section.split("```text\n").skip(1).take(4).map(|rest| rest.split("\n```").next().unwrap()).collect();
    let asked: [&[&str]; 4] = [
        &["board"],
        &["why", "L-0194"],
        &["agenda", "--now", "2026-07-06T09:00:00+09:00", "--role", "sdr", "--max", "3"],
        &["sla"],
    ];
    assert_eq!(blocks.len(), asked.len());
    for (block, words) in blocks.iter().zip(asked) {
        let printed = ok(&db, words);
        assert!(printed.contains(block), "README shows\n{block}\nand `crm {}` prints\n{printed}", words.join(" "));
    }
}
