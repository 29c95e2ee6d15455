//! What the store knows, written out: facts as JSON lines, and what counts as CSV with the mapping that reads it back.
//!
//! | file | job |
//! |---|---|
//! | `facts` | `crm export`: facts as JSON lines |
//! | `life`, `ends`, `round` | a history folded into rounds, deals and changes of stage |
//! | `owners` | who owns, when read back, a round that nobody owns |
//! | `gap` | what of a round no mapping can read back |
//! | `cells` | dates, amounts and keys as cells |
//! | `tables` | the columns of the files, and their rows |
//! | `mapping` | `mapping.toml` |
//! | `run` | `crm export --csv`: the files of a folder |

mod cells;
mod ends;
mod facts;
mod gap;
mod life;
mod mapping;
mod owners;
mod round;
mod run;
mod tables;

pub(crate) use facts::facts;
pub(crate) use run::tables;
