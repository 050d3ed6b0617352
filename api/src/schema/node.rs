//! Things by their global id (Relay).
#![allow(missing_docs, reason = "the derive of an interface writes a method without a comment")]

use async_graphql::{Context, ID, Interface, Object};

use crate::access::{Action, Authorize};
use crate::domain::absence_report::types::AbsenceReport;
use crate::domain::case::types::Case;
use crate::domain::case::types_clock::DutyClock;
use crate::domain::consent::types::Consent;
use crate::domain::enrolment::types::Enrolment;
use crate::domain::group::types::Group;
use crate::domain::hand_over::types::HandOver;
use crate::domain::investigation::types::Investigation;
use crate::domain::kaa::types::{KaaEntry, KaaMeasure};
use crate::domain::mapping::types::{Mapping, MappingAnswer};
use crate::domain::mapping::types_questionnaire::Questionnaire;
use crate::domain::municipality::types::{Municipality, Unit};
use crate::domain::note::types::Note;
use crate::domain::oversight::types::BreakGlass;
use crate::domain::plan::types::Measure;
use crate::domain::plan::types_follow_up::FollowUp;
use crate::domain::plan::types_goal::Goal;
use crate::domain::plan::types_type::MeasureType;
use crate::domain::rights::types::{Erasure, LegalHold};
use crate::domain::sharing::types::SecrecyShare;
use crate::domain::signal::types::Signal;
use crate::domain::signal::types_rule::SignalRule;
use crate::domain::staff::types::{Assignment, Staff};
use crate::domain::statistics::publication::types::StatisticsDraft;
use crate::domain::transfer::types::Transfer;
use crate::domain::youth::types::Youth;
use crate::support::fault::{Code, Fault};
use crate::support::page::{GlobalId, Kind};

/// Something with a global id.
#[derive(Interface, Clone, Debug)]
#[graphql(field(name = "id", ty = "&ID", desc = "Global id."))]
#[allow(clippy::large_enum_variant, reason = "lives for one answer")]
pub(crate) enum Node {
    /// A municipality.
    Municipality(Municipality),
    /// A unit.
    Unit(Unit),
    /// A member of staff.
    Staff(Staff),
    /// An assignment.
    Assignment(Assignment),
    /// A youth.
    Youth(Youth),
    /// An enrolment.
    Enrolment(Enrolment),
    /// A group.
    Group(Group),
    /// An opening of a youth by breaking the glass.
    BreakGlass(BreakGlass),
    /// A consent.
    Consent(Consent),
    /// A note.
    Note(Note),
    /// That something may be read beyond its secrecy class.
    SecrecyShare(SecrecyShare),
    /// An entry of the register of the activity duty.
    KaaEntry(KaaEntry),
    /// A measure of the activity duty.
    KaaMeasure(KaaMeasure),
    /// A questionnaire.
    Questionnaire(Questionnaire),
    /// A mapping.
    Mapping(Mapping),
    /// An answer of a mapping.
    MappingAnswer(MappingAnswer),
    /// A goal.
    Goal(Goal),
    /// A type of measures.
    MeasureType(MeasureType),
    /// A measure.
    Measure(Measure),
    /// A follow-up.
    FollowUp(FollowUp),
    /// A case.
    Case(Case),
    /// A duty clock.
    DutyClock(DutyClock),
    /// An investigation of absence.
    Investigation(Investigation),
    /// A report of absence.
    AbsenceReport(AbsenceReport),
    /// A referral or transfer.
    Transfer(Transfer),
    /// A hand-over from another municipality.
    HandOver(HandOver),
    /// A signal.
    Signal(Signal),
    /// A rule of signals.
    SignalRule(SignalRule),
    /// An erasure.
    Erasure(Erasure),
    /// A legal hold.
    LegalHold(LegalHold),
    /// A publication being prepared.
    StatisticsDraft(StatisticsDraft),
}

/// Queries by global id.
#[derive(Debug, Default)]
pub(crate) struct NodeQueries;

#[Object]
impl NodeQueries {
    /// The thing with this global id; `NOT_FOUND` when it is not there or out of reach. Of a person with protected
    /// data a reason is asked for: the header `Up2-Reason`.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Option<Result<Node, Fault>> {
        Some(node(ctx, &id).await)
    }

    /// The things with these global ids, in their order; null where one is not there or out of reach.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their global ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>, Fault> {
        if ids.len() > 100 {
            return Err(Fault::bad_input(
                "Fråga efter högst 100 id åt gången.",
                "Ask for at most 100 ids at a time.",
            ));
        }
        futures::future::try_join_all(ids.iter().map(|id| node_or_null(ctx, id))).await
    }
}

