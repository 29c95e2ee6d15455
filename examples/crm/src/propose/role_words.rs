//! What a column is, in words.

use std::fmt;

use crate::propose::names::Role;

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self {
            Self::Key => "key of the row",
            Self::Person => "key of a person",
            Self::Account => "account",
            Self::Owner => "owner",
            Self::Team => "team",
            Self::Source => "source",
            Self::Medium => "medium",
            Self::Campaign => "campaign",
            Self::Content => "content",
            Self::Deal => "key of a deal",
            Self::Product => "product",
            Self::Value => "value",
            Self::Currency => "currency",
            Self::ExpectedClose => "expected close",
            Self::Pipeline => "pipeline",
            Self::Stage => "stage",
            Self::Reason => "reason",
            Self::Field(name) => return write!(f, "profile field `{name}`"),
            Self::CreatedAt => "when it was created",
            Self::MqlAt => "when it became MQL",
            Self::SqlAt => "when it became SQL",
            Self::MeetingAt => "when the first meeting was",
            Self::WonAt => "when it was won",
            Self::LostAt => "when it was lost",
            Self::ClosedAt => "when it was closed",
            Self::HappenedAt => "when it happened",
            Self::ActivityKind => "kind of activity",
            Self::Ignored => "ignored",
        };
        f.write_str(word)
    }
}
