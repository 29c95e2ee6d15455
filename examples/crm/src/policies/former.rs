//! Going back: a former policy once more, as the newest version.

use lead_lifecycle::lifecycle::{PolicyBook, Version};

use crate::args::Terms;
use crate::policies::version::{put, since, with_stock};
use crate::problem::Problem;

/// The policy of the version before the newest, or of one by its number, once more.
///
/// Deals go back to where they came from, as far as only one place leads to where they are; what else is needed must be said.
pub(super) fn roll_back(book: &PolicyBook, to: Option<usize>, terms: &Terms) -> Result<Version, Problem> {
    let count = book.versions().count();
    let number = to.unwrap_or_else(|| count.saturating_sub(1));
    let former = number.checked_sub(1).and_then(|place| book.versions().nth(place)).filter(|_| number < count);
    let Some(former) = former else {
        return Err(Problem::Data(match to {
            Some(number) => format!(
                "`--to {number}`: there are {count} versions, and only one before the newest can be gone back to"
            ),
            None => String::from("there is only one version: nothing to go back to"),
        }));
    };
    let from = terms.from.start(former.policy().zone());
    if from <= book.newest().from() {
        return Err(Problem::Data(format!(
            "a roll-back comes after the newest version, which is in force from {}: let it begin later",
            since(book.newest())
        )));
    }
    // INVARIANT: it is of the book, and not the newest.
    let back = book.back_to(former.stamp(), from).unwrap_or_else(|| Version::new(from, former.policy().clone()));
    let mut mapping = back.deal_stages().clone();
    put(&mut mapping, book.newest().policy(), terms)?;
    Ok(with_stock(back, terms).with_deal_stages(mapping))
}
