//! Where something that only falls comes under nought.

use crate::scoring::language::thousandths::Thousandths;

/// The first second of a range at which what only falls, `over`, is under 0. `guess` may tell about where that is, from
/// what it is at the beginning.
///
/// Between a second at which it is not and one at which it is: the guess, then interpolation and halving in turn, as
/// points fade almost in a line.
#[inline]
pub(super) fn first_under(
    from: i64,
    until: i64,
    over: impl Fn(i64) -> Thousandths,
    guess: impl FnOnce(Thousandths) -> Option<i64>,
) -> Option<i64> {
    let (mut before, mut after) = ((from, over(from)), (until, over(until)));
    if before.1 < Thousandths::ZERO {
        return Some(from);
    }
    if after.1 >= Thousandths::ZERO {
        return None;
    }
    let mut guess = guess(before.1);
    let mut halve = false;
    while after.0.saturating_sub(before.0) > 1 {
        let step = guess.take().unwrap_or_else(|| {
            // A guess that hardly narrows the range is followed by a halving.
            let line = on_the_line(before, after).filter(|_| !halve);
            halve = !halve;
            before.0.saturating_add(line.unwrap_or(after.0.saturating_sub(before.0) >> 1))
        });
        let middle = step.clamp(before.0.saturating_add(1), after.0.saturating_sub(1));
        let there = over(middle);
        if there < Thousandths::ZERO {
            // Nearly always the first second: see whether the one before it is not yet under.
            if step == middle && !halve {
                guess = Some(middle.saturating_sub(1)).filter(|t| *t > before.0 && after.0.saturating_sub(middle) > 1);
            }
            after = (middle, there);
        } else {
            before = (middle, there);
        }
    }
    Some(after.0)
}

/// How far after the first of two points the line between them reaches nought.
fn on_the_line(before: (i64, Thousandths), after: (i64, Thousandths)) -> Option<i64> {
    let width = after.0.saturating_sub(before.0);
    let drop = i128::from(before.1.saturating_sub(after.1).get());
    let share = i128::from(width).saturating_mul(i128::from(before.1.get())).checked_div(drop)?;
    i64::try_from(share).ok()
}
