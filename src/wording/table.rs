//! Tables in plain text, as a terminal shows them.

use alloc::string::String;
use alloc::vec::Vec;

/// Rows as columns, the first row being the heads: numbers to the right, words to the left.
pub(in crate::wording) fn aligned(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut columns = alloc::vec![(0_usize, true); count];
    for (index, row) in rows.iter().enumerate() {
        for ((width, numbers), cell) in columns.iter_mut().zip(row) {
            *width = (*width).max(width_of(cell));
            *numbers = *numbers && (index == 0 || is_number(cell));
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, (width, numbers)) in row.iter().zip(&columns) {
            let padding = core::iter::repeat_n(' ', width.saturating_sub(width_of(cell)));
            if *numbers {
                line.extend(padding);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.extend(padding);
            }
            line.push_str("  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Digits, or money: they stand one below the other.
fn is_number(cell: &str) -> bool {
    let amount = match cell.split_once(' ') {
        Some((currency, amount)) if currency.len() == 3 && currency.chars().all(|c| c.is_ascii_uppercase()) => amount,
        Some(_) | None => cell,
    };
    amount.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '%' | '/' | '…'))
}

/// Columns that a text takes in a terminal: letters of East Asian scripts take two.
fn width_of(text: &str) -> usize {
    let wide = |letter: char| matches!(letter, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}');
    text.chars().map(|letter| if wide(letter) { 2 } else { 1_usize }).sum()
}
