//! Which facts of a history somebody means.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lead::fact::{Fact, FactBody};
use crate::lead::fold::{standing, that_count};
use crate::lead::revisions::Revisions;
use crate::values::FactKind;
use crate::values::{ActivityKind, ActorId, FieldName, FieldValue, Instant, ObjectKey, Role, Span};

/// Which facts: those that meet every part that is given. Without any part, all.
///
/// ```
/// use lead_lifecycle::lead::Filter;
/// let clicks = Filter::activity("mail_click".parse()?).about("mail-7".parse()?);
/// assert_eq!(serde_json::to_string(&clicks.object).unwrap(), r#""mail-7""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct Filter {
    /// Of one of these kinds; none given: of any.
    pub kinds: Vec<FactKind>,
    /// An activity of this kind.
    pub activity: Option<ActivityKind>,
    /// An activity about this thing.
    pub object: Option<ObjectKey>,
    /// An activity with this value in this field, or a write of it to the profile.
    pub field: Option<(FieldName, FieldValue)>,
    /// Told by this actor.
    pub actor: Option<ActorId>,
    /// Told by somebody in this role.
    pub role: Option<Role>,
    /// Recorded at this instant or later: what last night's import wrote, whatever its dates.
    pub recorded_from: Option<Instant>,
    /// Recorded before this instant.
    pub recorded_until: Option<Instant>,
    /// That took effect at this instant or later.
    pub from: Option<Instant>,
    /// That took effect before this instant.
    pub until: Option<Instant>,
}

impl Filter {
    /// Facts of one kind.
    #[must_use]
    pub fn kind(kind: FactKind) -> Self {
        Self { kinds: alloc::vec![kind], ..Self::default() }
    }

    /// Activities of one kind.
    #[must_use]
    pub fn activity(kind: ActivityKind) -> Self {
        Self { activity: Some(kind), ..Self::default() }
    }

    /// The same, about one thing.
    #[must_use]
    pub fn about(self, object: ObjectKey) -> Self {
        Self { object: Some(object), ..self }
    }

    /// The same, with a value in a field.
    #[must_use]
    pub fn with(self, field: FieldName, value: FieldValue) -> Self {
        Self { field: Some((field, value)), ..self }
    }

    /// The same, told by one actor.
    #[must_use]
    pub fn by(self, actor: ActorId) -> Self {
        Self { actor: Some(actor), ..self }
    }

    /// The same, from one instant on and before another.
    #[must_use]
    pub fn between(self, from: Instant, until: Instant) -> Self {
        Self { from: Some(from), until: Some(until), ..self }
    }

    /// Whether a fact meets it.
    #[must_use]
    pub fn is_met(&self, fact: &Fact) -> bool {
        let at = fact.envelope.effective_at;
        let activity = if let FactBody::ActivityRecorded { activity, .. } = &fact.body { Some(activity) } else { None };
        let about = activity.and_then(|activity| activity.object.as_ref());
        (self.kinds.is_empty() || self.kinds.contains(&fact.kind()))
            && self.activity.as_ref().is_none_or(|kind| activity.is_some_and(|activity| activity.kind == *kind))
            && self.object.as_ref().is_none_or(|object| about == Some(object))
            && self.field.as_ref().is_none_or(|(name, value)| says(&fact.body, name, value))
            && self.actor.as_ref().is_none_or(|actor| fact.envelope.actor.id == *actor)
            && self.role.is_none_or(|role| fact.envelope.actor.role == role)
            && self.recorded_from.is_none_or(|from| fact.envelope.recorded_at >= from)
            && self.recorded_until.is_none_or(|until| fact.envelope.recorded_at < until)
            && self.from.is_none_or(|from| at >= from)
            && self.until.is_none_or(|until| at < until)
    }
}

/// Whether a fact says that a field has a value.
#[expect(clippy::wildcard_enum_match_arm, reason = "only these facts write fields of the lead or of an activity")]
fn says(body: &FactBody, name: &FieldName, value: &FieldValue) -> bool {
    let written = match body {
        FactBody::ActivityRecorded { activity, .. } => return activity.fields.get(name.as_str()) == Some(value),
        FactBody::ProfileUpdated(change) => &change.writes,
        FactBody::Captured(captured) => &captured.profile.writes,
        _ => return false,
    };
    written.iter().any(|write| write.name == *name && write.value.as_ref() == Some(value))
}

