//! Plans, calendars, KPI sheets and targets: sentences, tables and a Mermaid diagram.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::planning::{CalendarPlan, Fraction, KpiItem, KpiLayer, KpiSheet, LineFormula, Plan, SegmentedPlan, Target};
use crate::values::StepName;
use crate::wording::table::aligned;

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revenue(goal) => {
                write!(formatter, "{} at {} a deal", goal.revenue(), goal.deal_size().money())
            }
            Self::Wins(wins) => write!(formatter, "{wins} wins"),
            Self::Volume { step, volume } => write!(formatter, "{volume} at {step}"),
        }
    }
}

impl fmt::Display for LineFormula {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revenue { whole, revenue, deal_size } => {
                write!(formatter, "{whole} = ⌈{revenue} ÷ {}⌉", deal_size.money())
            }
            Self::Aimed { whole, volume } => write!(formatter, "{whole} = ⌈{volume}⌉"),
            Self::Needed { whole, after, rate } => write!(formatter, "{whole} = ⌈{after} ÷ {rate}⌉"),
            Self::Expected { whole, before, rate } => write!(formatter, "{whole} = ⌊{before} × {rate}⌋"),
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "target: {}", self.target())?;
        let mut rows = Vec::new();
        rows.push(["step", "rate", "exact", "decimal", "whole", "how"].map(String::from).to_vec());
        let rates = core::iter::once(None).chain(self.funnel().steps().iter().map(Some));
        for (line, step) in self.lines().iter().zip(rates) {
            rows.push(alloc::vec![
                line.step.to_string(),
                step.map_or_else(String::new, |step| step.rate.to_string()),
                shortened(&line.exact.to_string()),
                line.exact.to_decimal_text(2),
                line.whole.to_string(),
                shortened(&self.formula(line.step.as_str()).map_or_else(String::new, |formula| formula.to_string())),
            ]);
        }
        formatter.write_str(&aligned(&rows))
    }
}

impl Plan {
    /// The funnel as a Mermaid flow chart, top down, with whole numbers at the steps and rates between.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Funnel, Target};
    /// let chart = Funnel::standard().back(&Target::wins(10))?.to_mermaid();
    /// assert!(chart.starts_with("flowchart TD\n"));
    /// assert!(chart.contains("s0[\"mql: 200\"] -->|\"25%\"| s1"));
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let mut chart = String::from("flowchart TD\n");
        for (index, line) in self.lines().iter().enumerate() {
            let label = quoted(line.step.as_str());
            push(&mut chart, format_args!("    s{index}[\"{label}: {}\"]", line.whole));
            if let Some(step) = self.funnel().steps().get(index) {
                let next = index.saturating_add(1);
                push(&mut chart, format_args!(" -->|\"{}\"| s{next}", step.rate));
            }
            chart.push('\n');
        }
        chart
    }
}

/// Appends words to a text; a text takes all words, so there is nothing to fail.
fn push(text: &mut String, words: fmt::Arguments<'_>) {
    fmt::Write::write_fmt(text, words).unwrap_or_default();
}

impl fmt::Display for CalendarPlan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.schedule().funnel().names().map(StepName::as_str);
        let heads: Vec<&str> = core::iter::once("month").chain(names).chain(core::iter::once("")).collect();
        let mut rows = alloc::vec![heads.into_iter().map(Into::into).collect::<Vec<_>>()];
        for line in self.months() {
            let mut row = alloc::vec![alloc::format!("{}", line.month)];
            row.extend(line.whole.iter().map(|whole| alloc::format!("{whole}")));
            row.push(String::from(if line.past { "too late" } else { "" }));
            rows.push(row);
        }
        formatter.write_str(&aligned(&rows))
    }
}

impl fmt::Display for SegmentedPlan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.segments().iter().map(|segment| segment.name.as_str());
        let heads = core::iter::once("step").chain(names).chain(["total", "exact"]);
        let mut rows = alloc::vec![heads.map(String::from).collect::<Vec<_>>()];
        for total in self.totals() {
            let mut row = alloc::vec![String::from(total.step.as_str())];
            for segment in self.segments() {
                let part = total.parts.iter().find(|(name, _)| *name == segment.name);
                row.push(part.map_or_else(String::new, |(_, whole)| alloc::format!("{whole}")));
            }
            row.push(alloc::format!("{}", total.whole));
            row.push(total.exact.to_decimal_text(2));
            rows.push(row);
        }
        formatter.write_str(&aligned(&rows))
    }
}

impl fmt::Display for KpiSheet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["layer", "per", "item", "team", "member"].map(String::from).to_vec();
        let mut rows = alloc::vec![head];
        for target in self.targets() {
            let (layer, per) = match target.layer {
                KpiLayer::Outcome => ("outcome", "month"),
                KpiLayer::Process => ("process", "week"),
                KpiLayer::Activity => ("activity", "day"),
            };
            let number = |value: &Fraction| value.to_decimal_text(2);
            let percent = |value: &Fraction| alloc::format!("{}%", value.to_percent_text());
            let (item, team, member) = match &target.item {
                KpiItem::Revenue => ("revenue".to_string(), number(&target.team), number(&target.member)),
                KpiItem::Volume(step) => (step.to_string(), number(&target.team), number(&target.member)),
                KpiItem::Rate(step) => {
                    (alloc::format!("rate of {step}"), percent(&target.team), percent(&target.member))
                }
            };
            rows.push(alloc::vec![layer.into(), per.into(), item, team, member]);
        }
        formatter.write_str(&aligned(&rows))
    }
}

/// Exact fractions of hundreds of digits help nobody in a table.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 48 {
        return text.to_string();
    }
    let mut short: String = text.chars().take(47).collect();
    short.push('…');
    short
}

/// Mermaid ends a label at a quotation mark.
fn quoted(text: &str) -> String {
    text.replace('"', "#quot;")
}
