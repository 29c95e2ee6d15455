//! The united lead against slow and plain models: the score, the profile, answers and consents.

use std::collections::BTreeMap;

use lead_lifecycle::lead::{Consent, Ending, NextCycle, that_count};
use lead_lifecycle::qualification::Answer;
use lead_lifecycle::values::{Activity, Carry, Channel, ConsentStatus, CriterionName, FieldName, FieldValue, Purpose};
use lead_lifecycle::{Fact, FactBody, Instant};
use proptest::prelude::*;

use crate::common::{DAY, at, story};
use crate::merge_laws::Family;
use crate::merging::told;

/// Activities with their instants, and what recyclings did.
type Engagement<'f> = (Vec<(&'f Activity, Instant)>, Vec<(Carry, Instant)>);

/// The activities of a history that count, and what its recyclings did to the engagement before them.
pub(crate) fn engagement(history: &[Fact]) -> Engagement<'_> {
    let (mut activities, mut carries) = (vec![], vec![]);
    for fact in that_count(history) {
        let at = fact.envelope.effective_at;
        let ended = |ending: &Ending| match ending {
            Ending::Recycled(next) => Some(next.carry),
            _ => None,
        };
        let carry = match &fact.body {
            FactBody::ActivityRecorded { activity, .. } => {
                activities.push((activity, at));
                None
            }
            FactBody::Lost { ending, .. }
            | FactBody::Recycled { ending, .. }
            | FactBody::Disqualified { ending, .. } => ended(ending),
            FactBody::ContractEnded { ending, .. } => ending.as_ref().and_then(ended),
            FactBody::Reopened { next: NextCycle { carry, .. }, .. } => Some(*carry),
            _ => None,
        };
        carries.extend(carry.map(|how| (how, at)));
    }
    (activities, carries)
}

/// The later word of each, and whose it is; at a tie that of the first history, and in one history what was recorded later.
#[derive(Default)]
struct Words {
    fields: BTreeMap<FieldName, (Instant, Option<FieldValue>)>,
    answers: BTreeMap<CriterionName, Answer>,
    consents: BTreeMap<(Channel, Purpose), (Instant, ConsentStatus)>,
}

impl Words {
    fn of(history: &[Fact]) -> Self {
        let mut words = Self::default();
        for fact in that_count(history) {
            let at = fact.envelope.effective_at;
            match &fact.body {
                FactBody::Captured(captured) => words.writes(&captured.profile.writes, at),
                FactBody::ProfileUpdated(change) => words.writes(&change.writes, at),
                FactBody::AnswerRecorded { criterion, answer }
                    if words.answers.get(criterion).is_none_or(|known| answer.at >= known.at) =>
                {
                    words.answers.insert(criterion.clone(), answer.clone());
                }
                FactBody::ConsentRecorded(Consent { channel, purpose, status, at }) => {
                    words.consents(*channel, *purpose, (*at, *status));
                }
                _ => {}
            }
        }
        words
    }

    fn writes(&mut self, writes: &[lead_lifecycle::lead::FieldWrite], at: Instant) {
        for write in writes {
            if self.fields.get(&write.name).is_none_or(|(known, _)| at >= *known) {
                self.fields.insert(write.name.clone(), (at, write.value.clone()));
            }
        }
    }

    fn consents(&mut self, channel: Channel, purpose: Purpose, word: (Instant, ConsentStatus)) {
        let known = self.consents.entry((channel, purpose)).or_insert(word);
        let withdraws = |(at, status): (Instant, ConsentStatus)| (at, status == ConsentStatus::Withdrawn);
        if withdraws(word) > withdraws(*known) {
            *known = word;
        }
    }

    fn and(mut self, other: Self) -> Self {
        for (name, word) in other.fields {
            if self.fields.get(&name).is_none_or(|known| word.0 > known.0) {
                self.fields.insert(name, word);
            }
        }
        for (criterion, answer) in other.answers {
            if self.answers.get(&criterion).is_none_or(|known| answer.at > known.at) {
                self.answers.insert(criterion, answer);
            }
        }
        for ((channel, purpose), word) in other.consents {
            self.consents(channel, purpose, word);
        }
        self
    }
}

fn is_erased(family: &Family, names: &[&str]) -> bool {
    names.iter().any(|name| family.lead(name).erased_at().is_some())
}

proptest! {
    /// The score of the survivor is that of all activities of both and all recyclings of both, counted anew, at whatever instant.
    #[test]
    fn the_score_is_that_of_the_united_history(one in story(40), other in story(40), standard: bool) {
        let mut family = told(standard, &[("a", &one), ("b", &other)]);
        if is_erased(&family, &["a", "b"]) {
            return Ok(());
        }
        let before = family.clone();
        if !family.may_merge("b", "a") {
            return Ok(());
        }
        let ((mut activities, mut carries), others) = (engagement(before.history("a")), engagement(before.history("b")));
        activities.extend(others.0);
        carries.extend(others.1);
        let lead = family.lead("a");
        let policy = family.lifecycle.book().newest().policy();
        let state = policy.scoring().retag(activities, lead.profile(), carries);
        for days in [0, 1, 3, 6, 11, 40, 400] {
            let then = at(family.now.seconds() + days * DAY);
            let (kept, counted) = (policy.scoring().score(lead.scoring(), then), policy.scoring().score(&state, then));
            prop_assert_eq!(kept.total(), counted.total(), "after {} days", days);
            prop_assert_eq!(kept, counted);
        }
    }

    /// Of every field, answer and consent the later word counts; at a tie that of the survivor, and of consents the withdrawal.
    #[test]
    fn the_later_word_counts(one in story(40), other in story(40), standard: bool) {
        let before = told(standard, &[("a", &one), ("b", &other)]);
        if is_erased(&before, &["a", "b"]) {
            return Ok(());
        }
        for (goes, stays) in [("b", "a"), ("a", "b")] {
            let mut family = before.clone();
            if !family.may_merge(goes, stays) {
                continue;
            }
            let words = Words::of(before.history(stays)).and(Words::of(before.history(goes)));
            let lead = family.lead(stays);
            let fields: BTreeMap<_, _> =
                lead.profile().entries().map(|(name, entry)| (name.clone(), (entry.at, entry.value.clone()))).collect();
            prop_assert_eq!(&fields, &words.fields);
            let consents: BTreeMap<_, _> =
                lead.consents().iter().map(|one| ((one.channel, one.purpose), (one.at, one.status))).collect();
            prop_assert_eq!(&consents, &words.consents);
            let answers: Vec<_> = lead.answers().iter().map(|(name, one)| (name.clone(), one.verdict, one.at)).collect();
            let expected: Vec<_> = words.answers.iter().map(|(name, one)| (name.clone(), one.verdict, one.at)).collect();
            prop_assert_eq!(answers, expected);
        }
    }

    /// Whichever lead survives, its consents are the same.
    #[test]
    fn consents_do_not_ask_who_survives(one in story(40), other in story(40), standard: bool) {
        let before = told(standard, &[("a", &one), ("b", &other)]);
        let (mut this, mut that) = (before.clone(), before);
        if this.may_merge("b", "a") && that.may_merge("a", "b") {
            let (this, that) = (this.lead("a"), that.lead("b"));
            prop_assert_eq!(this.consents(), that.consents());
        }
    }
}
