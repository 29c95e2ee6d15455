//! The balance in words.

use std::fmt::{self, Display, Formatter};

use crate::import::balance::{Activities, Balance, ColumnBalance, Examples, FileBalance, Role, Rows, Words};

impl Display for Balance {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Rows { read, loaded, known, twice, refused, blank } = self.rows;
        writeln!(f, "{read} rows read = {loaded} loaded + {known} already known + {refused} refused")?;
        if twice > 0 {
            writeln!(f, "  {twice} of those already known stand in the file twice, every cell the same")?;
        }
        if blank > 0 {
            writeln!(f, "  {blank} blank lines are no rows")?;
        }
        for (reason, examples) in &self.refused {
            writeln!(f, "  {} refused: {reason}", examples.count)?;
            told(f, examples)?;
        }
        let made = self.leads.made;
        writeln!(f, "{made} leads made, {} rows went on with a lead, {} facts", self.leads.gone_on, self.facts)?;
        if self.leads.apart.count > 0 {
            let count = self.leads.apart.count;
            writeln!(f, "  {count} leads stand apart: their deals overlap with another of the same key")?;
            told(f, &self.leads.apart)?;
        }
        self.steps(f)?;
        self.words(f)?;
        write!(f, "{}", self.activities)?;
        if self.unknown_kinds.count() > 0 {
            writeln!(f, "kinds of activities that the policy does not know: {}", listed(&self.unknown_kinds))?;
        }
        self.files.iter().try_for_each(|file| write!(f, "{file}"))
    }
}

impl Balance {
    fn steps(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !self.implied.is_empty() {
            let steps: Vec<String> = self.implied.iter().map(|(step, count)| format!("{step} {count}")).collect();
            writeln!(f, "implied steps: {}", steps.join(", "))?;
        }
        for (step, examples) in &self.clamped {
            writeln!(f, "{} dates moved: {step}", examples.count)?;
            told(f, examples)?;
        }
        for (kind, examples) in &self.left_over {
            writeln!(f, "{} left over: {kind}, kept in a fact of its own", examples.count)?;
            told(f, examples)?;
        }
        if self.would_promote.count > 0 {
            writeln!(f, "{} leads would be promoted if they were not stock", self.would_promote.count)?;
            told(f, &self.would_promote)?;
        }
        let made_up = [
            (&self.worth_unknown, "contracts of nothing: nobody says what was won"),
            (&self.product_unknown, "deals of a known value and no product: their line is of `imported`"),
        ];
        for (examples, what) in made_up.iter().filter(|(examples, _)| examples.count > 0) {
            writeln!(f, "{} {what}", examples.count)?;
            told(f, examples)?;
        }
        self.notes.words.iter().try_for_each(|(note, often)| writeln!(f, "{} × {note}", often.count))?;
        if self.notes.others > 0 {
            writeln!(f, "{} more notes", self.notes.others)?;
        }
        Ok(())
    }

    fn words(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (column, words) in &self.unknown_words {
            writeln!(f, "unknown words in `{column}`: {}", listed(words))?;
        }
        for (column, words) in &self.as_it_is {
            writeln!(f, "words of `{column}` that its map does not name, taken as they are: {}", listed(words))?;
        }
        for (column, words) in &self.defaulted {
            writeln!(f, "empty cells of `{column}` with a default: {}", listed(words))?;
        }
        for (column, count) in &self.rounded {
            writeln!(f, "{count} dates of `{column}` rounded down to the second")?;
        }
        Ok(())
    }
}

impl Display for Activities {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { loaded, known, refused, raise_no_hand, beyond } = self;
        if *loaded > 0 || *known > 0 || *beyond > 0 || refused.count > 0 {
            writeln!(f, "{loaded} activities loaded, {known} known, {} refused", refused.count)?;
            told(f, refused)?;
        }
        if *raise_no_hand > 0 {
            writeln!(f, "  {raise_no_hand} of those loaded ask for contact: imported, they raise no hand")?;
        }
        if *beyond > 0 {
            writeln!(f, "  {beyond} are not loaded: they earn nothing, and are too old to tell from recorded ones")?;
        }
        Ok(())
    }
}

impl Display for FileBalance {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let with = |role: Role| self.columns.iter().filter(move |column| column.role == role);
        let (used, ignored) = (with(Role::Used).count(), with(Role::Ignored).count());
        let unmapped = with(Role::Unmapped).count();
        let (file, rows) = (&self.file, self.rows);
        writeln!(f, "{file}: {rows} rows, {used} columns used, {ignored} ignored by name, {unmapped} unmapped")?;
        self.found.iter().try_for_each(|found| writeln!(f, "  read with the {found}"))?;
        if unmapped > 0 {
            let names = with(Role::Unmapped).map(|column| format!("{} ({})", shown(&column.name), column.filled));
            writeln!(f, "  unmapped, with their filled cells: {}", names.collect::<Vec<_>>().join(", "))?;
        }
        if self.unmatched.count > 0 {
            writeln!(f, "  {} rows that no row of the main file asked for", self.unmatched.count)?;
            told(f, &self.unmatched)?;
        }
        if self.not_found.count > 0 {
            writeln!(f, "  {} rows of the main file ask for a key that is not here", self.not_found.count)?;
            told(f, &self.not_found)?;
        }
        with(Role::Used).try_for_each(|column| write!(f, "{column}"))
    }
}

impl Display for ColumnBalance {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { filled, used, .. } = self;
        write!(f, "  `{}`: {filled} filled = {used} used", self.name)?;
        let others = [
            (self.empty_by_word.count(), "empty by word"),
            (self.left_over.count, "left over"),
            (self.in_known, "in known rows"),
            (self.in_refused, "in refused rows"),
        ];
        others.iter().filter(|(count, _)| *count > 0).try_for_each(|(count, what)| write!(f, " + {count} {what}"))?;
        writeln!(f)?;
        if self.empty_by_word.count() > 0 {
            writeln!(f, "    words for empty: {}", listed(&self.empty_by_word))?;
        }
        if self.left_over.count > 0 {
            writeln!(f, "    left over:")?;
            told(f, &self.left_over)?;
        }
        Ok(())
    }
}

fn shown(name: &str) -> &str {
    if name.is_empty() { "without a name" } else { name }
}

fn told(f: &mut Formatter<'_>, examples: &Examples) -> fmt::Result {
    for example in &examples.examples {
        let lead = if example.lead.is_empty() { String::new() } else { format!(", {}", example.lead) };
        writeln!(f, "    line {}{lead}: {}", example.line, example.what)?;
    }
    Ok(())
}

fn listed(words: &Words) -> String {
    let one = |(word, counted): (&String, &crate::import::balance::Counted)| {
        let counts_as = if counted.counts_as.is_empty() { String::new() } else { format!(" as {}", counted.counts_as) };
        format!("`{word}`{counts_as} {}", counted.count)
    };
    let mut listed: Vec<String> = words.words.iter().map(one).collect();
    if words.others > 0 {
        listed.push(format!("and {} more cells", words.others));
    }
    listed.join(", ")
}
