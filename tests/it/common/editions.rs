//! Random books: versions of the brisk policy that differ in what versions of a policy differ in.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::Recounting;
use lead_lifecycle::lifecycle::{DealMapping, PolicyBook, StockDecline, StockPromotion, StockRules, Version};
use lead_lifecycle::values::FieldValue;
use lead_lifecycle::{Command, Context, Decision, Fact, Instant, Lead, Lifecycle, Policy, Refusal, Role, StageKind};
use proptest::prelude::*;

use crate::common::{
    BRISK, DAY, PIPELINE, START, Step, Told, activity, actor, at, clocked, full_capture, k, policy, recount, usual_role,
};

/// To enter and to leave.
pub(crate) const THRESHOLDS: [(i64, i64); 4] = [(30, 20), (16, 10), (24, 24), (44, 36)];

/// One version, as numbers that shrink.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edition {
    /// In force from about a step of the story on: which, and how many seconds beside it.
    pub(crate) near: u8,
    pub(crate) beside: i64,
    /// From which step on the book has it. Most have it from the beginning.
    pub(crate) added: usize,
    pub(crate) thresholds: u8,
    pub(crate) names: u8,
    pub(crate) spans: u8,
    pub(crate) stock: u8,
    pub(crate) decays: bool,
    /// How the clocks differ, bit by bit; 0: there are none.
    pub(crate) clocks: u8,
}

pub(crate) fn edition(decays: bool) -> impl Strategy<Value = Edition> {
    let beside = prop_oneof![
        2 => Just(0_i64),
        1 => Just(-1_i64),
        1 => Just(1_i64),
        3 => (0..8_i64).prop_map(|days| days * DAY),
        1 => (0..12_i64).prop_map(|days| days * DAY - 1),
        2 => 0..6 * DAY,
    ];
    let added = prop_oneof![2 => Just(0_usize), 1 => 0..40_usize];
    let decays = any::<bool>().prop_map(move |chance| chance && decays);
    let clocks = prop_oneof![1 => Just(0_u8), 1 => Just(1_u8), 6 => any::<u8>()];
    (any::<u8>(), beside, added, any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), decays, clocks).prop_map(
        |(near, beside, added, thresholds, names, spans, stock, decays, clocks)| Edition {
            near,
            beside,
            added,
            thresholds,
            names,
            spans,
            stock,
            decays,
            clocks,
        },
    )
}

/// One to four.
pub(crate) fn editions(decays: bool) -> impl Strategy<Value = Vec<Edition>> {
    proptest::collection::vec(edition(decays), 1..5)
}

impl Edition {
    pub(crate) fn bars(self) -> (i64, i64) {
        THRESHOLDS[usize::from(self.thresholds) % THRESHOLDS.len()]
    }

    /// What the tags are called: of documents and of seminars. A third of the versions renames one.
    pub(crate) fn tags(self) -> [&'static str; 2] {
        match self.names % 6 {
            0 => ["paper", "seminar"],
            1 => ["document", "webinar"],
            _ => ["document", "seminar"],
        }
    }

    /// What the stages of deals are called.
    pub(crate) fn pipeline(self) -> [&'static str; 5] {
        let mut names = PIPELINE;
        match self.names / 6 % 4 {
            0 => names[3] = "offer",
            1 => (names[2], names[3]) = ("pitch", "bid"),
            _ => {}
        }
        names
    }

    /// Days until an MQL is stale, how long an answer holds, how long a lead cools, how many ids are remembered.
    pub(crate) fn spans(self) -> (i64, i64, i64, usize) {
        let pick = |place: u8, usual: i64, other: i64| if self.spans >> place & 1 == 1 { other } else { usual };
        (pick(0, 9, 4), pick(1, 7, 3), pick(2, 3, 5), if self.spans >> 3 & 1 == 1 { 1 } else { 3 })
    }

    /// From how many employees on a company is large.
    pub(crate) fn large(self) -> i64 {
        if self.spans >> 4 & 1 == 1 { 20 } else { 300 }
    }

    /// Whether the score promotes stock at once, after something new, or not before so many days from the version on; and
    /// whether it spares what is below the exit.
    pub(crate) fn stock(self) -> (Stock, bool) {
        let promote = match self.stock % 4 {
            0 | 1 => Stock::AtOnce,
            2 => Stock::NewActivity,
            _ => Stock::After(i64::from(self.stock / 8) % 20),
        };
        (promote, self.stock / 4 % 2 == 1)
    }

