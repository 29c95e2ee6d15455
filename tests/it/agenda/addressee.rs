//! Whom a chain of words comes to, and what nobody owns.

use lead_lifecycle::lead::{DealOwner, TeamChange};
use lead_lifecycle::lifecycle::{AgendaKind, Member, addressee};
use lead_lifecycle::values::{Addressee, TeamKey};
use lead_lifecycle::{ActorId, Command, Lead, Lifecycle, Policy, Role, Span};

use crate::common::k;
use crate::common::tale::{Tale, instant};

fn member(id: &str, active: bool, team: Option<&str>, words: &[&str]) -> Member {
    Member { id: k(id), active, team: team.map(k), answers_for: words.iter().map(|word| k(word)).collect() }
}

fn chain(words: &[&str]) -> Vec<Addressee> {
    words.iter().map(|word| k(word)).collect()
}

fn found<'m>(words: &[&str], owner: Option<&str>, team: Option<&str>, members: &'m [Member]) -> Option<&'m str> {
    let (owner, team): (Option<ActorId>, Option<TeamKey>) = (owner.map(k), team.map(k));
    addressee(&chain(words), owner.as_ref(), team.as_ref(), members).map(|member| member.id.as_str())
}

#[test]
fn the_first_word_that_comes_to_somebody_active_wins() {
    let members = [
        member("away", false, None, &["queue"]),
        member("mori", true, None, &["queue", "manager"]),
        member("sato", true, None, &["manager"]),
    ];
    assert_eq!(found(&["owner", "queue"], Some("sato"), None, &members), Some("sato"));
    assert_eq!(found(&["owner", "queue"], Some("away"), None, &members), Some("mori"));
    assert_eq!(found(&["owner", "queue"], None, None, &members), Some("mori"));
    // An owner whom nobody knows any more is nobody; of two who answer, the one given first.
    assert_eq!(found(&["owner", "manager"], Some("gone"), None, &members), Some("mori"));
    assert_eq!(found(&["director", "owner"], Some("away"), None, &members), None);
    assert_eq!(found(&[], Some("sato"), None, &members), None);
}

/// `owner` is a word of its own: nobody becomes the owner by answering for it.
#[test]
fn nobody_answers_for_the_owner() {
    let members = [member("mori", true, None, &["owner"])];
    assert_eq!(found(&["owner"], Some("sato"), None, &members), None);
    assert_eq!(found(&["owner"], None, None, &members), None);
}

#[test]
fn the_own_team_comes_before_no_team_and_another_team_never() {
    let members = [
        member("of-all", true, None, &["manager"]),
        member("west", true, Some("west"), &["manager"]),
        member("east", true, Some("east"), &["manager"]),
    ];
    assert_eq!(found(&["manager"], None, Some("east"), &members), Some("east"));
    assert_eq!(found(&["manager"], None, Some("north"), &members), Some("of-all"));
    assert_eq!(found(&["manager"], None, None, &members), Some("of-all"));
    assert_eq!(found(&["manager"], None, None, &members[1..]), None);
    // Whoever owns it is told, of whatever team.
    assert_eq!(found(&["owner", "manager"], Some("west"), Some("east"), &members), Some("west"));
}

/// An MQL since a minute, of an owner and a team.
fn mql(lead: &str, owner: Option<&str>, team: &str, at: &str) -> Lead {
    let capture = crate::common::full_capture(lead);
    let mut tale = Tale::captured(Policy::standard(), &capture, "06-15 08:00", None);
    let team = TeamChange::Set(k(team));
    tale.does(Role::Manager, "06-15 08:30", &Command::Assign { owner: owner.map(k), team, deal: DealOwner::Follow });
    tale.reaches_mql(at);
    assert_eq!(tale.lead.cycle().owner().map(ActorId::as_str), owner);
    tale.lead
}

/// A first contact that is late goes to the owner; without one that can be told to whoever answers for the queue; to nobody when
/// that one is away too. What nobody owns stays in the list, and an owner who is away owns still.
///
/// After a complaint about another system, where alerts of leads without an owner were dropped (margince#5015).
#[test]
fn a_late_first_contact_is_never_dropped() {
    let members = [
        member("here", true, None, &[]),
        member("away", false, None, &[]),
        member("head-1", true, Some("queue-1"), &["queue"]),
        member("head-2", false, Some("queue-2"), &["queue"]),
    ];
    let leads = [
        mql("owned", Some("here"), "queue-1", "06-15 09:30"),
        mql("of-queue", None, "queue-1", "06-15 09:30"),
        mql("of-nobody", None, "queue-2", "06-15 09:30"),
        mql("owner-away", Some("away"), "queue-1", "06-15 09:30"),
        mql("in-time", None, "queue-1", "06-15 09:58"),
    ];
    let now = instant("06-15 10:00");
    let agenda = Lifecycle::new(Policy::standard()).agenda_of(&leads, now);
    assert!(agenda.gaps.is_empty());
    let late = |due: Option<lead_lifecycle::Instant>| due.is_some_and(|due| due.saturating_add(Span::minutes(5)) < now);
    let told: Vec<_> = agenda
        .items
        .iter()
        .filter(|item| item.kind == AgendaKind::FirstContact && late(item.due))
        .map(|item| {
            let told = item.addressee(&chain(&["owner", "queue"]), &members);
            (item.lead.as_str(), told.map(|member| member.id.as_str()))
        })
        .collect();
    // All since the same minute: by lead.
    let expected =
        [("of-nobody", None), ("of-queue", Some("head-1")), ("owned", Some("here")), ("owner-away", Some("head-1"))];
    assert_eq!(told, expected);
    let unowned: Vec<_> = agenda.unowned().map(|item| (item.lead.as_str(), late(item.due))).collect();
    assert_eq!(unowned, [("of-nobody", true), ("of-queue", true), ("in-time", false)]);
}
