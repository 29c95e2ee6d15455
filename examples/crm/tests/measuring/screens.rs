//! The screens of what is measured, letter by letter.

use crate::host::ok;
use crate::measuring::totals::db;

/// Commands behind `$ `, each with what it shows.
const SCREENS: &str = include_str!("screens.txt");

#[test]
fn every_screen_is_as_it_was_looked_at() {
    for screen in SCREENS.split("$ crm ").filter(|screen| !screen.is_empty()) {
        let (words, shown) = screen.split_once('\n').unwrap();
        let text = ok(db(), &words.split(' ').collect::<Vec<_>>());
        assert_eq!(text, shown, "crm {words}\n{text}");
        assert_eq!(text.lines().find(|line| line.chars().count() > 100), None, "crm {words}");
    }
}
