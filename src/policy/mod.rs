//! stub
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    clippy::all
)]
use crate::access::{Access, ProposalRules};
use crate::deal::Pipeline;
use crate::handoff::HandoffRules;
use crate::qualification::Qualification;
use crate::recycle::ReasonRules;
use crate::scoring::Scoring;
use crate::values::*;
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy;
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaleThen {
    Flag,
    Recycle(ReasonCode),
}
#[derive(Debug, Clone)]
pub struct StaleRule {
    pub after: Span,
    pub then: StaleThen,
}
#[derive(Debug, Clone)]
pub struct Stale;
impl Stale {
    pub fn rule(&self, _: StageKind) -> Option<&StaleRule> {
        None
    }
}
#[derive(Debug, Clone)]
pub struct Time {
    pub clock_skew: Span,
    pub future: Span,
}
#[derive(Debug, Clone)]
pub struct Memory {
    pub activities: u16,
}
impl Policy {
    pub fn scoring(&self) -> &Scoring {
        todo!()
    }
    pub fn qualification(&self) -> &Qualification {
        todo!()
    }
    pub fn handoff(&self) -> &HandoffRules {
        todo!()
    }
    pub fn pipeline(&self) -> &Pipeline {
        todo!()
    }
    pub fn reasons(&self) -> &ReasonRules {
        todo!()
    }
    pub fn access(&self) -> &Access {
        todo!()
    }
    pub fn proposals(&self) -> &ProposalRules {
        todo!()
    }
    pub fn stale(&self) -> &Stale {
        todo!()
    }
    pub fn time(&self) -> &Time {
        todo!()
    }
    pub fn memory(&self) -> &Memory {
        todo!()
    }
    pub fn catalog(&self) -> &FieldCatalog {
        todo!()
    }
    pub fn utc_offset(&self) -> UtcOffset {
        todo!()
    }
    pub fn currency(&self) -> Currency {
        todo!()
    }
    pub fn stamp(&self) -> &PolicyStamp {
        todo!()
    }
}
