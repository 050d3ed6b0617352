//! When the reports of an investigation are due, and what a change of it needs.

use chrono::{Days, NaiveDate};
use entity::municipality::investigation;
use entity::vocabulary::{DutyKind, InvestigationState};

/// Days until the start is reported to the school authority (huvudman). Skollagen 7:19 a and 15:16 ask for the report
/// and give no number of days: a week is this system's own choice.
pub const REPORT_START_WITHIN: Days = Days::new(7);

/// Days until the home municipality (hemkommun) is told. Skollagen 15:15 says at once, and gives no number: three days,
/// so that a weekend is not an oversight, are this system's own choice.
pub const TELL_HOME_WITHIN: Days = Days::new(3);

/// Why an investigation cannot be opened or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvestigationFault {
    /// One goes on already.
    Taken,
    /// It is concluded.
    Closed,
    /// It was reported already.
    Reported,
    /// The home municipality was told already.
    Told,
    /// The start is not reported to the authority yet.
    NotReported,
    /// The home municipality is not told yet.
    NotTold,
    /// Which municipality to tell is not known.
    NoMunicipality,
    /// Not in the official list.
    UnknownMunicipality,
    /// The next follow-up has passed.
    FollowUpPassed,
}

/// The last day to report the start to the authority; none once it is reported, or when it is concluded.
pub fn report_due(row: &investigation::Model) -> Option<NaiveDate> {
    let waits = row.state == InvestigationState::Open && row.reported_at.is_none();
    waits.then(|| row.opened_on + REPORT_START_WITHIN)
}

/// The last day to tell the home municipality; none once it is told, and where it is the own or unknown.
pub fn home_due(row: &investigation::Model, own: &str) -> Option<NaiveDate> {
    let waits = row.state == InvestigationState::Open && row.told_at.is_none() && is_elsewhere(row, own);
    waits.then(|| row.opened_on + TELL_HOME_WITHIN)
}

/// The duties of an investigation.
pub const OWED: [DutyKind; 3] =
    [DutyKind::InvestigateAbsence, DutyKind::ReportInvestigation, DutyKind::TellHomeMunicipality];

/// What is owed of it, each with its last day where that does not go by the rule of the duty; nothing once it has ended.
pub fn owed(row: &investigation::Model, own: &str) -> Vec<(DutyKind, Option<NaiveDate>)> {
    if row.state != InvestigationState::Open {
        return Vec::new();
    }
    let report = report_due(row).map(|due| (DutyKind::ReportInvestigation, Some(due)));
    let home = home_due(row, own).map(|due| (DutyKind::TellHomeMunicipality, Some(due)));
    [Some((DutyKind::InvestigateAbsence, None)), report, home].into_iter().flatten().collect()
}

/// Whether a report is late.
pub fn is_overdue(row: &investigation::Model, own: &str, today: NaiveDate) -> bool {
    [report_due(row), home_due(row, own)].into_iter().flatten().any(|due| due < today)
}

/// Whether the youth is registered in another municipality.
fn is_elsewhere(row: &investigation::Model, own: &str) -> bool {
    row.home_municipality.as_ref().is_some_and(|home| home != own)
}

/// Whether it still changes.
pub fn check_open(row: &investigation::Model) -> Result<(), InvestigationFault> {
    if row.state == InvestigationState::Open { Ok(()) } else { Err(InvestigationFault::Closed) }
}

/// Whether its start can be reported.
pub fn check_report(row: &investigation::Model) -> Result<(), InvestigationFault> {
    check_open(row)?;
    if row.reported_at.is_some() { Err(InvestigationFault::Reported) } else { Ok(()) }
}

/// Whether the home municipality can be told.
pub fn check_tell(row: &investigation::Model) -> Result<(), InvestigationFault> {
    check_open(row)?;
    if row.told_at.is_some() { Err(InvestigationFault::Told) } else { Ok(()) }
}

/// Whether it can be concluded. What is found to be clearly needless needs no report; everything else has made them.
pub fn check_close(row: &investigation::Model, own: &str, needless: bool) -> Result<(), InvestigationFault> {
    check_open(row)?;
    if needless {
        return Ok(());
    }
    if report_due(row).is_some() {
        return Err(InvestigationFault::NotReported);
    }
    if home_due(row, own).is_some() { Err(InvestigationFault::NotTold) } else { Ok(()) }
}

/// Whether a next follow-up lies ahead.
pub fn check_follow_up(day: Option<NaiveDate>, today: NaiveDate) -> Result<(), InvestigationFault> {
    if day.is_some_and(|day| day < today) { Err(InvestigationFault::FollowUpPassed) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const OWN: &str = "0483";

    fn opened(day: NaiveDate, home: Option<&str>) -> investigation::Model {
        investigation::Model {
            id: Uuid::nil(),
            youth_id: Uuid::nil(),
            case_id: None,
            unit_id: Uuid::nil(),
            state: InvestigationState::Open,
            opened_by: Uuid::nil(),
            opened_on: day,
            opened_at: DateTime::<Utc>::default(),
            reason: Vec::new(),
            reported_at: None,
            home_municipality: home.map(str::to_owned),
            told_at: None,
            conclusion: None,
            closed_at: None,
            follow_up_on: None,
            version: 1,
        }
    }

    proptest! {
        /// Whatever is done in whatever order: it is concluded with its reports made, or as needless.
        #[test]
        fn no_clock_goes_away_by_closing(steps in proptest::collection::vec(0_u8..4, 0..10), home in 0_u8..3) {
            let home = [None, Some(OWN), Some("0513")][usize::from(home)];
            let mut row = opened(NaiveDate::default(), home);
            let kinds = |row: &investigation::Model| owed(row, OWN).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
            for step in steps {
                let before = kinds(&row);

                match step {
                    0 if check_report(&row).is_ok() => row.reported_at = Some(DateTime::default()),
                    1 if check_tell(&row).is_ok() => row.told_at = Some(DateTime::default()),
                    2 if check_close(&row, OWN, false).is_ok() => row.state = InvestigationState::Closed,
                    3 if check_close(&row, OWN, true).is_ok() => row.state = InvestigationState::NotNeeded,
                    _ => {}
                }
                // What runs is what is owed: nothing comes anew, and what goes was done, or ended with all of it.
                let after = kinds(&row);
                prop_assert!(after.iter().all(|kind| before.contains(kind)));
                let gone = |kind: DutyKind| before.contains(&kind) && !after.contains(&kind);
                let needless = row.state == InvestigationState::NotNeeded;
                prop_assert!(!gone(DutyKind::ReportInvestigation) || row.reported_at.is_some() || needless);
                prop_assert!(!gone(DutyKind::TellHomeMunicipality) || row.told_at.is_some() || needless);
                prop_assert_eq!(after.contains(&DutyKind::InvestigateAbsence), row.state == InvestigationState::Open);
            }
            if row.state == InvestigationState::Closed {
                prop_assert!(row.reported_at.is_some());
                prop_assert!(home != Some("0513") || row.told_at.is_some());
            }
        }

        #[test]
        fn a_report_is_late_from_the_day_after_it_was_due(days in 0_u64..20) {
            let row = opened(NaiveDate::default(), Some("0513"));
            let today = NaiveDate::default() + Days::new(days);
            prop_assert_eq!(is_overdue(&row, OWN, today), days > 3);
            let home = opened(NaiveDate::default(), Some(OWN));
            prop_assert_eq!(is_overdue(&home, OWN, today), days > 7);
        }
    }
}
