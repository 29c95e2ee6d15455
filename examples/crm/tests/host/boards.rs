//! The board that is in a text, read as a person reads it.

/// Its rows, `mql untouched 7158 JPY 1,000`: name, leads, values. What is counted stands between and is left out; a cell of
/// several lines follows its row.
pub(crate) fn board_rows(text: &str) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let board = text.split("\nBoard at ").last().unwrap_or_default();
    let lines =
        board.lines().skip_while(|line| !line.starts_with('═')).skip(1).take_while(|line| !line.starts_with('─'));
    for line in lines {
        let mut cells = line.split("   ").map(str::trim).filter(|cell| !cell.is_empty());
        if line.starts_with("   ") {
            let last = rows.last_mut().unwrap();
            // Words of what is counted may be broken into lines, and amounts of another currency follow.
            let amounts = cells.filter(|cell| cell.ends_with(|letter: char| letter.is_ascii_digit()));
            amounts.for_each(|cell| *last = format!("{last} {cell}"));
            continue;
        }
        let name = cells.next().unwrap().replace('/', " ");
        let _counted = cells.next().unwrap();
        let leads = cells.next().unwrap().replace(',', "");
        rows.push(cells.fold(format!("{name} {leads}"), |row, cell| format!("{row} {cell}")));
    }
    rows
}
