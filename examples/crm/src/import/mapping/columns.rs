//! Every column that a mapping names.

use crate::import::mapping::cell::Cell;
use crate::import::mapping::ends::{Ended, Won};
use crate::import::mapping::mapping::{Mapping, OriginRule};

/// The main file's columns and those of joined files, as a mapping writes them.
impl Mapping {
    fn wins(&self) -> impl Iterator<Item = &Won> {
        self.won.iter().chain(&self.bought)
    }

    fn endings(&self) -> impl Iterator<Item = &Ended> {
        [&self.lost, &self.recycled, &self.disqualified, &self.discarded, &self.churned].into_iter().flatten()
    }

    /// Every cell of a row, those that look something up too.
    pub(crate) fn cells(&self) -> Vec<&Cell> {
        let mut cells: Vec<&Cell> = vec![&self.lead];
        cells.extend(self.currency.cell());
        let optional = [
            &self.source,
            &self.medium,
            &self.campaign,
            &self.content,
            &self.account,
            &self.person,
            &self.owner,
            &self.team,
            &self.deal,
            &self.contract,
            &self.contract_starts,
            &self.contract_ends,
            &self.product,
            &self.value,
            &self.expected_close,
            &self.pipeline,
            &self.deal_stage,
        ];
        cells.extend(optional.into_iter().flatten());
        cells.extend(self.wins().filter_map(|won| won.value.as_ref()));
        cells.extend(self.endings().filter_map(|end| end.reason.as_ref().and_then(|given| given.cell())));
        cells.extend(self.merged.iter().map(|merged| &merged.into));
        cells.extend(self.fields.values());
        cells.extend(self.joins.values().map(|join| &join.by));
        cells.extend(self.history.iter().filter_map(|history| history.by.as_ref()));
        cells.extend(self.activities.iter().filter_map(|activities| activities.by.as_ref()));
        if let Some(history) = self.history.as_ref().filter(|history| history.file.is_none()) {
            cells.push(&history.stage);
            cells.extend(&history.reason);
        }
        cells
    }

    /// Every column whose cells are dates of steps.
    pub(crate) fn dated(&self) -> Vec<&str> {
        let mut columns: Vec<&str> = Vec::new();
        columns.extend(self.reached.values().filter_map(|reached| reached.at.as_deref()));
        columns.extend(self.wins().filter_map(|won| won.at.as_deref()));
        columns.extend(self.endings().filter_map(|end| end.at.as_deref()));
        columns.extend(self.merged.iter().filter_map(|merged| merged.at.as_deref()));
        let own = self.history.as_ref().filter(|history| history.file.is_none());
        columns.extend(own.map(|history| history.at.as_str()));
        columns
    }

    /// Every condition: its column, its words, and whether it is one of a milestone.
    pub(crate) fn conditions(&self) -> Vec<(&str, &[String], bool)> {
        let reached = self.reached.values().filter_map(|reached| reached.when.as_ref()).map(|when| (when, true));
        let ended = self.endings().map(|end| &end.when);
        let ended = ended.chain(self.wins().map(|won| &won.when));
        let ended = ended.chain(self.merged.iter().map(|merged| &merged.when)).map(|when| (when, false));
        reached.chain(ended).map(|(when, step)| (when.column.as_str(), when.is.as_slice(), step)).collect()
    }

    /// Every column that the mapping reads, once.
    pub(crate) fn columns(&self) -> Vec<&str> {
        let mut columns: Vec<&str> = self.cells().into_iter().map(|cell| cell.column.as_str()).collect();
        columns.extend(self.dated());
        columns.extend(self.conditions().into_iter().map(|(column, ..)| column));
        if let OriginRule::By { column, .. } = &self.origin {
            columns.push(column);
        }
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}
