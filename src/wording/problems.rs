//! What is wrong with a field, a deal, a contract or a reason, and what a deal or a hand-over lacks.

use core::fmt;

use crate::deal::{ContractError, DealError, DealItem};
use crate::handoff::MissingItem;
use crate::recycle::ReasonProblem;
use crate::values::{FieldError, FieldKind, FieldTextError, WordError, limits};
use crate::wording::names::{Meant, one_of};
use crate::wording::words::{Told, Words, displayed};

displayed!(DealError);

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, suggestion } => {
                let meant = Meant::AfterColon(suggestion.as_deref());
                write!(f, "field `{name}` is not declared in the policy{meant}")
            }
            Self::WrongType { name, expected, got } => write!(f, "field `{name}` takes a {expected}, not a {got}"),
            Self::Text { name, error } => write!(f, "field `{name}`: {error}"),
            Self::TooMany { count, max } => write!(f, "{count} fields are too many: at most {max}"),
            Self::TooManyMembers { name, count, max } => {
                write!(f, "field `{name}` has {count} members: at most {max}")
            }
        }
    }
}

impl fmt::Display for FieldTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, got, text, twice, suggestion, .. } = self;
        if let Some(error) = text {
            return write!(f, "{error}");
        }
        if let Some(member) = twice {
            return write!(f, "`{member}` stands there twice: write it once");
        }
        let form = match kind {
            FieldKind::Text => "a text is not blank",
            FieldKind::Number => "a number is written in digits with an optional point, like `12.5`",
            FieldKind::Flag => "a flag is `yes`, `no`, `true` or `false`",
            FieldKind::Date => "a date is written like `2026-04-01`, from 1900 to 9999",
            FieldKind::Set => "a set is written with commas between, like `crm, cti`",
        };
        write!(f, "{form}, not `{got}`{}", Meant::InBrackets(suggestion.as_deref()))
    }
}

impl fmt::Display for WordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not among the words: write ", self.got)?;
        one_of(f, self.known)?;
        write!(f, "{}", Meant::InBrackets(self.suggestion))
    }
}

impl Told for DealError {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quantity { got } => write!(f, "quantity `{got}` is out of range: {}", limits::LINE_QUANTITY),
            Self::Currency { line, expected, got } => {
                write!(f, "line {line} is in {got}, the deal in {expected}: write all lines in {expected}")
            }
            Self::Negative { total } => write!(f, "the lines come to `{total}`: the total must be zero or more"),
            Self::Total(error) => write!(f, "{error}"),
            Self::Fields(error) => write!(f, "{error}"),
            Self::Order { opened, moved } => {
                let (moved, opened) = (words.at(*moved), words.at(*opened));
                write!(f, "deal moved at `{moved}`, before it was opened at `{opened}`: it cannot move earlier")
            }
        }
    }
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndsBeforeStart { starts, ends } => {
                write!(f, "contract ends on `{ends}`, before it starts on `{starts}`: the end must not be earlier")
            }
            Self::Negative { value } => {
                write!(f, "contract value `{value}` is negative: it must be zero or more")
            }
        }
    }
}

impl fmt::Display for ReasonProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { code, list, suggestion } => {
                let meant = Meant::AfterColon(suggestion.as_deref());
                write!(f, "reason `{code}` is not declared for `{list}`{meant}")
            }
            Self::NoteNeeded { code } => write!(f, "reason `{code}` needs a note: say why in `note`"),
        }
    }
}

impl fmt::Display for DealItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lines => f.write_str("`lines`"),
            Self::ExpectedClose => f.write_str("`expected_close`"),
            Self::Field(name) => write!(f, "deal field `{name}`"),
        }
    }
}

impl fmt::Display for MissingItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item(item) => write!(f, "`{item}`"),
            Self::Field(name) => write!(f, "profile field `{name}`"),
        }
    }
}
