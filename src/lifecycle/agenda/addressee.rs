//! Whom a chain of words comes to.

use crate::lifecycle::agenda::member::Member;
use crate::values::{ActorId, Addressee, TeamKey};

/// Whom a chain of words comes to: the first word that comes to an active member.
///
/// `owner` is the owner, if active. Any other word is the first active member, in the order given, who answers for it: one of
/// the `team` before one of no team, one of another team never. None: nobody; what nobody owns stands in
/// [`Agenda::unowned`](crate::lifecycle::Agenda::unowned) as well.
///
/// ```
/// use lead_lifecycle::ActorId;
/// use lead_lifecycle::lifecycle::{Member, addressee};
/// use lead_lifecycle::values::Addressee;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let member = |id: &str, active, words: &[&str]| -> Result<Member, Box<dyn std::error::Error>> {
///     let answers_for = words.iter().map(|word| word.parse()).collect::<Result<_, _>>()?;
///     Ok(Member { id: id.parse()?, active, team: None, answers_for })
/// };
/// let members = [member("sato", false, &[])?, member("mori", true, &["queue"])?];
/// let chain: [Addressee; 2] = ["owner".parse()?, "queue".parse()?];
/// // The owner is away: whoever answers for the queue is told.
/// let sato: ActorId = "sato".parse()?;
/// assert_eq!(addressee(&chain, Some(&sato), None, &members), Some(&members[1]));
/// // Nobody answers for a manager here.
/// assert_eq!(addressee(&["manager".parse()?], Some(&sato), None, &members), None);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn addressee<'m>(
    chain: &[Addressee],
    owner: Option<&ActorId>,
    team: Option<&TeamKey>,
    members: &'m [Member],
) -> Option<&'m Member> {
    chain.iter().find_map(|word| {
        if word.is_owner() {
            return members.iter().find(|member| member.active && Some(&member.id) == owner);
        }
        let answers = |team: Option<&TeamKey>| {
            let mut active = members.iter().filter(|member| member.active && member.team.as_ref() == team);
            active.find(|member| member.answers_for.contains(word))
        };
        answers(team).or_else(|| answers(None))
    })
}
