//! The pipeline as a picture, the permissions as a table. Every arrow and cell is asked of the rule that decides, so
//! neither can drift from it.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString as _};
use core::fmt;

use crate::access::Access;
use crate::deal::{DealItem, MoveKind, Pipeline};
use crate::values::{CommandKind, Role};
use crate::wording::names::list;

impl Pipeline {
    /// The state diagram as Mermaid text, from the same table that decides.
    ///
    /// ```
    /// let diagram = lead_lifecycle::Policy::standard().pipeline().diagram();
    /// assert!(diagram.contains("s1 --> s2 : needs lines"));
    /// ```
    #[must_use]
    pub fn diagram(&self) -> String {
        Diagram(self).to_string()
    }
}

impl Access {
    /// The matrix as a Markdown table, commands down, roles across.
    ///
    /// ```
    /// let table = lead_lifecycle::Policy::standard().access().matrix();
    /// assert!(table.starts_with("| command | mk | sdr |"));
    /// ```
    #[must_use]
    pub fn matrix(&self) -> String {
        Table(self).to_string()
    }
}

struct Diagram<'p>(&'p Pipeline);

impl fmt::Display for Diagram<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(pipeline) = *self;
        writeln!(f, "stateDiagram-v2")?;
        for (index, stage) in pipeline.stages().iter().enumerate() {
            let name = stage.name.as_str().replace('"', "#quot;");
            writeln!(f, "    state \"{name} ({})\" as s{index}", stage.probability)?;
        }
        writeln!(f, "    [*] --> s0")?;
        for (from, here) in pipeline.stages().iter().enumerate() {
            for (to, there) in pipeline.stages().iter().enumerate() {
                let kind = pipeline.kind_of_move(&here.name, &there.name);
                if let Some(label) = self.label(kind, &there.requires) {
                    writeln!(f, "    s{from} --> s{to}{label}")?;
                }
            }
            let kind = pipeline.kind_of_win(&here.name);
            if let Some(label) = self.label(kind, pipeline.won_requires()) {
                writeln!(f, "    s{from} --> won{label}")?;
            }
            writeln!(f, "    s{from} --> lost")?;
        }
        writeln!(f, "    won --> [*]\n    lost --> [*]")
    }
}

impl Diagram<'_> {
    /// The text on an arrow; none if there is no such arrow.
    fn label<'i>(&self, kind: MoveKind, needs: &'i BTreeSet<DealItem>) -> Option<Label<'i>> {
        match kind {
            MoveKind::Same => None,
            MoveKind::Forward => Some(Label::Needs(needs)),
            MoveKind::Skip { .. } => self.0.allows_skips().then_some(Label::Word("skip")),
            MoveKind::Backward => self.0.allows_backward().then_some(Label::Word("back")),
        }
    }
}

enum Label<'i> {
    Word(&'static str),
    Needs(&'i BTreeSet<DealItem>),
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, " : {word}"),
            Self::Needs(items) => {
                f.write_str(if items.is_empty() { "" } else { " : needs " })?;
                let names = items.iter().map(|item| match item {
                    DealItem::Lines => "lines",
                    DealItem::ExpectedClose => "expected_close",
                    DealItem::Field(name) => name.as_str(),
                });
                list(f, names, ", ")
            }
        }
    }
}

struct Table<'a>(&'a Access);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("| command |")?;
        for role in Role::ALL {
            write!(f, " {role} |")?;
        }
        f.write_str("\n|---|")?;
        for _ in Role::ALL {
            f.write_str("---|")?;
        }
        for command in CommandKind::ALL {
            write!(f, "\n| {command} |")?;
            for role in Role::ALL {
                write!(f, " {} |", self.0.grant(*command, *role))?;
            }
        }
        f.write_str("\n")
    }
}
