//! Root fields: openInvestigation, reportInvestigationStart, tellHomeMunicipality, closeInvestigation.

use async_graphql::{Context, Object};

use super::types_input::{
    CloseInvestigationInput, InvestigationPayload, OpenInvestigationInput, ReportInvestigationStartInput,
    TellHomeMunicipalityInput, TellHomeMunicipalityPayload,
};
use super::{changes, telling};
use crate::support::fault::Fault;

/// Mutations of investigations.
#[derive(Debug, Default)]
pub struct InvestigationMutations;

#[Object]
impl InvestigationMutations {
    /// Opens an investigation of absence (öppnar utredning) about a youth at a school of one's own. From today its
    /// reports are due.
    async fn open_investigation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The investigation.")] input: OpenInvestigationInput,
    ) -> Option<Result<InvestigationPayload, Fault>> {
        Some(changes::open(ctx, input).await)
    }

    /// Records that the start was reported to the authority (anmäler start till huvudmannen), skollagen 7:19 a and 15:16.
    async fn report_investigation_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The investigation.")] input: ReportInvestigationStartInput,
    ) -> Option<Result<InvestigationPayload, Fault>> {
        Some(changes::report(ctx, input).await)
    }

    /// Tells the home municipality (underrättar hemkommunen), skollagen 15:15. One that takes part in this system gets
    /// the report as a sealed hand-over; another is told outside it, and that is recorded.
    async fn tell_home_municipality(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is told.")] input: TellHomeMunicipalityInput,
    ) -> Option<Result<TellHomeMunicipalityPayload, Fault>> {
        Some(telling::tell(ctx, input).await)
    }

    /// Concludes an investigation (avslutar utredning) whose reports have been made, or which was clearly needless.
    async fn close_investigation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The conclusion.")] input: CloseInvestigationInput,
    ) -> Option<Result<InvestigationPayload, Fault>> {
        Some(changes::close(ctx, input).await)
    }
}