    /// Whether it says nothing of stock: then what was left open before stays open.
    pub(crate) fn keeps(self) -> bool {
        self.stock % 5 == 4
    }

    pub(crate) fn policy(self) -> Policy {
        let mut toml = BRISK.to_owned();
        let mut swap = |old: &str, new: &str| {
            assert!(toml.contains(old), "{old}");
            toml = toml.replace(old, new);
        };
        let ((enter, exit), [paper, webinar], names) = (self.bars(), self.tags(), self.pipeline());
        swap("enter = 30\nexit = 20", &format!("enter = {enter}\nexit = {exit}"));
        swap("document = { kinds", &format!("{paper} = {{ kinds"));
        swap("tag = \"document\"", &format!("tag = \"{paper}\""));
        swap("seminar = { kinds", &format!("{webinar} = {{ kinds"));
        swap("tag = \"seminar\"", &format!("tag = \"{webinar}\""));
        swap("name = \"proposal\"", &format!("name = \"{}\"", names[2]));
        swap("name = \"quote\"", &format!("name = \"{}\"", names[3]));
        let (stale, answers, cooling, memory) = self.spans();
        swap("mql = { after = \"9d\"", &format!("mql = {{ after = \"{stale}d\""));
        swap("valid_for = \"7d\"", &format!("valid_for = \"{answers}d\""));
        swap("[recycle]\ncooling = \"3d\"", &format!("[recycle]\ncooling = \"{cooling}d\""));
        swap("activities = 3", &format!("activities = {memory}"));
        // Nothing is pushed out of what is kept: what the score was is then what it is known to have been.
        for keep in ["4", "9", "2"] {
            swap(&format!("], keep = {keep} }}"), "], keep = 40 }");
        }
        let large = self.large();
        swap("from = 300, points", &format!("from = {large}, points"));
        swap("to = 300,", &format!("to = {large},"));
        if self.decays {
            swap("points = 24\nexpires_after = \"11d\"", "points = 24\ndecay = { half_life = \"5d\" }");
        }
        policy(&self.with_clocks(toml))
    }

    /// The clocks of a version: none, or those of the brisk policy with other spans, hours, holds and targets.
    fn with_clocks(self, toml: String) -> String {
        if self.clocks == 0 {
            return toml;
        }
        let mut toml = clocked(&toml);
        let mut swap = |bit: u8, old: &str, new: &str| {
            assert!(toml.contains(old), "{old}");
            if self.clocks >> bit & 1 == 1 {
                toml = toml.replace(old, new);
            }
        };
        swap(0, "retime = false", "retime = true");
        swap(1, "[sla.clocks.answered]", "[sla.clocks.heard]");
        swap(2, "within = { elapsed = \"3d\" }", "within = { elapsed = \"2d\" }");
        swap(3, "after = { elapsed = \"1d\" }, tell", "after = { elapsed = \"12h\" }, tell");
        swap(4, "within = { working = \"90m\" }", "within = { elapsed = \"4h\" }");
        swap(5, "\"13:00-17:00\"", "\"13:00-19:30\"");
        swap(6, "follow = true", "follow = false");
        swap(7, "holds = [\"postponed\", \"unowned\"]", "holds = [\"appointment\"]");
        toml.replace("{ deal_stage = \"proposal\" }", &format!("{{ deal_stage = \"{}\" }}", self.pipeline()[2]))
    }

