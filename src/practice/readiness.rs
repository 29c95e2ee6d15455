//! Readiness: four lists by which an organisation checks itself.
//!
//! # Six points of maturity
//!
//! Six times yes is a mature organisation. Several times no calls for a plan.
//!
//! 1. The roles of inside sales and field sales are told apart.
//! 2. MQL, SQL and SAO are defined, and everybody uses the same definitions.
//! 3. The CRM shows the same to everybody.
//! 4. KPIs are reviewed at fixed times.
//! 5. MA, CTI and SFA are linked with each other.
//! 6. Reasons of losses, and feedback, are part of the system.
//!
//! # Five symptoms
//!
//! Three of them or more call for a redesign.
//!
//! 1. There are more and more leads, and the opportunity rate is low.
//! 2. In the first meeting field sales asks again what inside sales had already heard.
//! 3. Members keep lists of their own.
//! 4. There is marketing automation, and nobody uses it.
//! 5. Whether KPIs are reviewed depends on single persons.
//!
//! # The manager's fifteen
//!
//! 1. KPIs are calculated back from revenue ([`funnel`]).
//! 2. There are rules for the use of MA and SFA.
//! 3. MQL and SQL are agreed with marketing and field sales.
//! 4. The conditions of a hand-over are written down.
//! 5. Scenarios of nurturing are running.
//! 6. Weekly and monthly reviews take place, and lead to actions.
//! 7. Somebody watches the quality of calls and mails.
//! 8. There are 1-on-1s and role-plays.
//! 9. There is a plan for hiring.
//! 10. Marketing hears how good its leads are.
//! 11. Opportunity rate and win rate are discussed with field sales.
//! 12. There are rules on which information is shared.
//! 13. The process is improved all the time.
//! 14. It is visible who uses the tools. Missing entries, and practice that hangs on one person (属人化), are
//!     prevented.
//! 15. Management gets the results, and proposals for people and money.
//!
//! # Usual failures
//!
//! - Appointments are the only KPI.
//! - What an MQL and an SQL is stays vague.
//! - There are no rules between inside sales and field sales.
//! - Spreadsheets stand in for a CRM.
//! - Inside sales is seen as a cost: nobody traces the revenue that it won.
//!
//! # In this crate
//!
//! Not built yet: **the crate does not check an organisation.** The lists are for people. Several points are what a
//! checked [`Policy`] writes down: the definitions of MQL and SQL, the conditions of a hand-over, the reasons of
//! losses.
//!
//! [`Policy`]: crate::Policy
//! [`funnel`]: crate::practice::funnel
