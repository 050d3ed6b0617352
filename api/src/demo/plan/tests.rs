//! Tests of the plan.

use std::collections::HashSet;

use chrono::DateTime;

use super::*;
use crate::support::civic;

fn kinda() -> Plan {
    let place = places::PLACES[1];
    plan(place, "Kinda", Calendar::of("2025-11-24".parse().unwrap_or_default()), DateTime::UNIX_EPOCH)
}

#[test]
fn the_plan_is_the_same_every_time() {
    assert_eq!(kinda(), kinda());
}

#[test]
fn a_municipality_is_as_large_as_its_school_years() {
    let plan = kinda();
    assert!((600..720).contains(&plan.youths.len()), "{}", plan.youths.len());
    let classes = plan.groups.iter().filter(|group| group.subject_code.is_none()).count();
    assert!((22..34).contains(&classes), "{classes}");
    assert_eq!(plan.groups.len(), 2 * classes);
    assert_eq!(plan.assignments.iter().filter(|row| row.role == Role::Mentor).count(), classes);
}

#[test]
fn ids_are_unique() {
    let plan = kinda();
    let ids: Vec<Uuid> = (plan.units.iter().map(|row| row.id))
        .chain(plan.staff.iter().map(|row| row.id))
        .chain(plan.groups.iter().map(|row| row.id))
        .chain(plan.assignments.iter().map(|row| row.id))
        .chain(plan.youths.iter().map(|row| row.id))
        .chain(plan.guardians.iter().map(|row| row.id))
        .chain(plan.enrolments.iter().map(|row| row.id))
        .chain(plan.memberships.iter().map(|row| row.id))
        .chain(plan.attendance.iter().map(|row| row.id))
        .chain(plan.results.iter().map(|row| row.id))
        .collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
}

#[test]
fn two_are_protected_and_have_no_contact_nor_have_their_guardians() {
    let plan = kinda();
    let protected: Vec<_> = plan.youths.iter().filter(|youth| youth.protection != Protection::None).collect();
    assert_eq!(protected.len(), 2);
    for youth in protected {
        assert!(youth.email.is_none() && youth.phone.is_none());
        let guardians = plan.guardians.iter().filter(|guardian| guardian.youth_id == youth.id);
        assert!(guardians.into_iter().all(|guardian| guardian.email.is_none() && guardian.phone.is_none()));
    }
}

#[test]
fn most_have_a_civic_number_and_nobody_has_anothers() {
    let plan = kinda();
    let numbers: Vec<_> = plan.youths.iter().filter_map(|youth| youth.civic_number.as_deref()).collect();
    assert!(numbers.len() * 10 > plan.youths.len() * 8, "{}", numbers.len());
    assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len());
    for youth in &plan.youths {
        let Some(number) = &youth.civic_number else { continue };
        let read = civic::parse(number, None);
        assert!(read.is_ok_and(|read| read.birth_date() == Some(youth.born)));
        assert!(matches!(number.get(8..11), Some("238" | "239")));
    }
}

#[test]
fn no_way_of_contact_can_be_anybodys() {
    let plan = kinda();
    let emails =
        plan.youths.iter().map(|youth| &youth.email).chain(plan.guardians.iter().map(|one| &one.email));
    assert!(emails.flatten().all(|email| email.ends_with(".example")));
    let phones =
        plan.youths.iter().map(|youth| &youth.phone).chain(plan.guardians.iter().map(|one| &one.phone));
    assert!(phones.flatten().all(|phone| ("070-1740605"..="070-1740699").contains(&phone.as_str())));
}

#[test]
fn absence_is_spread_as_in_a_school() {
    let plan = kinda();
    assert!(plan.attendance.iter().all(|row| {
        row.valid_minutes + row.invalid_minutes <= row.reported_minutes
            && row.reported_minutes <= row.offered_minutes
            && row.group_id.is_none()
    }));
    let shares: Vec<i32> = plan
        .attendance
        .chunks(12)
        .map(|weeks| {
            let sum = |of: fn(&attendance_row::Model) -> i32| weeks.iter().map(of).sum::<i32>();
            100 * sum(|row| row.valid_minutes + row.invalid_minutes) / sum(|row| row.offered_minutes)
        })
        .collect();
    let percent =
        |from, to| 100 * shares.iter().filter(|share| (from..to).contains(*share)).count() / shares.len();
    assert!((60..85).contains(&percent(1, 9)), "{}", percent(1, 9));
    assert!((5..20).contains(&percent(15, 101)), "{}", percent(15, 101));
    assert!(shares.iter().any(|share| *share > 50));
}

#[test]
fn a_few_fail_and_a_few_are_warned() {
    let plan = kinda();
    let many = |grade| {
        100 * plan.results.iter().filter(|row| row.grade.as_deref() == grade).count() / plan.results.len()
    };
    assert!((2..10).contains(&many(Some("F"))), "{}", many(Some("F")));
    assert!((1..10).contains(&many(None)), "{}", many(None));
    assert!(plan.results.iter().all(|row| row.warning == row.grade.is_none()));
}

#[test]
fn some_study_elsewhere_and_some_come_from_elsewhere() {
    let plan = kinda();
    let elsewhere =
        plan.enrolments.iter().filter(|row| row.school_authority.as_deref() == Some("5505139999")).count();
    assert!((15..40).contains(&elsewhere), "{elsewhere}");
    assert!(
        plan.youths.iter().any(|youth| youth.home_municipality.as_deref().is_some_and(|code| code != "0513"))
    );
    assert!(plan.youths.iter().any(|youth| youth.home_municipality.is_none()));
}
