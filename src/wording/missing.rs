//! What a score lacks before a lead enters, and what would help.

use core::fmt;

use crate::scoring::{Missing, MissingStep, Way};
use crate::values::Points;

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("nothing is missing");
        }
        let mut comma = "";
        if self.short_by > Points::ZERO {
            write!(f, "{} points short", self.short_by)?;
            comma = ", ";
        }
        for minimum in &self.minima {
            write!(f, "{comma}{} {} short", minimum.dimension, minimum.short_by)?;
            comma = ", ";
        }
        for (place, step) in self.steps.iter().enumerate() {
            write!(f, "{}{step}", if place == 0 { "; would help: " } else { ", " })?;
        }
        match (self.enough, self.steps.is_empty()) {
            (true, _) => Ok(()),
            (false, true) => f.write_str("; nothing that the policy knows would reach it now"),
            (false, false) => f.write_str(", which is not enough"),
        }
    }
}

impl fmt::Display for MissingStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.way {
            Way::Profile(rule) => write!(f, "profile meets {rule}")?,
            Way::Activities { tag, times } => write!(f, "{times} × {tag}")?,
        }
        let sign = if self.adds > Points::ZERO { "+" } else { "" };
        write!(f, " ({sign}{})", self.adds)
    }
}
