//! Why somebody reaches a youth, in GraphQL.

use async_graphql::{ComplexObject, Context, Enum, SimpleObject};
use chrono::{DateTime, Utc};
use entity::municipality::assignment;

use crate::access::Action;
use crate::access::explain::Ground;
use crate::access::policy::Extent;
use crate::domain::municipality::types::Unit;
use crate::domain::staff::types::Assignment;
use crate::domain::vocabulary::Role;
use crate::support::fault::Fault;
use crate::support::language::Language;
use crate::support::scalars::Date;

/// Kind of a ground on which a youth is reached.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessGroundKind {
    /// An assignment (uppdrag) gives it, by the policy table.
    Assignment,
    /// The glass was broken (nödöppning).
    BreakGlass,
    /// The person has protected data, and the member of staff was appointed (utsedd).
    ProtectedAppointment,
}

/// A ground on which a member of staff reaches a youth today (skäl till åtkomst).
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct AccessGround {
    /// Kind of ground.
    pub kind: AccessGroundKind,
    /// What it allows; null for an appointment, which opens what the assignments give.
    pub action: Option<Action>,
    /// Role of the assignment; null for other grounds.
    pub role: Option<Role>,
    /// The rule in a sentence, in the reader's language.
    pub rule: String,
    /// Until when, for an opening by breaking the glass; null for other grounds.
    pub expires_at: Option<DateTime<Utc>>,
    /// Last day of the assignment or appointment; null when open.
    pub ends_on: Option<Date>,
    #[graphql(skip)]
    held: Option<assignment::Model>,
    #[graphql(skip)]
    municipality: String,
}

#[ComplexObject]
impl AccessGround {
    /// The assignment; null for other grounds.
    async fn assignment(&self) -> Option<Assignment> {
        self.held.clone().map(|held| Assignment::of(held, &self.municipality))
    }

    /// The unit of the assignment; null for other grounds.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit, Fault>> {
        Unit::load(ctx, self.held.as_ref()?.unit_id, &self.municipality).await.transpose()
    }
}

impl AccessGround {
    /// From a ground.
    pub fn of(ground: Ground, municipality: &str) -> Self {
        let bare = Self {
            kind: AccessGroundKind::ProtectedAppointment,
            action: None,
            role: None,
            rule: String::new(),
            expires_at: None,
            ends_on: None,
            held: None,
            municipality: municipality.to_owned(),
        };
        match ground {
            Ground::Assignment { action, held, extent } => Self {
                kind: AccessGroundKind::Assignment,
                action: Some(action),
                role: Some(held.role.into()),
                rule: rule(held.role.into(), extent),
                ends_on: held.ends_on.map(Date),
                held: Some(held),
                ..bare
            },
            Ground::Glass { action, until, .. } => Self {
                kind: AccessGroundKind::BreakGlass,
                action: Some(action),
                rule: pick(
                    "Personen öppnades med personnummer och skäl, i tre timmar.",
                    "The person was opened by civic number and reason, for three hours.",
                ),
                expires_at: Some(until),
                ..bare
            },
            Ground::Appointment { ends_on } => Self {
                rule: pick(
                    "Personen har skyddade personuppgifter, och rektorn har utsett den som frågan gäller.",
                    "The person has protected data, and the head teacher appointed the one in question.",
                ),
                ends_on: ends_on.map(Date),
                ..bare
            },
        }
    }
}

/// What a cell of the policy table means, for one role.
fn rule(role: Role, extent: Extent) -> String {
    let reaches = match extent {
        Extent::Nothing => pick("når ingen", "reaches nobody"),
        Extent::Units => pick(
            "når dem som i dag är inskrivna vid enheten eller under den",
            "reaches those enrolled today at the unit or below it",
        ),
        Extent::Group => pick("når dem som i dag är i gruppen", "reaches those who are in the group today"),
        Extent::RowsOfGroup => pick(
            "når dem som i dag är i gruppen, och av deras rader bara gruppens",
            "reaches those who are in the group today, and of their rows only the group's",
        ),
        Extent::HomeMunicipality => pick(
            "når dem som är folkbokförda i kommunen och går i skola hos en annan huvudman",
            "reaches those registered in the municipality who study under another authority",
        ),
        Extent::KaaRegister => pick(
            "når dem som står i registret för kommunens aktivitetsansvar, eller är på väg dit",
            "reaches those in the register of the municipal activity duty, or on their way there",
        ),
        Extent::YoungAdults => pick(
            "når unga vuxna som har ett öppet ärende och har lämnat sitt medgivande",
            "reaches young adults who have an open case and have given their consent",
        ),
        Extent::Whole => pick("når hela kommunen", "reaches the whole municipality"),
    };
    format!("{} {reaches}.", role.label())
}

fn pick(swedish: &str, english: &str) -> String {
    Language::current().pick(swedish, english).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_rule_is_a_sentence_in_the_language_of_the_reader() {
        assert_eq!(rule(Role::Mentor, Extent::Group), "Mentor når dem som i dag är i gruppen.");
        let english = Language::English.scope(async { rule(Role::Principal, Extent::Units) }).await;
        assert_eq!(english, "Head teacher reaches those enrolled today at the unit or below it.");
    }
}
