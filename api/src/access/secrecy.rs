//! The second table: which secrecy classes (sekretessklasser) a role reads and writes, and on which tracks it works.
//!
//! No role inherits a class by being higher up. Beyond its class a row is read only by its writer and by those whom it
//! was shared with, on a recorded ground (`entity/reach/sight.rs`). A note of SOCIAL_SERVICES has no reader by role.

use entity::reach::{Sight, Way};
use entity::vocabulary::Secrecy::{
    General, Kaa, SocialServices, StudentHealthMedical, StudentHealthPsychosocial, StudentSupport,
};
use entity::vocabulary::{Role, Secrecy, Track};
use sea_orm::Iterable;

const SCHOOL: &[Track] = &[Track::Compulsory, Track::UpperSecondary];

/// Classes read, classes written, tracks.
#[rustfmt::skip]
fn row(role: Role) -> (&'static [Secrecy], &'static [Secrecy], &'static [Track]) {
    match role {
        Role::Principal => (&[General, StudentSupport], &[General, StudentSupport, SocialServices], SCHOOL),
        Role::StudentHealth => (
            &[General, StudentSupport, StudentHealthPsychosocial],
            &[General, StudentSupport, StudentHealthPsychosocial, SocialServices],
            SCHOOL,
        ),
        Role::SchoolNurse => (
            &[General, StudentSupport, StudentHealthMedical],
            &[General, StudentSupport, StudentHealthMedical],
            SCHOOL,
        ),
        Role::Mentor => (&[General], &[General], SCHOOL),
        Role::CareerCounsellor => (&[General], &[], SCHOOL),
        Role::KaaOfficer => (&[General, Kaa], &[General, Kaa], &[Track::Kaa]),
        Role::YoungAdultCoach => (&[General], &[General], &[Track::YoungAdult]),
        Role::BoardMember
        | Role::Director
        | Role::AreaManager
        | Role::Teacher
        | Role::HomeMunicipalityOfficer
        | Role::ProcessLeader
        | Role::ProcessOwner
        | Role::SteeringGroup
        | Role::DevelopmentTeam
        | Role::Administrator
        | Role::Auditor
        | Role::DataProtectionOfficer
        | Role::Integrator
        | Role::SkrProcessSupport
        | Role::SkrAnalyst => (&[], &[], &[]),
    }
}

/// What a role sees where it reaches; none where it works on no track.
pub(super) fn sight(role: Role, way: Way) -> Option<Sight> {
    let (reads, writes, tracks) = row(role);
    if tracks.is_empty() {
        return None;
    }
    let (reads, writes, tracks) = (reads.to_vec(), writes.to_vec(), tracks.to_vec());
    Some(Sight { role: Some(role), ways: vec![way], reads, writes, tracks })
}

/// What is seen of a youth opened by breaking the glass: class GENERAL at school, and nothing is written.
pub(super) fn behind_glass(opened: Way) -> Sight {
    Sight {
        role: None,
        ways: vec![opened],
        reads: vec![General],
        writes: Vec::new(),
        tracks: SCHOOL.to_vec(),
    }
}

/// What a job sees that keeps the rows: all of it.
pub(super) fn of_a_job() -> Sight {
    let classes: Vec<Secrecy> = Secrecy::iter().collect();
    let ways = vec![Way::WholeMunicipality];
    Sight { role: None, ways, reads: classes.clone(), writes: classes, tracks: Track::iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::super::policy::ROLES;
    use super::*;

    fn readers(class: Secrecy) -> Vec<Role> {
        ROLES.into_iter().filter(|role| row(*role).0.contains(&class)).collect()
    }

    #[test]
    fn the_classes_of_student_health_have_one_reader_each() {
        assert_eq!(readers(StudentHealthMedical), [Role::SchoolNurse]);
        assert_eq!(readers(StudentHealthPsychosocial), [Role::StudentHealth]);
        assert_eq!(readers(Kaa), [Role::KaaOfficer]);
        assert_eq!(readers(SocialServices), []);
    }

    #[test]
    fn school_and_activity_duty_share_no_track() {
        for role in ROLES {
            let tracks = row(role).2;
            assert!(
                !(tracks.contains(&Track::Kaa) && tracks.iter().any(|track| SCHOOL.contains(track))),
                "{role:?}"
            );
        }
    }
}
