//! The default wording of a plan: an aligned table and a Mermaid diagram. Everything shown is data of the
//! plan, so a host can word it in its own way.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::planning::plan::Plan;

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
                shortened(&self.formula(line.step.as_str()).unwrap_or_default()),
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

/// Rows as columns, the first row being the heads: numbers to the right, words to the left.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut columns = alloc::vec![(0_usize, true); count];
    for (index, row) in rows.iter().enumerate() {
        for ((width, numbers), cell) in columns.iter_mut().zip(row) {
            *width = (*width).max(width_of(cell));
            *numbers = *numbers && (index == 0 || is_number(cell));
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, (width, numbers)) in row.iter().zip(&columns) {
            let padding = core::iter::repeat_n(' ', width.saturating_sub(width_of(cell)));
            if *numbers {
                line.extend(padding);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.extend(padding);
            }
            line.push_str("  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn is_number(cell: &str) -> bool {
    cell.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | '%' | '/' | '…'))
}

/// Columns that a text takes in a terminal: letters of East Asian scripts take two.
fn width_of(text: &str) -> usize {
    let wide = |letter: char| matches!(letter, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}');
    text.chars().map(|letter| if wide(letter) { 2 } else { 1_usize }).sum()
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
