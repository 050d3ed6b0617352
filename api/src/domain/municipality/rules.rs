//! Rules of the tree.

use entity::vocabulary::UnitKind;

/// What is wrong with a unit's new place or name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitFault {
    /// It would be under itself.
    UnderItself,
    /// Somebody at the new place would reach the people of the unit.
    WidensReach,
    /// A name is 1 to 200 characters.
    Name,
    /// A school unit code is eight digits.
    SchoolUnitCode,
    /// An authority stands at the top.
    AuthorityUnderSomething,
}

/// Checks a name.
pub fn check_name(name: &str) -> Result<(), UnitFault> {
    if (1..=200).contains(&name.trim().chars().count()) { Ok(()) } else { Err(UnitFault::Name) }
}

/// Checks a school unit code (skolenhetskod).
pub fn check_code(code: Option<&str>) -> Result<(), UnitFault> {
    match code {
        Some(code) if code.len() != 8 || !code.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(UnitFault::SchoolUnitCode)
        }
        _ => Ok(()),
    }
}

/// Checks a kind against where it is put.
pub fn check_place(kind: UnitKind, has_parent: bool) -> Result<(), UnitFault> {
    if kind == UnitKind::Authority && has_parent { Err(UnitFault::AuthorityUnderSomething) } else { Ok(()) }
}
