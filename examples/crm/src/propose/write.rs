//! The mapping as TOML: what is sure as lines, what is not as comments `# ?`.

use std::collections::BTreeSet;
use std::path::Path;

use lead_lifecycle::Policy;

use crate::import::mapping::mark::Mark;
use crate::propose::dates;
use crate::propose::joins::{Joined, Kind};
use crate::propose::line::{cell, counted, list, one_line, quoted};
use crate::propose::look::Looked;
use crate::propose::names::Role;
use crate::propose::roles::{Found, Told};
use crate::propose::stages;

/// The mapping of a file and of those beside it.
pub(crate) fn mapping(policy: &Policy, found: &Found<'_>, joined: &[Joined<'_>], place: Option<&Path>) -> String {
    let mut text = format!(
        "# Proposed from the header and the first {} rows of `{}`. Look at every `# ?`: nothing there is sure.\n",
        found.looked.rows,
        found.looked.name()
    );
    let mut line = |words: String| {
        text.push_str(&words);
        text.push('\n');
    };
    line(format!("name = {}", quoted(&found.looked.stem())));
    if let Some(folder) = folder(found.looked, place) {
        line(format!("data = {}", quoted(&folder)));
    }
    line(format!("file = {}", quoted(&found.looked.name())));
    form(found.looked, None).into_iter().for_each(&mut line);
    dates_of(found, joined).into_iter().for_each(&mut line);
    line(currency(policy, found));
    line(String::from("order = \"refuse\""));
    signs(found, joined).into_iter().for_each(&mut line);
    ignored(found).into_iter().for_each(&mut line);
    line(String::new());
    cells(found).into_iter().for_each(&mut line);
    line(String::new());
    let rules: Vec<String> = [fields(found), stages::stages(policy, found)].concat();
    let placed: Vec<String> =
        cells(found).into_iter().chain(rules.iter().cloned()).chain([currency(policy, found)]).collect();
    unmapped(found, &placed).into_iter().for_each(&mut line);
    columns(found).into_iter().for_each(&mut line);
    rules.into_iter().for_each(&mut line);
    for other in joined {
        beside(found, other).into_iter().for_each(&mut line);
    }
    text
}

/// The folder of the data, seen from where the mapping will lie.
fn folder(looked: &Looked, place: Option<&Path>) -> Option<String> {
    let folder = looked.file.parent()?;
    let full = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        std::fs::canonicalize(path).ok()
    };
    let place = full(place.unwrap_or_else(|| Path::new(".")));
    let data = full(folder)?;
    if place.as_ref() == Some(&data) {
        return None;
    }
    let inside = place.as_ref().and_then(|place| data.strip_prefix(place).ok());
    Some(inside.unwrap_or(&data).display().to_string())
}

/// How a file is written; of a further file only what differs from the main one.
fn form(looked: &Looked, main: Option<&Looked>) -> Vec<String> {
    let mut lines = Vec::new();
    if main.is_none_or(|main| main.encoding != looked.encoding) {
        lines.push(format!("encoding = {}", quoted(&looked.encoding.to_string())));
    }
    let usual = main.map_or(Mark::COMMA, |main| main.delimiter);
    if looked.delimiter != usual {
        lines.push(format!("delimiter = {}", quoted(&looked.delimiter.to_string())));
    }
    if looked.header > 1 {
        lines.push(format!("header = {}", looked.header));
    }
    lines
}

fn dates_of(found: &Found<'_>, joined: &[Joined<'_>]) -> Vec<String> {
    let beside = joined.iter().filter(|other| other.kind != Kind::Several).flat_map(|other| other.found.columns.iter());
    let all: Vec<_> = found.columns.iter().chain(beside).filter_map(|told| told.dated.as_ref()).collect();
    let formats = dates::in_order(all.iter().flat_map(|dated| dated.formats.iter().copied()));
    let local = all.iter().any(|dated| dated.local);
    let mut lines = vec![if local {
        String::from("zone = \"+00:00\"  # ? times without an offset: say at which offset they are")
    } else {
        String::from("zone = \"+00:00\"  # ? every time has an offset or is a day: of which zone are the days?")
    }];
    for told in &found.columns {
        let Some((word, twin)) = told.dated.as_ref().and_then(|dated| dated.ambiguous.as_ref()) else { continue };
        lines.push(format!("# ? `{word}` of {} can be `{twin}` too: no row shows which", quoted(told.name())));
    }
    if formats.is_empty() {
        lines.push(String::from("dates = [\"%Y-%m-%d\"]  # ? no column has dates"));
    } else {
        lines.push(format!("dates = {}", list(formats)));
    }
    // What is expected to come is not what was.
    let past = found.columns.iter().filter(|told| told.role != Some(Role::ExpectedClose));
    let latest = past.filter_map(|told| told.dated.as_ref()?.latest.as_deref()).max().unwrap_or("2000-01-01");
    lines.push(format!(
        "as_of = {}  # ? the latest date of the rows looked at: say when the export was made",
        quoted(latest)
    ));
    lines
}

