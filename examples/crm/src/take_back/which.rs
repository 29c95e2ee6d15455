//! Which facts of a history are to be taken back.

use lead_lifecycle::lead::{Filter, Revisions, select, select_soon_after, standing};
use lead_lifecycle::values::{ActivityKind, FieldName, FieldValue, Moment, ObjectKey};
use lead_lifecycle::{ActorId, Fact, FactKind, Lifecycle, Role, Span};

use crate::problem::Problem;

/// Which facts, as it was asked.
#[derive(Debug)]
pub(crate) enum Which {
    /// By their numbers; none where only something is told instead.
    Named(Vec<u64>),
    /// By what they are.
    Wanted(Box<Wanted>, Option<Soon>),
}

/// What the facts are; what is left out says nothing.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) kinds: Vec<FactKind>,
    pub(crate) activity: Option<ActivityKind>,
    pub(crate) object: Option<ObjectKey>,
    /// The value as it was typed: which type it has, the policy says.
    pub(crate) field: Option<(FieldName, String)>,
    pub(crate) actor: Option<ActorId>,
    pub(crate) role: Option<Role>,
    pub(crate) recorded_from: Option<Moment>,
    pub(crate) recorded_until: Option<Moment>,
    pub(crate) from: Option<Moment>,
    pub(crate) until: Option<Moment>,
}

/// Only those that came soon after an activity.
#[derive(Debug)]
pub(crate) struct Soon {
    pub(crate) within: Span,
    pub(crate) activity: ActivityKind,
    pub(crate) object: Option<ObjectKey>,
}

/// The same, by the policy and at its clocks.
pub(super) enum Finder<'w> {
    Named(&'w [u64]),
    Wanted(Box<Filter>, Option<(Span, Box<Filter>)>),
}

/// What a history has of it.
pub(super) struct Found {
    /// The facts to name.
    pub(super) facts: Vec<u64>,
    /// Those that were taken back before, or fell.
    pub(super) before: Vec<u64>,
}

impl<'w> Finder<'w> {
    pub(super) fn of(which: &'w Which, lifecycle: &Lifecycle) -> Result<Self, Problem> {
        let (wanted, soon) = match which {
            Which::Named(facts) => return Ok(Self::Named(facts)),
            Which::Wanted(wanted, soon) => (wanted, soon),
        };
        // A day is the instant at which it begins.
        let zone = lifecycle.newest_policy().zone();
        let field = wanted.field.as_ref().map(|(name, text)| value(lifecycle, name, text)).transpose()?;
        let filter = Filter {
            role: wanted.role,
            recorded_from: wanted.recorded_from.map(|from| from.start(zone)),
            recorded_until: wanted.recorded_until.map(|until| until.start(zone)),
            kinds: wanted.kinds.clone(),
            activity: wanted.activity.clone(),
            object: wanted.object.clone(),
            field,
            actor: wanted.actor.clone(),
            from: wanted.from.map(|from| from.start(zone)),
            until: wanted.until.map(|until| until.start(zone)),
        };
        let soon = soon.as_ref().map(|soon| {
            let of = Filter::activity(soon.activity.clone());
            (soon.within, Box::new(Filter { object: soon.object.clone(), ..of }))
        });
        Ok(Self::Wanted(Box::new(filter), soon))
    }

    pub(super) fn find(&self, history: &[Fact]) -> Found {
        let all: Vec<&Fact> = history.iter().collect();
        let stands = standing(&all, &Revisions::default());
        let gone = all.iter().zip(&stands).filter(|(_, stands)| !**stands).map(|(fact, _)| *fact);
        match self {
            Self::Named(facts) => Found {
                facts: facts.to_vec(),
                before: gone.map(|fact| fact.envelope.revision).filter(|revision| facts.contains(revision)).collect(),
            },
            Self::Wanted(filter, soon) => {
                let found = match soon {
                    None => select(history, filter),
                    Some((within, of)) => select_soon_after(history, filter, (*within, of)),
                };
                Found {
                    facts: found.iter().map(|fact| fact.envelope.revision).collect(),
                    before: gone.filter(|fact| filter.is_met(fact)).map(|fact| fact.envelope.revision).collect(),
                }
            }
        }
    }
}

/// A value as the policy types its field. Of a field that it does not declare, as those of activities are, it is text, or
/// JSON as in the journal.
fn value(lifecycle: &Lifecycle, name: &FieldName, text: &str) -> Result<(FieldName, FieldValue), Problem> {
    let usage = |error: &dyn std::fmt::Display| Problem::Usage(format!("--field `{name}={text}`: {error}"));
    let catalog = lifecycle.newest_policy().catalog();
    let value = if text.starts_with('{') {
        serde_json::from_str(text).map_err(|error| usage(&error))?
    } else if catalog.get(name.as_str()).is_some() {
        catalog.parse(name, text).map_err(|error| usage(&error))?
    } else {
        FieldValue::Text(text.parse().map_err(|error| usage(&error))?)
    };
    Ok((name.clone(), value))
}
