//! The words after the commands that measure.

use std::fmt::Display;
use std::path::PathBuf;
use std::str::FromStr;

use lead_lifecycle::Origin;
use lead_lifecycle::insight::{
    CohortAsked, Column, Dimension, Exit, ImportedLives, Over, Part, PeriodUnit, Periods, PlacedBy, SplitBy, SumOf,
    Touching, WeekStart,
};
use lead_lifecycle::values::{Milestone, Moment};

use crate::args::option::{JSON, MAX, Opt, POLICY};
use crate::args::words::{Words, read};
use crate::problem::Problem;

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Funnel,
    Cohort(CohortAsked),
    Flow,
    Times(TimesWords),
    /// By the probabilities of the policy, or by those that were measured.
    Forecast {
        measured: bool,
    },
    Sources(Touching),
    /// All, or of one way out.
    Reasons(Option<Exit>),
}

/// What is asked of times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimesWords {
    /// What lasted; none: everything that lasts.
    pub(crate) what: Option<String>,
    pub(crate) sum: SumOf,
    pub(crate) part: Part,
    pub(crate) over: Option<Over>,
    pub(crate) unit: Unit,
    pub(crate) placed: PlacedBy,
    /// What becomes of those who wait, with those who still do.
    pub(crate) survival: bool,
    pub(crate) imported: ImportedLives,
}

/// In what times are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Elapsed,
    Days,
    Told,
}

impl FromStr for Unit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "elapsed" => Ok(Self::Elapsed),
            "days" => Ok(Self::Days),
            "worked" => Ok(Self::Told),
            _ => Err(String::from("it must be `elapsed`, `days` or `worked`")),
        }
    }
}

/// Whose probabilities a forecast goes by.
struct Chances {
    measured: bool,
}

impl FromStr for Chances {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "policy" => Ok(Self { measured: false }),
            "measured" => Ok(Self { measured: true }),
            _ => Err(String::from("it must be `policy` or `measured`")),
        }
    }
}

/// What was asked of a measurement.
#[derive(Debug)]
pub(crate) struct Measuring {
    pub(crate) what: What,
    pub(crate) by: Vec<Dimension>,
    /// Only slices that are this; none: of which it is not known.
    pub(crate) only: Vec<(Dimension, Option<String>)>,
    pub(crate) split: SplitBy,
    pub(crate) periods: Option<Periods>,
    pub(crate) as_of: Option<Moment>,
    pub(crate) known_at: Option<Moment>,
    /// The number whose leads are listed.
    pub(crate) leads: Option<String>,
    /// In which column of the funnel, if the number does not say.
    pub(crate) column: Option<Column>,
    /// Where the table goes as CSV.
    pub(crate) csv: Option<PathBuf>,
    pub(crate) max: usize,
}

const BY: Opt = Opt::text(
    "--by",
    "DIM[,DIM]",
    "a row for each: source, medium, campaign, content, origin, owner, team, role, rank, policy, kind, start, field:NAME",
);
const DEALS_BY: Opt = Opt::text(
    "--by",
    "DIM[,DIM]",
    "a row for each: source, medium, campaign, content, origin, owner, team, role (who handed over), rank, policy, kind, \
     start, pipeline, product, field:NAME",
);
const ONLY: Opt = Opt::text(
    "--only",
    "DIM=VALUE",
    "only these, `(none)` where it is not known; as often as is needed, of two of one DIM either may hold",
);
const SPLIT: Opt =
    Opt::text("--split", "WHEN", "what leads are taken for: milestone (what they were then; the default) or now");
const PER: Opt = Opt::text("--per", "PERIOD", "a row for each day, week, month, quarter, half or year");
const FISCAL: Opt =
    Opt::text("--fiscal-start", "MONTH", "the month in which the fiscal year begins, 1 to 12 (default: 1)");
const WEEK: Opt = Opt::text("--week-start", "DAY", "on which day weeks begin: monday (the default), sunday, saturday");
const CLOSING: Opt = Opt::text("--closing-day", "N", "the day on which months close, 1 to 31 (default: their end)");
const AS_OF: Opt = Opt::text(
    "--as-of",
    "INSTANT|DAY",
    "as of when, a day to its end: what took effect later is left aside (default: the newest stored fact)",
);
const KNOWN_AT: Opt = Opt::text(
    "--known-at",
    "INSTANT|DAY",
    "as it was said then, by the facts recorded by then, and by how much each number has moved since",
);
const CSV: Opt =
    Opt::path("--csv", "FILE", "the table as CSV into a file, `-` prints it; of everything, not only of what is shown");

