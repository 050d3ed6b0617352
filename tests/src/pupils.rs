//! Pupils as statistics count them: a row a youth and term, as many as a cohort has.

use entity::municipality::{term_record, youth};
use entity::vocabulary::{Protection, Sex};
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::chain::{Chain, derived};

/// Minutes offered in a term.
const OFFERED: i32 = 40_000;

/// Youths of years 7 to 9 with one school year (two terms) of attendance each, in place of what was there. The share of
/// absence of the nth is drawn from a number that is the same in every run; `late` is how many have been corrected since.
pub async fn with_a_school_year(chain: &Chain<'_>, youths: u32, autumn: i32, late: u32) {
    let grant = chain.grant().await;
    let tx = grant.begin().await.unwrap();
    let people = (0..youths).map(|number| youth::ActiveModel::from(person(chain, number)));
    youth::Entity::insert_many(people).on_conflict_do_nothing().exec_without_returning(&tx).await.unwrap();
    let terms = [format!("{autumn}HT"), format!("{}VT", autumn + 1)];
    term_record::Entity::delete_many().exec(&tx).await.unwrap();
    let rows = (0..youths).flat_map(|number| terms.iter().map(move |term| (number, term)));
    let rows: Vec<_> = rows
        .map(|(number, term)| term_record::ActiveModel::from(record(chain, number, term, late)))
        .collect();
    for rows in rows.chunks(500) {
        term_record::Entity::insert_many(rows.to_vec()).exec_without_returning(&tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn id(chain: &Chain<'_>, number: u32) -> Uuid {
    derived(chain.row("enhet 1"), &format!("pupil {number}"))
}

/// A number from 0 to 99 that looks drawn, and is the same in every run.
fn drawn(number: u32, what: u32) -> u32 {
    (number.wrapping_mul(2_654_435_761).rotate_left(7 + what) ^ what.wrapping_mul(97)) % 100
}

fn person(chain: &Chain<'_>, number: u32) -> youth::Model {
    youth::Model {
        id: id(chain, number),
        given_name: format!("Elev{number}"),
        family_name: "Räknad".to_owned(),
        sort_name: format!("raknad elev{number}"),
        birth_date: None,
        sex: Some(if drawn(number, 1) < 50 { Sex::Female } else { Sex::Male }),
        civic_number: None,
        civic_hash: None,
        home_municipality: None,
        protection: Protection::None,
        email: None,
        phone: None,
        source_id: None,
        source_ref: None,
        removed_at: None,
        created_at: chrono::DateTime::default(),
    }
}

fn record(chain: &Chain<'_>, number: u32, term: &str, late: u32) -> term_record::Model {
    // Most are absent little, some much; the corrected ones a little more than before.
    let percent = (drawn(number, 2).pow(2) / 150) as i32 + if number < late { 6 } else { 0 };
    term_record::Model {
        id: derived(id(chain, number), term),
        youth_id: id(chain, number),
        term: term.to_owned(),
        unit_id: chain.row("enhet 1"),
        school_type: "GR".to_owned(),
        school_year: i16::try_from(7 + number % 3).ok(),
        valid_minutes: OFFERED / 100 * percent / 2,
        invalid_minutes: OFFERED / 100 * percent / 2,
        reported_minutes: OFFERED,
        offered_minutes: OFFERED,
        eligible: None,
        source_id: None,
        source_ref: None,
    }
}
