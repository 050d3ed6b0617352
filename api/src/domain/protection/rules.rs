//! Who can be appointed, and until when.

use chrono::NaiveDate;
use entity::vocabulary::Protection;
use uuid::Uuid;

/// Why an appointment cannot be made or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppointmentFault {
    /// Nobody appoints themselves.
    ToSelf,
    /// The youth is not protected.
    NotProtected,
    /// The last day has passed.
    EndsBeforeStart,
    /// There is one already.
    Taken,
    /// There is none.
    None,
}

/// Checks an appointment that starts today.
pub fn check(
    by: Option<Uuid>,
    staff: Uuid,
    protection: Protection,
    today: NaiveDate,
    ends_on: Option<NaiveDate>,
) -> Result<(), AppointmentFault> {
    if by == Some(staff) {
        return Err(AppointmentFault::ToSelf);
    }
    if protection == Protection::None {
        return Err(AppointmentFault::NotProtected);
    }
    match ends_on {
        Some(last) if last < today => Err(AppointmentFault::EndsBeforeStart),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ME: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);
    const MARKED: Protection = Protection::SecrecyMarked;

    #[test]
    fn nobody_appoints_themselves_and_nobody_is_appointed_for_an_open_person() {
        let today = NaiveDate::default();
        assert_eq!(check(Some(ME), ME, MARKED, today, None), Err(AppointmentFault::ToSelf));
        assert_eq!(
            check(Some(ME), OTHER, Protection::None, today, None),
            Err(AppointmentFault::NotProtected)
        );
        assert_eq!(check(Some(ME), OTHER, MARKED, today, None), Ok(()));
    }

    proptest! {
        #[test]
        fn an_appointment_lasts_a_day_at_least(today in 0_u64..500, last in 0_u64..500) {
            let day = |days| NaiveDate::default() + chrono::Days::new(days);
            let checked = check(Some(ME), OTHER, MARKED, day(today), Some(day(last)));
            prop_assert_eq!(checked.is_ok(), last >= today);
        }
    }
}
