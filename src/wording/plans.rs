//! Plans, calendars, KPI sheets and targets: sentences, tables and a Mermaid diagram.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::planning::{
    CalendarPlan, Chance, Estimate, Fraction, Interval, KpiItem, KpiLayer, KpiSheet, LeverKind, LineFormula,
    OverdueVolume, Plan, Rounding, SegmentedPlan, StepRate, Target,
};
use crate::values::StepName;
use crate::wording::table::aligned;

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revenue(goal) => {
                write!(formatter, "{} at {} a deal", goal.revenue(), goal.deal_size().money())
            }
            Self::Wins(wins) => write!(formatter, "{}", counted(wins, "win")),
            Self::Volume { step, volume } => write!(formatter, "{} at {step}", read(volume)),
        }
    }
}

impl fmt::Display for LineFormula {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revenue { whole, revenue, deal_size } => {
                write!(formatter, "{whole} = ⌈{revenue} ÷ {}⌉", deal_size.money())
            }
            Self::Aimed { whole, volume } => write!(formatter, "{whole} = ⌈{}⌉", read(volume)),
            Self::Needed { whole, after, rate } => {
                write!(formatter, "{whole} = ⌈{} ÷ {}⌉", read(after), percent(&rate.fraction()))
            }
            Self::Expected { whole, before, rate } => {
                write!(formatter, "{whole} = ⌊{} × {}⌋", read(before), percent(&rate.fraction()))
            }
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
                step.map_or_else(String::new, |step| rated(&step.rate)),
                shortened(&line.exact.to_string()),
                line.exact.to_decimal_text(2),
                line.whole.to_string(),
                shortened(&self.formula(line.step.as_str()).map_or_else(String::new, |formula| formula.to_string())),
            ]);
        }
        formatter.write_str(&aligned(&rows))?;
        // Where nothing was rounded, there is nothing to tell.
        if self.lines().iter().all(|line| line.exact.is_whole()) {
            return Ok(());
        }
        formatter.write_str(match self.rounding() {
            Rounding::EachStep => {
                "rounded: every step on its own from its exact number, needs up, what is expected down\n"
            }
            Rounding::Cascade => "rounded: every need up, from the whole number of the step after it\n",
        })
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
                push(&mut chart, format_args!(" -->|\"{}\"| s{next}", rated(&step.rate)));
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
        formatter.write_str(&aligned(&rows))?;
        // A sum that is too long to be made is not told; the months above are exact all the same.
        let mut covered = self.covered().iter();
        let covered = covered.try_fold(Fraction::ZERO, |sum, wins| sum.checked_add(wins)).unwrap_or(Fraction::ZERO);
        if !covered.is_zero() {
            let wins = counted(&covered, "win");
            writeln!(formatter, "open: {wins} are expected from what is open, and need no new entries")?;
        }
        for overdue in self.overdue() {
            writeln!(formatter, "overdue: {overdue}")?;
        }
        Ok(())
    }
}

impl fmt::Display for OverdueVolume {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let months = |count: u32| counted(&Fraction::from(u64::from(count)), "month");
        write!(
            formatter,
            "{} at {} since {} are older than the longest lag of {}: due by {}, {} over; \
             not counted ({} at the rates of the funnel)",
            read(&self.open.volume),
            self.open.step,
            self.open.since,
            months(self.longest_lag),
            self.due,
            months(self.months_over),
            counted(&self.wins, "win"),
        )
    }
}

impl fmt::Display for Chance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chance = estimated(self.probability);
        match self.error_points() {
            None => write!(formatter, "{chance} (no approximation)"),
            Some(points) => {
                write!(formatter, "{chance} (approximation, error at most {points} percentage points)")
            }
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", estimated(self.low), estimated(self.high))
    }
}

impl fmt::Display for LeverKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rate(step) => formatter.pad(&alloc::format!("rate of {step}")),
            Self::DealSize => formatter.pad("deal size"),
            Self::Entries => formatter.pad("entries"),
            Self::Cycle => formatter.pad("days of a cycle"),
        }
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
            let money = |value: &Fraction| {
                let money = self.currency().and_then(|currency| value.to_money(currency).ok());
                money.map_or_else(|| number(value), |money| money.to_string())
            };
            let (item, team, member) = match &target.item {
                KpiItem::Revenue => ("revenue".to_string(), money(&target.team), money(&target.member)),
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

/// A number as a person reads it: exact where that is short, else its first decimals and `…`.
fn read(number: &Fraction) -> String {
    if number.numerator().is_some() && number.denominator().is_some() {
        let text = number.to_string();
        if text.len() <= 12 && !text.contains('/') {
            return text;
        }
        if number.is_whole() {
            return text;
        }
    }
    // Cut and not rounded: the digits that are shown are the number's own.
    let text = number.to_decimal_text(40);
    let (whole, decimals) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let decimals: String = decimals.chars().take(2).collect();
    shortened(&alloc::format!("{whole}.{decimals}…"))
}

/// A rate per cent, as a person reads it.
fn percent(rate: &Fraction) -> String {
    rate.checked_mul(&Fraction::from(100_u64))
        .map_or_else(|_large| read(rate), |percent| format!("{}%", read(&percent)))
}

/// A rate per cent, and what it was counted from.
fn rated(rate: &StepRate) -> String {
    let percent = percent(&rate.fraction());
    rate.evidence().map_or_else(|| percent.clone(), |evidence| alloc::format!("{percent} ({evidence})"))
}

/// So many of something: `1 win`, `2.5 wins`.
fn counted(number: &Fraction, what: &str) -> String {
    let plural = if *number == Fraction::ONE { "" } else { "s" };
    alloc::format!("{} {what}{plural}", read(number))
}

/// An estimate per cent. What is possible never reads as impossible, nor as certain.
fn estimated(share: Estimate) -> String {
    let text = share.to_percent_text(2);
    match text.as_str() {
        "0.00" if share.value() > 0.0 => String::from("less than 0.01 %"),
        "100.00" if share.value() < 1.0 => String::from("more than 99.99 %"),
        "0.00" => String::from("0 %"),
        "100.00" => String::from("100 %"),
        _ => format!("{text} %"),
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