/// The options of the funnel.
pub(super) const FUNNEL: [Opt; 19] = [
    Opt::text(
        "--cohort",
        "ENTRY",
        "what became of those who reached lead, mql, sql, sao or opportunity together, instead of who came where when",
    ),
    Opt::text(
        "--window",
        "SPAN",
        "of a cohort: within so long after the entry, like 90d (default: by now, of everybody)",
    ),
    BY,
    ONLY,
    SPLIT,
    PER,
    FISCAL,
    WEEK,
    CLOSING,
    AS_OF,
    KNOWN_AT,
    Opt::text(
        "--leads",
        "CELL",
        "the leads behind a number: MILESTONE[/COLUMN][@PERIOD], like won, mql/hollow@2026-04; columns are counted (if none \
         is said), hollow, implied, direct, expansion, all; of a cohort converted, mature, immature, early, undated",
    ),
    Opt::text("--origin", "ORIGIN", "of these leads only those of an origin, as `--only origin=ORIGIN`"),
    Opt::text("--source", "SOURCE", "of these leads only those of a source, as `--only source=SOURCE`"),
    Opt::flag("--hollow", "of these leads only those whose promotion is hollow, as `--leads mql/hollow`"),
    CSV,
    MAX,
    POLICY,
    JSON,
];

/// The options of the flow.
pub(super) const FLOW: [Opt; 14] = [
    BY,
    ONLY,
    SPLIT,
    PER,
    FISCAL,
    WEEK,
    CLOSING,
    AS_OF,
    KNOWN_AT,
    Opt::text(
        "--leads",
        "CELL",
        "the leads behind a number: STAGE[/COLUMN][@PERIOD], like mql/recycled; columns are entered (if none is said), there \
         and the ways out",
    ),
    CSV,
    MAX,
    POLICY,
    JSON,
];

/// The options of times.
pub(super) const TIMES: [Opt; 21] = [
    Opt::text(
        "--unit",
        "UNIT",
        "elapsed (the default), days of the calendar, or worked: what service-level clocks tell",
    ),
    Opt::text("--sum", "OF", "stretch: each by itself (the default), or cycle: all of a cycle together"),
    Opt::text(
        "--part",
        "PART",
        "of an answer: whole (the default), intake (until it was recorded) or sales (from then on)",
    ),
    Opt::text("--over", "HOW", "only what was reached, or only what was left otherwise"),
    Opt::text("--placed", "BY", "in which period: that of its end (the default) or of its beginning"),
    Opt::flag(
        "--survival",
        "how many still wait after how many days, those who still do not left out (Kaplan and Meier)",
    ),
    Opt::text(
        "--imported",
        "HOW",
        "of `--survival`: imported lives enter_late, at the import (the default), or count whole",
    ),
    BY,
    ONLY,
    SPLIT,
    PER,
    FISCAL,
    WEEK,
    CLOSING,
    AS_OF,
    KNOWN_AT,
    Opt::text(
        "--leads",
        "CELL",
        "the leads behind a number: COLUMN[@PERIOD], over, on, undated or negative; say WHAT too",
    ),
    CSV,
    MAX,
    POLICY,
    JSON,
];

/// The options of the forecast.
pub(super) const FORECAST: [Opt; 15] = [
    Opt::text(
        "--chances",
        "WHOSE",
        "by the probabilities of the policy (the default), or measured on deals that have ended",
    ),
    DEALS_BY,
    ONLY,
    SPLIT,
    PER,
    FISCAL,
    WEEK,
    CLOSING,
    AS_OF,
    KNOWN_AT,
    Opt::text(
        "--leads",
        "CELL",
        "the leads behind a number: opportunities, sqls or all, with @slipped, @undated or @PERIOD, like all@2026-07",
    ),
    CSV,
    MAX,
    POLICY,
    JSON,
];

/// The options of sources.
pub(super) const SOURCES: [Opt; 15] = [
    Opt::text(
        "--touch",
        "WHICH",
        "to which touch a win is credited: first (the default), before_mql (the last one before it) or last (before the win)",
    ),
    DEALS_BY,
    ONLY,
    SPLIT,
    PER,
    FISCAL,
    WEEK,
    CLOSING,
    AS_OF,
    KNOWN_AT,
    Opt::text(
        "--leads",
        "CELL",
        "the leads behind a number: SOURCE[@PERIOD], `(none)` without one, `all` for all together",
    ),
    CSV,
    MAX,
    POLICY,
    JSON,
];

/// The options of reasons.
pub(super) const REASONS: [Opt; 15] = [
    Opt::text("--how", "HOW", "only of these: lost, back, recycled, discarded, disqualified, reopened, contract_ended"),
    BY,
    ONLY,
    SPLIT,
    PER,
    FISCAL,
    WEEK,
    CLOSING,
    AS_OF,
    KNOWN_AT,
    Opt::text("--leads", "CELL", "the leads behind a number: HOW[/REASON][@PERIOD], like lost/no_budget@2026-04"),
    CSV,
    MAX,
    POLICY,
    JSON,
];

