//! What a score is, and why: the score itself, the report as a tree.

use core::cmp::Ordering;
use core::fmt;

use crate::scoring::{Combination, Contribution, Formula, Score, ScoreReport, Source};
use crate::values::Points;
use crate::wording::words::{Told, Words, displayed};

displayed!(ScoreReport<'_>, Contribution<'_>);

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.total(), self.rank())
    }
}

impl Told for ScoreReport<'_> {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let combination = &self.combination;
        writeln!(f, "{}: {} points, rank {}", self.profile, combination.total, combination.rank)?;
        for dimension in &self.dimensions {
            writeln!(f, "├ {}: {}{}", dimension.dimension, dimension.value, bounded(dimension.sum, dimension.value))?;
            let groups = self.groups.iter().filter(|group| group.dimension == dimension.dimension);
            for group in groups {
                writeln!(f, "│ ├ {}: {}{}", group.group, group.value, bounded(group.sum, group.value))?;
                let own = self.contributions.iter().filter(|c| c.group == group.group);
                for contribution in own {
                    writeln!(f, "│ │ ├ {}", words.of(contribution))?;
                }
            }
        }
        write!(f, "└ {combination}")
    }
}

struct Bounded(Points, Points);

fn bounded(sum: Points, value: Points) -> Bounded {
    Bounded(sum, value)
}

impl fmt::Display for Bounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1.cmp(&self.0) {
            Ordering::Equal => Ok(()),
            Ordering::Less => write!(f, " (capped from {})", self.0),
            Ordering::Greater => write!(f, " (raised from {})", self.0),
        }
    }
}

impl Told for Contribution<'_> {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.value > Points::ZERO { "+" } else { "" };
        write!(f, "{}: {sign}{}", self.rule, self.value)?;
        match self.source {
            Source::Fit => {}
            Source::Timing { until } => write!(f, " (stated until {})", words.at(until))?,
            Source::Engagement { tag, cut } => {
                write!(f, " ({} × {tag}", self.awards)?;
                if cut {
                    f.write_str(", older ones forgotten")?;
                }
                f.write_str(")")?;
            }
        }
        if self.decay_loss != Points::ZERO {
            write!(f, ", {} lost to age", self.decay_loss)?;
        }
        if self.cap_loss != Points::ZERO {
            write!(f, ", {} over the cap", self.cap_loss)?;
        }
        Ok(())
    }
}

impl fmt::Display for Combination<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.formula {
            Formula::Sum | Formula::Weighted => " + ",
            Formula::Product { .. } => " × ",
            Formula::Matrix { row, column } => {
                let grade = ["A", "B", "C"].get(usize::from(row)).copied().unwrap_or("?");
                write!(f, "{grade}{}: ", column.saturating_add(1))?;
                " and "
            }
        };
        for (place, operand) in self.operands.iter().enumerate() {
            if place > 0 {
                f.write_str(sign)?;
            }
            write!(f, "{} {}", operand.dimension, operand.value)?;
            if let Some(share) = operand.share {
                write!(f, " × {share}")?;
            }
            if let (Formula::Product { per }, true) = (self.formula, place > 0) {
                write!(f, " ÷ {per}")?;
            }
        }
        write!(f, " = {}{}", self.total, bounded(self.result, self.total))
    }
}