fn currency(policy: &Policy, found: &Found<'_>) -> String {
    if let Some(column) = found.name(Role::Currency) {
        return format!("currency = {}", cell(column));
    }
    let numbers = found.columns.iter().filter_map(|told| told.numbers.as_ref());
    let signs: BTreeSet<&str> = numbers.flat_map(|numbers| numbers.signs.iter().map(String::as_str)).collect();
    let known = [("円", "JPY"), ("￥", "JPY"), ("¥", "JPY"), ("€", "EUR"), ("£", "GBP"), ("₹", "INR"), ("$", "USD")];
    match known.iter().find(|(sign, _)| signs.contains(sign)) {
        Some((sign, code)) => format!("currency = \"{code}\"  # ? by the sign {sign}"),
        None => format!("currency = \"{}\"  # ? that of the policy: the file does not say", policy.currency()),
    }
}

/// Signs of numbers, and words for empty, yes and no.
fn signs(found: &Found<'_>, joined: &[Joined<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    // Keys and telephone numbers have digits too.
    let counts =
        |told: &&Told<'_>| matches!(told.role, None | Some(Role::Value | Role::Field("employees" | "annual_revenue")));
    let numbers = || found.columns.iter().filter(counts).filter_map(|told| told.numbers.as_ref());
    let unsure = numbers().find_map(|numbers| numbers.unsure.as_deref());
    let note = unsure.map_or_else(String::new, |word| format!("  # ? `{word}` can be either"));
    if let Some(sign) = numbers().find_map(|numbers| numbers.decimal.filter(|sign| *sign != '.')) {
        lines.push(format!("decimal = \"{sign}\""));
    }
    let decimal = numbers().find_map(|numbers| numbers.decimal).unwrap_or('.');
    if let Some(sign) = numbers().find_map(|numbers| numbers.thousands.filter(|sign| *sign != decimal)) {
        lines.push(format!("thousands = {}{note}", quoted(&sign.to_string())));
    }
    for told in found.columns.iter().filter(counts) {
        let Some(word) = told.numbers.as_ref().and_then(|numbers| numbers.otherwise.as_ref()) else { continue };
        lines.push(format!(
            "# ? `{}` of {} is written otherwise than most: its row is refused, or its number is another",
            one_line(word),
            quoted(told.name())
        ));
    }
    let signs: BTreeSet<&str> = numbers().flat_map(|numbers| numbers.signs.iter().map(String::as_str)).collect();
    if !signs.is_empty() {
        lines.push(format!("signs = {}", list(signs)));
    }
    let all = || found.columns.iter().chain(joined.iter().flat_map(|other| other.found.columns.iter()));
    let empties: BTreeSet<&str> = all().flat_map(|told| told.column.empties.keys().map(String::as_str)).collect();
    let (days, words): (BTreeSet<&str>, BTreeSet<&str>) =
        empties.into_iter().partition(|word| crate::propose::empties::is_no_day(word));
    if !words.is_empty() {
        lines.push(format!("empty = {}", list(words)));
    }
    if !days.is_empty() {
        lines.push(format!("empty_dates = {}", list(days)));
    }
    lines
}

fn ignored(found: &Found<'_>) -> Option<String> {
    let ignored = found.columns.iter().filter(|told| told.role == Some(Role::Ignored)).map(Told::name);
    let ignored: Vec<&str> = ignored.collect();
    (!ignored.is_empty()).then(|| format!("ignore = {}", list(ignored)))
}

/// The single cells.
fn cells(found: &Found<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((lead, deal)) = found.lead() {
        lines.push(format!("# {}: {}", quoted(lead.name()), lead.because));
        lines.push(format!("lead = {}", cell(lead.name())));
        lines.extend(deal.map(|deal| format!("deal = {}", cell(deal.name()))));
    } else {
        let first = found.columns.first().map_or("", |told| told.name());
        lines.push(format!("lead = {}  # ? no column has a word of its own in every row", cell(first)));
    }
    if let Some(person) = found.name(Role::Person) {
        lines.push(format!("person = {}", cell(person)));
    }
    lines.push(String::from(
        "origin = { always = \"inbound\" }  # ? inbound, outbound or referral; or by a column, see the README",
    ));
    let places = [
        (Role::Account, "account"),
        (Role::Owner, "owner"),
        (Role::Team, "team"),
        (Role::Source, "source"),
        (Role::Medium, "medium"),
        (Role::Campaign, "campaign"),
        (Role::Content, "content"),
        (Role::Product, "product"),
        (Role::Value, "value"),
        (Role::ExpectedClose, "expected_close"),
    ];
    for (role, place) in places {
        if let Some(column) = found.name(role) {
            lines.push(format!("{place} = {}", cell(column)));
        }
    }
    if let Some(column) = found.name(Role::Pipeline) {
        lines.push(format!("# ? pipeline = {}  # if the policy has several", cell(column)));
    }
    lines
}

