//! `mapping.toml`: how `crm backfill` reads the tables back.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use lead_lifecycle::values::{FieldName, Milestone, ReasonCode};
use lead_lifecycle::{Instant, Origin, Policy};

use crate::export::cells::REACHED;
use crate::export::round::EndKind;
use crate::export::tables::FIELD;

/// What the mapping has to say beside what it always says.
#[derive(Debug)]
pub(crate) struct Mapping<'m> {
    pub(crate) policy: &'m Policy,
    pub(crate) as_of: Instant,
    pub(crate) fields: &'m [FieldName],
    /// Reasons that the policy does not have for an end: they are read as empty.
    pub(crate) unknown: &'m BTreeMap<EndKind, BTreeSet<ReasonCode>>,
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
            self.policy.utc_offset(),
            self.as_of
        );
        text.push_str(NOT_READ);
        text.push_str(CELLS);
        self.origin(&mut text);
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
        for kind in [EndKind::Lost, EndKind::Recycled, EndKind::Disqualified, EndKind::Discarded] {
            self.end(&mut text, kind);
        }
        text.push_str("\n[merged]\nwhen = { column = \"end\", is = [\"merged\"] }\nat = \"end_at\"\n");
        text.push_str("into = { column = \"merged_into\" }\n\n[words.end]\nknown = [\"open\"]\n");
        text
    }

    fn origin(&self, text: &mut String) {
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
        let none = BTreeSet::new();
        let unknown = self.unknown.get(&kind).unwrap_or(&none);
        let map: Vec<String> = unknown.iter().map(|code| format!("{} = \"\"", quoted(code.as_str()))).collect();
        let map =
            if map.is_empty() { String::new() } else { format!(", map = {{ {} }}, strict = false", map.join(", ")) };
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
    \"round\", \"contract_starts\", \"contract_ends\", \"kind\", \"note\",
    \"lead.stage\", \"lead.cycle\", \"lead.origin\", \"lead.source\", \"lead.medium\", \"lead.campaign\", \"lead.content\",
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
pipeline = { column = \"pipeline\" }
deal_stage = { column = \"deal_stage\" }
product = { column = \"product\" }
value = { column = \"value\" }
expected_close = { column = \"expected_close\" }
contract = { column = \"contract\" }
";

/// A word in TOML's quotes.
fn quoted(word: &str) -> String {
    toml::Value::from(word).to_string()
}