fn usage(what: impl Into<String>) -> Problem {
    Problem::Usage(what.into())
}

/// What was asked of a command that measures; none if it does not.
pub(super) fn asked(
    name: &str,
    argument: Option<&str>,
    words: &Words,
    max: usize,
) -> Result<Option<Measuring>, Problem> {
    let what = match name {
        "funnel" => cohort(words)?.map_or(What::Funnel, What::Cohort),
        "flow" => What::Flow,
        "times" => What::Times(times(argument, words)?),
        "forecast" => {
            What::Forecast { measured: words.read::<Chances>("--chances")?.is_some_and(|chances| chances.measured) }
        }
        "sources" => What::Sources(words.read("--touch")?.unwrap_or(Touching::First)),
        "reasons" => What::Reasons(words.read("--how")?),
        _ => return Ok(None),
    };
    if words.flag("--json") && words.path("--csv").is_some() {
        return Err(usage("a table is JSON or CSV: say `--json` or `--csv`, not both"));
    }
    let leads = words.value("--leads").map(String::from);
    let (mut only, column) = older_words(words, leads.as_deref())?;
    for text in words.values("--only") {
        only.push(condition(text)?);
    }
    Ok(Some(Measuring {
        what,
        by: dimensions(words)?,
        only,
        split: words.read("--split")?.unwrap_or(SplitBy::Milestone),
        periods: periods(words)?,
        as_of: words.read("--as-of")?,
        known_at: words.read("--known-at")?,
        leads,
        column,
        csv: words.path("--csv"),
        max,
    }))
}

fn times(what: Option<&str>, words: &Words) -> Result<TimesWords, Problem> {
    let survival = words.flag("--survival");
    if what.is_none() {
        let of_one = ["--leads", "--part"].into_iter().find(|name| words.value(name).is_some());
        if let Some(name) = of_one.or_else(|| survival.then_some("--survival")) {
            return Err(usage(format!(
                "`{name}` is of one thing that lasts: say which, like `crm times stage:mql {name}`"
            )));
        }
    }
    if !survival && words.value("--imported").is_some() {
        return Err(usage("`--imported` is of `--survival`: say that too"));
    }
    let of_lengths = ["--unit", "--sum", "--part", "--over", "--placed", "--per", "--leads"];
    if let Some(name) = of_lengths.into_iter().find(|name| survival && words.value(name).is_some()) {
        return Err(usage(format!("`--survival` is in days, of whatever began: leave out `{name}`")));
    }
    Ok(TimesWords {
        what: what.map(String::from),
        sum: words.read("--sum")?.unwrap_or(SumOf::Stretch),
        part: words.read("--part")?.unwrap_or(Part::Whole),
        over: words.read("--over")?,
        unit: words.read("--unit")?.unwrap_or(Unit::Elapsed),
        placed: words.read("--placed")?.unwrap_or(PlacedBy::End),
        survival,
        imported: words.read("--imported")?.unwrap_or(ImportedLives::EnterLate),
    })
}

fn cohort(words: &Words) -> Result<Option<CohortAsked>, Problem> {
    let entry: Option<Milestone> = words.read("--cohort")?;
    let window = words.read("--window")?;
    match entry {
        None if words.value("--window").is_some() => {
            Err(usage("`--window` is of a cohort: say `--cohort ENTRY` too, like `--cohort mql --window 90d`"))
        }
        None => Ok(None),
        Some(Milestone::Won) => {
            Err(usage("nothing comes after `won`: `--cohort` is lead, mql, sql, sao or opportunity"))
        }
        Some(entry) => Ok(Some(CohortAsked { entry, window })),
    }
}

/// A condition, and a column.
type Narrowed = (Vec<(Dimension, Option<String>)>, Option<Column>);

/// What `--origin`, `--source` and `--hollow` say of the leads that are listed.
fn older_words(words: &Words, leads: Option<&str>) -> Result<Narrowed, Problem> {
    let narrower = ["--origin", "--source"].into_iter().find(|name| words.value(name).is_some());
    let narrower = narrower.or_else(|| words.flag("--hollow").then_some("--hollow"));
    let (Some(narrower), None) = (narrower, leads) else {
        return narrowed(words, leads.unwrap_or_default());
    };
    let right = match narrower {
        "--hollow" => "",
        "--origin" => ", or `--only origin=ORIGIN` for the whole table",
        _ => ", or `--only source=SOURCE` for the whole table",
    };
    Err(usage(format!(
        "`{narrower}` says which leads are listed: say `--leads MILESTONE` too, like `--leads mql`{right}"
    )))
}

