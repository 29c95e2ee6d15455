//! A row in the crate's own words.

use std::collections::BTreeMap;
use std::fmt::Display;

use lead_lifecycle::lead::Attribution;
use lead_lifecycle::lifecycle::{LegacyActivity, LegacyChange, LegacyChurn, LegacyEnd, LegacyRow, LegacyState};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{
    AccountKey, Activity, ActivityId, ActivityKind, ContractKey, DealKey, DealStageName, FieldKind, FieldName,
    FieldValue, Fields, Keyword, Milestone, Moment, ObjectKey, PersonKey, PipelineName, ProductKey, ReasonCode,
    TeamKey, decimal,
};
use lead_lifecycle::{ActorId, Currency, Date, LeadKey, Money, Origin, Policy};

use crate::import::mapping::cell::{Cell, Given};
use crate::import::mapping::ends::{Ended, Won};
use crate::import::mapping::mapping::{Mapping, OriginRule};
use crate::import::record::Record;
use crate::import::trouble::Trouble;
use crate::import::words::{flag, in_no_list, nearest};

/// Reads rows under the policy in force at the import: it says which fields there are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'r> {
    pub(crate) record: &'r Record<'r>,
    pub(crate) policy: &'r Policy,
}

/// Every fault of a row, not only its first.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) Vec<Trouble>);

impl Faults {
    fn keep<T: Default>(&mut self, read: Result<T, Trouble>) -> T {
        read.unwrap_or_else(|trouble| {
            if !self.0.contains(&trouble) {
                self.0.push(trouble);
            }
            T::default()
        })
    }
}

/// Names are taken as they are, codes must be known.
const NAME: (bool, &str) = (false, "value");
const CODE: (bool, &str) = (true, "value");

