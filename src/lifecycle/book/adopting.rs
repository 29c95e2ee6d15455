//! What the fact of an adoption says.

use crate::lead::{FactBody, Lead, PromoteStock, Stage, StockTerms, Trigger};
use crate::lifecycle::book::deal_mapping::DealPlace;
use crate::lifecycle::book::policy_book::PolicyBook;
use crate::lifecycle::book::stock_rules::{StockDecline, StockPromotion, StockRules};
use crate::lifecycle::book::version::Version;
use crate::policy::Policy;
use crate::scoring::{FitTags, Preview, ScoringState, Standing};
use crate::values::{DealStageName, Instant, PipelineName};

/// Where the open deal goes with a new policy; none where it stays as it is.
#[derive(Debug, Default)]
pub(in crate::lifecycle) struct Landed {
    pub(in crate::lifecycle) pipeline: Option<PipelineName>,
    pub(in crate::lifecycle) stage: Option<DealStageName>,
}

/// A lead comes under a version of the book that it was under: this cannot be refused.
pub(in crate::lifecycle) fn adopted(
    book: &PolicyBook,
    before: &Version,
    lead: &Lead,
    version: &Version,
    at: Instant,
) -> FactBody {
    let scoring = version.policy().scoring();
    let thin = !scoring.thin_rules(lead.scoring(), before.policy().scoring()).is_empty();
    body(lead, version, at, landed(book, lead, version), thin)
}

/// A lead comes under a version of a book that does not know its own: what was kept says little.
pub(in crate::lifecycle) fn adopted_unknown(lead: &Lead, version: &Version, at: Instant, landed: Landed) -> FactBody {
    let needs_any = version.policy().scoring().tags().len() > 0;
    body(lead, version, at, landed, needs_any)
}

fn body(lead: &Lead, version: &Version, at: Instant, landed: Landed, thin: bool) -> FactBody {
    let policy = version.policy();
    let mut tags = policy.scoring().tag_profile(lead.profile());
    // Dates that an erasure has removed do not come back.
    if lead.erased_at().is_some() {
        tags.forget_deadlines();
    }
    let kept_too_little = thin || lead.recount_due().is_some();
    let recount_due = kept_too_little && lead.totals().activities > 0 && lead.erased_at().is_none();
    let stock = version.stock().map(|rules| {
        let spared = spares(version, lead) && (recount_due || declines(policy, lead.scoring(), Some(&tags), at));
        StockTerms { promote: promote_stock(policy, rules), spared }
    });
    FactBody::PolicyAdopted {
        from: lead.policy().clone(),
        memory: policy.memory().activities,
        tags,
        deal_pipeline: landed.pipeline,
        deal_stage: landed.stage,
        stock,
        recount_due,
    }
}

/// When the score may promote stock, as an instant.
pub(in crate::lifecycle) fn promote_stock(policy: &Policy, stock: &StockRules) -> PromoteStock {
    match stock.promote {
        StockPromotion::AtOnce => PromoteStock::AtOnce,
        StockPromotion::NewActivity => PromoteStock::NewActivity,
        StockPromotion::NotBefore(day) => PromoteStock::NotBefore(day.start(policy.zone())),
    }
}

/// Whether a version spares a lead where it is, or one before it does that has nothing after it.
pub(in crate::lifecycle) fn spares(version: &Version, lead: &Lead) -> bool {
    let by_version = version.stock().is_some_and(|stock| stock.decline == StockDecline::FromAdoption);
    let left_open = version.stock().is_none() && lead.adoption().is_some_and(|open| open.spared_since().is_some());
    (by_version || left_open) && matches!(lead.stage(), Stage::Mql { trigger: Trigger::Score })
}

/// Whether the score of a lead, whose profile meets `tags` or what is kept, lies under the exit.
pub(in crate::lifecycle) fn declines(
    policy: &Policy,
    kept: &ScoringState,
    tags: Option<&FitTags>,
    at: Instant,
) -> bool {
    let scoring = policy.scoring();
    let score = scoring.preview(kept, Preview { profile: tags, activity: None }, at);
    scoring.verdict(&score) == Standing::BelowExit
}

/// Where the open deal goes. One at a place that no version has, which no decision made, stays there.
pub(in crate::lifecycle) fn landed(book: &PolicyBook, lead: &Lead, version: &Version) -> Landed {
    let Some(deal) = lead.stage().deal() else {
        return Landed::default();
    };
    let before = DealPlace::of(deal);
    let after = book.moved(before.clone(), lead.policy(), version);
    let pipeline = version.policy().pipelines().get(&after.pipeline);
    if pipeline.is_none_or(|pipeline| pipeline.position(&after.stage).is_none()) {
        return Landed::default();
    }
    Landed {
        pipeline: (after.pipeline != before.pipeline).then_some(after.pipeline),
        stage: (after.stage != before.stage).then_some(after.stage),
    }
}
