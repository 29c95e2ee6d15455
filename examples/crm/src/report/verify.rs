//! Whether what is kept beside the facts is what the facts say, and making it so.

use std::fmt::Write as _;

use lead_lifecycle::Lifecycle;
use serde::Serialize;

use crate::problem::Problem;
use crate::screen::{Page, Report, Shape, printed};
use crate::store::{Derived, Store};

/// What was compared, and what differs.
#[derive(Debug, Serialize)]
struct Verified<'d> {
    facts: u64,
    leads: u64,
    keys: u64,
    /// How many differences there are.
    wrong: u64,
    /// Whether `crm rebuild` cannot mend them.
    is_beyond: bool,
    /// The first of them.
    told: &'d [String],
    erasure_unfinished: bool,
}

impl Report for Verified<'_> {
    const NAME: &'static str = "verify";

    fn page(&self) -> Page {
        Page::titled(format!("{} facts replayed: {} differences", self.facts, self.wrong))
    }
}

/// The same for scripts: what was found, and a complaint where something differs.
pub(crate) fn verified(store: &Store, lifecycle: &Lifecycle) -> Result<(String, Option<String>), Problem> {
    let derived = store.verified(lifecycle)?;
    let Derived { facts, leads, keys, wrong, told, is_beyond, .. } = &derived;
    let (facts, leads, keys, wrong, is_beyond) = (*facts, *leads, *keys, *wrong, *is_beyond);
    let erasure_unfinished = store.is_erasure_unfinished()?;
    let found = Verified { facts, leads, keys, wrong, is_beyond, told, erasure_unfinished };
    Ok((printed(&found, Shape::Json)?, sound(&derived).err().map(|problem| problem.to_string())))
}

/// Replays every lead and compares everything that is derived of its facts; that merges are known to both leads, whose keys
/// there are, and that every command has the facts that it was accepted with.
pub(crate) fn verify(store: &Store, lifecycle: &Lifecycle) -> Result<String, Problem> {
    let derived = store.verified(lifecycle)?;
    sound(&derived)?;
    let Derived { facts, leads, keys, .. } = derived;
    let unfinished = if store.is_erasure_unfinished()? {
        "an erasure is not finished, old pages may be in the file: run `crm load` or `crm do`\n"
    } else {
        ""
    };
    let beside = beside(&derived);
    Ok(format!(
        "{facts} facts replayed: all {leads} snapshots are the fold of their facts, and {keys} keys are theirs\n{beside}{unfinished}"
    ))
}

/// Makes everything that is derived what the facts say.
pub(crate) fn rebuild(store: &mut Store, lifecycle: &Lifecycle) -> Result<String, Problem> {
    let Derived { facts, leads, keys, wrong, told, is_beyond, .. } = &store.rebuilt(lifecycle)?;
    if *is_beyond {
        return Err(Problem::Data(format!("{}\nnothing is changed", contradiction(told, *wrong))));
    }
    let mut text =
        format!("{leads} leads and {keys} keys are as their {facts} facts say; {wrong} differences were mended\n");
    text.push_str(&lines(told, *wrong));
    Ok(text)
}

fn sound(derived: &Derived) -> Result<(), Problem> {
    let Derived { wrong, told, is_beyond, .. } = derived;
    match (*wrong, *is_beyond) {
        (0, _) => Ok(()),
        (_, true) => Err(Problem::Data(contradiction(told, *wrong))),
        (many, false) => Err(Problem::Data(format!(
            "{many} differences between the facts and what is derived of them: `crm rebuild` makes it anew\n{}",
            lines(told, many).trim_end()
        ))),
    }
}

fn contradiction(told: &[String], wrong: u64) -> String {
    let lines = lines(told, wrong);
    format!(
        "what is stored contradicts itself, which `crm rebuild` cannot mend: restore it from a copy\n{}",
        lines.trim_end()
    )
}

fn lines(told: &[String], wrong: u64) -> String {
    let mut text = told.iter().fold(String::new(), |text, line| text + "  " + line + "\n");
    let more = wrong.saturating_sub(u64::try_from(told.len()).unwrap_or(u64::MAX));
    if more > 0 {
        let _infallible = writeln!(text, "  and {more} more");
    }
    text
}

fn beside(derived: &Derived) -> String {
    let Derived { not_counted, merged, .. } = derived;
    let corrections = match not_counted {
        0 => String::new(),
        _ => format!("{not_counted} of them are corrections or count no longer, and what counts folds\n"),
    };
    match merged {
        0 => corrections,
        many => format!("{corrections}{many} leads were merged, and those that they live on in know them\n"),
    }
}