async fn node_or_null(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Fault> {
    let found = match GlobalId::read(id)?.kind {
        // A protected person in a list is a bare row, not a question for a reason.
        Kind::Youth => youth_in_list(ctx, id).await,
        Kind::Case => case_in_list(ctx, id).await,
        Kind::DutyClock => clock_in_list(ctx, id).await,
        _ => node(ctx, id).await.map(Some),
    };
    match found {
        Err(fault) if fault.code() == Code::NotFound => Ok(None),
        found => found,
    }
}

async fn youth_in_list(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Fault> {
    let grant = ctx.authorize(Action::ReadYouth)?;
    let id = GlobalId::local(id, Kind::Youth, grant.municipality_code())?;
    Ok(Youth::load(ctx, id).await?.map(Node::Youth))
}

async fn case_in_list(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Fault> {
    let grant = ctx.authorize(Action::ReadCases)?;
    let id = GlobalId::local(id, Kind::Case, grant.municipality_code())?;
    Ok(Case::load(ctx, id).await?.map(Node::Case))
}

async fn clock_in_list(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Fault> {
    let grant = ctx.authorize(Action::ReadCases)?;
    let id = GlobalId::local(id, Kind::DutyClock, grant.municipality_code())?;
    Ok(DutyClock::load(ctx, id).await?.map(Node::DutyClock))
}

async fn node(ctx: &Context<'_>, id: &ID) -> Result<Node, Fault> {
    use crate::domain;
    Ok(match GlobalId::read(id)?.kind {
        Kind::Municipality => {
            Node::Municipality(domain::municipality::queries::municipality(ctx, Some(id)).await?)
        }
        Kind::Unit => Node::Unit(domain::municipality::queries::unit(ctx, id).await?),
        Kind::Staff => Node::Staff(domain::staff::queries::staff(ctx, id).await?),
        Kind::Assignment => Node::Assignment(domain::staff::queries::assignment(ctx, id).await?),
        Kind::Youth => Node::Youth(domain::youth::queries::youth(ctx, id, None).await?),
        Kind::Enrolment => Node::Enrolment(domain::enrolment::queries::enrolment(ctx, id).await?),
        Kind::Group => Node::Group(domain::group::queries::group(ctx, id).await?),
        Kind::BreakGlass => Node::BreakGlass(domain::oversight::queries::opening(ctx, id).await?),
        Kind::Consent => Node::Consent(domain::consent::queries::consent(ctx, id).await?),
        Kind::Note => Node::Note(domain::note::queries::note(ctx, id).await?),
        Kind::SecrecyShare => Node::SecrecyShare(domain::sharing::queries::share(ctx, id).await?),
        Kind::KaaEntry => Node::KaaEntry(domain::kaa::queries::entry(ctx, id).await?),
        Kind::KaaMeasure => Node::KaaMeasure(domain::kaa::queries::measure(ctx, id).await?),
        Kind::Questionnaire => Node::Questionnaire(domain::mapping::queries::questionnaire(ctx, id).await?),
        Kind::Mapping => Node::Mapping(domain::mapping::queries::mapping(ctx, id).await?),
        Kind::MappingAnswer => Node::MappingAnswer(MappingAnswer::load(ctx, id).await?),
        Kind::Goal => Node::Goal(domain::plan::queries::goal(ctx, id).await?),
        Kind::MeasureType => Node::MeasureType(domain::plan::queries::measure_type(ctx, id).await?),
        Kind::Measure => Node::Measure(domain::plan::queries::measure(ctx, id).await?),
        Kind::FollowUp => Node::FollowUp(domain::plan::queries::follow_up(ctx, id).await?),
        Kind::Case => Node::Case(domain::case::queries::case(ctx, id).await?),
        Kind::DutyClock => Node::DutyClock(domain::case::queries::clock(ctx, id).await?),
        Kind::Investigation => {
            Node::Investigation(domain::investigation::queries::investigation(ctx, id).await?)
        }
        Kind::AbsenceReport => {
            Node::AbsenceReport(domain::absence_report::queries::absence_report(ctx, id).await?)
        }
        Kind::Transfer => Node::Transfer(domain::transfer::queries::transfer(ctx, id).await?),
        Kind::HandOver => Node::HandOver(domain::hand_over::queries::hand_over(ctx, id).await?),
        Kind::Signal => Node::Signal(domain::signal::queries::signal(ctx, id).await?),
        Kind::SignalRule => Node::SignalRule(domain::signal::queries::rule(ctx, id).await?),
        Kind::Erasure => Node::Erasure(domain::rights::queries::erasure(ctx, id).await?),
        Kind::LegalHold => Node::LegalHold(domain::rights::queries::legal_hold(ctx, id).await?),
        Kind::StatisticsDraft => {
            Node::StatisticsDraft(domain::statistics::publication::queries::draft(ctx, id).await?)
        }
    })
}
