//! Refused rows in a file of their own, as they were, each with its reason: mended, it is loaded like the export.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use csv::{QuoteStyle, WriterBuilder};

use crate::import::plan::{Plan, PlannedFile};
use crate::import::sheet::{BECAUSE, NTH};
use crate::import::staging::Staging;
use crate::problem::Problem;

/// Where refused rows go, if it is not said: beside the database.
pub(crate) fn beside(db: &Path, mapping: &str) -> PathBuf {
    let stem = db.file_name().map_or_else(|| "crm".into(), |name| name.to_string_lossy().into_owned());
    let name: String = mapping.chars().map(|sign| if sign.is_alphanumeric() { sign } else { '_' }).collect();
    db.with_file_name(format!("{stem}.{name}.refused.csv"))
}

/// Writes the file, or takes an old one away when nothing was refused.
pub(crate) fn write(file: &Path, plan: &Plan<'_>, staging: &Staging, count: u64) -> Result<(), Problem> {
    if count == 0 {
        return match std::fs::remove_file(file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Problem::file(file, error)),
            Ok(()) | Err(_) => Ok(()),
        };
    }
    let Some(main) = plan.files.first() else { return Ok(()) };
    let mut half = file.as_os_str().to_owned();
    half.push(".half");
    let half = PathBuf::from(half);
    let written = write_all(&half, main, staging);
    // Nobody meets a half of it: one that is killed leaves the old file.
    let written = written.and_then(|()| std::fs::rename(&half, file).map_err(|error| Problem::file(file, error)));
    if written.is_err() {
        let _gone = std::fs::remove_file(&half);
    }
    written
}

fn write_all(file: &Path, main: &PlannedFile, staging: &Staging) -> Result<(), Problem> {
    let wrong = |error: std::io::Error| Problem::file(file, error);
    let written = &main.written;
    let mut out = BufWriter::new(File::create(file).map_err(wrong)?);
    if written.mark {
        out.write_all(&written.encoding.bytes("\u{feff}")).map_err(wrong)?;
    }
    out.write_all(&written.encoding.bytes(&written.before)).map_err(wrong)?;
    // A file of refused rows has its own columns again, and is written with them once.
    let own: Vec<bool> = main.header.iter().map(|name| Plan::is_own(name)).collect();
    let is_kept = |place: usize| !own.get(place).copied().unwrap_or(false);
    let kept = |cells: &[String]| -> Vec<String> {
        cells.iter().enumerate().filter(|(place, _)| is_kept(*place)).map(|(_, cell)| cell.clone()).collect()
    };
    let mut header = kept(&main.header);
    header.extend([String::from(NTH), String::from(BECAUSE)]);
    let mut put = |cells: &[String]| -> Result<(), Problem> {
        let line = line(cells, (written.delimiter.byte(), written.quote.byte()))?;
        out.write_all(&written.encoding.bytes(&line)).map_err(wrong)
    };
    put(&header)?;
    staging.each_refused(|row| {
        // A row with too few cells stays one: filled up it would be loaded as if nothing were missing.
        let mut cells = kept(&row.cells);
        cells.push(row.nth.map_or_else(String::new, |nth| nth.to_string()));
        cells.push(row.because.clone());
        put(&cells)
    })?;
    out.flush().map_err(wrong)
}

fn line(cells: &[String], (delimiter, quote): (u8, u8)) -> Result<String, Problem> {
    let mut writer = WriterBuilder::new()
        .delimiter(delimiter)
        .quote(quote)
        .quote_style(QuoteStyle::Necessary)
        .flexible(true)
        .from_writer(Vec::new());
    let wrong = |error: &dyn std::fmt::Display| Problem::Data(format!("a refused row cannot be written: {error}"));
    writer.write_record(cells).map_err(|error| wrong(&error))?;
    let bytes = writer.into_inner().map_err(|error| wrong(&error))?;
    String::from_utf8(bytes).map_err(|error| wrong(&error))
}
