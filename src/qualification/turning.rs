//! When what stands against a bar changes by time alone.

use crate::calendar::Zone;
use crate::qualification::answer::{Answer, Answers, Verdict};
use crate::qualification::bar::{Bar, BarKind};
use crate::qualification::qualification::Qualification;
use crate::values::{CriterionName, Date, Instant};

impl Qualification {
    /// The next instant after `after` at which time may change what [`judge`](Self::judge) says: before it, nothing changes. None: time
    /// changes nothing of it any more.
    ///
    /// Whether something does change then, the judgement says: an answer may grow too old of a test that was not met anyway. Of a bar that
    /// is met only what its tests come to counts, not the dates that a report has beside them.
    ///
    /// ```
    /// use lead_lifecycle::calendar::Zone;
    /// use lead_lifecycle::qualification::{Answer, Answers, BarKind, Verdict};
    /// use lead_lifecycle::{Instant, Policy};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (policy, at): (Policy, Instant) = (Policy::standard(), "2026-04-01T09:00:00+09:00".parse()?);
    /// let (author, verdict) = ("tanaka".parse()?, Verdict::Confirmed);
    /// let answer = Answer { verdict, by: None, detail: None, evidence: None, author, at, stale_noted: false };
    /// let mut heard = Answers::new();
    /// heard.record(&"need".parse()?, answer);
    /// // By the standard policy an answer counts for 90 days.
    /// let turns = policy.qualification().turns_after(BarKind::Handover, &heard, at, &Zone::JST);
    /// assert_eq!(turns, Some("2026-06-30T09:00:00+09:00".parse()?));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn turns_after(&self, which: BarKind, answers: &Answers, after: Instant, zone: &Zone) -> Option<Instant> {
        let told = !self.is_met(which, answers, after, zone);
        let mut first: Option<Instant> = None;
        let mut open = alloc::vec![self.bar(which)];
        while let Some(bar) = open.pop() {
            let (name, months) = match bar {
                Bar::Confirmed(name) | Bar::Known(name) => (name, None),
                Bar::Within { criterion, months } => (criterion, Some(*months)),
                Bar::AllOf(parts) | Bar::AnyOf(parts) | Bar::AtLeast { of: parts, .. } => {
                    open.extend(parts);
                    continue;
                }
            };
            let turn = answers.get(name.as_str()).and_then(|answer| {
                let months = months.map(|months| (months, told));
                self.test_turns(name, answer, months, (after, zone))
            });
            first = first.into_iter().chain(turn).min();
        }
        first
    }

    fn test_turns(
        &self,
        name: &CriterionName,
        answer: &Answer,
        within: Option<(u32, bool)>,
        (after, zone): (Instant, &Zone),
    ) -> Option<Instant> {
        let stale = self.stale_at(name, answer, zone);
        if stale.is_some_and(|since| since <= after) {
            return None;
        }
        let asked = answer.by.zip(within).filter(|_| answer.verdict == Verdict::Confirmed);
        let turns = asked.and_then(|(by, (months, told))| {
            let today = after.date(zone);
            // The date comes near enough, and passes.
            let near = zone.turns_to(first_within(by, months), after);
            let passed = zone.turns_to(by.add_days(1), after);
            // Until it is near enough, every day is told how near that would be.
            let too_late = told && by > today.add_months(months);
            let moved = [today, today.add_days(1)].map(|day| zone.turns_to(day, after).filter(|_| too_late));
            [near, passed].into_iter().chain(moved).flatten().min()
        });
        stale.into_iter().chain(turns).min()
    }
}

/// The first date from which so many months reach a date.
fn first_within(by: Date, months: u32) -> Date {
    let earlier = by.to_chrono().checked_sub_months(chrono::Months::new(months));
    let earlier = Date::clamped(earlier.unwrap_or(chrono::NaiveDate::MIN));
    // From the last of February a month reaches the 28th of March, not the 31st.
    if earlier.add_months(months) >= by { earlier } else { earlier.add_days(1) }
}

#[cfg(test)]
mod tests {
    use super::first_within;
    use crate::values::Date;

    #[test]
    fn the_first_date_within_months_is_the_first() {
        let date = |text: &str| text.parse::<Date>().unwrap_or_else(|error| panic!("{text}: {error}"));
        for (by, months, first) in [
            ("2026-09-30", 6, "2026-03-30"),
            ("2026-03-31", 1, "2026-03-01"),
            ("2026-02-28", 1, "2026-01-28"),
            ("2026-03-30", 1, "2026-03-01"),
            ("2026-05-31", 3, "2026-03-01"),
            ("1900-01-15", 2, "1900-01-01"),
        ] {
            let found = first_within(date(by), months);
            assert_eq!(found, date(first), "{by}, {months}");
            assert!(found.add_months(months) >= date(by));
        }
    }
}
