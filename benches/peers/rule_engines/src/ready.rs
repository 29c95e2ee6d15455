//! What an engine is fed with: a lead's attributes and its ready aggregates as of one instant.

use serde_json::Value;

use crate::scoring_leads::{DAY, Lead, half_life};

/// The decayed value is in thousandths of a point; the rest are counts.
#[derive(Default)]
pub(crate) struct Ready {
    pub(crate) employees: i64,
    pub(crate) revenue: i64,
    pub(crate) industry: &'static str,
    pub(crate) region: &'static str,
    pub(crate) title: &'static str,
    pub(crate) department: &'static str,
    /// Within 30 days.
    pub(crate) service_pages: i64,
    /// Within 14 days.
    pub(crate) mail_clicks: i64,
    /// Within 7 days.
    pub(crate) page_views: i64,
    pub(crate) documents: i64,
    pub(crate) seminars: i64,
    /// Within 30 days.
    pub(crate) mail_opens: i64,
    pub(crate) unsubscribes: i64,
    pub(crate) pricing: i64,
}

impl Ready {
    pub(crate) fn new(lead: &Lead, at: i64) -> Self {
        let a = &lead.attributes;
        let mut ready = Self {
            employees: a.employees.into(),
            revenue: a.revenue.into(),
            industry: a.industry,
            region: a.region,
            title: a.title,
            department: a.department,
            ..Self::default()
        };
        let mut pricing = Vec::new();
        for (activity, happened) in &lead.log {
            let age = at - happened.seconds();
            if age < 0 {
                continue;
            }
            match activity.kind.as_str() {
                "page_view" => ready.page_views += i64::from(age < 7 * DAY),
                "service_page_view" => ready.service_pages += i64::from(age < 30 * DAY),
                "pricing_page_view" => pricing.push(age),
                "document_download" => ready.documents += 1,
                "seminar" => ready.seminars += 1,
                "mail_open" => ready.mail_opens += i64::from(age < 30 * DAY),
                "mail_click" => ready.mail_clicks += i64::from(age < 14 * DAY),
                "unsubscribe" => ready.unsubscribes += 1,
                _ => {}
            }
        }
        // The three newest; the log is in the order in which things happened.
        let weight: u128 =
            pricing.iter().rev().take(3).map(|age| u128::from(half_life(*age as u64, (30 * DAY) as u64))).sum();
        ready.pricing = ((12_000 * weight + (1 << 62)) >> 63) as i64;
        ready
    }

    pub(crate) fn numbers(&self) -> [(&'static str, i64); 10] {
        [
            ("employees", self.employees),
            ("revenue", self.revenue),
            ("service_pages", self.service_pages),
            ("mail_clicks", self.mail_clicks),
            ("page_views", self.page_views),
            ("documents", self.documents),
            ("seminars", self.seminars),
            ("mail_opens", self.mail_opens),
            ("unsubscribes", self.unsubscribes),
            ("pricing", self.pricing),
        ]
    }

    pub(crate) fn texts(&self) -> [(&'static str, &'static str); 4] {
        [("industry", self.industry), ("region", self.region), ("title", self.title), ("department", self.department)]
    }

    pub(crate) fn json(&self) -> Value {
        let numbers = self.numbers().map(|(name, number)| (name.to_string(), Value::from(number)));
        let texts = self.texts().map(|(name, text)| (name.to_string(), Value::from(text)));
        Value::Object(numbers.into_iter().chain(texts).collect())
    }
}
