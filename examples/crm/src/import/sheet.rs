//! One CSV file as a stream of rows: its encoding, its delimiter, its header.
//!
//! What the mapping does not say of a file is looked for in its first lines, by the columns that the mapping names: a
//! finding is told in the balance, and never a mere guess.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord};
use lead_lifecycle::values::suggest;

use crate::import::encoding::{Decoded, Encoded, Undecodable};
use crate::import::mapping::files::Form;
use crate::import::mapping::mark::Mark;
use crate::problem::Problem;

/// The column in which a refused row says why: written beside refused rows, and not read.
pub(crate) const BECAUSE: &str = "refused_because";
/// The column in which a refused row says which row of its lead it was.
pub(crate) const NTH: &str = "refused_row";

/// How a file turned out to be written.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) encoding: Encoded,
    /// Whether it begins with a mark of its encoding.
    pub(crate) mark: bool,
    pub(crate) delimiter: Mark,
    pub(crate) quote: Mark,
    /// The lines before the header, as they are.
    pub(crate) before: String,
    /// What the mapping does not say and the file showed.
    pub(crate) found: Vec<String>,
}

/// One row of a file.
#[derive(Debug)]
pub(crate) struct SheetRow {
    pub(crate) line: u64,
    /// As they are in the file, in the order of the header.
    pub(crate) cells: Vec<String>,
}

/// An open file.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) file: PathBuf,
    /// The names of the columns, without blanks around them.
    pub(crate) header: Vec<String>,
    pub(crate) written: Written,
    reader: csv::Reader<BufReader<Decoded<Source>>>,
    record: StringRecord,
    lines_before: u64,
    /// Whether lines end with two signs: of such a file the reader tells a line one too low, but for the first.
    two_signs: bool,
}

/// A file from its beginning, without its mark.
type Source = std::io::Chain<Cursor<Vec<u8>>, File>;

/// How much of a file is looked at to find out how it is written.
const LOOKED_AT: u64 = 64 * 1024;

impl Sheet {
    /// Opens a file of which the columns `wanted` are named somewhere.
    pub(crate) fn open(file: &Path, form: Form, wanted: &[&str]) -> Result<Self, Problem> {
        let wrong = |error: std::io::Error| io_problem(file, &error);
        let mut source = File::open(file).map_err(wrong)?;
        let mut start = Vec::new();
        (&mut source).take(LOOKED_AT).read_to_end(&mut start).map_err(wrong)?;
        let marked = Encoded::of_mark(&start);
        let mut found = Vec::new();
        let encoding = match (marked, form.encoding) {
            (Some((marked, _)), said) => {
                if said.is_some_and(|said| said != marked) {
                    found.push(format!("encoding `{marked}`, by the mark that the file begins with"));
                }
                marked
            }
            (None, Some(said)) => said,
            (None, None) => {
                let seen = encoding_of(&start, form.header, wanted);
                if seen != Encoded::UTF_8 {
                    found.push(format!("encoding `{seen}`, by the names of the columns"));
                }
                seen
            }
        };
        let start = start.split_off(marked.map_or(0, |(_, length)| length));
        let mut text = BufReader::new(Decoded::new(Cursor::new(start).chain(source), encoding));
        let mut before = String::new();
        let lines_before = form.header.unwrap_or(1).saturating_sub(1);
        for _line in 0..lines_before {
            text.read_line(&mut before).map_err(wrong)?;
        }
        let delimiter = if let Some(said) = form.delimiter {
            said
        } else {
            let seen = delimiter_of(text.fill_buf().map_err(wrong)?, wanted);
            if seen != Mark::COMMA {
                found.push(format!("delimiter `{seen}`, by the names of the columns"));
            }
            seen
        };
        let quote = form.quote.unwrap_or(Mark::QUOTE);
        let line = text.fill_buf().map_err(wrong)?.split_inclusive(|byte| *byte == b'\n').next();
        let two_signs = line.is_some_and(|line| line.ends_with(b"\r\n"));
        let mut reader = reader(text, delimiter, quote);
        let mut record = StringRecord::new();
        reader.read_record(&mut record).map_err(|error| csv_problem(file, lines_before, &error))?;
        let header = record.iter().map(|name| name.trim().to_owned()).collect();
        let written = Written { encoding, mark: marked.is_some(), delimiter, quote, before, found };
        Ok(Self { file: file.to_path_buf(), header, written, reader, record, lines_before, two_signs })
    }

