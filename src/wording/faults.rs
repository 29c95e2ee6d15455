//! Faults of a draft.

use core::fmt;

use crate::values::{Counted, Declared, Expected, Fault, Faults, FieldKind, Got, Path, PointsOf, Shape, Written};
use crate::wording::names::{Meant, list, names};

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.as_str() {
            "" => "(top level)",
            path => path,
        })
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.iter().enumerate() {
            let line = if index > 0 { "\n" } else { "" };
            write!(f, "{line}{fault}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is wrong, and what would be right, the type says itself.
        if let (Expected::Shape(Shape::Legal), Got::Reader(words)) = (&self.expected, &self.got) {
            return write!(f, "{}: {words}", self.path);
        }
        let meant = Meant::InBrackets(self.suggestion.as_deref());
        write!(f, "{}: expected {}, got {}{meant}", self.path, self.expected, self.got)
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(shape) => write!(f, "{shape}"),
            Self::Reader(words) => f.write_str(words),
            Self::Within(limit) => write!(f, "{limit}"),
            Self::OneOf { what, known, more } => {
                write!(f, "{what}: ")?;
                if known.is_empty() {
                    return f.write_str("none is declared");
                }
                f.write_str("one of ")?;
                names(f, known)?;
                f.write_str(if *more > 0 { ", …" } else { "" })
            }
            Self::AtLeastOne(of) => write!(f, "at least one {}", one(*of)),
            Self::AtMost { most, of } => write!(f, "at most {most} {}", many(*of)),
            Self::Between { least, most, of } => write!(f, "{least} to {most} {}", many(*of)),
            Self::UpToParts(parts) => write!(f, "1 to {parts}, the number of parts"),
            Self::After(at) => write!(f, "an instant after {at}, from which the version before is in force"),
            Self::PositiveSpan => f.write_str("a span longer than zero"),
            Self::SpanFrom(span) => write!(f, "a span of at least `{span}`"),
            Self::UpToLongestCooling(longest) => write!(f, "at most the longest cooling, `{longest}`"),
            Self::FieldOf(kinds) => {
                f.write_str("a ")?;
                list(f, *kinds, " or ")?;
                f.write_str(" field")
            }
            Self::ValueOf(kind) => f.write_str(value_of(*kind)),
            Self::RangeEnd => f.write_str("`from`, `to` or both"),
            Self::RisingRange => f.write_str("`from` below `to`"),
            Self::Process(demand) => write!(f, "{demand}"),
            Self::Scoring(demand) => write!(f, "{demand}"),
        }
    }
}

const fn value_of(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text | FieldKind::Set => "a text that is not blank",
        FieldKind::Number => "a number like `12` or `\"12.5\"`",
        FieldKind::Flag => "`true` or `false`",
        FieldKind::Date => "a date like `\"2026-04-01\"`",
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => f.write_str("a document that can be read"),
            Self::EveryEntryOnce => f.write_str("every entry once"),
            Self::EveryKeyOnce => f.write_str("every key once"),
            Self::Flag => f.write_str("`true` or `false`"),
            Self::Legal => f.write_str("a legal value"),
            Self::List => f.write_str("a list"),
            Self::ListOf(count) => write!(f, "a list of {}", Number(*count, Counted::Entries)),
            Self::Table => f.write_str("a table"),
            Self::TableOfOne => f.write_str("a table with one key"),
            Self::TableOf(key) => write!(f, "a table with the key `{key}` and its content"),
            Self::Text => f.write_str("text"),
            Self::ValueOf(key) => write!(f, "a value for `{key}`"),
            Self::WholeNumber { least, most } => {
                f.write_str("a whole number")?;
                least.map_or(Ok(()), |least| write!(f, " from {least}"))?;
                most.map_or(Ok(()), |most| write!(f, " to {most}"))
            }
            Self::Word(word) => write!(f, "the bare word `{word}`"),
            Self::WordOf([]) => f.write_str("nothing here"),
            Self::WordOf(words) => {
                f.write_str("one of ")?;
                names(f, *words)
            }
            Self::WordOrTable => f.write_str("a word, or a table with one key"),
        }
    }
}

