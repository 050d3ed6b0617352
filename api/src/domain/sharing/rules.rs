//! What can be shared by whom, with whom, and on what ground.

use entity::vocabulary::{ConsentPurpose, Ground, Role, Secrecy};
use uuid::Uuid;

/// Shortest and longest reason, in characters.
pub const REASON: std::ops::RangeInclusive<usize> = 10..=2_000;

/// Why something cannot be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharingFault {
    /// Only its writer shares it.
    NotWriter,
    /// Only who shared it takes it back.
    NotSharer,
    /// One member of staff, or one role.
    Receiver,
    /// The writer reads it already.
    ToSelf,
    /// Social services' readers are named one by one.
    RoleRefused,
    /// The role reads nothing of the kind.
    RoleReadsNone,
    /// The reason is too short or too long.
    Reason,
    /// The ground is a consent, and none was named.
    ConsentNeeded,
    /// The ground is law, and a consent was named.
    ConsentBesideLaw,
    /// The consent permits something else.
    ConsentPurpose,
    /// The consent is not in force.
    ConsentOver,
    /// It is shared so already.
    Taken,
}

/// Who receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// One member of staff.
    Staff(Uuid),
    /// Whoever holds a role where it reaches the youth.
    Role(Role),
}

/// What is shared, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    /// Its class.
    pub secrecy: Secrecy,
    /// Its writer.
    pub author: Uuid,
    /// Who shares it.
    pub by: Uuid,
}

/// A consent as far as sharing asks.
#[derive(Clone, Copy, Debug)]
pub struct ConsentFound {
    /// What it permits.
    pub purpose: ConsentPurpose,
    /// Whether it is in force today.
    pub is_in_force: bool,
}

/// One receiver, of the two that can be named.
pub fn receiver(staff: Option<Uuid>, role: Option<Role>) -> Result<Receiver, SharingFault> {
    match (staff, role) {
        (Some(staff), None) => Ok(Receiver::Staff(staff)),
        (None, Some(role)) => Ok(Receiver::Role(role)),
        _ => Err(SharingFault::Receiver),
    }
}

/// Checks who shares what with whom; `reads` says of a role whether it reads anything of the kind.
pub fn check(
    shared: Shared,
    receiver: Receiver,
    reason: &str,
    reads: impl Fn(Role) -> bool,
) -> Result<(), SharingFault> {
    if shared.author != shared.by {
        return Err(SharingFault::NotWriter);
    }
    match receiver {
        Receiver::Staff(staff) if staff == shared.by => return Err(SharingFault::ToSelf),
        Receiver::Role(_) if shared.secrecy == Secrecy::SocialServices => {
            return Err(SharingFault::RoleRefused);
        }
        Receiver::Role(role) if !reads(role) => return Err(SharingFault::RoleReadsNone),
        _ => {}
    }
    if REASON.contains(&reason.trim().chars().count()) { Ok(()) } else { Err(SharingFault::Reason) }
}

/// Checks the ground; the consent is the one that was named, about the same youth.
pub fn check_ground(ground: Ground, consent: Option<ConsentFound>) -> Result<(), SharingFault> {
    match (ground, consent) {
        (Ground::Law, None) => Ok(()),
        (Ground::Law, Some(_)) => Err(SharingFault::ConsentBesideLaw),
        (Ground::Consent, None) => Err(SharingFault::ConsentNeeded),
        (Ground::Consent, Some(found)) if found.purpose != ConsentPurpose::ShareInformation => {
            Err(SharingFault::ConsentPurpose)
        }
        (Ground::Consent, Some(found)) if !found.is_in_force => Err(SharingFault::ConsentOver),
        (Ground::Consent, Some(_)) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);
    const WHY: &str = "Behövs i elevens plan";
    const CLASSES: [Secrecy; 6] = [
        Secrecy::General,
        Secrecy::StudentSupport,
        Secrecy::StudentHealthPsychosocial,
        Secrecy::StudentHealthMedical,
        Secrecy::SocialServices,
        Secrecy::Kaa,
    ];

    #[test]
    fn only_the_writer_shares_whatever_the_class() {
        for secrecy in CLASSES {
            let shared = Shared { secrecy, author: OTHER, by: ME };
            let to = Receiver::Staff(Uuid::max());
            assert_eq!(check(shared, to, WHY, |_| true), Err(SharingFault::NotWriter));
            assert_eq!(check(Shared { by: OTHER, ..shared }, to, WHY, |_| true), Ok(()));
        }
    }

    #[test]
    fn a_role_is_no_reader_of_social_services() {
        for secrecy in CLASSES {
            let shared = Shared { secrecy, author: ME, by: ME };
            let checked = check(shared, Receiver::Role(Role::Principal), WHY, |_| true);
            assert_eq!(checked.is_err(), secrecy == Secrecy::SocialServices, "{secrecy:?}");
        }
    }

    #[test]
    fn one_receiver_another_than_the_writer_and_a_reason() {
        let shared = Shared { secrecy: Secrecy::General, author: ME, by: ME };
        assert_eq!(receiver(None, None), Err(SharingFault::Receiver));
        assert_eq!(receiver(Some(OTHER), Some(Role::Mentor)), Err(SharingFault::Receiver));
        assert_eq!(check(shared, Receiver::Staff(ME), WHY, |_| true), Err(SharingFault::ToSelf));
        let to_role = |reads: bool| check(shared, Receiver::Role(Role::Teacher), WHY, |_| reads);
        assert_eq!(to_role(false), Err(SharingFault::RoleReadsNone));
        assert_eq!(check(shared, Receiver::Staff(OTHER), "kort", |_| true), Err(SharingFault::Reason));
    }

    #[test]
    fn a_ground_is_law_alone_or_a_consent_to_sharing_in_force() {
        let consent = |purpose, is_in_force| Some(ConsentFound { purpose, is_in_force });
        let to_share = ConsentPurpose::ShareInformation;
        let to_work = ConsentPurpose::Collaboration;
        let cases = [
            (Ground::Law, None, Ok(())),
            (Ground::Law, consent(to_share, true), Err(SharingFault::ConsentBesideLaw)),
            (Ground::Consent, None, Err(SharingFault::ConsentNeeded)),
            (Ground::Consent, consent(to_work, true), Err(SharingFault::ConsentPurpose)),
            (Ground::Consent, consent(to_share, false), Err(SharingFault::ConsentOver)),
            (Ground::Consent, consent(to_share, true), Ok(())),
        ];
        for (ground, consent, expected) in cases {
            assert_eq!(check_ground(ground, consent), expected, "{ground:?} {consent:?}");
        }
    }
}