    fn rules_for_stock(self, from: i64) -> StockRules {
        let (promote, spares) = self.stock();
        StockRules {
            promote: match promote {
                Stock::AtOnce => StockPromotion::AtOnce,
                Stock::NewActivity => StockPromotion::NewActivity,
                Stock::After(days) => StockPromotion::NotBefore(at(from + days * DAY).date(&Zone::JST)),
            },
            decline: if spares { StockDecline::FromAdoption } else { StockDecline::AtOnce },
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stock {
    AtOnce,
    NewActivity,
    After(i64),
}

/// What stories are mostly about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Temper {
    Any,
    /// Nobody works on the lead much: what it does, and what time makes of its score.
    Quiet,
    /// Deals, one after another.
    Selling,
}

pub(crate) fn temper() -> impl Strategy<Value = Temper> {
    prop_oneof![2 => Just(Temper::Quiet), 1 => Just(Temper::Any), 1 => Just(Temper::Selling)]
}

impl Temper {
    pub(crate) fn of(self, steps: &[Step]) -> Vec<Step> {
        let of = |step: &Step| match self {
            Self::Any => *step,
            Self::Quiet => Step { gap: step.gap % 300_000, ..*step },
            Self::Selling => Step { gap: step.gap % 60_000, aim: step.aim / 2, who: step.who % 225, back: 0, ..*step },
        };
        steps.iter().map(of).collect()
    }

    /// What somebody does instead of what the step says.
    fn instead(self, step: &Step, lead: &Lead) -> Option<Command> {
        let here = lead.stage().kind();
        match self {
            Self::Quiet if matches!(here, StageKind::Lead | StageKind::Mql) && step.aim % 6 != 0 => {
                let kinds = [
                    "document_download",
                    "seminar",
                    "service_page_view",
                    "document_download",
                    "unsubscribe",
                    "blog_view",
                    "service_page_view",
                ];
                Some(match step.aim % 6 {
                    1 => Command::CheckClock,
                    2 if step.data % 3 == 0 => {
                        let employees = FieldValue::Number(i64::from(step.data % 400).into());
                        Command::UpdateProfile { fields: [(k("employees"), Some(employees))].into() }
                    }
                    _ => {
                        let kind = kinds[usize::from(step.data) % kinds.len()];
                        Command::RecordActivity { activity: activity(&format!("q{}", step.data % 211), kind) }
                    }
                })
            }
            Self::Selling if here == StageKind::Lead => Some(Command::Promote { note: None }),
            Self::Any | Self::Quiet | Self::Selling => None,
        }
    }
}

/// A book that grows while a story is told.
pub(crate) struct Shelf {
    pub(crate) steps: Vec<Step>,
    temper: Temper,
    /// The versions in their order, with when each comes into force.
    pub(crate) editions: Vec<(i64, Edition)>,
    /// The lifecycle with so many versions and one more.
    pub(crate) lifecycles: Vec<Lifecycle>,
    /// The same of another node.
    pub(crate) others: Vec<Lifecycle>,
}

/// When each step of a story is told.
pub(crate) fn times(steps: &[Step]) -> Vec<i64> {
    let mut now = at(START);
    let mut times = vec![START];
    for step in steps {
        now = now.max(step.now(now));
        times.push(now.seconds());
    }
    times
}

impl Shelf {
    /// The first version is in force before the story.
    pub(crate) fn new(editions: &[Edition], steps: &[Step], temper: Temper) -> Self {
        let steps = temper.of(steps);
        let times = times(&steps);
        let from = |edition: &Edition| times[usize::from(edition.near) % times.len()] + edition.beside;
        let mut in_order: Vec<(i64, Edition)> =
            editions.iter().skip(1).map(|edition| (from(edition), *edition)).collect();
        let first =
            if editions[0].near % 2 == 0 { Instant::MIN.seconds() } else { START - i64::from(editions[0].near) };
        in_order.retain(|(from, _)| *from > first);
        in_order.sort_by_key(|(from, _)| *from);
        in_order.dedup_by_key(|(from, _)| *from);
        in_order.insert(0, (first, editions[0]));
        let versions = versions(&in_order);
        let lifecycles = (1..=versions.len()).map(|count| lifecycle(versions[..count].iter().cloned())).collect();
        Self { steps, temper, editions: in_order, lifecycles, others: vec![] }
    }

    /// With the same books as another node reads them from where they are stored.
    pub(crate) fn with_others(mut self) -> Self {
        let stored: Vec<String> =
            self.whole().book().versions().map(|version| serde_json::to_string(version).unwrap()).collect();
        let versions: Vec<Version> = stored.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        self.others = (1..=versions.len()).map(|count| lifecycle(versions[..count].iter().cloned())).collect();
        self
    }

    /// How many versions the book has at a step.
    pub(crate) fn known(&self, step: usize) -> usize {
        1 + self.editions.iter().skip(1).take_while(|(_, edition)| edition.added <= step).count()
    }

    pub(crate) fn at_step(&self, step: usize) -> &Lifecycle {
        &self.lifecycles[self.known(step) - 1]
    }

    pub(crate) fn whole(&self) -> &Lifecycle {
        self.lifecycles.last().unwrap()
    }
}

fn lifecycle(versions: impl IntoIterator<Item = Version>) -> Lifecycle {
    Lifecycle::with_book(PolicyBook::new(versions).unwrap_or_else(|faults| panic!("{faults}")))
}

/// The mappings are only of what is gone.
fn versions(editions: &[(i64, Edition)]) -> Vec<Version> {
    let mut before = editions[0].1.pipeline();
    let versions = editions.iter().map(|(from, edition)| {
        let after = edition.pipeline();
        let gone = before.iter().zip(after).filter(|(old, new)| *old != new);
        let gone: std::collections::BTreeMap<_, _> = gone.map(|(old, new)| (k(old), k(new))).collect();
        before = after;
        let mut mapping = DealMapping::default();
        if !gone.is_empty() {
            mapping.stages.insert(k("default"), gone);
        }
        let version = Version::new(at(*from), edition.policy()).with_deal_stages(mapping);
        if edition.keeps() { version } else { version.with_stock(edition.rules_for_stock(*from)) }
    });
    versions.collect()
}

/// What is looked at: how many versions are known, the lead before, the command and its context, whether it counted the whole
/// history, and the outcome.
pub(crate) struct Seen<'t> {
    pub(crate) known: usize,
    pub(crate) lifecycle: &'t Lifecycle,
    pub(crate) lead: &'t Lead,
    pub(crate) command: &'t Command,
    pub(crate) ctx: &'t Context,
    pub(crate) from_history: bool,
    pub(crate) decided: &'t Result<Decision, Refusal>,
}

/// The facts with which a story begins.
pub(crate) fn begun(shelf: &Shelf) -> Vec<Fact> {
    let start = Context::new(at(START), actor(Role::System, 0));
    shelf.at_step(0).capture(&full_capture("lead"), &start).unwrap().into_facts()
}

/// Tells a story under a book that grows.
pub(crate) fn tell_by(shelf: &Shelf, mut look: impl FnMut(&Seen<'_>)) -> Told {
    let facts = begun(shelf);
    let mut told = Told { lead: Lead::replay(&facts).unwrap(), facts };
    let mut now = at(START);
    for (number, step) in shelf.steps.iter().enumerate() {
        let known = shelf.known(number);
        let lifecycle = &shelf.lifecycles[known - 1];
        let then = step.now(now);
        now = now.max(then);
        let (mut command, mut ctx) = step.on(&told.lead, then);
        if let Some(instead) = shelf.temper.instead(step, &told.lead) {
            let by = Context::new(then, actor(usual_role(instead.kind()), 0));
            ctx = match ctx.effective_at {
                Some(moment) => by.with_effective_at(moment),
                None => by,
            };
            command = instead;
        }
        let in_force = shelf.editions[..known].iter().rev().find(|(from, _)| *from <= now.seconds()).unwrap().1;
        follow_names(&mut command, &told.lead, step, in_force.pipeline());
        let mut from_history = false;
        // Whoever has to count again does it sooner or later.
        if told.lead.recount_due().is_some() && step.data % 5 == 0 {
            (command, ctx) = (Command::Recount(Recounting::Kept), Context::new(then, actor(Role::System, 0)));
        }
        if let Command::Recount(how) = &mut command {
            from_history = step.data / 5 % 2 == 0;
            if from_history {
                let counted = lifecycle.recount(&told.facts, now.max(told.lead.recorded_at())).unwrap();
                *how = Recounting::Counted(Box::new(counted));
            } else if step.data % 3 == 0 {
                *how = recount(&told.lead, step.data % 2);
            }
        }
        let decided = lifecycle.decide(&told.lead, &command, &ctx);
        look(&Seen {
            known,
            lifecycle,
            lead: &told.lead,
            command: &command,
            ctx: &ctx,
            from_history,
            decided: &decided,
        });
        for fact in decided.iter().flat_map(Decision::facts) {
            told.lead.apply(fact).unwrap_or_else(|error| panic!("{error}: {fact:?}"));
            told.facts.push(fact.clone());
        }
    }
    told
}

/// Who moves a deal mostly knows what its stages are called now.
fn follow_names(command: &mut Command, lead: &Lead, step: &Step, names: [&'static str; 5]) {
    let Command::MoveDeal { to } = command else { return };
    let here = lead.stage().deal().and_then(|deal| names.iter().position(|name| *name == deal.stage().as_str()));
    let meant = PIPELINE.iter().position(|name| *name == to.as_str());
    let next = if step.aim <= 130 { here.map(|here| here + 1) } else { meant.filter(|_| step.who % 3 != 0) };
    if let Some(name) = next.and_then(|next| names.get(next)) {
        *to = k(name);
    }
}

/// What a fact says, apart from when and by whom it was recorded.
pub(crate) fn said(facts: &[Fact]) -> Vec<String> {
    let row = |fact: &Fact| {
        let e = &fact.envelope;
        format!("{:?} {:?} {:?} {:?} {:?} {:?}", e.effective_at, e.cycle, e.visit, e.cause, e.policy, fact.body)
    };
    facts.iter().map(row).collect()
}
