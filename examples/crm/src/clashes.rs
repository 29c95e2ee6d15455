//! Lines whose id is that of another command: they are told at every load, and stored nowhere, because the id is taken.

use crate::problem::Problem;

/// How many of them are told one by one.
const TOLD: usize = 20;

/// The lines that clash.
#[derive(Debug, Default)]
pub(crate) struct Clashes {
    count: u64,
    first: Vec<String>,
}

impl Clashes {
    pub(crate) fn add(&mut self, problem: &Problem) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < TOLD {
            self.first.push(problem.to_string());
        }
    }

    /// The complaint; none if no line clashes.
    pub(crate) fn told(&self) -> Option<String> {
        let Self { count, first } = self;
        let more = count.saturating_sub(u64::try_from(first.len()).unwrap_or(u64::MAX));
        let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
        let lines = first.join("\n");
        let head = match count {
            0 => return None,
            1 => String::from("a line is not done, because its id is that of another command"),
            many => format!("{many} lines are not done, because their ids are those of other commands"),
        };
        Some(format!("{head}:\n{lines}{more}"))
    }
}