/// Every column that no line names, with its words.
fn unmapped(found: &Found<'_>, placed: &[String]) -> Vec<String> {
    let has_place = |told: &Told<'_>| {
        let name = quoted(told.name());
        let ways = [format!("column = {name}"), format!("at = {name}"), format!("[words.{name}]")];
        placed.iter().any(|line| ways.iter().any(|way| line.contains(way)))
    };
    let open = found.columns.iter().filter(|told| told.role != Some(Role::Ignored) && !has_place(told));
    open.map(|told| left(told, "")).collect()
}

/// A column that has no place, with its words.
fn left(told: &Told<'_>, of: &str) -> String {
    let words = told.column.by_count();
    let seems = told.role.filter(|_| of.is_empty() || told.sure);
    let seems = seems.map_or_else(String::new, |role| format!("; perhaps {role}, {}", told.because));
    let few = words.len() <= 6 || told.column.is_coded();
    let words = counted(&words, if few && told.dated.is_none() { 12 } else { 2 });
    let column = quoted(&format!("{of}{}", told.name()));
    format!("# unmapped: {column}  # {words}{seems}{}", stages::meanings(told))
}

/// Columns whose dates no format reads in full.
fn columns(found: &Found<'_>) -> Vec<String> {
    let unread = found.columns.iter().filter_map(|told| Some((told, told.dated.as_ref()?)));
    let unread = unread.filter(|(_, dated)| !dated.unread.is_empty());
    unread
        .map(|(told, dated)| {
            let words = list(dated.unread.iter().take(5).map(String::as_str));
            format!("# ? [columns.{}] these words are no dates: {words}", quoted(told.name()))
        })
        .collect()
}

fn fields(found: &Found<'_>) -> Vec<String> {
    let fields = found.columns.iter().filter_map(|told| match (told.role, told.sure) {
        (Some(Role::Field(field)), true) => Some(format!("{field} = {}", cell(told.name()))),
        _ => None,
    });
    let fields: Vec<String> = fields.collect();
    let head = (!fields.is_empty()).then(|| String::from("[fields]"));
    head.into_iter().chain(fields).collect()
}

/// A further file.
fn beside(main: &Found<'_>, other: &Joined<'_>) -> Vec<String> {
    let looked = other.found.looked;
    let Some((ours, theirs, both, of)) = other.shared else {
        return vec![format!("# ? `{}` shares no key with `{}`: map it by itself", looked.name(), main.looked.name())];
    };
    let mut lines = vec![
        String::new(),
        format!("# `{}`: {both} of its {of} keys in {} are in {} too.", looked.name(), quoted(theirs), quoted(ours)),
    ];
    let name = looked.stem();
    let (table, of) = match other.kind {
        Kind::Join => (format!("[joins.{name}]"), format!("{name}.")),
        Kind::History => (String::from("[history]"), String::from("history.")),
        Kind::Activities => (String::from("[activities]"), String::from("activities.")),
        Kind::Several => {
            lines.push(format!(
                "# ? `{}` has several rows for a key, and neither stages nor activities: map it by itself",
                looked.name()
            ));
            return lines;
        }
    };
    let has = |role: Role| other.found.columns.iter().any(|told| told.role == Some(role));
    let closes = [Role::ClosedAt, Role::WonAt, Role::LostAt, Role::Reason].into_iter().any(has);
    if other.kind == Kind::History && closes {
        lines.push(String::from(
            "# ? if its rows are deals, and no changes of stage, take this out and map it by itself",
        ));
    }
    lines.push(table);
    lines.push(format!("file = {}", quoted(&looked.name())));
    lines.extend(form(looked, Some(main.looked)));
    lines.push(format!("by = {}", cell(ours)));
    lines.push(format!("key = {}", quoted(theirs)));
    if other.kind == Kind::Join {
        lines.push(format!(
            "# Its columns are written {}, like {}.",
            quoted(&format!("{of}COLUMN")),
            quoted(&format!("{of}{theirs}"))
        ));
    } else {
        lines.extend(stages::steps(other));
    }
    let used = [Some(theirs), stages::used(other)].into_iter().flatten();
    let used: Vec<&str> = used.chain(stages::when(other)).chain(stages::id(other)).collect();
    let open = other.found.columns.iter().filter(|told| !used.contains(&told.name()));
    lines.extend(open.map(|told| left(told, &of)));
    lines
}