impl Reader<'_> {
    /// The row.
    ///
    /// # Errors
    /// Every cell that cannot be read.
    pub(crate) fn legacy(self, lead: &LeadKey) -> Result<LegacyRow, Vec<Trouble>> {
        let Self { record, .. } = self;
        let map = record.plan.mapping;
        let mut faults = Faults::default();
        let currency = faults.keep(self.currency());
        let origin = faults.keep(self.origin().map(Some));
        let mut row = LegacyRow::new(lead.clone(), origin.unwrap_or(Origin::Inbound));
        row.attribution = Attribution {
            source: faults.keep(record.keyed(map.source.as_ref(), NAME, Keyword::new)),
            medium: faults.keep(record.keyed(map.medium.as_ref(), NAME, Keyword::new)),
            campaign: faults.keep(record.keyed(map.campaign.as_ref(), NAME, Keyword::new)),
            content: faults.keep(record.keyed(map.content.as_ref(), NAME, Keyword::new)),
        };
        row.account = faults.keep(record.keyed(map.account.as_ref(), NAME, AccountKey::new));
        row.person = faults.keep(record.keyed(map.person.as_ref(), NAME, PersonKey::new));
        row.owner = faults.keep(record.keyed(map.owner.as_ref(), CODE, ActorId::new));
        row.team = faults.keep(record.keyed(map.team.as_ref(), NAME, TeamKey::new));
        row.fields = self.fields(&map.fields, &mut faults);
        row.reached = self.reached(&mut faults);
        row.deal = faults.keep(record.keyed(map.deal.as_ref(), NAME, DealKey::new));
        row.product = faults.keep(record.keyed(map.product.as_ref(), NAME, ProductKey::new));
        row.value = faults.keep(record.money(map.value.as_ref(), currency));
        row.currency = currency;
        row.expected_close = faults.keep(self.date(map.expected_close.as_ref()));
        row.pipeline = faults.keep(record.keyed(map.pipeline.as_ref(), CODE, PipelineName::new));
        row.deal_stage = faults.keep(record.keyed(map.deal_stage.as_ref(), CODE, DealStageName::new));
        row.end = faults.keep(self.end(currency));
        bought_once(&mut row);
        row.churned = faults.keep(self.churned());
        if signs(&row) {
            self.terms(&mut row, &mut faults);
        }
        record.note_unlisted();
        if faults.0.is_empty() { Ok(row) } else { Err(faults.0) }
    }

    fn currency(self) -> Result<Option<Currency>, Trouble> {
        match &self.record.plan.mapping.currency {
            Given::Always(currency) => Ok(Some(*currency)),
            Given::By(cell) => self.record.keyed(Some(cell), CODE, str::parse::<Currency>),
        }
    }

    fn origin(self) -> Result<Origin, Trouble> {
        let record = self.record;
        let (column, map, default) = match &record.plan.mapping.origin {
            OriginRule::Always(origin) => return Ok(*origin),
            OriginRule::By { column, map, default } => (column, map, default),
        };
        let Some(word) = record.take(column) else {
            let what = "it is empty, and there is no `default`";
            let default = default.ok_or_else(|| Trouble::at("word", column, what))?;
            record.default_for(column, default.as_str());
            return Ok(default);
        };
        if let Some(origin) = map.get(word) {
            return Ok(*origin);
        }
        let near = nearest(word, &map.keys().cloned().collect());
        let default = default.ok_or_else(|| Trouble::at("word", column, in_no_list(word, near.as_deref())))?;
        record.unlisted(column, word, default.as_str());
        Ok(default)
    }

    fn reached(self, faults: &mut Faults) -> BTreeMap<Milestone, Option<Moment>> {
        let mut reached = BTreeMap::new();
        for (milestone, rule) in &self.record.plan.mapping.reached {
            let holds = rule.when.as_ref().map(|when| self.record.holds(when)).transpose();
            // Of a step that was not reached, no date is read: if there is one, it is left over.
            let holds = faults.keep(holds.map(|holds| Some(holds.unwrap_or(true)))).unwrap_or(false);
            if !holds {
                continue;
            }
            let at = faults.keep(self.record.moment(rule.at.as_deref()));
            if rule.when.is_some() || at.is_some() {
                reached.insert(*milestone, at);
            }
        }
        reached
    }

    fn end(self, currency: Option<Currency>) -> Result<Option<LegacyEnd>, Trouble> {
        let (record, map) = (self.record, self.record.plan.mapping);
        let mut ends = Vec::new();
        ends.extend(self.signed(map.won.as_ref(), currency, |at, value, contract| LegacyEnd::Won {
            at,
            value,
            contract,
        })?);
        let bought = |at, value, contract| LegacyEnd::Bought { at, value, contract };
        ends.extend(self.signed(map.bought.as_ref(), currency, bought)?);
        ends.extend(self.ended(map.lost.as_ref(), |at, reason| LegacyEnd::Lost { at, reason })?);
        ends.extend(self.ended(map.recycled.as_ref(), |at, reason| LegacyEnd::Recycled { at, reason })?);
        ends.extend(self.ended(map.disqualified.as_ref(), |at, reason| LegacyEnd::Disqualified { at, reason })?);
        ends.extend(self.ended(map.discarded.as_ref(), |at, reason| LegacyEnd::Discarded { at, reason })?);
        if let Some(merged) = &map.merged {
            if record.holds(&merged.when)? {
                let into = record.keyed(Some(&merged.into), NAME, LeadKey::new)?;
                let empty = || Trouble::at("key", &merged.into.column, "it is empty: the lead that it lives on in");
                ends.push(LegacyEnd::Merged {
                    at: record.moment(merged.at.as_deref())?,
                    into: into.ok_or_else(empty)?,
                });
            }
        }
        if ends.len() > 1 {
            let what = "it has ended in several ways at once: by the mapping's conditions only one may hold";
            return Err(Trouble::new("ends", what));
        }
        Ok(ends.pop())
    }

    /// Won, or bought without sales.
    fn signed(
        self,
        rule: Option<&Won>,
        currency: Option<Currency>,
        make: impl Fn(Option<Moment>, Option<Money>, Option<ContractKey>) -> LegacyEnd,
    ) -> Result<Option<LegacyEnd>, Trouble> {
        let (record, map) = (self.record, self.record.plan.mapping);
        let Some(rule) = rule else { return Ok(None) };
        if !record.holds(&rule.when)? {
            return Ok(None);
        }
        let value = record.money(rule.value.as_ref(), currency)?;
        let contract = record.keyed(map.contract.as_ref(), NAME, ContractKey::new)?;
        Ok(Some(make(record.moment(rule.at.as_deref())?, value, contract)))
    }

    /// That the contract has ended. Whether there was one, the crate asks: a history may tell of it.
    fn churned(self) -> Result<Option<LegacyChurn>, Trouble> {
        self.ended(self.record.plan.mapping.churned.as_ref(), |at, reason| LegacyChurn { at, reason })
    }

    /// First and last day of the contract. They are read of rows that have one: of others the cells are left over.
    pub(crate) fn terms(self, row: &mut LegacyRow, faults: &mut Faults) {
        let map = self.record.plan.mapping;
        let starts = faults.keep(self.date(map.contract_starts.as_ref()));
        let ends = faults.keep(self.date(map.contract_ends.as_ref()));
        row.contract_starts = starts.or(row.contract_starts);
        row.contract_ends = ends.or(row.contract_ends);
    }

    fn ended<T>(
        self,
        rule: Option<&Ended>,
        make: impl Fn(Option<Moment>, Option<Reason>) -> T,
    ) -> Result<Option<T>, Trouble> {
        let Some(rule) = rule else { return Ok(None) };
        if !self.record.holds(&rule.when)? {
            return Ok(None);
        }
        let at = self.record.moment(rule.at.as_deref())?;
        let reason = match &rule.reason {
            None => None,
            Some(Given::Always(code)) => Some(Reason::new(code.clone(), None)),
            Some(Given::By(cell)) => self.reason(cell)?,
        };
        Ok(Some(make(at, reason)))
    }

    /// A reason by its word: an empty cell is none, whatever an unknown word counts as.
    fn reason(self, cell: &Cell) -> Result<Option<Reason>, Trouble> {
        if self.record.get(&cell.column).is_none() {
            return Ok(None);
        }
        let code = self.record.keyed(Some(cell), CODE, ReasonCode::new)?;
        Ok(code.map(|code| Reason::new(code, None)))
    }

    /// A civil date: of an instant its day in the column's zone.
    fn date(self, cell: Option<&Cell>) -> Result<Option<Date>, Trouble> {
        let Some(cell) = cell else { return Ok(None) };
        let text = self.record.text(cell, false)?;
        text.map(|text| self.day(&cell.column, &text)).transpose()
    }

    fn day(self, column: &str, text: &str) -> Result<Date, Trouble> {
        let full = self.record.full(column);
        let calendar = self.record.plan.calendar(&full);
        let read = calendar.read(text).map_err(|what| Trouble::at("date", column, what))?;
        Ok(match read.moment {
            Moment::Day(day) => day,
            Moment::At(at) => at.date(calendar.zone()),
        })
    }

    fn fields(self, fields: &BTreeMap<FieldName, Cell>, faults: &mut Faults) -> BTreeMap<FieldName, FieldValue> {
        let mut read = BTreeMap::new();
        for (name, cell) in fields {
            let value = self.record.text(cell, false);
            let value = value.and_then(|text| text.map(|text| self.field(name, cell, &text)).transpose());
            read.extend(faults.keep(value).map(|value| (name.clone(), value)));
        }
        read
    }

    /// A profile value of the type that the policy declares. What is the export's own is put into the form of the crate:
    /// its formats of dates, semicolons between members, numbers in thousands, words for yes and no.
    fn field(self, name: &FieldName, cell: &Cell, text: &str) -> Result<FieldValue, Trouble> {
        let catalog = self.policy.catalog();
        let wrong = |error: &dyn Display| Trouble::at("value", &cell.column, error);
        let kind = catalog.declared(name).map_err(|error| wrong(&error))?.kind;
        let text = self.in_own_form(kind, cell, text)?;
        catalog.parse(name, &text).map_err(|error| wrong(&error))
    }

    fn in_own_form(self, kind: FieldKind, cell: &Cell, text: &str) -> Result<String, Trouble> {
        Ok(match kind {
            FieldKind::Number => decimal::to_text(self.record.number(cell, text)?),
            FieldKind::Date => self.day(&cell.column, text)?.to_string(),
            FieldKind::Set => commas(text),
            FieldKind::Flag => {
                let flag = flag(self.record.plan.mapping, text);
                flag.map_err(|what| Trouble::at("word", &cell.column, what))?.to_string()
            }
            FieldKind::Text => text.to_owned(),
        })
    }

    /// One row of a stage history; none if its cell of the stage means nothing.
    pub(crate) fn change(self) -> Result<Option<LegacyChange>, Trouble> {
        let Some(history) = &self.record.plan.mapping.history else { return Ok(None) };
        let at = self.record.moment(Some(&history.at))?;
        let Some(word) = self.record.text(&history.stage, true)? else { return Ok(None) };
        let reason = match &history.reason {
            Some(cell) => self.reason(cell)?,
            None => None,
        };
        let to = match word.as_str() {
            "won" => LegacyState::End(LegacyEnd::Won { at, value: None, contract: None }),
            "bought" => LegacyState::End(LegacyEnd::Bought { at, value: None, contract: None }),
            "lost" => LegacyState::End(LegacyEnd::Lost { at, reason }),
            "recycled" => LegacyState::End(LegacyEnd::Recycled { at, reason }),
            "disqualified" => LegacyState::End(LegacyEnd::Disqualified { at, reason }),
            "discarded" => LegacyState::End(LegacyEnd::Discarded { at, reason }),
            word => state(word, &history.stage.column)?,
        };
        Ok(Some(LegacyChange { at, to }))
    }

    /// One row of a file of activities.
    pub(crate) fn activity(self) -> Result<LegacyActivity, Vec<Trouble>> {
        let record = self.record;
        let Some(map) = &record.plan.mapping.activities else { return Err(Vec::new()) };
        let mut faults = Faults::default();
        let id = faults.keep(record.keyed(Some(&map.id), NAME, ActivityId::new));
        let kind = faults.keep(record.keyed(Some(&map.kind), CODE, ActivityKind::new));
        let at = faults.keep(record.moment(Some(&map.at)));
        let object = faults.keep(record.keyed(map.object.as_ref(), NAME, ObjectKey::new));
        let mut fields = BTreeMap::new();
        for (name, cell) in &map.fields {
            let value = record.text(cell, false);
            let value = value.and_then(|text| text.map(|text| self.detail(name, cell, &text)).transpose());
            fields.extend(faults.keep(value).map(|value| (name.clone(), value)));
        }
        let fields = Fields::from_map(fields).map_err(|error| Trouble::new("value", error.to_string()));
        let fields = faults.keep(fields);
        match (id, kind, at) {
            (Some(id), Some(kind), Some(at)) if faults.0.is_empty() => {
                Ok(LegacyActivity { activity: Activity { id, kind, object, fields }, at })
            }
            _ if faults.0.is_empty() => {
                Err(vec![Trouble::new("value", "an activity needs its key, its kind and when it was: one is empty")])
            }
            _ => Err(faults.0),
        }
    }

    /// A detail of an activity: of the type of the profile field of that name, or text.
    fn detail(self, name: &FieldName, cell: &Cell, text: &str) -> Result<FieldValue, Trouble> {
        let kind = self.policy.catalog().declared(name).map_or(FieldKind::Text, |spec| spec.kind);
        let text = self.in_own_form(kind, cell, text)?;
        kind.parse(&text).map_err(|error| Trouble::at("value", &cell.column, error))
    }
}

