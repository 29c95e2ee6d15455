//! Colours: on a terminal only, unless they are asked for.

use std::io::IsTerminal as _;
use std::str::FromStr;

/// When there are colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    Always,
    Never,
}

impl Colour {
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("auto", Self::Auto), ("always", Self::Always), ("never", Self::Never)];
}

impl FromStr for Colour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().find(|(word, _)| *word == text);
        known.map(|(_, colour)| *colour).ok_or_else(|| {
            let near = lead_lifecycle::values::suggest(text, Self::ALL.iter().map(|(word, _)| *word));
            near.map_or_else(
                || String::from("it must be `auto`, `always` or `never`"),
                |near| format!("did you mean `{near}`?"),
            )
        })
    }
}

/// How something is to be seen at first sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Ink {
    #[default]
    Plain,
    /// Headings and totals.
    Strong,
    /// What counts no longer.
    Faint,
    /// What somebody should look at.
    Warn,
}

/// Whether there are colours.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Look {
    coloured: bool,
}

impl Look {
    /// For files, pipes and JSON.
    pub(crate) const PLAIN: Self = Self { coloured: false };

    /// As asked; if nothing was, as whatever stands behind standard output wants it.
    pub(crate) fn of_output(colour: Colour) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self::of(colour, wanted && std::io::stdout().is_terminal())
    }

    const fn of(colour: Colour, is_wanted: bool) -> Self {
        let coloured = match colour {
            Colour::Auto => is_wanted,
            Colour::Always => true,
            Colour::Never => false,
        };
        Self { coloured }
    }

    /// The text in an ink.
    pub(super) fn paint(self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Strong => "1",
            Ink::Faint => "2",
            Ink::Warn => "33",
            Ink::Plain => return text.to_owned(),
        };
        if self.coloured && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Colour, Ink, Look};

    #[test]
    fn colours_are_there_when_they_are_wanted_or_asked_for() {
        let painted = |colour, is_wanted| Look::of(colour, is_wanted).paint(Ink::Strong, "x");
        assert_eq!(painted(Colour::Auto, true), "\u{1b}[1mx\u{1b}[0m");
        assert_eq!(painted(Colour::Always, false), "\u{1b}[1mx\u{1b}[0m");
        assert_eq!(painted(Colour::Auto, false), "x");
        assert_eq!(painted(Colour::Never, true), "x");
    }
}
