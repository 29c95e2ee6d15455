//! The versions, with the leads under each.

use std::fmt::Write as _;

use lead_lifecycle::lifecycle::{PolicyBook, StockDecline, StockPromotion, StockRules, Version};

use crate::policies::version::since;
use crate::problem::Problem;
use crate::report::Report;
use crate::store::Store;

pub(super) fn list(store: &Store, book: &PolicyBook) -> Result<String, Problem> {
    let leads = store.leads()?;
    let mut report = Report::new(&[">number", "policy", "in force from", "leads that are there before", ">leads"]);
    for (place, version) in book.versions().enumerate() {
        let under = leads.iter().filter(|lead| lead.policy().is_version(version.stamp())).count();
        report.row([
            place.saturating_add(1).to_string(),
            format!("{}\n{}", version.stamp().label, version.stamp().fingerprint),
            since(version),
            stock(version.stock()),
            under.to_string(),
        ]);
    }
    let unknown = leads.iter().filter(|lead| book.find(lead.policy()).is_none()).count();
    let mut text = report.finish(&format!("Policies: {} versions, {} leads", book.versions().count(), leads.len()));
    if unknown > 0 {
        let _infallible = writeln!(text, "{unknown} leads are under a policy that is not among them");
    }
    for (place, version) in book.versions().enumerate() {
        text.push_str(&moved(place.saturating_add(1), version));
    }
    Ok(text)
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

/// Where deals go with a version, one line a name.
fn moved(number: usize, version: &Version) -> String {
    let mapping = version.deal_stages();
    let pipelines =
        mapping.pipelines.iter().map(|(old, new)| format!("version {number}: deals of {old} go to {new}\n"));
    let stages = mapping.stages.iter().flat_map(|(pipeline, stages)| {
        stages.iter().map(move |(old, new)| format!("version {number}: deals at {old} of {pipeline} go to {new}\n"))
    });
    pipelines.chain(stages).collect()
}
