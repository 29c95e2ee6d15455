//! The versions, with the leads under each.

use lead_lifecycle::Instant;
use lead_lifecycle::lifecycle::{PolicyBook, StockDecline, StockPromotion, StockRules, Version};
use serde::Serialize;

use crate::policies::advice::{Advised, advice};
use crate::policies::version::since;
use crate::problem::Problem;
use crate::screen::{Column, Page, Report, Table, counted, grouped};
use crate::store::Store;

/// The policies of a database.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    /// All leads.
    leads: u64,
    /// Leads under a policy that is not among them.
    leads_elsewhere: u64,
    versions: Vec<Row>,
}

/// One version.
#[derive(Debug, Serialize)]
struct Row {
    number: usize,
    label: String,
    fingerprint: String,
    from: Instant,
    /// The same in words.
    since: String,
    /// How it treats leads that are there when it comes into force, in words.
    stock: String,
    leads: u64,
    /// Where deals go with it, one sentence each.
    moved: Vec<String>,
    /// What is advised on it; nothing once another version has come into its place.
    advice: Vec<Advised>,
}

pub(super) fn list(store: &Store, book: &PolicyBook, now: Option<Instant>) -> Result<Listed, Problem> {
    let in_force = now.and_then(|now| book.at(now)).map_or(Instant::MIN, Version::from);
    let rows = book.versions().enumerate().map(|(place, version)| {
        let number = place.saturating_add(1);
        Row {
            number,
            label: version.stamp().label.to_string(),
            fingerprint: version.stamp().fingerprint.to_string(),
            from: version.from(),
            since: since(version),
            stock: stock(version.stock()),
            leads: 0,
            moved: moved(number, version),
            advice: if version.from() < in_force { Vec::new() } else { advice(version, now) },
        }
    });
    let mut versions = Listed { leads: 0, leads_elsewhere: 0, versions: rows.collect() };
    store.each_lead(|lead| {
        versions.leads = versions.leads.saturating_add(1);
        let place = book.versions().position(|version| lead.policy().is_version(version.stamp()));
        let count = match place.and_then(|place| versions.versions.get_mut(place)) {
            Some(row) => &mut row.leads,
            None => &mut versions.leads_elsewhere,
        };
        *count = count.saturating_add(1);
        Ok(())
    })?;
    Ok(versions)
}

/// How a version treats leads that are there when it comes into force.
fn stock(rules: Option<&StockRules>) -> String {
    let Some(rules) = rules else { return String::from("as before") };
    let promote = match rules.promote {
        StockPromotion::AtOnce => String::from("promoted at once"),
        StockPromotion::NewActivity => String::from("promoted after a new activity"),
        StockPromotion::NotBefore(day) => format!("promoted not before {day}"),
    };
    let decline = match rules.decline {
        StockDecline::AtOnce => "demoted at once",
        StockDecline::FromAdoption => "demoted by a decline from then on",
    };
    format!("{promote}\n{decline}")
}

/// Where deals go with a version, one sentence a name.
fn moved(number: usize, version: &Version) -> Vec<String> {
    let mapping = version.deal_stages();
    let pipelines = mapping.pipelines.iter().map(|(old, new)| format!("version {number}: deals of {old} go to {new}"));
    let stages = mapping.stages.iter().flat_map(|(pipeline, stages)| {
        stages.iter().map(move |(old, new)| format!("version {number}: deals at {old} of {pipeline} go to {new}"))
    });
    pipelines.chain(stages).collect()
}

impl Report for Listed {
    const NAME: &'static str = "policies";

    fn page(&self) -> Page {
        let mut table = Table::new(&[
            Column::right("number"),
            Column::left("policy"),
            Column::left("in force from"),
            Column::left("leads that are there before"),
            Column::right("leads"),
        ]);
        for row in &self.versions {
            let policy = format!("{}\n{}", row.label, row.fingerprint);
            table.row([row.number.to_string(), policy, row.since.clone(), row.stock.clone(), grouped(row.leads)]);
        }
        let versions = counted(crate::load::count(self.versions.len()), "version", "versions");
        let leads = counted(self.leads, "lead", "leads");
        let mut page = Page::titled(format!("Policies: {versions}, {leads}")).with(table);
        if self.leads_elsewhere > 0 {
            let leads = counted(self.leads_elsewhere, "lead is", "leads are");
            page = page.warning(format!("{leads} under a policy that is not among them"));
        }
        let page = self.versions.iter().flat_map(|row| &row.moved).fold(page, |page, moved| page.line(moved.clone()));
        let advised = self.versions.iter().flat_map(|row| row.advice.iter().map(move |advised| (row.number, advised)));
        advised.fold(page, |page, (number, advised)| page.warning(format!("version {number}: {}", advised.text())))
    }
}
