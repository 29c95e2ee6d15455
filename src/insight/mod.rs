//! Floor 6: measuring (計測): numbers over leads that can be defended to the last lead.
//!
//! What one lead says is a line ([`LeadLine`]); a report is a signed table over lines ([`Report`]); what it says is read with an
//! instant ([`Asked`]).
//!
//! ```text
//! facts that count --LeadLine::absorb--> LeadLine --Report::add, remove, merge--> Report --Table::read(as_of, zone, by)--> numbers
//!                                           |                                                                                |
//!                                           +---------------------- members: which leads are these 17? <-----------------------+
//! ```
//!
//! | question | answer |
//! |---|---|
//! | what does one lead say, now or as it was said then? | [`LeadLine::of`], [`LeadLine::absorb`], [`LeadLine::known_at`] |
//! | how are leads put together, and split up? | [`Report`], [`ReportPlan`], [`Dimension`], [`SegmentRule`] |
//! | how many reached each milestone, by period? | [`FunnelTable`] |
//! | what became of those who entered together? | [`CohortTable`], with *k of n* and its interval |
//! | who entered each stage, and how did they leave it? | [`FlowTable`] |
//! | how long do things take? | [`TimesTable`], [`Times`], [`QuantileKind`] |
//! | and with those who still wait? | [`SurvivalTable`], [`RiskTable`] |
//! | what was won and lost, at which rate, how dear? | [`MoneyTable`], [`Rates`] |
//! | what is open, and what may become of it? | [`ForecastTable`], [`Probabilities`] |
//! | which sources bring revenue? | [`SourcesTable`] |
//! | who is a customer, by the terms of contracts? | [`CustomersTable`] |
//! | why were deals lost, hand-overs rejected, leads sent back? | [`ReasonsTable`] |
//! | which leads are these 17? | [`members()`], [`claimants`] for deals and contracts |
//! | by how much has a number moved since it was reported, and why? | [`restated`] |
//! | is one rate better than another? | [`RateEvidence::difference`](crate::planning::RateEvidence::difference) |
//! | what would a plan need, and how good were its odds? | [`Measured`] |
//! | what can the data not know? | [`Report::quality`] |
//! | what exactly is each number? | [`Measure::definition`], [`wording::dictionary`](crate::wording::dictionary) |
//!
//! ```
//! use lead_lifecycle::calendar::Zone;
//! use lead_lifecycle::insight::*;
//! use lead_lifecycle::planning::{Confidence, IntervalMethod};
//! use lead_lifecycle::values::Milestone;
//! # use lead_lifecycle::{Actor, Capture, Command, Context, Fact, Lead, Lifecycle, Origin, Policy, Role, Span};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let lifecycle = Lifecycle::new(Policy::standard());
//! # let start: lead_lifecycle::Instant = "2026-04-01T09:00:00+09:00".parse()?;
//! # let by = |role: Role, days: u32| -> Result<Context, Box<dyn std::error::Error>> {
//! #     Ok(Context::new(start.saturating_add(Span::days(days)), Actor::new("tanaka".parse()?, role)))
//! # };
//! # let life = |key: &str, source: &str, promoted: bool| -> Result<Vec<Fact>, Box<dyn std::error::Error>> {
//! #     let mut capture = Capture::new(key.parse()?, Origin::Inbound);
//! #     capture.attribution.source = Some(source.parse()?);
//! #     let mut history = lifecycle.capture(&capture, &by(Role::System, 0)?)?.into_facts();
//! #     let lead = Lead::replay(&history)?;
//! #     if promoted {
//! #         history.extend(lifecycle.decide(&lead, &Command::Promote { note: None }, &by(Role::Mk, 3)?)?.into_facts());
//! #     }
//! #     Ok(history)
//! # };
//! # let histories = [life("lead-1", "webinar", true)?, life("lead-2", "webinar", false)?, life("lead-3", "fair", false)?];
//! // One line of each lead; stored beside its snapshot, it takes in what is decided later.
//! let plan = ReportPlan::new(LinePlan::new(Zone::JST), vec![Dimension::Source]);
//! let lines: Vec<LeadLine> = histories.iter().map(|facts| LeadLine::of(plan.line(), facts)).collect::<Result<_, _>>()?;
//! let mut report = Report::new(&plan);
//! for line in &lines {
//!     report.add(&plan, line)?;
//! }
//!
//! // As of the end of June: of those who became leads in April, how many were MQL within 30 days?
//! let asked = Asked::new("2026-06-30T23:59:59+09:00".parse()?, Zone::JST).by(vec![Dimension::Source]).in_periods(Periods::months());
//! let cohort = CohortAsked { entry: Milestone::Lead, window: Some(lead_lifecycle::Span::days(30)) };
//! let table = CohortTable::read(&report, &asked, &cohort)?;
//! let webinar = table.rows.iter().find(|row| row.slice == Slice::new([Some("webinar")])).unwrap();
//! let rate = webinar.rate(Milestone::Mql).unwrap();
//! assert_eq!((webinar.period.to_string().as_str(), rate.to_string().as_str()), ("2026-04", "1 of 2"));
//! assert_eq!(rate.interval(IntervalMethod::Wilson, &Confidence::P95).to_string(), "9.45 % to 90.55 %");
//!
//! // On the 20th of April nobody's 30 days were over: there was no rate, and not a rate of nothing.
//! let early = CohortTable::read(&report, &asked.clone().with_as_of("2026-04-20T00:00:00+09:00".parse()?), &cohort)?;
//! assert!(early.rows.iter().all(|row| row.rate(Milestone::Mql).is_none() && row.immature > 0));
//!
//! // Which lead is it?
//! let cell = CohortCell {
//!     slice: Some(webinar.slice.clone()),
//!     period: Some(webinar.period),
//!     count: CohortCount::Converted,
//!     milestone: Milestone::Mql,
//! };
//! let members = members::<CohortTable>(&plan, &lines, (&asked, &cohort), &cell)?;
//! assert_eq!(members[0].lead.as_str(), "lead-1");
//! # Ok(())
//! # }
//! ```
//!
//! # What counts
//!
//! Lines are made of the facts that count ([`counted`](crate::lead::counted)): what was taken back leaves no trace, and a promotion whose
//! grounds were taken back and that people have worked on is `hollow`, in a column of its own. A take-back, merge, split or erasure asks to
//! build the line anew. What a number was, before a correction, [`LeadLine::known_at`] knows.
//!
//! | edge | what holds |
//! |---|---|
//! | skipped stages | a milestone that nobody recorded and a later one implies is `implied`, in a column of its own; a cohort takes it as reached with the later one: no rate is above 1 |
//! | re-entries | a milestone counts once a cycle; the flow counts every visit |
//! | cohorts that are too young | stand beside, in no denominator |
//! | months | are cut in the zone asked for; a close that is known by its day belongs to that day in every zone |
//! | 31 January + 1 month | months close on a day, and a short one at its end |
//! | days between | are civil days of a zone, not rounded differences |
//! | quantiles | type 7 unless another of the nine is named |
//! | open stays | are told as running, and censored in survival; never dropped, never taken as over |
//! | close before creation | is listed as negative and not counted |
//! | currencies | are never added; with [`Rates`] they compare, and what has no rate is told |
//! | sums of nothing | are no number, and 0 is one |
//! | what is not known | is a slice of its own, `(none)`, and a row of its own, `undated` |
//! | ties | rows stand in the order of slices and periods; of equals the earlier or the smaller key |
//!
//! # Five questions
//!
//! Its state: a line for each lead, which grows with what counts, and a report, which grows with its rows. Its fact: none, all of it is
//! read from facts. Late news goes in like all news, and stands where it happened. What is taken back is gone after the line was built
//! anew. A new policy changes nothing that was measured; the version at the milestone is a [`Dimension`].
//!
//! # What it does not do
//!
//! It predicts nothing beyond stated or counted rates, and it converts no currency by itself. It reads no policy: probabilities of stages
//! come with the call.

