//! The words after `crm take-back`.

use std::fmt::Display;
use std::str::FromStr;

use lead_lifecycle::lifecycle::Instead;
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{ActivityKind, ReasonCode, Text, limits};
use lead_lifecycle::{FactKind, LeadKey, Span};

use crate::args::actor;
use crate::args::words::{Words, read};
use crate::problem::Problem;
use crate::take_back::{Soon, TakingBack, Wanted, Which};

pub(super) fn asked(words: &Words, lead: Option<&str>) -> Result<TakingBack, Problem> {
    let reason = words.value("--reason");
    let reason = reason.ok_or_else(|| Problem::Usage(String::from("`--reason CODE[:NOTE]` is needed")))?;
    Ok(TakingBack {
        which: which(words, lead.is_some())?,
        lead: lead.map(|text| read::<LeadKey>("lead", text)).transpose()?,
        reason: reason_of(reason)?,
        instead: words.values("--instead").map(instead).collect::<Result<_, _>>()?,
        actor: actor(words.value("--as"))?,
        at: words.read("--at")?,
        id: words.read("--id")?,
        dry_run: words.flag("--dry-run"),
        skip_refused: words.flag("--skip-refused"),
    })
}

/// Which facts: by their numbers, or by what they are.
fn which(words: &Words, of_one: bool) -> Result<Which, Problem> {
    let mut named = Vec::new();
    for text in words.values("--facts") {
        named.extend(numbers(text)?);
    }
    let wanted = wanted(words)?;
    let soon = soon(words)?;
    let instead = words.value("--instead").is_some();
    match (named.is_empty(), wanted) {
        (true, Some(wanted)) => Ok(Which::Wanted(Box::new(wanted), soon)),
        (false, Some(_)) => {
            Err(usage("facts are named by `--facts` or described by `--activity` and the like, not both"))
        }
        (_, None) if soon.is_some() => {
            Err(usage("`--soon-after` needs to know of which facts: say `--activity KIND` too"))
        }
        (false, None) if !of_one => Err(usage("`--facts` are numbers of one lead: say `take-back LEAD --facts …`")),
        // Nothing named: what rules made falls by what is told instead.
        (true, None) if !of_one || !instead => {
            Err(usage("say which facts: `LEAD --facts 7,9-12`, or `--activity KIND`, `--kind KIND` and the like"))
        }
        (_, None) => Ok(Which::Named(named)),
    }
}

fn usage(what: &str) -> Problem {
    Problem::Usage(String::from(what))
}

/// `7,9-12`.
fn numbers(text: &str) -> Result<Vec<u64>, Problem> {
    let mut named: Vec<u64> = Vec::new();
    for part in text.split(',').map(str::trim) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (number(first)?, number(last)?);
        let most = limits::TAKEN_BACK.max_len();
        let many = usize::try_from(last.saturating_sub(first)).unwrap_or(usize::MAX).saturating_add(named.len());
        if last < first || many >= most {
            let right = format!("a run goes upwards, `9-12`, and at most {most} facts are taken back at once");
            return Err(Problem::Usage(format!("--facts `{part}`: {right}")));
        }
        named.extend(first..=last);
    }
    Ok(named)
}

fn number(text: &str) -> Result<u64, Problem> {
    text.trim().parse().map_err(|_not| {
        let must = "the numbers are those of `crm timeline LEAD`, like `7,9-12`";
        Problem::Usage(format!("--facts `{text}`: {must}"))
    })
}

/// What is described; none if nothing is.
fn wanted(words: &Words) -> Result<Option<Wanted>, Problem> {
    let wanted = Wanted {
        kinds: words.values("--kind").map(kind).collect::<Result<_, _>>()?,
        activity: words.read("--activity")?,
        object: words.read("--object")?,
        field: words.value("--field").map(field).transpose()?,
        actor: words.read("--actor")?,
        role: words.read("--role")?,
        recorded_from: words.read("--recorded-from")?,
        recorded_until: words.read("--recorded-until")?,
        from: words.read("--from")?,
        until: words.read("--until")?,
    };
    Ok(Some(wanted).filter(|wanted| *wanted != Wanted::default()))
}

/// Near another fact in time; all of it, or nothing.
fn soon(words: &Words) -> Result<Option<Soon>, Problem> {
    let (within, activity) = (words.read::<Span>("--soon-after")?, words.read::<ActivityKind>("--of-activity")?);
    match (within, activity) {
        (Some(within), Some(activity)) => Ok(Some(Soon { within, activity, object: words.read("--of-object")? })),
        (None, None) if words.value("--of-object").is_none() => Ok(None),
        _ => Err(usage("`--soon-after SPAN` and `--of-activity KIND` go together, `--of-object` with them")),
    }
}

fn kind(text: &str) -> Result<FactKind, Problem> {
    read("--kind", text)
}

/// `NAME=VALUE`.
fn field<T: FromStr<Err: Display>>(text: &str) -> Result<(T, String), Problem> {
    let (name, value) = text.split_once('=').ok_or_else(|| usage("`--field` must say `NAME=VALUE`"))?;
    Ok((read::<T>("--field", name)?, value.to_owned()))
}

/// `CODE` or `CODE:NOTE`.
fn reason_of(text: &str) -> Result<Reason, Problem> {
    let (code, note) = text.split_once(':').map_or((text, None), |(code, note)| (code, Some(note)));
    let note = note.map(|note| read::<Text>("--reason", note.trim())).transpose()?;
    Ok(Reason::new(read::<ReasonCode>("--reason", code)?, note))
}

/// What happened instead, as in the journal.
fn instead(json: &str) -> Result<Instead, Problem> {
    let like = r#"write {"command": …, "at": "2026-04-03"}, the command as in the journal"#;
    serde_json::from_str(json).map_err(|error| Problem::Usage(format!("--instead `{json}`: {error}; {like}")))
}
