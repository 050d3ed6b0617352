//! What the catalogue counts, exactly, on both engines.

use std::collections::BTreeSet;

use api::domain::statistics::catalogue::{ALL, purposes};
use chrono::Days;
use entity::municipality::{
    attendance, completion, enrolment, measure, measure_type, school_result, signal, signal_event,
};
use entity::vocabulary::{CompletionOutcome, GradedChange, MeasureState, Sex, SignalDeed, YouthStatus};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use tests::chain::derived;
use tests::figures::{Pupils, leaves, open_case};
use tests::figures_rows::{
    contacted, finished, followed_up, grade, mapped, measured, noon, registered, took_part, week,
};
use tests::kaa::{arrange, day};
use tests::on_both_engines;
use tests::rights::Owned;
use tests::signal::{night, observed};

const PUPILS: Pupils<'static> =
    Pupils { name: "pupil", unit: "enhet 1", many: 6, sex: Sex::Female, form: "GR", year: 9, valid: 10 };

on_both_engines! {
    fn every_table_says_what_it_is_kept_for(world: &World) {
        let chain = world.municipality();
        let columns = world.wait(async { Owned::open(world, &chain).await.columns().await });
        let real: BTreeSet<_> = columns.keys().map(String::as_str).filter(|name| *name != "seaql_migrations").collect();
        let listed: BTreeSet<_> = purposes::TABLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(real, listed, "left: the database; right: catalogue/purposes.rs");
    }

    fn every_indicator_is_worked_out_of_nothing_and_of_something(world: &World) {
        let chain = world.municipality();
        for indicator in ALL {
            for period in indicator.latest_periods(chain.today()) {
                leaves(world, &chain, indicator.code, &period.text());
            }
        }
        PUPILS.arrive(world, &chain);
        tests::plan::fill(world, &chain, &["Alma", "Bo"]);
        night(world, &chain);
        let counted = ALL.iter().filter(|indicator| {
            let periods = indicator.latest_periods(chain.today());
            periods.iter().any(|period| !leaves(world, &chain, indicator.code, &period.text()).is_empty())
        });
        assert!(counted.count() > 8);
    }

    fn protected_persons_count_and_other_authorities_pupils_do_not(world: &World) {
        let chain = world.municipality();
        night(world, &chain);
        let all: i64 = leaves(world, &chain, "UP10120", "2025/26").iter().map(|leaf| leaf.total).sum();
        // The five of 7A, the protected Eja among them, and the two of 8B; not Hugo.
        assert_eq!(all, 7);
        // Alma and Bo 16.7 % and so 17, Cleo, Dag and Frej, Gun 20, Eja 15.
        let valid = leaves(world, &chain, "UP10101", "2025/26");
        let sums: Vec<_> = valid.iter().map(|leaf| (leaf.n, leaf.sum, leaf.largest)).collect();
        let whole = sums.iter().fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2.max(b.2)));
        assert_eq!(whole, (7, 17 + 17 + 20 + 20 + 15 + 20 + 20, 20));
    }

    fn eligibility_is_judged_from_the_grades_of_spring(world: &World) {
        let chain = world.municipality();
        PUPILS.arrive(world, &chain);
        let subjects = ["SVE", "ENG", "MAT", "BI", "FY", "KE", "HI", "GE"];
        let pupils = PUPILS.ids(&chain);
        let graded: Vec<_> = pupils[..4].iter().enumerate().flat_map(|(place, id)| {
            subjects.into_iter().map(move |subject| grade(*id, subject, if place == 3 && subject == "MAT" { "F" } else { "E" }))
        }).collect();
        arrange(world, &chain, |_, tx| async move {
            let spring = enrolment::ActiveModel { starts_on: Set(day("2024-08-15")), ends_on: Set(Some(day("2025-06-12"))), ..Default::default() };
            enrolment::Entity::update_many().set(spring).filter(enrolment::Column::YouthId.is_in(pupils)).exec(&tx).await?;
            let rows = graded.into_iter().map(IntoActiveModel::into_active_model);
            school_result::Entity::insert_many(rows).exec_without_returning(&tx).await?;
            Ok(tx)
        });
        night(world, &chain);
        let eligible = leaves(world, &chain, "UP20100", "2024/25");
        let told: Vec<_> = eligible.iter().map(|leaf| (leaf.n, leaf.total, leaf.without_data)).collect();
        assert_eq!(told, [(3, 4, 2)]);
        assert_eq!(eligible[0].categories, ["K"]);
    }

    fn lead_times_are_days_over_month_year_and_leap_day(world: &World) {
        let chain = world.municipality();
        PUPILS.arrive(world, &chain);
        let spans = [("2024-02-27", "2024-03-02", 4), ("2023-12-30", "2024-01-02", 3), ("2024-03-01", "2024-03-01", 0),
            ("2023-12-31", "2024-06-28", 180), ("2024-06-10", "2024-06-09", 0)];
        let ids = PUPILS.ids(&chain);
        arrange(world, &chain, |grant, tx| {
            let (chain, ids) = (&chain, ids.clone());
            async move {
                for (youth, (from, to, _)) in ids.iter().zip(spans) {
                    let case = open_case(chain, *youth, &tx).await?;
                    let row = observed(derived(*youth, "signal"), *youth, noon(from));
                    signal::Entity::insert(row).exec_without_returning(&tx).await?;
                    mapped(chain, *youth, case, noon(to), &tx).await?;
                }
                // The last one has no signal; the one before it none that came first.
                let case = open_case(chain, ids[5], &tx).await?;
                mapped(chain, ids[5], case, noon("2024-05-05"), &tx).await?;
                drop(grant);
                Ok(tx)
            }
        });
        let found = leaves(world, &chain, "UP30201", "2023/24");
        let days: i64 = spans.iter().map(|(_, _, days)| days).sum();
        let told: Vec<_> = found.iter().map(|leaf| (leaf.n, leaf.sum, leaf.largest, leaf.without_data)).collect();
        assert_eq!(told, [(4, days, 180, 2)]);
        assert_eq!(found[0].unit, chain.row("enhet 1"));
        assert_eq!(leaves(world, &chain, "UP30201", "2024/25"), []);
    }

    fn a_signal_is_unattended_when_nobody_said_anything_by_its_deadline(world: &World) {
        let chain = world.municipality();
        PUPILS.arrive(world, &chain);
        let ids = PUPILS.ids(&chain);
        night(world, &chain);
        arrange(world, &chain, |_, tx| async move {
            // In time on the last day; a day late; never; ceased before; not due yet.
            let rows = [("2025-10-10", Some("2025-10-10"), None), ("2025-10-10", Some("2025-10-11"), None),
                ("2025-10-10", None, None), ("2025-10-10", None, Some("2025-10-09")), ("2025-11-24", None, None)];
            for (youth, (due, attended, ceased)) in ids.iter().zip(rows) {
                let row = signal::ActiveModel {
                    due_on: Set(day(due)),
                    cleared_at: Set(ceased.map(noon)),
                    ..observed(derived(*youth, "signal"), *youth, noon("2025-10-01"))
                };
                signal::Entity::insert(row).exec_without_returning(&tx).await?;
                if let Some(on) = attended {
                    let event = signal_event::Model {
                        id: derived(*youth, "event"),
                        youth_id: *youth,
                        signal_id: derived(*youth, "signal"),
                        deed: SignalDeed::Attended,
                        at: noon(on),
                        actor_id: None,
                        reason: None,
                    };
                    signal_event::Entity::insert(event.into_active_model()).exec_without_returning(&tx).await?;
                }
            }
            Ok(tx)
        });
        let late = leaves(world, &chain, "UP30100", "2025HT");
        assert_eq!(late.iter().map(|leaf| (leaf.n, leaf.total)).collect::<Vec<_>>(), [(2, 3)]);
    }

    fn each_person_counts_once_by_the_latest_measure(world: &World) {
        let chain = world.municipality();
        PUPILS.arrive(world, &chain);
        let ids = PUPILS.ids(&chain);
        arrange(world, &chain, |grant, tx| {
            let (chain, ids) = (&chain, ids.clone());
            async move {
                use MeasureState::{Completed, Declined, Discontinued, Offered};
                let states = [Declined, Offered, Completed, Completed, Discontinued];
                let shipped = measure_type::Entity::find().order_by_asc(measure_type::Column::Id).all(&tx).await?;
                for (place, (youth, state)) in ids.iter().zip(states).enumerate() {
                    let case = open_case(chain, *youth, &tx).await?;
                    let sealed = grant.keys().columns.seal("measure.content", b"Prov");
                    let row = measured(chain, *youth, case, shipped[1].id, state, sealed);
                    let outcome = (place == 2).then_some(GradedChange::Better);
                    let row = measure::Model { outcome, ..row };
                    let earlier = measure::Model { id: derived(*youth, "earlier"), state: Declined, ended_on: None, starts_on: None,
                        offered_on: day("2025-08-20"), ..row.clone() };
                    for row in [row, earlier] {
                        measure::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
                    }
                }
                Ok(tx)
            }
        });
        let told = |code: &str| {
            leaves(world, &chain, code, "2025/26").into_iter()
                .map(|leaf| (leaf.categories, leaf.n, leaf.total, leaf.without_data)).collect::<Vec<_>>()
        };
        let place = vec!["SYV", "PREVENT"];
        assert_eq!(told("UP50100"), [(place.clone(), 1, 4, 1)]);
        assert_eq!(told("UP50200"), [(place.clone(), 2, 3, 0)]);
        assert_eq!(told("UP50300"), [(place, 1, 1, 1)]);
    }

    fn absence_before_and_after_a_measure_is_that_of_four_whole_weeks(world: &World) {
        let chain = world.municipality();
        PUPILS.arrive(world, &chain);
        let ids = PUPILS.ids(&chain);
        arrange(world, &chain, |grant, tx| {
            let (chain, ids) = (&chain, ids.clone());
            async move {
                attendance::Entity::delete_many().filter(attendance::Column::YouthId.is_in(ids.clone())).exec(&tx).await?;
                let type_id = measure_type::Entity::find().order_by_asc(measure_type::Column::Id).one(&tx).await?.expect("one").id;
                // Begins on Wednesday 10 September: the week of the 8th is neither before nor after.
                for (place, youth) in (0_i32..).zip(&ids) {
                    let case = open_case(chain, *youth, &tx).await?;
                    let sealed = grant.keys().columns.seal("measure.content", b"Prov");
                    let row = measured(chain, *youth, case, type_id, MeasureState::Active, sealed);
                    let row = measure::Model { starts_on: Some(day("2025-09-10")), ended_on: None, ..row };
                    measure::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
                    let monday = day("2025-09-08");
                    let before = (1..=5).map(|back| week(*youth, monday - Days::new(7 * back), if back == 5 { 100 } else { 40 }));
                    let after = (1..=5).map(|on| week(*youth, monday + Days::new(7 * on), if on == 5 { 100 } else { 20 + place }));
                    let lessons: Vec<_> = before.chain([week(*youth, monday, 100)]).chain(after)
                        .filter(|row| place > 0 || row.week < monday).map(IntoActiveModel::into_active_model).collect();
                    attendance::Entity::insert_many(lessons).exec_without_returning(&tx).await?;
                }
                Ok(tx)
            }
        });
        let told = |code: &str| {
            leaves(world, &chain, code, "2025/26").into_iter()
                .map(|leaf| (leaf.categories[0], leaf.n, leaf.sum, leaf.largest, leaf.without_data)).collect::<Vec<_>>()
        };
        assert_eq!(told("UP70101"), [("IM", 5, 200, 40, 1)]);
        assert_eq!(told("UP70102"), [("IM", 5, 21 + 22 + 23 + 24 + 25, 25, 1)]);
        assert_eq!(told("UP70103"), [("IM", 5, 0, 0, 1)]);
    }

    fn the_activity_duty_counts_those_covered_reached_and_gone(world: &World) {
        let chain = world.municipality();
        PUPILS.arrive(world, &chain);
        let ids = PUPILS.ids(&chain);
        arrange(world, &chain, |_, tx| {
            let (chain, ids) = (&chain, ids.clone());
            async move {
                let left = [None, None, Some("2025-10-01"), Some("2025-11-01"), Some("2025-03-01")];
                for (youth, ended) in ids.iter().zip(left) {
                    registered(*youth, ended, chain, &tx).await?;
                }
                contacted(ids[0], "2025-09-01", true, &tx).await?;
                contacted(ids[1], "2025-09-01", false, &tx).await?;
                contacted(ids[2], "2025-05-01", true, &tx).await?;
                took_part(ids[0], "2025-08-01", &tx).await?;
                took_part(ids[3], "2025-02-01", &tx).await?;
                Ok(tx)
            }
        });
        let told = |code: &str| {
            leaves(world, &chain, code, "2025H2").into_iter()
                .map(|leaf| (leaf.categories, leaf.n, leaf.total)).collect::<Vec<_>>()
        };
        assert_eq!(told("UP40100"), [(vec!["K", "-17"], 1, 4)]);
        assert_eq!(told("UP40200"), [(vec!["K", "-17"], 1, 4)]);
        assert_eq!(told("UP40300"), [(vec!["K", "MOVED"], 1, 2)]);
        assert_eq!(leaves(world, &chain, "UP40100", "2025H2")[0].unit, chain.row("huvudman"));
    }

    fn upper_secondary_is_finished_broken_off_or_followed_up(world: &World) {
        let chain = world.municipality();
        let upper = Pupils { form: "GY", year: 2, many: 5, ..PUPILS };
        upper.arrive(world, &chain);
        let ids = upper.ids(&chain);
        night(world, &chain);
        arrange(world, &chain, |_, tx| {
            let (chain, ids) = (&chain, ids.clone());
            async move {
                let ends = [None, Some("2025-10-01"), Some("2025-10-01"), Some("2025-10-01"), None];
                for (youth, end) in ids.iter().zip(ends) {
                    let ended = enrolment::ActiveModel { ends_on: Set(end.map(day)), ..Default::default() };
                    enrolment::Entity::update_many().set(ended).filter(enrolment::Column::YouthId.eq(*youth)).exec(&tx).await?;
                }
                let studies = [("2022-08-20", Some("2025-10-01"), "NA"), ("2021-08-20", Some("2024-06-05"), "BA"), ("2021-09-01", None, "IMV")];
                let told = [YouthStatus::Neither, YouthStatus::Work, YouthStatus::Unknown];
                for ((youth, status), (began, ended, programme)) in [ids[1], ids[3], ids[4]].into_iter().zip(told).zip(studies) {
                    finished(chain, youth, began, ended, programme, &tx).await?;
                    let case = open_case(chain, youth, &tx).await?;
                    followed_up(youth, case, status, &tx).await?;
                }
                // Who began at another school within the year has not broken off.
                let next = enrolment::Entity::find().filter(enrolment::Column::YouthId.eq(ids[2])).one(&tx).await?.expect("one");
                let next = enrolment::Model { id: derived(ids[2], "next"), starts_on: day("2025-10-10"), ends_on: None,
                    unit_id: chain.row("annan huvudmans enhet"), school_authority: None, ..next };
                enrolment::Entity::insert(next.into_active_model()).exec_without_returning(&tx).await?;
                Ok(tx)
            }
        });
        let told = |code: &str, period: &str| {
            leaves(world, &chain, code, period).into_iter()
                .map(|leaf| (leaf.categories, leaf.n, leaf.total, leaf.without_data)).collect::<Vec<_>>()
        };
        // One has a diploma, though late in the year, and one had it before; one goes on elsewhere. So none.
        assert_eq!(told("UP20300", "2025/26"), [(vec!["K", "GY2"], 0, 5, 0)]);
        assert_eq!(told("UP20203", "2021/22"), [(vec!["K", "YP"], 1, 1, 0)]);
        assert_eq!(told("UP20204", "2021/22"), [(vec!["K", "IM"], 0, 1, 0), (vec!["K", "YP"], 1, 1, 0)]);
        assert_eq!(told("UP20203", "2022/23"), [(vec!["K", "HP"], 0, 1, 0)]);
        assert_eq!(told("UP20204", "2022/23"), [(vec!["K", "HP"], 0, 0, 1)]);
        assert_eq!(told("UP60106", "2025/26"), [(vec!["K"], 1, 2, 1)]);
        assert_eq!(told("UP60112", "2025/26"), []);
        // Without the diploma the one has broken off.
        arrange(world, &chain, |_, tx| async move {
            let off = completion::ActiveModel { outcome: Set(Some(CompletionOutcome::Interrupted)), ..Default::default() };
            completion::Entity::update_many().set(off).filter(completion::Column::YouthId.eq(ids[1])).exec(&tx).await?;
            Ok(tx)
        });
        assert_eq!(told("UP20300", "2025/26"), [(vec!["K", "GY2"], 1, 5, 0)]);
    }
}
