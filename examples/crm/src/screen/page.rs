//! A page: headings, sentences and tables, one below the other.

use crate::screen::WIDTH;
use crate::screen::form::grouped;
use crate::screen::look::{Ink, Look};
use crate::screen::table::Table;
use crate::screen::wide::{shown, wrapped};

#[derive(Debug)]
enum Part {
    /// What is answered, after an empty line.
    Heading(String),
    Table(Table),
    /// A sentence.
    Line(Ink, String),
    /// One of several, behind a dash.
    Item(String),
    /// A name and what it is.
    Term(String, String),
    /// Lines that are laid out already.
    Lines(String),
}

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    parts: Vec<Part>,
}

impl Page {
    /// A page that begins with its answer.
    pub(crate) fn titled(heading: impl Into<String>) -> Self {
        Self::default().heading(heading)
    }

    pub(crate) fn heading(self, heading: impl Into<String>) -> Self {
        self.part(Part::Heading(heading.into()))
    }

    pub(crate) fn with(self, table: Table) -> Self {
        self.part(Part::Table(table))
    }

    pub(crate) fn line(self, line: impl Into<String>) -> Self {
        self.part(Part::Line(Ink::Plain, line.into()))
    }

    /// A sentence that somebody should read.
    pub(crate) fn warning(self, line: impl Into<String>) -> Self {
        self.part(Part::Line(Ink::Warn, line.into()))
    }

    pub(crate) fn item(self, item: impl Into<String>) -> Self {
        self.part(Part::Item(item.into()))
    }

    /// A name, and beside it what it is.
    pub(crate) fn term(self, name: impl Into<String>, what: impl Into<String>) -> Self {
        self.part(Part::Term(name.into(), what.into()))
    }

    pub(crate) fn laid_out(self, lines: impl Into<String>) -> Self {
        self.part(Part::Lines(lines.into()))
    }

    /// That a table above is cut, and how to see the rest; nothing if it is not.
    pub(crate) fn cut(self, shown: usize, all: u64) -> Self {
        if u64::try_from(shown).is_ok_and(|shown| shown < all) {
            return self.line(format!("{shown} of {} are shown: `--max {all}` shows all", grouped(all)));
        }
        self
    }

    fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// The page as it is printed.
    pub(crate) fn text(&self, look: Look) -> String {
        let mut lines: Vec<String> = Vec::new();
        for part in &self.parts {
            match part {
                Part::Heading(heading) => {
                    lines.push(String::new());
                    lines.extend(sentence(heading, "").iter().map(|line| look.paint(Ink::Strong, line)));
                }
                Part::Table(table) => lines.extend(table.lines(look)),
                Part::Line(ink, line) => lines.extend(sentence(line, "").iter().map(|line| look.paint(*ink, line))),
                Part::Item(item) => lines.extend(sentence(item, "  - ")),
                Part::Term(name, what) => lines.extend(term(name, what)),
                Part::Lines(text) => lines.extend(shown(text).lines().map(String::from)),
            }
        }
        lines.iter().fold(String::new(), |text, line| text + line + "\n")
    }
}

/// The lines of a sentence, with what stands before the first.
fn sentence(text: &str, before: &str) -> Vec<String> {
    let indent = " ".repeat(before.len());
    let lines = wrapped(&shown(text), WIDTH.saturating_sub(before.len()));
    let begin = |place: usize| if place == 0 { before } else { indent.as_str() };
    lines.iter().enumerate().map(|(place, line)| format!("{}{line}", begin(place))).collect()
}

/// Where that which a name is begins.
const TERM: usize = 30;

/// The lines of a name and what it is.
fn term(name: &str, what: &str) -> Vec<String> {
    let name = format!("  {name}");
    let beside = sentence(what, &" ".repeat(TERM));
    match beside.split_first() {
        Some((first, rest)) if name.len() < TERM => {
            let first = format!("{name:<TERM$}{}", first.trim_start());
            std::iter::once(first).chain(rest.iter().cloned()).collect()
        }
        _ => std::iter::once(name).chain(beside).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::screen::look::{Colour, Look};

    #[test]
    fn sentences_are_broken_and_items_stand_behind_dashes() {
        let text = Page::titled("The answer").item("word ".repeat(30).trim_end()).line("End.").text(Look::PLAIN);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..2], ["", "The answer"]);
        assert!(lines[2].starts_with("  - word") && lines[3].starts_with("    word"), "{text}");
        assert_eq!(lines[4], "End.");
        assert!(!text.contains('\u{1b}'));
        assert!(Page::titled("The answer").text(Look::of_output(Colour::Always)).contains("\u{1b}[1mThe answer"));
    }
}