impl fmt::Display for Got {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(written) => write!(f, "{written}"),
            Self::Reader(words) => f.write_str(words),
            Self::Name(name) => write!(f, "`{name}`"),
            Self::Again(name) => write!(f, "`{name}` again"),
            Self::Twice(name) => write!(f, "`{name}` twice"),
            Self::SharedFingerprint(name) => write!(f, "`{name}`, which shares one with another"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Count { count, of } => write!(f, "{}", Number(*count, *of)),
            Self::Span(span) => write!(f, "`{span}`"),
            Self::Rate(rate) => write!(f, "`{rate}`"),
            Self::Points(points) => write!(f, "{points}"),
            Self::PointsPair { of, first, second } => match of {
                PointsOf::FloorAndCap => write!(f, "{first} over {second}"),
                PointsOf::Grades => write!(f, "{first} then {second}"),
                PointsOf::ExitAndEnter => write!(f, "exit {first} over enter {second}"),
                PointsOf::Ranks => write!(f, "a {first} under b {second}"),
            },
            Self::Range { from, to } => write!(f, "`{from}` to `{to}`"),
            Self::FieldOf(kind) => write!(f, "a {kind} field"),
            Self::Both => f.write_str("both"),
            Self::Neither => f.write_str("neither"),
            Self::Nothing => f.write_str("none"),
            Self::DeeperNesting => f.write_str("deeper nesting"),
            Self::NegativeDimension => f.write_str("a dimension that can be negative"),
        }
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Flag(flag) => write!(f, "`{flag}`"),
            Self::Number(digits) => write!(f, "`{digits}`"),
            Self::Text(text) => write!(f, "`\"{text}\"`"),
            Self::List => f.write_str("a list"),
            Self::Table => f.write_str("a table"),
            Self::TableOf(keys) => write!(f, "a table with {keys} keys"),
        }
    }
}

impl fmt::Display for Declared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Criterion => "a declared criterion",
            Self::DealField => "a declared deal field",
            Self::Dimension => "a declared dimension",
            Self::Field => "a declared field",
            Self::Group => "a declared group",
            Self::Pipeline => "a pipeline of the policy",
            Self::PipelineStage => "a stage of the pipeline",
            Self::Calendar => "a calendar of the policy",
            Self::HolidayList => "a list of holidays of the policy",
            Self::Zone => "a zone of the database of the feature `tz`, or one that has its transitions in `zones`",
            Self::RecycleReason => "a declared reason for recycling",
            Self::ScoreProfile => "a declared score profile",
            Self::Tag => "a declared tag",
        })
    }
}

/// So many of something.
struct Number(usize, Counted);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, of) = *self;
        write!(f, "{count} {}", if count == 1 { one(of) } else { many(of) })
    }
}

const fn one(of: Counted) -> &'static str {
    match of {
        Counted::ActivityKinds => "kind of activity",
        Counted::Bands => "band",
        Counted::Criteria => "criterion",
        Counted::Dimensions => "dimension",
        Counted::Entries => "entry",
        Counted::Fields => "field",
        Counted::Parts => "part",
        Counted::Pipelines => "pipeline",
        Counted::Reasons => "reason",
        Counted::Versions => "version",
        Counted::Stages => "stage",
        Counted::Steps => "step",
        Counted::Values => "value",
    }
}

const fn many(of: Counted) -> &'static str {
    match of {
        Counted::ActivityKinds => "kinds of activity",
        Counted::Bands => "bands",
        Counted::Criteria => "criteria",
        Counted::Dimensions => "dimensions",
        Counted::Entries => "entries",
        Counted::Fields => "fields",
        Counted::Parts => "parts",
        Counted::Pipelines => "pipelines",
        Counted::Reasons => "reasons",
        Counted::Versions => "versions",
        Counted::Stages => "stages",
        Counted::Steps => "steps",
        Counted::Values => "values",
    }
}
