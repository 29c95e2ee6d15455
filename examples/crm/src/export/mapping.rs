//! `mapping.toml`: how `crm backfill` reads the tables back.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use lead_lifecycle::values::{DealStageName, FieldName, Milestone, PipelineName, ReasonCode};
use lead_lifecycle::{Instant, Origin, Policy};

use crate::export::cells::REACHED;
use crate::export::round::EndKind;
use crate::export::tables::FIELD;

/// Words that the newest policy does not have, and that would refuse a row: they are read as empty.
#[derive(Debug, Default)]
pub(crate) struct Unknown {
    pub(crate) reasons: BTreeMap<EndKind, BTreeSet<ReasonCode>>,
    /// Of contracts that ended.
    pub(crate) churns: BTreeSet<ReasonCode>,
    pub(crate) pipelines: BTreeSet<PipelineName>,
    pub(crate) stages: BTreeSet<DealStageName>,
}

/// What the mapping has to say beside what it always says.
#[derive(Debug)]
pub(crate) struct Mapping<'m> {
    pub(crate) policy: &'m Policy,
    pub(crate) as_of: Instant,
    pub(crate) fields: &'m [FieldName],
    pub(crate) unknown: &'m Unknown,
}

impl Mapping<'_> {
    /// The mapping as TOML.
    pub(crate) fn text(&self) -> String {
        let mut text = String::from(
            "# What `crm export --csv` wrote beside this file, read back: one row of rounds.csv is one round of a lead.\n\
             #   crm backfill --mapping mapping.toml --db new.sqlite\n\
             name = \"crm-export\"\nfile = \"rounds.csv\"\ndelimiter = \",\"\nencoding = \"utf-8\"\n",
        );
        let _infallible = write!(
            text,
            "zone = \"{}\"\nas_of = \"{}\"\ndates = [\"%Y-%m-%dT%H:%M:%S%:z\", \"%Y-%m-%d\"]\norder = \"refuse\"\n\
             empty = []\nempty_dates = []\ncurrency = {{ column = \"currency\" }}\n",
            self.policy.zone(),
            self.as_of
        );
        text.push_str(NOT_READ);
        text.push_str(CELLS);
        let pipelines = read_as_empty(self.unknown.pipelines.iter().map(PipelineName::as_str));
        let stages = read_as_empty(self.unknown.stages.iter().map(DealStageName::as_str));
        let _infallible = writeln!(
            text,
            "pipeline = {{ column = \"pipeline\"{pipelines} }}\ndeal_stage = {{ column = \"deal_stage\"{stages} }}"
        );
        Self::origin(&mut text);
        let _infallible = write!(
            text,
            "\n[history]\nfile = \"history.csv\"\nby = {{ column = \"round_key\" }}\nkey = \"round_key\"\nat = \"at\"\n\
             stage = {{ column = \"deal_stage\", prefix = \"deal:\"{stages} }}\n"
        );
        self.fields(&mut text);
        for milestone in Milestone::ALL {
            let words = REACHED.map(quoted).join(", ");
            let _infallible = write!(
                text,
                "\n[reached.{milestone}]\nwhen = {{ column = \"{milestone}_basis\", is = [{words}] }}\n\
                 at = \"{milestone}_at\"\n[words.{milestone}_basis]\nknown = [\"implied\"]\n"
            );
        }
        text.push_str("\n[won]\nwhen = { column = \"end\", is = [\"won\"] }\nat = \"end_at\"\n");
        text.push_str("value = { column = \"won_value\" }\n");
        text.push_str("\n[bought]\nwhen = { column = \"end\", is = [\"bought\"] }\nat = \"end_at\"\n");
        text.push_str("value = { column = \"won_value\" }\n");
        let churns = read_as_empty(self.unknown.churns.iter().map(ReasonCode::as_str));
        let _infallible = write!(
            text,
            "\n[churned]\nwhen = {{ column = \"churn_reason\" }}\nat = \"churned_at\"\n\
             reason = {{ column = \"churn_reason\"{churns} }}\n"
        );
        for kind in [EndKind::Lost, EndKind::Recycled, EndKind::Disqualified, EndKind::Discarded] {
            self.end(&mut text, kind);
        }
        text.push_str("\n[merged]\nwhen = { column = \"end\", is = [\"merged\"] }\nat = \"end_at\"\n");
        text.push_str("into = { column = \"merged_into\" }\n\n[words.end]\nknown = [\"open\"]\n");
        text
    }

    fn origin(text: &mut String) {
        let words: Vec<String> = Origin::ALL.iter().map(|origin| format!("{origin} = \"{origin}\"")).collect();
        let _infallible = write!(
            text,
            "\n[origin.by]\ncolumn = \"origin\"\nmap = {{ {} }}\n\n[joins.lead]\nfile = \"leads.csv\"\n\
             by = {{ column = \"lead\" }}\nkey = \"lead\"\n",
            words.join(", ")
        );
    }

    fn fields(&self, text: &mut String) {
        text.push_str("\n[fields]\n");
        for name in self.fields {
            let column = quoted(&format!("lead.{FIELD}{name}"));
            let _infallible = writeln!(text, "{} = {{ column = {column} }}", quoted(name.as_str()));
        }
    }

    /// One that is not won: its reason, where the policy has it.
    fn end(&self, text: &mut String, kind: EndKind) {
        let word = kind.word();
        let unknown = self.unknown.reasons.get(&kind).into_iter().flatten();
        let map = read_as_empty(unknown.map(ReasonCode::as_str));
        let _infallible = write!(
            text,
            "\n[{word}]\nwhen = {{ column = \"end\", is = [\"{word}\"] }}\nat = \"end_at\"\n\
             reason = {{ column = \"reason\"{map} }}\n"
        );
    }
}

/// Columns for readers of the tables: a row says them otherwise, or not at all.
const NOT_READ: &str = "\
ignore = [
    \"round\", \"kind\", \"note\",
    \"lead.stage\", \"lead.cycle\", \"lead.origin\", \"lead.source\", \"lead.medium\", \"lead.campaign\", \"lead.content\",
    \"history.lead\", \"history.round\", \"history.deal\", \"history.to\", \"history.by\", \"history.fact\",
    \"lead.owner\", \"lead.team\", \"lead.merged_into\", \"lead.erased_at\", \"lead.note\",
]
";

const CELLS: &str = "
lead = { column = \"lead\" }
person = { column = \"lead.person\" }
account = { column = \"lead.account\" }
source = { column = \"source\" }
medium = { column = \"medium\" }
campaign = { column = \"campaign\" }
content = { column = \"content\" }
owner = { column = \"owner\" }
team = { column = \"team\" }
deal = { column = \"deal\" }
product = { column = \"product\" }
value = { column = \"value\" }
expected_close = { column = \"expected_close\" }
contract = { column = \"contract\" }
contract_starts = { column = \"contract_starts\" }
contract_ends = { column = \"contract_ends\" }
";

/// The rest of a cell in which some words mean empty.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn read_as_empty<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let map: Vec<String> = words.map(|word| format!("{} = \"\"", quoted(word))).collect();
    if map.is_empty() { String::new() } else { format!(", map = {{ {} }}, strict = false", map.join(", ")) }
}

/// A word in TOML's quotes.
fn quoted(word: &str) -> String {
    toml::Value::from(word).to_string()
}
