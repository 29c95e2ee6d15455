//! A table: columns as wide as what they hold; where that is too much, the widest ones are broken into lines.

use crate::screen::look::{Ink, Look};
use crate::screen::wide::{shown, width, wrapped};
use crate::screen::{Page, WIDTH};

/// Between two columns, and twice what stands before the first.
const GAP: &str = "   ";

/// A column that is narrower is hard to read.
const READABLE: usize = 12;

/// A column: its name, and on which side its cells stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    name: &'static str,
    is_right: bool,
    most: usize,
    yields: bool,
}

impl Column {
    /// Text.
    pub(crate) const fn left(name: &'static str) -> Self {
        Self { name, is_right: false, most: usize::MAX, yields: false }
    }

    /// Numbers.
    pub(crate) const fn right(name: &'static str) -> Self {
        Self { name, is_right: true, most: usize::MAX, yields: false }
    }

    /// Broken into lines before others are: what is read last, like the name of a company.
    pub(crate) const fn yielding(self) -> Self {
        Self { yields: true, ..self }
    }

    /// At most so wide, so that another column has room.
    pub(crate) const fn within(self, most: usize) -> Self {
        Self { most, ..self }
    }
}

#[derive(Debug)]
struct Row {
    cells: Vec<String>,
    ink: Ink,
}

/// A table.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl Table {
    pub(crate) fn new(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    pub(crate) fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.inked(Ink::Plain, cells);
    }

    /// A row that is to be seen at first sight, or not.
    pub(crate) fn inked<T: Into<String>>(&mut self, ink: Ink, cells: impl IntoIterator<Item = T>) {
        let mut cells: Vec<String> = cells.into_iter().map(|cell| shown(&cell.into())).collect();
        cells.resize(self.columns.len(), String::new());
        self.rows.push(Row { cells, ink });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table under a title, without colours.
    pub(crate) fn titled(self, title: &str) -> String {
        Page::titled(title).with(self).text(Look::PLAIN)
    }

    /// How wide each column is.
    fn widths(&self) -> Vec<usize> {
        let natural = |(place, column): (usize, &Column)| {
            let cells = self.rows.iter().filter_map(|row| row.cells.get(place)).flat_map(|cell| cell.split('\n'));
            cells.map(width).max().unwrap_or(0).min(column.most).max(width(column.name))
        };
        let natural: Vec<usize> = self.columns.iter().enumerate().map(natural).collect();
        let gaps = GAP.len().saturating_mul(self.columns.len().saturating_sub(1)).saturating_add(2);
        let room = WIDTH.saturating_sub(gaps);
        let widths = self.yielded(&natural, room);
        let most = highest(&widths, room);
        widths.into_iter().map(|wide| wide.min(most)).collect()
    }

    /// The same, after those that are to be broken first have been made narrow, as far as they can be read.
    fn yielded(&self, natural: &[usize], room: usize) -> Vec<usize> {
        let wide = |yields: bool| {
            let of = natural.iter().zip(&self.columns).filter(move |(_, column)| column.yields == yields);
            of.map(|(wide, _)| *wide).collect::<Vec<_>>()
        };
        let most = highest(&wide(true), room.saturating_sub(wide(false).iter().sum())).max(READABLE);
        let yielded = natural.iter().zip(&self.columns);
        yielded.map(|(wide, column)| if column.yields { (*wide).min(most) } else { *wide }).collect()
    }

    pub(super) fn lines(&self, look: Look) -> Vec<String> {
        let widths = self.widths();
        let whole = widths.iter().sum::<usize>();
        let whole = whole.saturating_add(GAP.len().saturating_mul(widths.len().saturating_sub(1))).saturating_add(2);
        let names: Vec<String> = self.columns.iter().map(|column| column.name.to_owned()).collect();
        let mut lines = vec!["─".repeat(whole)];
        self.row_lines(&names, &widths, (Ink::Strong, look), &mut lines);
        lines.push("═".repeat(whole));
        for row in &self.rows {
            self.row_lines(&row.cells, &widths, (row.ink, look), &mut lines);
        }
        lines.push("─".repeat(whole));
        lines
    }

    /// The lines of a row: as many as its longest cell has.
    fn row_lines(&self, cells: &[String], widths: &[usize], (ink, look): (Ink, Look), lines: &mut Vec<String>) {
        let cells: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, wide)| wrapped(cell, *wide)).collect();
        let high = cells.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..high {
            let parts = cells.iter().zip(widths).zip(&self.columns).map(|((cell, wide), column)| {
                let text = cell.get(at).map_or("", String::as_str);
                let blank = " ".repeat(wide.saturating_sub(width(text)));
                let text = look.paint(ink, text);
                if column.is_right { format!("{blank}{text}") } else { format!("{text}{blank}") }
            });
            lines.push(format!(" {}", parts.collect::<Vec<_>>().join(GAP)).trim_end().to_owned());
        }
    }
}

