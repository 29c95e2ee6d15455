//! Lines of the journal: one command each, as JSON in the crate's own stored form.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use lead_lifecycle::lifecycle::TakeBack;
use lead_lifecycle::values::{CommandId, Fingerprint, Moment};
use lead_lifecycle::{Actor, Capture, Command, Context, Instant, LeadKey};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// One line: who asked what of which lead, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    /// The id of the command: the same line again is the same command, and is done once.
    pub(crate) id: CommandId,
    /// When it reached the host.
    pub(crate) at: Instant,
    /// When it happened, if that was earlier: an instant, or a day when no more is known.
    #[serde(default)]
    pub(crate) effective_at: Option<Moment>,
    pub(crate) actor: Actor,
    pub(crate) lead: LeadKey,
    /// What is asked: either a capture …
    #[serde(default)]
    pub(crate) capture: Option<Box<Capture>>,
    /// … or a command on a lead that exists …
    #[serde(default)]
    pub(crate) command: Option<Box<Command>>,
    /// … or that facts of it are taken back, which is decided on its whole history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) take_back: Option<Box<TakeBack>>,
    /// … or that it becomes one with another lead …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) merge: Option<Merge>,
    /// … or is split from it again: both are decided on the histories of all leads concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) split: Option<Split>,
}

/// Into which lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Merge {
    pub(crate) into: LeadKey,
}

/// From whichever lead it lives on in: the host finds the way there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Split {}

/// What a line asks.
#[derive(Debug)]
pub(crate) enum Order<'l> {
    Capture(&'l Capture),
    Command(&'l Command),
    TakeBack(&'l TakeBack),
    Merge(&'l LeadKey),
    Split,
}

impl Line {
    /// A line that asks nothing yet.
    pub(crate) const fn bare(id: CommandId, at: Instant, actor: Actor, lead: LeadKey) -> Self {
        Self {
            id,
            at,
            effective_at: None,
            actor,
            lead,
            capture: None,
            command: None,
            take_back: None,
            merge: None,
            split: None,
        }
    }

    /// What the line asks, or why it asks nothing.
    pub(crate) fn order(&self) -> Result<Order<'_>, &'static str> {
        let dated = self.effective_at.is_some();
        match (&self.capture, &self.command, &self.take_back, &self.merge, &self.split) {
            (Some(capture), None, None, None, None) if capture.lead == self.lead => Ok(Order::Capture(capture)),
            (Some(_), None, None, None, None) => Err("`lead` and `capture.lead` differ: write the same key"),
            (None, Some(command), None, None, None) => Ok(Order::Command(command)),
            (None, None, Some(_), None, None) if dated => Err(
                "a mistake is taken back when that reaches us: leave `effective_at` out, `instead` has dates of its own",
            ),
            (None, None, Some(order), None, None) => Ok(Order::TakeBack(order)),
            (None, None, None, Some(_), None) | (None, None, None, None, Some(_)) if dated => {
                Err("leads are merged and split when that reaches us: leave `effective_at` out")
            }
            (None, None, None, Some(merge), None) => Ok(Order::Merge(&merge.into)),
            (None, None, None, None, Some(Split {})) => Ok(Order::Split),
            _ => Err("a line has either `capture` or `command` or `take_back` or `merge` or `split`"),
        }
    }

    /// Who asks, and when.
    pub(crate) fn context(&self) -> Context {
        let context = Context::new(self.at, self.actor.clone()).with_command_id(self.id.clone());
        match self.effective_at {
            Some(at) => context.with_effective_at(at),
            None => context,
        }
    }
}

/// A line with its place and the fingerprint of its text.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) number: u64,
    pub(crate) print: Fingerprint,
    pub(crate) line: Line,
    /// Bytes of the file up to the end of this line.
    pub(crate) end: u64,
}

/// Reads a journal line by line.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    reader: BufReader<File>,
    number: u64,
    bytes: u64,
    size: u64,
    /// The bytes of the line that is read.
    raw: Vec<u8>,
    has_mark: bool,
}

/// How many bytes a line may have. No command is near it: a longer line is none, and is not held.
const MOST_BYTES: u64 = 1 << 20;

/// What a file may begin with that is no part of its text.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// The same in encodings that are not read.
const OTHER_MARKS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

impl Journal {
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        let file = File::open(path).map_err(|error| Problem::file(path, error))?;
        let size = file.metadata().map_or(0, |meta| meta.len());
        Ok(Self {
            path: path.to_path_buf(),
            reader: BufReader::new(file),
            number: 0,
            bytes: 0,
            size,
            raw: Vec::new(),
            has_mark: false,
        })
    }

    /// What is to be told of the file, as far as it was read.
    pub(crate) const fn told(&self) -> Option<&'static str> {
        if self.has_mark { Some("the journal begins with a byte order mark, which is left out") } else { None }
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The next line that is not blank.
    pub(crate) fn next_line(&mut self) -> Result<Option<Placed>, Problem> {
        loop {
            self.number = self.number.saturating_add(1);
            let read = self.read()?;
            if read == 0 {
                return Ok(None);
            }
            self.bytes = self.bytes.saturating_add(read);
            let text = std::str::from_utf8(&self.raw).map_err(|error| {
                let column = error.valid_up_to().saturating_add(1);
                self.wrong(format!("column {column}: it is not UTF-8, in which a journal is written"))
            })?;
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            let line = line_of(text).map_err(|error| self.wrong(format!("column {}: {error}", error.column())))?;
            line.order().map_err(|what| self.wrong(what))?;
            let print = Fingerprint::of(text);
            return Ok(Some(Placed { number: self.number, print, line, end: self.bytes }));
        }
    }
}

impl Journal {
    /// Reads the bytes of the next line; how many, and 0 at the end of the file.
    fn read(&mut self) -> Result<u64, Problem> {
        self.raw.clear();
        let mut limited = (&mut self.reader).take(MOST_BYTES.saturating_add(1));
        let read = limited.read_until(b'\n', &mut self.raw).map_err(|error| self.wrong(error))?;
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        if read > MOST_BYTES {
            return Err(self.wrong(format!("the line has more than {MOST_BYTES} bytes, and no line of a journal has")));
        }
        if self.number == 1 {
            if OTHER_MARKS.iter().any(|mark| self.raw.starts_with(mark)) {
                return Err(self.wrong("the file is UTF-16, and a journal is written in UTF-8"));
            }
            if self.raw.starts_with(MARK) {
                self.has_mark = true;
                drop(self.raw.drain(..MARK.len()));
            }
        }
        Ok(read)
    }

    fn wrong(&self, what: impl ToString) -> Problem {
        Problem::line(&self.path, self.number, what)
    }
}

/// A line; one that merges as a command, as journals did before merging became an order on two leads, is read as that.
fn line_of(text: &str) -> Result<Line, serde_json::Error> {
    serde_json::from_str(text)
        .or_else(|error| Ok(serde_json::from_str::<Former>(text).map_err(|_not_either| error)?.line()))
}

/// A line of before. It is as strict as a line of today: a key that stands there twice is a fault, and not the last of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Former {
    id: CommandId,
    at: Instant,
    #[serde(default)]
    effective_at: Option<Moment>,
    actor: Actor,
    lead: LeadKey,
    #[serde(default)]
    capture: Option<Box<Capture>>,
    command: FormerMerge,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormerMerge {
    merge: Merge,
}

impl Former {
    fn line(self) -> Line {
        let Self { id, at, effective_at, actor, lead, capture, command } = self;
        Line { effective_at, capture, merge: Some(command.merge), ..Line::bare(id, at, actor, lead) }
    }
}
