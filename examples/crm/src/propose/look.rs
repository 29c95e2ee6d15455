//! One file as it is: its encoding, its delimiter, its header, and the words of its first rows.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord};

use crate::import::encoding::Encoded;
use crate::import::mapping::mark::Mark;
use crate::problem::Problem;
use crate::propose::column::Column;

/// How many rows are looked at.
pub(crate) const ROWS: usize = 200;
/// How much of a file is read: its keys are compared with those of other files as far as that goes.
const BYTES: u64 = 4 * 1024 * 1024;
/// How many lines may stand before the header.
const BEFORE: usize = 10;
/// How many lines show how a file is parted.
const SAMPLE: usize = 50;

/// A file that was looked at.
#[derive(Debug)]
pub(crate) struct Looked {
    pub(crate) file: PathBuf,
    pub(crate) encoding: Encoded,
    /// Whether the file begins with a mark of its encoding.
    pub(crate) marked: bool,
    pub(crate) because: &'static str,
    pub(crate) delimiter: Mark,
    /// The line of the header, from 1.
    pub(crate) header: u64,
    pub(crate) columns: Vec<Column>,
    /// Rows that were looked at.
    pub(crate) rows: usize,
    /// Rows that were read, for their keys.
    pub(crate) read: usize,
    /// Whether the file goes on after them.
    pub(crate) more: bool,
    /// Rows with more or fewer cells than the header.
    pub(crate) uneven: usize,
}

impl Looked {
    pub(crate) fn at(file: &Path) -> Result<Self, Problem> {
        let wrong = |error: std::io::Error| Problem::file(file, error);
        let mut bytes = Vec::new();
        let source = File::open(file).map_err(wrong)?;
        let size = source.metadata().map_err(wrong)?.len();
        source.take(BYTES).read_to_end(&mut bytes).map_err(wrong)?;
        let more = size > BYTES;
        if more {
            let end = bytes.iter().rposition(|byte| *byte == b'\n').unwrap_or(bytes.len());
            bytes.truncate(end);
        }
        let (encoding, marked, because, text) = decoded(&bytes)
            .ok_or_else(|| Problem::file(file, "is text of no encoding that is known: save it as UTF-8"))?;
        let delimiter = delimiter(&text);
        let mut records = records(file, &text, delimiter)?;
        let place = header(&records);
        if place >= records.len() {
            return Err(Problem::file(file, "is empty: there is no header to look at"));
        }
        let rows = records.split_off(place.saturating_add(1));
        let Some((line, names)) = records.pop() else {
            return Err(Problem::file(file, "is empty: there is no header to look at"));
        };
        let looked = rows.len().min(ROWS);
        let columns = names.iter().enumerate().map(|(index, name)| {
            let cells = rows.iter().map(|(_, row)| row.get(index).unwrap_or_default().trim());
            Column::of(name.trim(), cells, ROWS)
        });
        let uneven = rows.iter().filter(|(_, row)| row.len() != names.len()).count();
        Ok(Self {
            file: file.to_path_buf(),
            encoding,
            marked,
            because,
            delimiter,
            header: line,
            columns: columns.collect(),
            rows: looked,
            read: rows.len(),
            more,
            uneven,
        })
    }

    /// The name of the file, as a mapping names it.
    pub(crate) fn name(&self) -> String {
        self.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    /// The name without what stands after the point, as a word.
    pub(crate) fn stem(&self) -> String {
        let stem = self.file.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let word = |sign: char| if sign.is_alphanumeric() || sign == '_' { sign } else { '_' };
        stem.chars().map(word).collect::<String>().to_lowercase()
    }
}

/// By its mark; else UTF-8 if it is that; else CP932 if every byte is that; else Latin-1, which everything is.
fn decoded(bytes: &[u8]) -> Option<(Encoded, bool, &'static str, String)> {
    if let Some((encoding, length)) = Encoded::of_mark(bytes) {
        let text = encoding.text(bytes.get(length..)?)?;
        return Some((encoding, true, "by the mark that it begins with", text));
    }
    if let Some(text) = Encoded::UTF_8.text(bytes) {
        return Some((Encoded::UTF_8, false, "every byte is UTF-8", text));
    }
    // Two letters of Latin-1 side by side can be one sign of CP932, but hardly one of those that Japanese is written with.
    if let Some(text) = Encoded::CP932.text(bytes).filter(|text| text.chars().any(is_japanese)) {
        return Some((Encoded::CP932, false, "it is no UTF-8, and every byte is CP932, with Japanese in it", text));
    }
    let latin = Encoded::try_from(String::from("latin-1")).ok()?;
    let text = latin.text(bytes)?;
    Some((latin, false, "it is neither UTF-8 nor CP932", text))
}

/// Kana, which no Japanese text does without: half-width ones are single bytes that Latin-1 has letters for.
const fn is_japanese(sign: char) -> bool {
    matches!(sign, '\u{3041}'..='\u{30ff}')
}

/// The sign that parts most lines into the same number of cells.
fn delimiter(text: &str) -> Mark {
    let score = |mark: &Mark| {
        let mut reader = reader(text, *mark);
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for record in reader.records().take(SAMPLE).flatten() {
            let count = widths.entry(record.len()).or_default();
            *count = count.saturating_add(1);
        }
        let usual = widths.into_iter().filter(|(width, _)| *width > 1).max_by_key(|(width, count)| (*count, *width));
        usual.map_or((0, 0), |(width, count)| (count, width))
    };
    // Of equal ones `max_by_key` takes the last.
    let marks = [Mark::BAR, Mark::TAB, Mark::SEMICOLON, Mark::COMMA];
    marks.into_iter().max_by_key(score).unwrap_or(Mark::COMMA)
}

fn reader(text: &str, mark: Mark) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(mark.byte()).from_reader(text.as_bytes())
}

/// Every record with the line that it begins on.
fn records(file: &Path, text: &str, mark: Mark) -> Result<Vec<(u64, StringRecord)>, Problem> {
    let rows = reader(text, mark).into_records().map(|record| {
        let record = record.map_err(|error| match error.position() {
            Some(position) => Problem::line(file, position.line(), &error),
            None => Problem::file(file, &error),
        })?;
        Ok((record.position().map_or(1, |position| line(text, position.byte())), record))
    });
    rows.collect()
}

/// The line on which the record begins that is read from a byte on: ends of lines before it are not its own.
fn line(text: &str, byte: u64) -> u64 {
    let byte = usize::try_from(byte).unwrap_or(text.len());
    let (before, rest) = text.split_at_checked(byte).unwrap_or((text, ""));
    let blank = rest.len().saturating_sub(rest.trim_start_matches(['\r', '\n']).len());
    let ends = before.bytes().chain(rest.bytes().take(blank)).filter(|byte| *byte == b'\n').count();
    u64::try_from(ends).unwrap_or(u64::MAX).saturating_add(1)
}

/// The first line that is as wide as most, with a name in nearly every cell.
fn header(records: &[(u64, StringRecord)]) -> usize {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, record) in records.iter().take(SAMPLE) {
        let count = widths.entry(record.len()).or_default();
        *count = count.saturating_add(1);
    }
    let usual = widths.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width);
    let named = |record: &StringRecord| {
        let blank = record.iter().filter(|cell| cell.trim().is_empty()).count();
        record.len() == usual && blank.saturating_mul(4) <= record.len()
    };
    records.iter().take(BEFORE).position(|(_, record)| named(record)).unwrap_or(0)
}