/// The widest that a column may be so that all of them have room: narrow ones stay as they are.
fn highest(natural: &[usize], room: usize) -> usize {
    let mut sorted = natural.to_vec();
    sorted.sort_unstable();
    let mut left = room;
    for (place, wide) in sorted.iter().enumerate() {
        let each = left.checked_div(sorted.len().saturating_sub(place)).unwrap_or(0);
        if *wide > each {
            // Never so narrow that nothing fits.
            return each.max(4);
        }
        left = left.saturating_sub(*wide);
    }
    usize::MAX
}

#[cfg(test)]
mod tests {
    use super::{Column, Table, highest};
    use crate::screen::look::{Colour, Ink, Look};
    use crate::screen::wide::width;

    #[test]
    fn columns_stand_below_each_other_whatever_is_written_in_them() {
        let mut table = Table::new(&[Column::left("company"), Column::right("leads"), Column::left("x")]);
        table.row(["株式会社瑞穂福祉会", "7", "a"]);
        table.row(["ACME", "12,345", "b"]);
        let told = [
            "─────────────────────────────────",
            " company               leads   x",
            "═════════════════════════════════",
            " 株式会社瑞穂福祉会        7   a",
            " ACME                 12,345   b",
            "─────────────────────────────────",
        ];
        assert_eq!(table.lines(Look::PLAIN), told);
    }

    #[test]
    fn no_line_is_wider_than_a_hundred_columns() {
        let mut table = Table::new(&[Column::left("a"), Column::left("b"), Column::right("c")]);
        table.row(["勤怠集計".repeat(40), "many words ".repeat(40), String::from("1")]);
        let lines = table.lines(Look::PLAIN);
        assert!(lines.len() > 5);
        assert_eq!(lines.iter().find(|line| width(line) > 100), None);
    }

    #[test]
    fn only_what_is_too_wide_is_made_narrow() {
        assert_eq!(highest(&[3, 5], 8), usize::MAX);
        assert_eq!(highest(&[3, 50, 60], 43), 20);
        assert_eq!(highest(&[50, 60], 2), 4);
    }

    #[test]
    fn a_column_that_yields_is_broken_first() {
        let mut table = Table::new(&[Column::left("row"), Column::left("company").yielding()]);
        table.row(["r".repeat(70), "word ".repeat(10)]);
        let lines = table.lines(Look::PLAIN);
        assert!(lines[3].starts_with(&format!(" {}   word", "r".repeat(70))), "{lines:#?}");
        assert!(lines[4].trim_start().starts_with("word") && width(&lines[3]) <= 100, "{lines:#?}");
    }

    #[test]
    fn colours_move_no_column() {
        let mut table = Table::new(&[Column::left("a"), Column::right("b")]);
        table.inked(Ink::Faint, ["gone", "1"]);
        let plain = table.lines(Look::PLAIN);
        let coloured = table.lines("always".parse().map_or(Look::PLAIN, |colour: Colour| Look::of_output(colour)));
        let without = |line: &String| line.replace("\u{1b}[1m", "").replace("\u{1b}[2m", "").replace("\u{1b}[0m", "");
        assert!(coloured.iter().any(|line| line.contains('\u{1b}')));
        assert_eq!(coloured.iter().map(without).collect::<Vec<_>>(), plain);
    }
}