/// Whether a contract was signed with a row.
pub(crate) fn signs(row: &LegacyRow) -> bool {
    let end = matches!(row.end, Some(LegacyEnd::Won { .. } | LegacyEnd::Bought { .. }));
    end || row.reached.contains_key(&Milestone::Won)
}

/// The currency of all rows is none that a row without a deal speaks of, and that of a purchase stands in its value.
pub(crate) fn plain_currency(mapping: &Mapping, row: &mut LegacyRow) {
    let valued = matches!(row.end, Some(LegacyEnd::Bought { value: Some(_), .. }));
    let deal = !row.moves.is_empty() || signs(row) || row.reached.keys().any(|one| *one >= Milestone::Sql);
    if valued || (mapping.currency.cell().is_none() && !deal) {
        row.currency = None;
    }
}

/// Who bought has reached `won` with that: it is not said twice. Of another day it is another win, which the crate refuses.
fn bought_once(row: &mut LegacyRow) {
    let Some(LegacyEnd::Bought { at, .. }) = &mut row.end else { return };
    let Some(said) = row.reached.get(&Milestone::Won) else { return };
    if at.is_none() || said.is_none() || at == said {
        *at = at.or(*said);
        row.reached.remove(&Milestone::Won);
    }
}

/// Members with commas between, where they stand with semicolons: a semicolon within quotes is part of its member.
fn commas(text: &str) -> String {
    // Quotes are such only where a member begins with them.
    let (mut begins, mut in_quotes, mut quoted) = (true, false, false);
    let sign = |sign: char| {
        let parts = matches!(sign, ';' | ',') && !quoted;
        if sign == '"' && (begins || in_quotes) {
            (in_quotes, quoted) = (true, !quoted);
        }
        begins = parts || (begins && sign.is_whitespace());
        in_quotes &= !parts;
        if parts { ',' } else { sign }
    };
    text.chars().map(sign).collect()
}

/// A state that is no end: a milestone, or `deal:` and a stage of the deal.
fn state(word: &str, column: &str) -> Result<LegacyState, Trouble> {
    if let Some(stage) = word.strip_prefix("deal:") {
        let stage = DealStageName::new(stage).map_err(|error| Trouble::at("value", column, error))?;
        return Ok(LegacyState::DealStage(stage));
    }
    let milestone = word.parse::<Milestone>().map_err(|error| Trouble::at("word", column, error))?;
    Ok(LegacyState::Reached(milestone))
}
