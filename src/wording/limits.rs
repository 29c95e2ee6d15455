//! What each bound bounds.

use core::fmt;

use crate::values::limits::Limit;

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {} {}", self.min, self.max, words(self.name))
    }
}

/// What a stable word means. A bound that is not listed is called by its name: a host's own, or one of `planning`,
/// whose errors a programmer reads and which therefore says in words what it bounds.
fn words(name: &str) -> &str {
    match name {
        "absorbed" => "leads merged into one",
        "activity_memory" => "remembered activity ids",
        "back_off_percent" => "per cent of back-off",
        "bar_months" => "months",
        "business_days" => "business days",
        "clock_events" => "entries of a clock",
        "clock_holds" => "holds of a clock",
        "clock_steps" => "steps of an escalation",
        "clock_targets" => "targets of a clock",
        "clocks" => "service-level clocks",
        "contracts" => "contracts in force",
        "criteria" => "qualification criteria",
        "cycles" => "cycles of a lead",
        "deal_keys" => "remembered deal keys",
        "date_years" => "years of a date",
        "instant_seconds" => "seconds since 1970 (1900-01-01 to 9999-12-31)",
        "instead" => "commands told instead of what is taken back",
        "key_chars" => "characters of a key",
        "line_quantity" => "pieces of a deal line",
        "list_entries" => "list entries",
        "money_units" => "whole currency units",
        "nesting" => "levels of nesting",
        "number_places" => "decimal places of a number",
        "offset_seconds" => "seconds of a UTC offset",
        "zones" => "named zones of a policy",
        "zone_transitions" => "transitions of a zone",
        "calendars" => "working calendars of a policy",
        "holiday_lists" => "lists of holidays of a policy",
        "special_days" => "special days of a list or calendar",
        "shifts" => "opening intervals of a day",
        "open_proposals" => "open proposals",
        "pipeline_stages" => "open deal stages",
        "pipelines" => "pipelines of a policy",
        "point_thousandths" => "thousandths of a point",
        "policy_versions" => "versions of a policy",
        "rate_places" => "decimal places of a rate",
        "reasons" => "reasons of a list",
        "set_members" => "members of a set",
        "span_seconds" => "seconds of a span",
        "legacy_activities" => "activities of a legacy row",
        "legacy_rows" => "rows of one lead of a legacy system",
        "legacy_moves" => "moves of a legacy row",
        "taken_back" => "facts named in one order to take back",
        "taken_back_ids" => "remembered ids of activities that were taken back",
        "taken_back_kinds" => "kinds of activities that were taken back",
        "text_chars" => "characters of text",
        "bands" => "bands or steps of a rule",
        "earned_tags" => "tags earned at once",
        "fit_tags" => "fit tags",
        "half_life_seconds" => "seconds of a half-life (a minute to 50 years)",
        "hand_raise_memory" => "hand-raises that a lead remembers",
        "keep" => "kept occurrences of a tag",
        "kinds" => "activity kinds of a tag",
        "profiles" => "score profiles",
        "rule_thousandths" => "thousandths of a point of a rule",
        "moments" => {
            "moments at which points may change, over all rules (occurrences that a tag keeps, and what ends for each)"
        }
        "state_tags" => "tags of a lead",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use crate::scoring::bounds;
    use crate::values::limits;
    use crate::wording::limits::words;

    #[test]
    fn every_bound_has_its_words() {
        for limit in limits::ALL.iter().chain(bounds::ALL) {
            assert!(!words(limit.name).contains('_'), "{} has no words", limit.name);
        }
    }
}
