//! Rows of legacy systems beyond the first: rounds, ends, histories, deals that overlap, activities; what is kept of a row wherever it
//! ends; and that importing promotes nothing.

mod apart;
mod ends;
mod history;
mod laws;
mod living;
mod rounds;
mod stock;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::LeftOver;
use lead_lifecycle::lifecycle::{BackfillRules, LegacyRow, Note, OrderPolicy};
use lead_lifecycle::values::Moment;
use lead_lifecycle::{Context, Decision, Fact, FactBody, Lead, LeadKey, Lifecycle, Origin, Policy, Refusal, Role};

use crate::common::{actor, k};

pub(crate) const IMPORT: &str = "2026-11-01T00:00:00Z";

/// A row in JSON, of the lead `p-1`, which is inbound.
pub(crate) fn row(json: &str) -> LegacyRow {
    let json = json.trim_start_matches('{');
    let comma = if json.trim() == "}" { "" } else { "," };
    serde_json::from_str(&format!(r#"{{"lead":"p-1","origin":"inbound"{comma}{json}"#)).unwrap()
}

pub(crate) fn bare() -> LegacyRow {
    LegacyRow::new(LeadKey::new("p-1").unwrap(), Origin::Inbound)
}

pub(crate) fn moment(text: &str) -> Moment {
    k(text)
}

/// A lead that is imported row by row.
#[derive(Clone)]
pub(crate) struct Imported {
    pub(crate) lifecycle: Lifecycle,
    pub(crate) order: OrderPolicy,
    pub(crate) facts: Vec<Fact>,
    pub(crate) notes: Vec<Note>,
}

impl Imported {
    pub(crate) fn under(policy: Policy) -> Self {
        let lifecycle = Lifecycle::new(policy);
        Self { lifecycle, order: OrderPolicy::Refuse, facts: vec![], notes: vec![] }
    }

    pub(crate) fn of(rows: &[LegacyRow]) -> Self {
        Self::under(Policy::standard()).with(rows)
    }

    pub(crate) fn with(mut self, rows: &[LegacyRow]) -> Self {
        for row in rows {
            self.takes(row).unwrap_or_else(|refusal| panic!("{refusal} of {row:?}"));
        }
        self
    }

    pub(crate) fn clamping(self) -> Self {
        Self { order: OrderPolicy::Clamp, ..self }
    }

    pub(crate) fn rules(&self) -> BackfillRules {
        BackfillRules { as_of: k("2026-01-01T00:00:00Z"), order: self.order, zone: Zone::JST }
    }

    pub(crate) fn decides(&self, row: &LegacyRow) -> Result<Decision, Box<Refusal>> {
        let ctx = Context::new(k(IMPORT), actor(Role::System, 0));
        let decision = if self.facts.is_empty() {
            self.lifecycle.import(row, &self.rules(), &ctx)
        } else {
            self.lifecycle.import_next(&self.lead(), row, &self.rules(), &ctx)
        };
        decision.map_err(Box::new)
    }

    pub(crate) fn takes(&mut self, row: &LegacyRow) -> Result<(), Box<Refusal>> {
        let decision = self.decides(row)?;
        self.notes = decision.notes().to_vec();
        self.facts.extend(decision.into_facts());
        Ok(())
    }

    pub(crate) fn lead(&self) -> Lead {
        Lead::replay(&self.facts).unwrap()
    }

    /// What was left over, of all rows.
    pub(crate) fn left(&self) -> Vec<LeftOver> {
        let left = |fact: &Fact| if let FactBody::LeftOver(what) = &fact.body { what.clone() } else { vec![] };
        self.facts.iter().flat_map(left).collect()
    }

    /// The steps in words, without the actor.
    pub(crate) fn told(&self) -> Vec<String> {
        let words = |fact: &Fact| fact.to_string().replace(" system-0 (system): ", " ");
        self.facts.iter().map(words).collect()
    }
}

pub(crate) fn codes(refusal: &Refusal) -> Vec<String> {
    refusal.unmet.iter().map(ToString::to_string).collect()
}
