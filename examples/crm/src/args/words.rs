//! The words of a command line: options with their values, flags, and the rest.

use std::fmt::Display;
use std::str::FromStr;

use crate::problem::Problem;

/// The words of a command line: options with their values, and the rest.
pub(super) struct Words {
    options: Vec<(String, String)>,
    flags: Vec<String>,
    pub(super) rest: Vec<String>,
}

impl Words {
    /// Options with their values, flags, and the rest.
    pub(super) fn split(words: impl Iterator<Item = String>) -> Result<Self, Problem> {
        let mut split = Self { options: Vec::new(), flags: Vec::new(), rest: Vec::new() };
        let mut words = words;
        while let Some(word) = words.next() {
            if !word.starts_with('-') {
                split.rest.push(word);
                continue;
            }
            if FLAGS.contains(&word.as_str()) {
                split.flags.push(word);
                continue;
            }
            let (name, inline) = match word.split_once('=') {
                Some((name, value)) => (name.to_string(), Some(value.to_string())),
                None => (word.clone(), None),
            };
            if !WITH_VALUE.contains(&name.as_str()) {
                return Err(unknown("option", &name, WITH_VALUE.iter().chain(&FLAGS).copied()));
            }
            let value = inline.or_else(|| words.next());
            let value = value.ok_or_else(|| Problem::Usage(format!("option `{name}` needs a value")))?;
            split.options.push((name, value));
        }
        Ok(split)
    }

    /// The value of an option: of several the last.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.values(name).last()
    }

    /// Every value of an option that may be given more than once.
    pub(super) fn values<'w>(&'w self, name: &str) -> impl Iterator<Item = &'w str> {
        let of_name = self.options.iter().filter(move |(option, _)| option == name);
        of_name.map(|(_, value)| value.as_str())
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

/// Options that have a value.
const WITH_VALUE: [&str; 45] = [
    "--csv",
    "--jump",
    "--db",
    "--policy",
    "--journal",
    "--batch",
    "--now",
    "--mapping",
    "--data",
    "--file",
    "--refused",
    "--balance",
    "--allow-refused",
    "--seed",
    "--leads",
    "--out",
    "--export",
    "--rows",
    "--lines",
    "--max",
    "--as",
    "--at",
    "--happened",
    "--id",
    "--from",
    "--promote",
    "--decline",
    "--deal-stage",
    "--pipeline",
    "--to",
    "--facts",
    "--reason",
    "--instead",
    "--activity",
    "--object",
    "--kind",
    "--field",
    "--actor",
    "--role",
    "--recorded-from",
    "--recorded-until",
    "--until",
    "--soon-after",
    "--of-activity",
    "--of-object",
];
const FLAGS: [&str; 7] = ["--help", "-h", "--retry-refused", "--names", "--dry-run", "--skip-refused", "--all"];

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
