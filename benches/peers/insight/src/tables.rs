//! The six tables, and how they are written down.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::insight::{
    Asked, CohortAsked, CohortTable, Dimension, Exit, FlowTable, FunnelTable, Lasting, MoneyAsked, MoneyTable, Periods,
    QuantileKind, Report, SurvivalAsked, SurvivalTable, Table as _, TimesAsked, TimesTable,
};
use lead_lifecycle::planning::Share;
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Span, StageKind};
use serde_json::{Value, json};

use crate::{lives, timed};

pub(crate) const NAMES: [&str; 6] = ["funnel", "cohort", "flow", "times", "risk", "won"];
const STAGES: [StageKind; 4] = [StageKind::Lead, StageKind::Mql, StageKind::Sql, StageKind::Opportunity];

/// Six tables over the same leads.
pub(crate) struct Six {
    funnel: FunnelTable,
    cohort: CohortTable,
    flow: FlowTable,
    /// Of each stage: what is over, its median and its nine tenths.
    times: Vec<(StageKind, u64, Option<String>, Option<String>)>,
    risk: Value,
    won: MoneyTable,
}

fn monthly(zone: &Zone) -> Asked {
    Asked::new(lives::END.parse().unwrap(), zone.clone()).in_periods(Periods::months())
}

fn funnel(report: &Report, zone: &Zone) -> FunnelTable {
    FunnelTable::read(report, &monthly(zone).by(vec![Dimension::Source]), &()).unwrap()
}

fn cohort(report: &Report, zone: &Zone) -> CohortTable {
    CohortTable::read(report, &monthly(zone), &CohortAsked { entry: Milestone::Lead, window: Some(Span::days(90)) }).unwrap()
}

fn flow(report: &Report, zone: &Zone) -> FlowTable {
    FlowTable::read(report, &monthly(zone), &()).unwrap()
}

fn times(report: &Report, zone: &Zone) -> Vec<(StageKind, u64, Option<String>, Option<String>)> {
    let asked = Asked::new(lives::END.parse().unwrap(), zone.clone());
    let of = |stage: StageKind| {
        let table = TimesTable::of(report, &asked, &TimesAsked::of(Lasting::Stage(stage))).unwrap();
        let Some(row) = table.rows.first() else { return (stage, 0, None, None) };
        let times = &row.finished;
        let nine = times.quantile(&Share::percent(90), QuantileKind::Linear).map(|time| time.to_string());
        (stage, times.count(), times.median().map(|time| time.to_string()), nine)
    };
    STAGES.map(of).to_vec()
}

/// Of the visits of MQL: days, at risk, forward, otherwise, censored.
fn risk(report: &Report, zone: &Zone) -> Value {
    let asked = Asked::new(lives::END.parse().unwrap(), zone.clone());
    let table = SurvivalTable::of(report, &asked, &SurvivalAsked::of(Lasting::Stage(StageKind::Mql))).unwrap();
    let steps = table.rows[0].risk.steps().unwrap();
    let of = |events: &[(u8, u64)], cause: u8| events.iter().find(|(known, _)| *known == cause).map_or(0, |(_, count)| *count);
    let step = |step: &lead_lifecycle::insight::RiskStep| {
        json!([step.time, step.at_risk, of(&step.events, 0), of(&step.events, 1), step.censored])
    };
    steps.iter().map(step).collect()
}

fn won(report: &Report, zone: &Zone) -> MoneyTable {
    MoneyTable::of(report, &monthly(zone), &MoneyAsked::default()).unwrap()
}

/// What each takes.
pub(crate) fn each(report: &Report, zone: &Zone) -> [(f64, ()); 6] {
    [
        timed(|| drop(funnel(report, zone))),
        timed(|| drop(cohort(report, zone))),
        timed(|| drop(flow(report, zone))),
        timed(|| drop(times(report, zone))),
        timed(|| drop(risk(report, zone))),
        timed(|| drop(won(report, zone))),
    ]
}

impl Six {
    pub(crate) fn read(report: &Report, zone: &Zone) -> Self {
        Self {
            funnel: funnel(report, zone),
            cohort: cohort(report, zone),
            flow: flow(report, zone),
            times: times(report, zone),
            risk: risk(report, zone),
            won: won(report, zone),
        }
    }

    /// Rows without names, sorted as texts on the other side.
    pub(crate) fn json(&self) -> Value {
        let mut funnel = Vec::new();
        for row in &self.funnel.rows {
            for milestone in Milestone::ALL {
                let counts = row.at(*milestone);
                if counts.total() != 0 {
                    let source = row.slice.parts().next().flatten();
                    let others = counts.hollow + counts.implied + counts.direct;
                    funnel.push(json!([row.period.to_string(), source, milestone, counts.counted, counts.expansion, others]));
                }
            }
        }
        let mut cohort = Vec::new();
        for row in &self.cohort.rows {
            let mut cells = vec![json!(row.period.to_string()), json!(row.mature), json!(row.immature)];
            for milestone in Milestone::ALL {
                let conversions = row.at(*milestone);
                cells.extend([json!(conversions.converted), json!(conversions.early)]);
            }
            cohort.push(Value::from(cells));
        }
        let mut flow = Vec::new();
        for row in &self.flow.rows {
            let mut cells = vec![json!(row.period.to_string()), json!(row.stage), json!(row.entered), json!(row.there)];
            cells.extend(Exit::ALL.iter().map(|exit| json!(row.left(*exit))));
            flow.push(Value::from(cells));
        }
        let mut won = Vec::new();
        for row in &self.won.rows {
            for (currency, minor) in row.won.value.minor() {
                let minor = i64::try_from(minor).unwrap();
                won.push(json!([row.period.to_string(), currency, minor, row.won.value.count(currency)]));
            }
        }
        json!({"funnel": funnel, "cohort": cohort, "flow": flow, "times": self.times, "risk": self.risk, "won": won,
            "exits": Exit::ALL})
    }
}
