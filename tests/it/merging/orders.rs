//! In which order duplicates come in.

use std::collections::BTreeSet;

use lead_lifecycle::lead::Customer;
use lead_lifecycle::values::{ContactOutcome, FieldName};
use lead_lifecycle::{Command, Fact, FactBody, Instant, Lead};
use proptest::prelude::*;

use crate::common::tale::{call, hand_raise};
use crate::common::{DAY, at, story};
use crate::merge_laws::Family;
use crate::merging::{family, told};

/// The fields of which two words have one instant, in whatever lead.
fn tied(families: &Family, names: &[&str]) -> BTreeSet<FieldName> {
    let mut seen: BTreeSet<(FieldName, Instant)> = BTreeSet::new();
    let mut tied = BTreeSet::new();
    for name in names {
        for (field, entry) in families.lead(name).profile().entries() {
            if !seen.insert((field.clone(), entry.at)) {
                tied.insert(field.clone());
            }
        }
    }
    tied
}

/// The keys of the deals that a history has heard of.
fn deals(history: &[Fact]) -> BTreeSet<lead_lifecycle::values::DealKey> {
    let key = |fact: &Fact| match &fact.body {
        FactBody::BecameSql { deal, .. } => Some(deal.key().clone()),
        _ => None,
    };
    history.iter().filter_map(key).collect()
}

/// What of a lead unites as sets do, in words that can be compared.
fn united(lead: &Lead, known: &BTreeSet<lead_lifecycle::values::DealKey>, tied: &BTreeSet<FieldName>) -> Vec<String> {
    let mut contracts: Vec<String> = lead
        .customer()
        .map_or(&[][..], |customer| customer.contracts())
        .iter()
        .map(|held| serde_json::to_string(held).unwrap())
        .collect();
    contracts.sort();
    let profile: Vec<_> = lead.profile().entries().filter(|(name, _)| !tied.contains(*name)).collect();
    let mut leads: Vec<_> = lead.absorbed().unwrap().leads().iter().map(|one| &one.lead).collect();
    leads.sort();
    vec![
        format!("scoring: {:?}", serde_json::to_string(&lead.scoring().of_activities()).unwrap()),
        format!("consents: {:?}", lead.consents().iter().collect::<Vec<_>>()),
        format!("customer since {:?}", lead.customer().map(Customer::since)),
        format!("contracts: {contracts:?}"),
        format!("deals: {:?}", known.iter().filter(|key| lead.knows_deal(key)).collect::<Vec<_>>()),
        format!("newest hand-raise: {:?} {:?}", lead.hand_raise().newest(), lead.hand_raise().answered_at()),
        format!("last activity: {:?}", lead.anchors().last_activity),
        format!("first touch: {:?}", lead.first_touch().at),
        format!("leads: {leads:?}"),
        format!("profile: {profile:?}"),
    ]
}

proptest! {
    /// Two duplicates come in: what unites as sets does not ask which of them came first.
    #[test]
    fn the_order_of_two_duplicates_does_not_matter(
        one in story(25), other in story(25), third in story(25), standard: bool,
    ) {
        let before = told(standard, &[("a", &one), ("b", &other), ("c", &third)]);
        let (mut this, mut that) = (before.clone(), before.clone());
        if !(this.may_merge("b", "a") && this.may_merge("c", "a")) {
            return Ok(());
        }
        prop_assert!(that.may_merge("c", "a") && that.may_merge("b", "a"), "one order is refused");
        let names = ["a", "b", "c"];
        let known: BTreeSet<_> = names.iter().flat_map(|name| deals(before.history(name))).collect();
        let ties = tied(&before, &names);
        prop_assert_eq!(united(&this.lead("a"), &known, &ties), united(&that.lead("a"), &known, &ties));
    }

    /// Whether a duplicate comes in by itself or with another that it was merged into before is the same for what unites.
    #[test]
    fn a_chain_brings_what_its_leads_bring(
        one in story(25), other in story(25), third in story(25), standard: bool,
    ) {
        let before = told(standard, &[("a", &one), ("b", &other), ("c", &third)]);
        let (mut chain, mut star) = (before.clone(), before.clone());
        if !(chain.may_merge("c", "b") && chain.may_merge("b", "a")) {
            return Ok(());
        }
        prop_assert!(star.may_merge("b", "a") && star.may_merge("c", "a"), "one by one is refused");
        let names = ["a", "b", "c"];
        let known: BTreeSet<_> = names.iter().flat_map(|name| deals(before.history(name))).collect();
        let ties = tied(&before, &names);
        prop_assert_eq!(united(&chain.lead("a"), &known, &ties), united(&star.lead("a"), &known, &ties));
    }
}

/// That somebody waits, and the newest hand-raise, do not ask in which order the duplicates came. Since when may: only the first and
/// the newest are kept, and of those between nobody knows any more once the first was answered.
#[test]
fn who_waits_does_not_ask_for_the_order() {
    let mut before = family(true, &["a", "b", "c"]);
    let start = before.now.seconds();
    let mut on = |name: &str, day: i64, command: &Command| {
        before.now = at(start + day * DAY);
        before.tells(name, command);
    };
    on("a", 1, &hand_raise("h-1"));
    on("b", 5, &call(ContactOutcome::Answered, None));
    on("c", 6, &hand_raise("h-6"));
    on("a", 10, &hand_raise("h-10"));
    let (mut this, mut that) = (before.clone(), before);
    this.merges("b", "a");
    this.merges("c", "a");
    that.merges("c", "a");
    that.merges("b", "a");
    let (this, that) = (*this.lead("a").hand_raise(), *that.lead("a").hand_raise());
    assert_eq!((this.newest(), this.answered_at()), (that.newest(), that.answered_at()));
    assert!(this.since().is_some() && that.since().is_some());
}
