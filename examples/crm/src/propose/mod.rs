//! `crm backfill --dry-run --file FILE…`: a mapping proposed from the header and the first rows of an export.
//!
//! Nothing is guessed in silence: what was found is told with its reason, what is unsure stands in the mapping as a comment
//! `# ?`, and every column is mapped, ignored by name, or listed as unmapped.
//!
//! | file | job |
//! |---|---|
//! | `look`, `column` | one file: encoding, delimiter, header, the words of every column |
//! | `dates`, `numbers`, `empties` | what the cells of a column are |
//! | `names` | what a column is by its name, in English, Japanese and the names of known systems |
//! | `meanings`, `reasons` | what words of stages and of reasons mean |
//! | `roles`, `role_words` | what each column is: by name and by content; the same in words |
//! | `joins` | further files, by the key that they share with the first |
//! | `write`, `stages`, `line` | the mapping as TOML |
//! | `told` | what was found, and why |

mod column;
mod dates;
mod empties;
mod joins;
mod line;
mod look;
mod meanings;
mod names;
mod numbers;
mod reasons;
mod role_words;
mod roles;
mod stages;
mod told;
mod write;

use std::path::{Path, PathBuf};

use lead_lifecycle::Policy;

use crate::problem::Problem;
use crate::propose::look::Looked;

/// What was asked: files to look at, the first of them the main one, and where the mapping goes.
#[derive(Debug)]
pub(crate) struct Proposing {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) out: Option<PathBuf>,
}

/// Looks at the files, tells what they seem to be, and writes a mapping that waits to be edited.
pub(crate) fn propose(policy: &Policy, asked: &Proposing) -> Result<String, Problem> {
    let looked = asked.files.iter().map(|file| Looked::at(file)).collect::<Result<Vec<_>, _>>()?;
    let Some((main, others)) = looked.split_first() else {
        return Err(Problem::Usage(String::from("`--file FILE` is needed")));
    };
    let found = roles::Found::of(main);
    let joined = joins::joins(main, others);
    let mapping = write::mapping(policy, &found, &joined, asked.out.as_deref().and_then(Path::parent));
    let mut text = told::told(&found, &joined);
    match &asked.out {
        None => {
            text.push('\n');
            text.push_str(&mapping);
        }
        Some(out) if out.exists() => {
            return Err(Problem::file(out, "is there already: a proposal overwrites nothing, name another file"));
        }
        Some(out) => {
            std::fs::write(out, mapping).map_err(|error| Problem::file(out, error))?;
            text.push_str("\nWritten to ");
            text.push_str(&out.display().to_string());
            text.push_str(": look at every `# ?`, then try it with --dry-run.\n");
        }
    }
    Ok(text)
}
