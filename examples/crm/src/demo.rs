//! The database of the demonstration, which never deletes anything.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use lead_lifecycle::values::Fingerprint;

use crate::args::Args;
use crate::problem::Problem;
use crate::rules;
use crate::store::Store;

/// How many bytes of a file are read at once.
const PIECE: usize = 64 * 1024;

/// The database of the demonstration. It holds what the demonstration has loaded from these files, or nothing: it never deletes
/// anything, and never mixes with what somebody has stored.
pub(crate) fn demo_store(args: &Args) -> Result<Store, Problem> {
    let inputs = format!("{}{}", print_of(&rules::policy_file(args))?, print_of(&args.journal)?);
    let mut store = Store::open(&args.db)?;
    store.begin_demo(&Fingerprint::of(&inputs).to_string()).map_err(|problem| problem.of_database(&args.db))?;
    Ok(store)
}

/// The print of a file, piece by piece.
fn print_of(file: &Path) -> Result<Fingerprint, Problem> {
    let wrong = |error: std::io::Error| Problem::file(file, error);
    let mut reader = BufReader::with_capacity(PIECE, File::open(file).map_err(wrong)?);
    let mut print = Fingerprint::of("");
    loop {
        let piece = reader.fill_buf().map_err(wrong)?;
        let length = piece.len();
        if length == 0 {
            return Ok(print);
        }
        print = Fingerprint::of(&format!("{print}{}", String::from_utf8_lossy(piece)));
        reader.consume(length);
    }
}
