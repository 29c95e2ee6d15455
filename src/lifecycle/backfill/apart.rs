//! Rows of one lead whose deals overlap in time go to further leads of the same person.

use alloc::vec::Vec;

use crate::calendar::Zone;
use crate::lifecycle::backfill::backfill_error::BackfillError;
use crate::lifecycle::backfill::legacy_end::LegacyEnd;
use crate::lifecycle::backfill::legacy_row::LegacyRow;
use crate::values::{Instant, LeadKey, Milestone, Moment, PersonKey, TextError, limits};

/// When a row was, as far as it says so.
struct Span {
    /// The first thing that it knows.
    start: Option<Moment>,
    /// From when on the next row may begin.
    end: Instant,
}

impl LegacyRow {
    /// Puts the rows of one lead in order of time. One open deal per lead: rows that begin before the deal of another has ended go to
    /// further leads, `KEY/2`, `KEY/3` and so on, of the same person and company. Where the rows name no person, the key of the
    /// lead becomes that of the person, so that the leads are known to be one's.
    ///
    /// A row without a deal stands in no other's way; one without a date stays behind the one that is told before it. Days are read at `zone`; one that begins on the day on which another ended follows
    /// it.
    ///
    /// ```
    /// use lead_lifecycle::lifecycle::LegacyRow;
    /// use lead_lifecycle::calendar::Zone;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let row = |json: &str| serde_json::from_str::<LegacyRow>(json);
    /// let first = row(r#"{"lead": "p-1", "origin": "inbound", "reached": {"sql": "2025-01-10"}}"#)?;
    /// let second = row(r#"{"lead": "p-1", "origin": "inbound", "reached": {"sql": "2025-03-10"}}"#)?;
    /// let apart = LegacyRow::apart(vec![second, first], &Zone::UTC)?;
    /// assert_eq!(apart[0].lead.as_str(), "p-1");
    /// assert_eq!(apart[1].lead.as_str(), "p-1/2");
    /// assert_eq!(apart[0].person, apart[1].person);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The key of a further lead is too long; there are more than 1,024 rows, which are hardly of one lead: a key like `unknown`
    /// stands for many.
    pub fn apart(rows: Vec<Self>, zone: &Zone) -> Result<Vec<Self>, BackfillError> {
        let count = rows.len();
        if !limits::LEGACY_ROWS.admits_len(count) {
            return Err(BackfillError::TooManyRows { count, max: limits::LEGACY_ROWS.max_len() });
        }
        // From when to when the dated row before was: one without a date stays behind it.
        let mut before = (Instant::MIN, Instant::MIN);
        let spanned = rows.into_iter().map(|row| {
            let span = row.span(zone);
            if let Some(start) = span.start {
                let start = start.start(zone);
                before = (start, span.end.max(start));
            }
            (before, span, row)
        });
        let mut rows: Vec<((Instant, Instant), Span, Self)> = spanned.collect();
        rows.sort_by_key(|(when, _, _)| *when);
        // When each of the leads is free again.
        let mut free: Vec<Instant> = Vec::new();
        let mut placed = Vec::with_capacity(rows.len());
        for ((begins, ends), span, row) in rows {
            let behind = if ends == Instant::MAX { begins } else { ends };
            let latest = span.start.map_or(behind, |start| start.bounds(zone).1);
            let lane = free.iter().position(|end| *end <= latest).unwrap_or(free.len());
            match free.get_mut(lane) {
                Some(end) => *end = span.end.max(*end),
                None => free.push(span.end),
            }
            placed.push((lane, row));
        }
        let several = free.len() > 1;
        let person = placed.iter().find_map(|(_, row)| row.person.clone());
        let account = placed.iter().find_map(|(_, row)| row.account.clone());
        let apart = |(lane, mut row): (usize, Self)| -> Result<Self, TextError> {
            if several && row.person.is_none() {
                let person = person.clone().map_or_else(|| PersonKey::new(row.lead.as_str()), Ok)?;
                row.person = Some(person);
            }
            if several && row.account.is_none() {
                row.account.clone_from(&account);
            }
            if lane > 0 {
                row.lead = LeadKey::new(&alloc::format!("{}/{}", row.lead, lane.saturating_add(1)))?;
            }
            Ok(row)
        };
        placed.into_iter().map(apart).collect::<Result<_, _>>().map_err(BackfillError::FurtherKey)
    }

    fn span(&self, zone: &Zone) -> Span {
        let ended = self.end.as_ref().and_then(LegacyEnd::at);
        let reached = self.reached.values().copied().flatten();
        let known = reached.chain(self.moves.iter().filter_map(|moved| moved.at)).chain(ended);
        let known: Vec<Moment> = known.collect();
        let first = known.iter().min_by_key(|moment| moment.start(zone)).copied();
        let last = known.iter().map(|moment| moment.start(zone)).max().unwrap_or(Instant::MIN);
        let over = self.end.is_some() || self.won();
        let has_deal = !self.moves.is_empty() || self.reached.keys().any(|milestone| *milestone >= Milestone::Sql);
        let end = match (over, has_deal) {
            (true, _) => ended.map_or(last, |at| at.start(zone)),
            (false, true) => Instant::MAX,
            (false, false) => last,
        };
        Span { start: first, end }
    }
}