    /// The next row, until there is none.
    pub(crate) fn next_row(&mut self) -> Result<Option<SheetRow>, Problem> {
        let read = self.reader.read_record(&mut self.record);
        let read = read.map_err(|error| csv_problem(&self.file, self.lines_before, &error))?;
        let line = self.record.position().map_or(0, csv::Position::line).saturating_add(self.lines_before);
        let line = line.saturating_add(u64::from(self.two_signs));
        let cells = self.record.iter().map(str::to_owned).collect();
        Ok(read.then_some(SheetRow { line, cells }))
    }

    /// Where a column stands.
    ///
    /// # Errors
    /// No column has the name, or several have.
    pub(crate) fn position(&self, column: &str, mapping: &Path) -> Result<usize, Problem> {
        let mut places = self.header.iter().enumerate().filter(|(_, name)| *name == column).map(|(place, _)| place);
        let file = self.file.display();
        match (places.next(), places.next()) {
            (Some(place), None) => Ok(place),
            (Some(_), Some(_)) => {
                let what = format!("`{file}` has several columns `{column}`: which is meant cannot be told");
                Err(Problem::file(mapping, what))
            }
            (None, _) => {
                let near = suggest(column, self.header.iter().map(String::as_str));
                let hint = near.map_or_else(|| self.hint(), |near| format!(": did you mean `{near}`?"));
                Err(Problem::file(mapping, format!("`{file}` has no column `{column}`{hint}")))
            }
        }
    }

    /// What may be wrong with a file that lacks a column.
    fn hint(&self) -> String {
        let Written { encoding, delimiter, .. } = self.written;
        let header = self.header.join(" | ");
        let header: String = header.chars().take(120).collect();
        format!(": read as `{encoding}` with the delimiter `{delimiter}` its header is {header}")
    }
}

fn reader<R: Read>(text: R, delimiter: Mark, quote: Mark) -> csv::Reader<R> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter.byte()).quote(quote.byte()).from_reader(text)
}

/// The names in the first line of a text.
fn names(text: &[u8], delimiter: Mark) -> Vec<String> {
    let mut record = StringRecord::new();
    match reader(text, delimiter, Mark::QUOTE).read_record(&mut record) {
        Ok(true) => record.iter().map(|name| name.trim().to_owned()).collect(),
        Ok(false) | Err(_) => Vec::new(),
    }
}

/// UTF-8, unless the header is none and is CP932 with columns that the mapping names.
fn encoding_of(start: &[u8], header: Option<u64>, wanted: &[&str]) -> Encoded {
    let lines = usize::try_from(header.unwrap_or(1).saturating_sub(1)).unwrap_or(0);
    let line = start.split(|byte| *byte == b'\n').nth(lines).unwrap_or_default();
    if Encoded::UTF_8.text(line).is_some() {
        return Encoded::UTF_8;
    }
    let names_them = |text: String| {
        let mut foreign = wanted.iter().filter(|name| !name.is_ascii());
        foreign.any(|name| text.contains(name))
    };
    if Encoded::CP932.text(line).is_some_and(names_them) { Encoded::CP932 } else { Encoded::UTF_8 }
}

/// The comma, unless only another sign gives every column that the mapping names.
fn delimiter_of(start: &[u8], wanted: &[&str]) -> Mark {
    let gives_all = |delimiter: &Mark| {
        let names = names(start, *delimiter);
        wanted.iter().all(|column| names.iter().any(|name| name == column))
    };
    let others = [Mark::COMMA, Mark::SEMICOLON, Mark::TAB, Mark::BAR];
    others.into_iter().find(gives_all).unwrap_or(Mark::COMMA)
}

fn io_problem(file: &Path, error: &std::io::Error) -> Problem {
    match undecodable(error) {
        Some(wrong) => Problem::line(file, wrong.line, wrong),
        None => Problem::file(file, error),
    }
}

fn undecodable(error: &std::io::Error) -> Option<&Undecodable> {
    error.get_ref().and_then(|inner| inner.downcast_ref())
}

fn csv_problem(file: &Path, before: u64, error: &csv::Error) -> Problem {
    let wrong = if let csv::ErrorKind::Io(inner) = error.kind() { undecodable(inner) } else { None };
    match (wrong, error.position()) {
        (Some(wrong), _) => Problem::line(file, wrong.line, wrong),
        (None, Some(position)) => Problem::line(file, position.line().saturating_add(before), error),
        (None, None) => Problem::file(file, error),
    }
}
