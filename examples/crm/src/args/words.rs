//! The words of a command line: options with their values, flags, and the rest.

use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::args::command::{Command, option, options};
use crate::args::option::Takes;
use crate::problem::Problem;

/// The words of a command line: options with their values, and the rest.
pub(super) struct Words {
    options: Vec<(String, OsString)>,
    flags: Vec<String>,
    pub(super) rest: Vec<OsString>,
}

impl Words {
    /// Options with their values, flags, and the rest.
    ///
    /// # Errors
    /// An option that is not known, has no value, or whose value is no text where it names no file. A file may have any name,
    /// but an empty one: `SQLite` would take that for a database that is gone with the program.
    pub(super) fn split(words: impl Iterator<Item = OsString>) -> Result<Self, Problem> {
        let mut split = Self { options: Vec::new(), flags: Vec::new(), rest: Vec::new() };
        let mut words = words;
        while let Some(word) = words.next() {
            let shown = word.to_string_lossy().into_owned();
            if !shown.starts_with('-') {
                split.rest.push(word);
                continue;
            }
            let (name, inline) = halves(&word, &shown);
            let known = option(&name);
            let known = known.ok_or_else(|| unknown("option", &name, options().map(|option| option.name)))?;
            if known.takes == Takes::Nothing {
                if inline.is_some() {
                    return Err(Problem::Usage(format!("option `{name}` takes no value: leave out what follows `=`")));
                }
                split.flags.push(name);
                continue;
            }
            let value = inline.or_else(|| words.next());
            let value = value.ok_or_else(|| Problem::Usage(format!("option `{name}` needs a value")))?;
            if !matches!(known.takes, Takes::Path(_)) {
                let _text = text_of(&value)?;
            } else if value.is_empty() {
                return Err(Problem::Usage(format!("option `{name}` needs a path, and was given an empty one")));
            }
            split.options.push((name, value));
        }
        Ok(split)
    }

    /// Every option must be one that the command takes.
    pub(super) fn check(&self, command: &Command) -> Result<(), Problem> {
        let given = self.options.iter().map(|(name, _)| name).chain(&self.flags);
        let Some(strange) = given.into_iter().find(|name| !command.takes(name)) else { return Ok(()) };
        let (name, of) = match command.name {
            "" => (String::from("without a command there is"), String::new()),
            name => (format!("`{name}` has"), format!(" {name}")),
        };
        let near = lead_lifecycle::values::suggest(strange, command.options().map(|option| option.name));
        let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
        Err(Problem::Usage(format!("{name} no option `{strange}`{near}: `crm help{of}` lists those that there are")))
    }

    /// One of the rest by its place, which must be text.
    pub(super) fn word(&self, place: usize) -> Result<Option<&str>, Problem> {
        self.rest.get(place).map(|word| text_of(word)).transpose()
    }

    /// The path of an option: of several the last.
    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        self.paths(name).last().map(Path::to_path_buf)
    }

    /// Every path of an option that may be given more than once.
    pub(super) fn paths<'w>(&'w self, name: &str) -> impl Iterator<Item = &'w Path> {
        let of_name = self.options.iter().filter(move |(option, _)| option == name);
        of_name.map(|(_, value)| Path::new(value))
    }

    /// The value of an option: of several the last.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.values(name).last()
    }

    /// Every value of an option that may be given more than once.
    pub(super) fn values<'w>(&'w self, name: &str) -> impl Iterator<Item = &'w str> {
        let of_name = self.options.iter().filter(move |(option, _)| option == name);
        of_name.filter_map(|(_, value)| value.to_str())
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag == name)
    }

    /// An option read, if it is given.
    pub(super) fn read<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.value(name).map(|text| read(name, text)).transpose()
    }

    /// A number, or what it is when it is not given.
    pub(super) fn number<T: FromStr<Err: Display>>(&self, name: &str, default: T) -> Result<T, Problem> {
        Ok(self.read(name)?.unwrap_or(default))
    }
}

#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
pub(super) fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let hint = lead_lifecycle::values::suggest(word, known)
        .map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
    Problem::Usage(format!("unknown {what} `{word}`{hint}"))
}

/// A word of the command line read as what it has to be.
pub(super) fn read<T: FromStr<Err: Display>>(name: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|error| Problem::Usage(format!("{name} `{text}`: {error}")))
}

/// `--name=value` in two; its value may be any bytes.
fn halves(word: &OsStr, shown: &str) -> (String, Option<OsString>) {
    let Some((name, value)) = shown.split_once('=') else { return (shown.to_owned(), None) };
    if word.to_str().is_some() {
        return (name.to_owned(), Some(value.into()));
    }
    (name.to_owned(), bytes_after(word, name.len()))
}

/// What comes after a name and its `=`, as it was given.
#[cfg(unix)]
fn bytes_after(word: &OsStr, name: usize) -> Option<OsString> {
    use std::os::unix::ffi::OsStrExt as _;
    word.as_bytes().get(name.saturating_add(1)..).map(|value| OsStr::from_bytes(value).to_owned())
}

/// Elsewhere bytes cannot be cut: the value must be a word of its own.
#[cfg(not(unix))]
fn bytes_after(_word: &OsStr, _name: usize) -> Option<OsString> {
    None
}

/// A word that must be text.
pub(super) fn text_of(word: &OsStr) -> Result<&str, Problem> {
    word.to_str().ok_or_else(|| {
        Problem::Usage(format!("`{}` is not UTF-8: only the names of files may be any bytes", word.to_string_lossy()))
    })
}