fn narrowed(words: &Words, leads: &str) -> Result<Narrowed, Problem> {
    let origin: Option<Origin> = words.read("--origin")?;
    let mut only = Vec::new();
    let mut column = (origin == Some(Origin::Expansion)).then_some(Column::Expansion);
    only.extend(origin.map(|origin| (Dimension::Origin, Some(origin.to_string()))));
    only.extend(words.value("--source").map(|source| (Dimension::Source, value(source))));
    if words.flag("--hollow") {
        if leads.split(['/', '@']).next() != Some("mql") {
            return Err(usage(format!("only a promotion to mql can be hollow: `--leads mql --hollow`, not `{leads}`")));
        }
        column = Some(Column::Hollow);
    }
    Ok((only, column))
}

/// What is not known is written as it is shown.
fn value(text: &str) -> Option<String> {
    (text != "(none)").then(|| text.to_owned())
}

fn condition(text: &str) -> Result<(Dimension, Option<String>), Problem> {
    let (dimension, is) = text
        .split_once('=')
        .ok_or_else(|| usage(format!("--only `{text}`: write DIM=VALUE, like `--only source=google`")))?;
    Ok((dimension_of("--only", dimension)?, value(is)))
}

fn dimension_of(option: &str, text: &str) -> Result<Dimension, Problem> {
    text.parse().map_err(|error: lead_lifecycle::insight::DimensionError| {
        let near = lead_lifecycle::values::suggest(text, WORDS.iter().copied());
        let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
        usage(format!("{option}: {error}{near}"))
    })
}

const WORDS: [&str; 15] = [
    "source", "medium", "campaign", "content", "origin", "owner", "team", "role", "rank", "segment", "policy", "kind",
    "start", "pipeline", "product",
];

fn dimensions(words: &Words) -> Result<Vec<Dimension>, Problem> {
    let texts = words.values("--by").flat_map(|text| text.split(',')).map(str::trim).filter(|text| !text.is_empty());
    let mut by: Vec<Dimension> = Vec::new();
    for text in texts {
        let dimension = dimension_of("--by", text)?;
        if !by.contains(&dimension) {
            by.push(dimension);
        }
    }
    Ok(by)
}

/// A number between two.
fn between<T: FromStr<Err: Display> + PartialOrd + Display>(
    words: &Words,
    name: &str,
    (least, most): (T, T),
) -> Result<Option<T>, Problem> {
    let Some(text) = words.value(name) else { return Ok(None) };
    let number: T = read(name, text)?;
    if number < least || number > most {
        return Err(usage(format!("{name} `{text}`: write a number from {least} to {most}")));
    }
    Ok(Some(number))
}

fn periods(words: &Words) -> Result<Option<Periods>, Problem> {
    let per: Option<PeriodUnit> = words.read("--per")?;
    let fiscal = between(words, "--fiscal-start", (1_u8, 12))?;
    let closing = between(words, "--closing-day", (1_u8, 31))?;
    let week: Option<WeekStart> = words.read("--week-start")?;
    let of_months = ["--fiscal-start", "--closing-day"].into_iter().find(|name| words.value(name).is_some());
    let Some(unit) = per else {
        let first = of_months.or_else(|| week.map(|_| "--week-start"));
        return first.map_or(Ok(None), |name| {
            Err(usage(format!("`{name}` says how periods are cut: say `--per PERIOD` too, like `--per month`")))
        });
    };
    if week.is_some() && unit != PeriodUnit::Week {
        return Err(usage(format!("`--week-start` is of weeks: `--per week`, not `--per {unit}`")));
    }
    if let Some(name) = of_months.filter(|_| matches!(unit, PeriodUnit::Day | PeriodUnit::Week)) {
        return Err(usage(format!("`{name}` is of months and what is made of them: not of `--per {unit}`")));
    }
    let periods = Periods::new(unit).from_month(fiscal.unwrap_or(1)).closing_on(closing.unwrap_or(31));
    Ok(Some(week.map_or(periods, |week| periods.from_day(week))))
}

impl Measuring {
    /// The funnel as it is shown when nothing else is said: it tells of origins and sources too.
    pub(crate) fn is_overview(&self) -> bool {
        self.what == What::Funnel && self.by.is_empty() && self.periods.is_none() && self.leads.is_none()
    }

    /// The funnel of everything, today.
    pub(crate) const fn overview(max: usize) -> Self {
        Self {
            what: What::Funnel,
            by: Vec::new(),
            only: Vec::new(),
            split: SplitBy::Milestone,
            periods: None,
            as_of: None,
            known_at: None,
            leads: None,
            column: None,
            csv: None,
            max,
        }
    }
}
