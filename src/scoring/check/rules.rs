//! Rules of a draft, checked.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use crate::scoring::bounds;
use crate::scoring::check::conditions::Checker;
use crate::scoring::check::{Check, parts, small};
use crate::scoring::decay::{Decay, HalfLife};
use crate::scoring::draft::{
    BandDraft, BandsDraft, Count, DecayDraft, EngagementDraft, RuleDraft, TimingDraft, TimingStep,
};
use crate::scoring::holds::Test;
use crate::scoring::rules::{EngagementRule, FitPoints, FitRule, FitTest, Tag, TimingRule};
use crate::scoring::tagging::fit_key;
use crate::values::{FaultCode, FieldKind, Path, Points, RuleName};

/// What the rules become, before they are put in order.
#[derive(Default)]
pub(crate) struct Rules {
    pub(crate) fits: Vec<FitRule>,
    pub(crate) fit_points: Vec<FitPoints>,
    pub(crate) engagements: Vec<EngagementRule>,
    pub(crate) timings: Vec<TimingRule>,
}

impl Check<'_> {
    pub(crate) fn rules(&mut self, tags: &[Tag]) -> Rules {
        self.count(bounds::RULES, self.draft.rules.len(), "rules");
        let mut rules = Rules::default();
        let draft = self.draft;
        for (order, (name, rule)) in (0..=u16::MAX).zip(&draft.rules) {
            self.order = order;
            let path = self.path.key("rules").key(name.as_str());
            match rule {
                RuleDraft::Fit(fit) => {
                    let path = path.key("fit");
                    let group = self.group(&fit.group, &path);
                    let points = self.points(fit.points, &path.key("points"));
                    let mut checker = Checker { catalog: self.catalog, faults: self.faults, declared: true };
                    if let Some(condition) = checker.condition(&fit.when, &path.key("when")) {
                        let rule = small(rules.fits.len());
                        rules.fit_points.push(FitPoints { key: fit_key(name, None), points, rule, group, order });
                        rules.fits.push(FitRule {
                            name: name.clone(),
                            group,
                            test: FitTest::When { condition, points },
                        });
                    }
                }
                RuleDraft::Bands(bands) => self.bands(name, bands, &path.key("bands"), &mut rules),
                RuleDraft::Engagement(engagement) => {
                    let rule = self.engagement(name, engagement, tags, &path.key("engagement"));
                    rules.engagements.push(rule);
                }
                RuleDraft::Timing(timing) => {
                    let rule = self.timing(name, timing, &path.key("timing"));
                    rules.timings.push(rule);
                }
            }
        }
        rules
    }

    pub(crate) fn bands(&mut self, name: &RuleName, draft: &BandsDraft, path: &Path, rules: &mut Rules) {
        let group = self.group(&draft.group, path);
        let rule = small(rules.fits.len());
        let mut points = |me: &mut Self, band: Option<usize>, points: Points, path: &Path| {
            let points = me.points(points, path);
            rules.fit_points.push(FitPoints { key: fit_key(name, Some(band)), points, rule, group, order: me.order });
            points
        };
        if draft.bands.is_empty() || !bounds::BANDS.admits_len(draft.bands.len()) {
            self.faults.add(FaultCode::OutOfRange, &path.key("bands"), "1 to 64 bands", draft.bands.len());
        }
        let otherwise = draft.otherwise.map(|p| points(self, None, p, &path.key("otherwise")));
        let mut checker = Checker { catalog: self.catalog, faults: self.faults, declared: true };
        let kind = checker.kind(&draft.field, &path.key("field")).flatten();
        let mut bands = Vec::new();
        for (index, band) in draft.bands.iter().enumerate() {
            let path = path.key("bands").index(index);
            let given = points(self, Some(index), band.points, &path.key("points"));
            if let Some(test) = self.band(kind, band, &path) {
                bands.push((test, given));
            }
        }
        let test = FitTest::Bands { field: draft.field.clone(), bands: bands.into(), otherwise };
        rules.fits.push(FitRule { name: name.clone(), group, test });
    }

    pub(crate) fn band(&mut self, kind: Option<FieldKind>, band: &BandDraft, path: &Path) -> Option<Test> {
        let mut checker = Checker { catalog: self.catalog, faults: self.faults, declared: true };
        let ranged = band.from.is_some() || band.to.is_some();
        match (ranged, band.one_of.is_empty()) {
            // What it is compared with cannot be told without knowing the field.
            (true, true) => checker.range(kind?, band.from.as_ref(), band.to.as_ref(), path),
            (false, false) => checker.one_of(kind?, &band.one_of, &path.key("one_of")),
            (both, _) => {
                let got = if both { "both" } else { "neither" };
                self.faults.add(FaultCode::Conflict, path, "a range (`from`, `to`) or `one_of`", got);
                None
            }
        }
    }

    pub(crate) fn engagement(
        &mut self,
        name: &RuleName,
        draft: &EngagementDraft,
        tags: &[Tag],
        path: &Path,
    ) -> EngagementRule {
        let position = tags.iter().position(|tag| tag.name == draft.tag);
        let keep = position.and_then(|index| tags.get(index)).map_or(u16::MAX, |tag| tag.keep);
        if position.is_none() {
            let known = tags.iter().map(|tag| tag.name.as_str());
            self.faults.unknown(&path.key("tag"), "a declared tag", draft.tag.as_str(), known);
        }
        let newest = draft.newest.unwrap_or(keep);
        if newest == 0 || newest > keep {
            let expected = format!("1 to {keep}, which the tag keeps");
            self.faults.add(FaultCode::OutOfRange, &path.key("newest"), expected, newest);
        }
        let every = match draft.count {
            Count::Each => 1,
            Count::Every(n) | Count::AtLeast(n) => n,
        };
        if every == 0 || every > newest {
            let expected = format!("1 to {newest}: the tag keeps {keep} and the rule looks at {newest}");
            self.faults.add(FaultCode::OutOfRange, &path.key("count"), expected, every);
        }
        let within = draft.within.map_or(u64::MAX, |span| self.positive(span, &path.key("within")));
        let expires = draft.expires_after.map_or(u64::MAX, |span| self.positive(span, &path.key("expires_after")));
        let cap = draft.cap.map_or(i64::MAX, |cap| {
            if cap <= Points::ZERO {
                self.faults.add(FaultCode::OutOfRange, &path.key("cap"), "a positive number of points", cap);
            }
            cap.thousandths().saturating_abs()
        });
        EngagementRule {
            name: name.clone(),
            tag: position.map_or(0, small),
            group: self.group(&draft.group, path),
            order: self.order,
            lasting: draft.lasting,
            points: self.points(draft.points, &path.key("points")),
            every: every.max(1),
            times: match draft.count {
                Count::AtLeast(_) => 1,
                Count::Each | Count::Every(_) => newest.checked_div(every).unwrap_or(0),
            },
            limited: draft.newest.is_some() || matches!(draft.count, Count::AtLeast(_)),
            within: within.min(expires),
            decay: self.decay(&draft.decay, &path.key("decay")),
            cap,
        }
    }

    pub(crate) fn decay(&mut self, draft: &DecayDraft, path: &Path) -> Decay {
        match draft {
            DecayDraft::None => Decay::None,
            DecayDraft::Linear(span) => Decay::Linear(self.positive(*span, &path.key("linear"))),
            DecayDraft::HalfLife(span) => {
                if !bounds::HALF_LIFE_SECONDS.admits(span.seconds()) {
                    let (limit, path) = (bounds::HALF_LIFE_SECONDS, path.key("half_life"));
                    self.faults.add(FaultCode::OutOfRange, &path, limit, format!("`{span}`"));
                }
                Decay::HalfLife(HalfLife::new(span.seconds()))
            }
            DecayDraft::Steps(steps) => {
                let path = path.key("steps");
                if steps.is_empty() || !bounds::BANDS.admits_len(steps.len()) {
                    self.faults.add(FaultCode::OutOfRange, &path, "1 to 64 steps", steps.len());
                }
                for (index, pair) in steps.windows(2).enumerate() {
                    if let [one, next] = pair {
                        let at = path.index(index.saturating_add(1));
                        if next.from <= one.from {
                            let got = format!("`{}`", next.from);
                            self.faults.add(FaultCode::Order, &at.key("from"), "a later age than the step before", got);
                        }
                        if next.keeps > one.keeps {
                            let (expected, got) = ("no more than the step before keeps", format!("`{}`", next.keeps));
                            self.faults.add(FaultCode::Order, &at.key("keeps"), expected, got);
                        }
                    }
                }
                Decay::Steps(steps.iter().map(|step| (step.from.seconds(), parts(step.keeps))).collect())
            }
        }
    }

    pub(crate) fn timing(&mut self, name: &RuleName, draft: &TimingDraft, path: &Path) -> TimingRule {
        let mut checker = Checker { catalog: self.catalog, faults: self.faults, declared: true };
        if let Some(Some(kind)) = checker.kind(&draft.field, &path.key("field")) {
            if kind != FieldKind::Date {
                self.faults.add(FaultCode::WrongType, &path.key("field"), "a date field", format!("a {kind} field"));
            }
        }
        if draft.ahead.is_empty() && draft.missed.is_empty() {
            self.faults.add(FaultCode::Missing, path, "steps in `ahead` or `missed`", "none");
        }
        TimingRule {
            name: name.clone(),
            key: name.fingerprint().to_bits(),
            group: self.group(&draft.group, path),
            order: self.order,
            field: draft.field.clone(),
            ahead: self.steps(&draft.ahead, &path.key("ahead")),
            missed: self.steps(&draft.missed, &path.key("missed")),
        }
    }

    pub(crate) fn steps(&mut self, steps: &[TimingStep], path: &Path) -> Box<[(u64, i64)]> {
        if !bounds::BANDS.admits_len(steps.len()) {
            self.faults.add(FaultCode::OutOfRange, path, bounds::BANDS, steps.len());
        }
        let mut last = 0;
        let mut checked = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            let path = path.index(index);
            if step.up_to.seconds() <= last {
                let got = format!("`{}`", step.up_to);
                self.faults.add(FaultCode::Order, &path.key("up_to"), "a longer span than the step before", got);
            }
            last = step.up_to.seconds();
            checked.push((last, self.points(step.points, &path.key("points"))));
        }
        checked.into()
    }
}
