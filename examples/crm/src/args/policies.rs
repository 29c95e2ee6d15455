//! The words after `crm policies`.

use std::path::PathBuf;

use lead_lifecycle::Date;
use lead_lifecycle::lifecycle::{StockDecline, StockPromotion, StockRules};
use lead_lifecycle::values::{DealStageName, Moment, PipelineName};

use crate::args::words::{Words, read, unknown};
use crate::problem::Problem;

/// What was asked of the policies.
#[derive(Debug)]
pub(crate) enum Policies {
    List,
    Add { file: PathBuf, terms: Terms },
    Preview { file: PathBuf, terms: Terms, names: bool },
    RollBack { to: Option<usize>, terms: Terms },
}

/// How a version comes into force.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) from: Moment,
    /// What was said of leads that are there before; none: what versions before left open stays open.
    pub(crate) stock: Option<StockRules>,
    /// The pipeline if it was named, the old stage, the new one.
    pub(crate) stages: Vec<(Option<PipelineName>, DealStageName, DealStageName)>,
    pub(crate) pipelines: Vec<(PipelineName, PipelineName)>,
}

pub(super) fn asked(words: &Words) -> Result<Policies, Problem> {
    let (what, file) = (words.word(1)?, words.rest.get(2));
    let needed = || Problem::Usage(format!("`policies {}` needs a policy file", what.unwrap_or_default()));
    let file = || file.map(PathBuf::from).ok_or_else(needed);
    let (asked, most): (_, usize) = match what {
        None => (Policies::List, 0),
        Some("list") => (Policies::List, 1),
        Some("add") => (Policies::Add { file: file()?, terms: terms(words)? }, 2),
        Some("preview") => (Policies::Preview { file: file()?, terms: terms(words)?, names: words.flag("--names") }, 2),
        Some("roll-back") => (Policies::RollBack { to: words.read("--to")?, terms: terms(words)? }, 1),
        Some(word) => return Err(unknown("word", word, ["list", "add", "preview", "roll-back"].into_iter())),
    };
    if words.flag("--json") && !matches!(asked, Policies::List) {
        return Err(Problem::Usage(String::from("`--json` is of the list of policies: leave it out")));
    }
    match words.rest.get(most.saturating_add(1)) {
        Some(extra) => Err(Problem::Usage(format!("unexpected word `{}`", extra.to_string_lossy()))),
        None => Ok(asked),
    }
}

fn terms(words: &Words) -> Result<Terms, Problem> {
    let needed = || Problem::Usage(String::from("`--from INSTANT|DAY` is needed: since when it is in force"));
    Ok(Terms {
        from: words.read("--from")?.ok_or_else(needed)?,
        stock: stock(words)?,
        stages: words.values("--deal-stage").map(stage).collect::<Result<_, _>>()?,
        pipelines: words.values("--pipeline").map(|text| renamed("--pipeline", text)).collect::<Result<_, _>>()?,
    })
}

/// Either word says both: what the other leaves out is at once.
fn stock(words: &Words) -> Result<Option<StockRules>, Problem> {
    let promote = words.value("--promote").map(promote).transpose()?;
    let decline = words.value("--decline").map(decline).transpose()?;
    let said = promote.is_some() || decline.is_some();
    let rules = StockRules { promote: promote.unwrap_or_default(), decline: decline.unwrap_or_default() };
    Ok(Some(rules).filter(|_| said))
}

fn promote(text: &str) -> Result<StockPromotion, Problem> {
    match text.split_once(':') {
        None if text == "at_once" => Ok(StockPromotion::AtOnce),
        None if text == "new_activity" => Ok(StockPromotion::NewActivity),
        Some(("not_before", day)) => Ok(StockPromotion::NotBefore(read::<Date>("--promote not_before", day)?)),
        _ => Err(unknown("`--promote`", text, ["at_once", "new_activity", "not_before:DAY"].into_iter())),
    }
}

fn decline(text: &str) -> Result<StockDecline, Problem> {
    match text {
        "at_once" => Ok(StockDecline::AtOnce),
        "from_adoption" => Ok(StockDecline::FromAdoption),
        _ => Err(unknown("`--decline`", text, ["at_once", "from_adoption"].into_iter())),
    }
}

fn stage(text: &str) -> Result<(Option<PipelineName>, DealStageName, DealStageName), Problem> {
    let (pipeline, names) = match text.split_once('/') {
        Some((pipeline, names)) => (Some(read::<PipelineName>("--deal-stage", pipeline)?), names),
        None => (None, text),
    };
    let (old, new) = renamed("--deal-stage", names)?;
    Ok((pipeline, old, new))
}

/// `OLD=NEW`.
fn renamed<T: std::str::FromStr<Err: std::fmt::Display>>(option: &str, text: &str) -> Result<(T, T), Problem> {
    let (old, new) = text
        .split_once('=')
        .ok_or_else(|| Problem::Usage(format!("`{option} {text}` must say `OLD=NEW`: the old name and the new one")))?;
    Ok((read(option, old)?, read(option, new)?))
}
