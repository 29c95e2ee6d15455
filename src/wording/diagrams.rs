//! The lifecycle and the pipeline as pictures, the permissions as a table. Every arrow and cell is asked of the rule that
//! decides, so neither can drift from it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

use crate::access::{Access, Right};
use crate::deal::{DealItem, MoveKind, Pipeline, Pipelines};
use crate::lifecycle::{MoveReason, TRANSITIONS};
use crate::values::{CommandKind, Role, StageKind};
use crate::wording::names::list;

/// The lifecycle as a Mermaid state diagram, from [`TRANSITIONS`].
///
/// Rows of the same two stages share an arrow. Merging is possible from every living stage and drawn as a note.
///
/// ```
/// let diagram = lead_lifecycle::wording::lifecycle_diagram();
/// assert!(diagram.contains("hold_first_meeting (accepted, first meeting held)"));
/// ```
#[must_use]
pub fn lifecycle_diagram() -> String {
    Lifecycle(arrows()).to_string()
}

/// What stands on each arrow, once.
type Arrows = BTreeMap<(StageKind, StageKind), Vec<String>>;

fn arrows() -> Arrows {
    let mut arrows = Arrows::new();
    let drawn = TRANSITIONS
        .iter()
        .filter(|row| !matches!(row.command, CommandKind::Merge | CommandKind::Split | CommandKind::AdoptPolicy));
    for row in drawn {
        for step in row.moves {
            let words = arrows.entry((step.from, step.to)).or_default();
            let word = format!("{} ({})", cause(row.command), step.when);
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    arrows
}

/// A command, or what acts with it.
fn cause(command: CommandKind) -> &'static str {
    if matches!(command, CommandKind::UpdateProfile | CommandKind::RecordActivity) {
        "rule"
    } else if command == CommandKind::CheckClock {
        "clock"
    } else {
        command.as_str()
    }
}

struct Lifecycle(Arrows);

impl fmt::Display for Lifecycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "stateDiagram-v2\n    [*] --> lead: capture")?;
        for ((from, to), words) in &self.0 {
            writeln!(f, "    {from} --> {to}: {}", words.join("<br/>"))?;
        }
        writeln!(
            f,
            "    note right of customer: any living stage without an open deal --> merged (merge), and back (split)"
        )
    }
}

impl fmt::Display for MoveReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ScoreReached => "score reaches the threshold",
            Self::HandRaise => "hand-raise",
            Self::ScoreFell => "untouched, score below the exit threshold",
            Self::Recycled => "next cycle, cooling",
            Self::MaxCycles => "maximum of cycles",
            Self::ExpansionEnds => "expansion ends",
            Self::Reason => "reason",
            Self::ReasonRecycles => "next cycle by the reason's rule",
            Self::ReasonDisqualifies => "by the reason's rule",
            Self::WaitOver => "cooling over or penalty expired, score at the threshold",
            Self::ScoreDecayed => "untouched, score decayed below the exit threshold",
            Self::Stale => "stale, by the policy's rule",
            Self::StaleAtMaxCycles => "stale at the maximum of cycles",
            Self::StaleExpansion => "stale expansion",
            Self::Duplicate => "duplicate",
            Self::Parted => "no duplicate after all",
            Self::Judgement => "judgement",
            Self::HandedOver => "bar met, hand-over complete, consented",
            Self::FirstMeetingHeld => "accepted, first meeting held",
            Self::ContractSigned => "contract signed",
            Self::AcceptedUnmet => "accepted, in a pipeline without a first meeting",
            Self::Bought => "bought without sales",
            Self::NextCycle => "next cycle",
            Self::LastContractEnds => "last contract, by the reason's rule",
        })
    }
}

impl Pipeline {
    /// The state diagram as Mermaid text, from the same table that decides.
    ///
    /// ```
    /// let policy = lead_lifecycle::Policy::standard();
    /// let diagram = policy.pipelines().default().expect("the only one is the default").diagram();
    /// assert!(diagram.contains("s1 --> s2 : needs lines"));
    /// ```
    #[must_use]
    pub fn diagram(&self) -> String {
        Diagram(self).to_string()
    }
}

impl Pipelines {
    /// The state diagram of every pipeline as Mermaid text, one after the other. Where there are several, each has its
    /// name as the title.
    ///
    /// ```
    /// let policy = lead_lifecycle::Policy::standard();
    /// let pipelines = policy.pipelines();
    /// assert_eq!(Some(pipelines.diagram()), pipelines.default().map(|one| one.diagram()));
    /// ```
    #[must_use]
    pub fn diagram(&self) -> String {
        let named = self.names().nth(1).is_some();
        let title =
            |name: &str| if named { format!("---\ntitle: \"{}\"\n---\n", escaped(name)) } else { String::new() };
        let drawn = self.iter().map(|(name, pipeline)| format!("{}{}", title(name.as_str()), pipeline.diagram()));
        drawn.collect::<Vec<_>>().join("\n")
    }
}

/// A text within the quotes of a title.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

impl Access {
    /// The matrix as a Markdown table, commands down, roles across. What has a row of its own on meetings after the first
    /// has it here too.
    ///
    /// ```
    /// let table = lead_lifecycle::Policy::standard().access().matrix();
    /// assert!(table.starts_with("| command | mk | sdr | bdr | isr |"));
    /// assert!(table.contains("| schedule_follow_up | I | R |"));
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
        for right in Right::ALL {
            write!(f, "\n| {right} |")?;
            for role in Role::ALL {
                write!(f, " {} |", self.0.grant(*right, *role))?;
            }
        }
        f.write_str("\n")
    }
}
