//! The report of one lead as a page: the first line is the answer.

use lead_lifecycle::StageKind;

use crate::report::maybe::table;
use crate::report::story::{Step, when_in_column};
use crate::report::timeline::HOLLOW;
use crate::report::why::{ContractNow, DealNow, Why};
use crate::screen::{Clock, Column, Page, Report, Table, counted, money, sum_of};

impl Report for Why {
    const NAME: &'static str = "why";

    fn page(&self) -> Page {
        let clock = Clock::of(&self.zone);
        let mut page = Page::default();
        if let Some(merged) = &self.merged {
            page = page.line("").line(format!("{merged}."));
        }
        page = page.heading(self.answer(&clock));
        page = page.line(format!("It is {} ({}).", clock.at(self.at), clock.label()));
        if let Some(erased) = self.erased_at {
            page = page
                .warning(format!("Personal data was removed at {}: nothing personal may be added.", clock.at(erased)));
        }
        if self.waits_for_row {
            page = page.warning("An import told of it, and waits for its row.");
        }
        page = self.lacking(page, &clock);
        page = self.holding(page, &clock);
        page = page.heading(format!("How `{}` came there", self.lead)).with(self.story(&clock));
        let asks_for_score = matches!(self.stage, StageKind::Lead | StageKind::Mql | StageKind::Disqualified);
        if let Some(score) = self.score.explained.as_ref().filter(|_| asks_for_score) {
            page = page
                .heading(format!("Its score: {} of {}", self.score.total, self.score.enter))
                .laid_out(score.clone());
        }
        page.heading("What everybody could do with it now").with(table(&self.commands))
    }
}

impl Why {
    /// One sentence: where it stands, since when, and by what.
    fn answer(&self, clock: &Clock) -> String {
        let company = self.company.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
        let who = format!("`{}`{company}", self.lead);
        let step = self.because.and_then(|place| self.steps.get(place));
        let how = step.map_or_else(String::new, |step| format!(": {}, by {}", step.what, step.by));
        let since = step.map_or_else(|| clock.at(self.since), |step| when_in_column(self.since, step.day, clock));
        match self.stage {
            StageKind::Lead => {
                let (total, enter) = (self.score.total, self.score.enter);
                format!("Why is {who} no MQL? Its score is {total}, and {enter} make an MQL")
            }
            StageKind::Mql => format!("{who} is MQL since {since}{how}"),
            StageKind::Sql => format!("{who} is SQL since {since}{how}"),
            StageKind::Opportunity => format!("{who} is an opportunity since {since}{how}"),
            StageKind::Customer => {
                let present = self.contracts.iter().filter(|contract| contract.in_force);
                let (count, worth) = (present.clone().count(), sum_of(present.map(|contract| contract.value)));
                let contracts = counted(crate::load::count(count), "contract", "contracts");
                let worth = if count == 0 { String::from("no contract") } else { format!("{contracts}, {worth}") };
                format!("{who} is a customer since {since}{how}. In force now: {worth}")
            }
            StageKind::Disqualified => format!("{who} is disqualified since {since}{how}"),
            StageKind::Merged => format!("{who} was merged on {since}{how}"),
        }
    }

    /// What it lacks for the next stage.
    fn lacking(&self, mut page: Page, clock: &Clock) -> Page {
        let next = self.lacks.next;
        let command = self.lacks.command.map_or_else(String::new, |command| format!(" (`{command}`)"));
        if self.lacks.against.is_empty() {
            page = page.line(match (self.stage, self.lacks.command) {
                (StageKind::Lead, _) => String::from("Nothing stands against its promotion: `crm clock` records it."),
                (_, Some(_)) => format!("Nothing is missing for {next}{command} but what is said with the command."),
                (_, None) => format!("Nobody may bring it to {next} now."),
            });
        } else {
            page = page.line(format!("What stands against {next}{command}:"));
            for obstacle in &self.lacks.against {
                page = page.item(obstacle.text.clone());
            }
        }
        for step in self.steps.iter().filter(|step| step.hollow) {
            page = page.warning(format!("Its promotion of {} is {HOLLOW}.", clock.zoned(step.at)));
        }
        match self.promoted_at {
            Some(at) => page.line(format!("Time alone promotes it at {}.", clock.at(at))),
            None => page,
        }
    }

    /// Its deal, its meeting, its contracts.
    fn holding(&self, mut page: Page, clock: &Clock) -> Page {
        if let Some(DealNow { deal, stage, value, owner, expected_close, .. }) = &self.deal {
            let owner = owner.as_ref().map_or_else(|| String::from("nobody"), Clone::clone);
            let close = expected_close.map_or_else(String::new, |day| format!(", expected to close on {day}"));
            page = page.line(format!("Deal `{deal}` at {stage}, {}, of {owner}{close}.", money(*value)));
        }
        if let Some(meeting) = &self.meeting {
            page = page.line(format!("A meeting is agreed for {} by {}.", clock.at(meeting.at), meeting.channel));
        }
        if self.contracts.is_empty() {
            return page;
        }
        let mut table = Table::new(&[
            Column::left("contract"),
            Column::right("value"),
            Column::left("first day"),
            Column::left("last day"),
            Column::left("today"),
        ]);
        for contract in &self.contracts {
            let ContractNow { contract: key, value, starts, ends, .. } = contract;
            let ends = ends.map_or_else(|| String::from("open"), |day| day.to_string());
            table.row([
                key.clone(),
                money(*value),
                starts.to_string(),
                ends,
                String::from(self.today(contract, clock)),
            ]);
        }
        page.heading("Contracts").with(table)
    }

    fn today(&self, contract: &ContractNow, clock: &Clock) -> &'static str {
        if contract.in_force {
            "in force"
        } else if contract.starts > clock.day(self.at) {
            "begins later"
        } else {
            "has run out"
        }
    }

    fn story(&self, clock: &Clock) -> Table {
        let mut table = Table::new(&[
            Column::left("when"),
            Column::right("cycle"),
            Column::left("stage since"),
            Column::left("what"),
            Column::left("by").within(22),
        ]);
        for Step { at, day, cycle, stage, what, by, hollow } in &self.steps {
            let what = if *hollow { format!("{what}\n{HOLLOW}") } else { what.clone() };
            table.row([when_in_column(*at, *day, clock), cycle.to_string(), stage.to_string(), what, by.clone()]);
        }
        table
    }
}