/// The facts of a history that count and meet a filter, in the order of the history.
///
/// What was taken back already is not among them, and corrections only where the filter names their kind
/// ([`FactKind::TakenBack`]): to take one back is to undo it. Their revisions are what
/// [`TakeBack::facts`](crate::lifecycle::TakeBack) names.
///
/// ```
/// use lead_lifecycle::FactKind;
/// use lead_lifecycle::lead::{Filter, select};
/// # use lead_lifecycle::{Actor, Capture, Context, Lifecycle, Origin, Policy, Role};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let system = Context::new("2026-04-01T09:00:00+09:00".parse()?, Actor::new("web-form".parse()?, Role::System));
/// # let decision = Lifecycle::new(Policy::standard()).capture(&Capture::new("lead-1".parse()?, Origin::Inbound), &system)?;
/// # let history = decision.facts();
/// let captured = select(history, &Filter::kind(FactKind::Captured));
/// assert_eq!(captured[0].envelope.revision, 1);
/// assert!(select(history, &Filter::kind("won".parse()?)).is_empty());
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn select<'a>(history: impl IntoIterator<Item = &'a Fact>, filter: &Filter) -> Vec<&'a Fact> {
    let facts: Vec<&Fact> = history.into_iter().collect();
    let stands = standing(&facts, &Revisions::default());
    let named = |fact: &Fact| !fact.kind().corrects() || filter.kinds.contains(&fact.kind());
    let met = facts.into_iter().zip(stands).filter(|(fact, stands)| *stands && named(fact) && filter.is_met(fact));
    met.map(|(fact, _)| fact).collect()
}

/// Those that took effect with, or at most `within` after, a fact that counts and meets another filter, and is another fact:
/// "all clicks of mail 7 within two seconds of its delivery".
///
/// The two are matched by time alone: a filter that names the object on both sides keeps to one mail.
///
/// ```
/// use lead_lifecycle::Span;
/// use lead_lifecycle::lead::{Filter, select_soon_after};
/// # use lead_lifecycle::values::{Activity, Fields};
/// # use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, Role};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let lifecycle = Lifecycle::new(Policy::standard());
/// # let system = |at: &str| -> Result<Context, Box<dyn std::error::Error>> {
/// #     Ok(Context::new(at.parse()?, Actor::new("mail".parse()?, Role::System)))
/// # };
/// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
/// # let mut history = lifecycle.capture(&capture, &system("2026-04-01T09:00:00+09:00")?)?.into_facts();
/// # for (at, id, kind) in [("00", "d", "mail_delivered"), ("01", "c-1", "mail_click"), ("30", "c-2", "mail_click")] {
/// #     let object = Some("mail-7".parse()?);
/// #     let activity = Activity { id: id.parse()?, kind: kind.parse()?, object, fields: Fields::new() };
/// #     let lead = Lead::replay(&history)?;
/// #     let at = system(&format!("2026-04-02T09:00:{at}+09:00"))?;
/// #     history.extend(lifecycle.decide(&lead, &Command::RecordActivity { activity }, &at)?.into_facts());
/// # }
/// // Delivered at 9:00:00; clicked at 9:00:01 by a machine, and at 9:00:30 by somebody.
/// let of_mail = |kind: &str| Filter::activity(kind.parse().unwrap()).about("mail-7".parse().unwrap());
/// let delivered = of_mail("mail_delivered");
/// let scanned = select_soon_after(&history, &of_mail("mail_click"), (Span::from_seconds(2)?, &delivered));
/// assert_eq!(scanned.iter().map(|fact| fact.envelope.revision).collect::<Vec<_>>(), [3]);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn select_soon_after<'a>(
    history: impl IntoIterator<Item = &'a Fact>,
    filter: &Filter,
    (within, of): (Span, &Filter),
) -> Vec<&'a Fact> {
    let facts = that_count(history);
    let place = |fact: &Fact| (fact.envelope.effective_at, fact.envelope.revision);
    let mut first: Vec<(Instant, u64)> = facts.iter().filter(|fact| of.is_met(fact)).map(|fact| place(fact)).collect();
    first.sort_unstable();
    let soon = |fact: &Fact| {
        let (at, revision) = place(fact);
        let from = first.partition_point(|(other, _)| other.saturating_add(within) < at);
        first.iter().skip(from).take_while(|(other, _)| *other <= at).any(|(_, other)| *other != revision)
    };
    facts.into_iter().filter(|fact| filter.is_met(fact) && soon(fact)).collect()
}