mod line;
mod numbers;
mod reading;
mod report;

pub use crate::insight::line::{
    Absorbed, ActivitiesOf, AttemptsOf, CycleStart, DealEnd, Exit, LeadLine, LineError, LinePlan, Quality, TouchFields,
    When,
};
pub use crate::insight::numbers::{
    BucketError, LogBuckets, Observation, QuantileKind, RiskError, RiskStep, RiskTable, SurvivalEstimate, SurvivalStep,
    Tally, TallyError, Times,
};
pub use crate::insight::reading::{
    Amounts, Asked, Behind, Causes, Claimed, Closed, CohortAsked, CohortCell, CohortCount, CohortRow, CohortTable,
    ColumnCounts, ContractsRow, Conversions, CustomersCell, CustomersCount, CustomersTable, Definition, Edge,
    ExpectedIn, FlowCell, FlowCount, FlowRow, FlowTable, ForecastAsked, ForecastCell, ForecastError, ForecastRow,
    ForecastTable, Formula, FunnelCell, FunnelRow, FunnelTable, HeadCounts, ImportedLives, Measure, MeasureError,
    Measured, Member, MoneyAsked, MoneyCell, MoneyCount, MoneyRow, MoneyTable, Numbered, OddsCheck, Open, Part, Period,
    PeriodKey, PeriodUnit, Periods, PlacedBy, PresentRow, Probabilities, Ranking, Rates, ReadError, ReasonsCell,
    ReasonsRow, ReasonsTable, Restated, RestatedLead, SameDealError, SameDeals, Slice, SourcesAsked, SourcesCell,
    SourcesRow, SourcesTable, SumOf, SurvivalAsked, SurvivalRow, SurvivalTable, Table, Term, TimeUnit, TimesAsked,
    TimesCell, TimesCount, TimesRow, TimesTable, Touching, Unit, WeekStart, claimants, members, restated,
};
pub use crate::insight::report::{
    Column, Dimension, DimensionError, FieldTest, Lasting, Over, Report, ReportError, ReportPlan, SegmentRule, SplitBy,
};
