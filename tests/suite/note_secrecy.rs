//! Secrecy around notes: a class is not inherited, sharing opens one row on a ground, and closes with it.

use api::support::ids;
use entity::municipality::{assignment, consent, secrecy_share};
use entity::vocabulary::{AssignmentState, ClassifiedKind, Ground, Role, Secrecy, Track};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::{Value, json};
use tests::chain::{CIVIC_NUMBER, derived};
use tests::notes::{self, by_id, outcome, read, recorded, row_of, share, withdraw, written};
use tests::{Chain, Client, World, on_both_engines};

const END: &str = "mutation End($share: ID!) { endShare(input: { share: $share }) {
    share { endedAt isInForce } userErrors { code } } }";
const SHARES: &str = "query Shares($id: ID!) { node(id: $id) { ... on Note { shares {
    isInForce toRole toStaff { givenName } consent { id } reason } } } }";

on_both_engines! {
    /// The heart of it: without ground unreadable, with it read, and after its withdrawal not again.
    fn a_school_nurses_note_is_unreadable_to_the_principal_without_ground(world: &World) {
        let chain = world.municipality();
        let (nurse, principal, alma) = (chain.signed_in("SCHOOL_NURSE"), chain.signed_in("PRINCIPAL"), chain.youth("Alma"));
        let note = written(&nurse, &alma, "STUDENT_HEALTH_MEDICAL", "Behöver äta på fasta tider.");
        let closed = |client: &Client| {
            assert_eq!(read(client, &alma), Ok(Vec::new()));
            assert_eq!(by_id(client, &note), Err("NOT_FOUND".to_owned()));
        };
        closed(&principal);
        let needed = share(&nurse, &note, json!({ "toRole": "PRINCIPAL", "ground": "CONSENT" }));
        assert_eq!(outcome(&needed), "GROUND_NEEDED");
        closed(&principal);
        let consent = recorded(&nurse, &alma, json!({ "givenBy": "GUARDIAN" }));
        let on_consent = json!({ "toRole": "PRINCIPAL", "ground": "CONSENT", "consent": consent });
        assert_eq!(outcome(&share(&nurse, &note, on_consent.clone())), "done");
        assert_eq!(outcome(&share(&nurse, &note, on_consent.clone())), "TAKEN");
        assert_eq!(read(&principal, &alma), Ok(vec!["Behöver äta på fasta tider.".to_owned()]));
        assert!(by_id(&principal, &note).is_ok());
        for role in ["MENTOR", "STUDENT_HEALTH"] {
            closed(&chain.signed_in(role));
        }
        assert_eq!(read(&chain.signed_in("OTHER_PRINCIPAL"), &alma), Err("NOT_FOUND".to_owned()));
        assert_eq!(shares(&nurse, &note)[0]["isInForce"], true);
        assert_eq!(shares(&principal, &note), Value::Null, "with whom it is shared is the writer's to see");
        withdraw(&principal, &consent);
        closed(&principal);
        assert_eq!(shares(&nurse, &note)[0]["isInForce"], false);
        assert_eq!(outcome(&share(&nurse, &note, on_consent)), "GROUND_NEEDED");
    }

    fn who_reads_what_was_shared_is_in_the_access_log(world: &World) {
        let chain = world.municipality();
        let (nurse, alma) = (chain.signed_in("SCHOOL_NURSE"), chain.youth("Alma"));
        let note = written(&nurse, &alma, "STUDENT_HEALTH_MEDICAL", "Delat");
        assert_eq!(outcome(&share(&nurse, &note, json!({ "toRole": "MENTOR" }))), "done");
        assert!(by_id(&chain.signed_in("PRINCIPAL"), &note).is_err());
        assert_eq!(read_by(&chain, "Alma"), Vec::<String>::new());
        assert!(by_id(&chain.signed_in("MENTOR"), &note).is_ok());
        assert_eq!(read_by(&chain, "Alma"), ["MENTOR"]);
    }

    fn a_counsellor_at_one_school_who_heads_another_reads_psychosocial_notes_at_the_first_alone(world: &World) {
        let chain = world.municipality();
        let (alma, frej) = (chain.youth("Alma"), chain.youth("Frej"));
        let rows = world.wait(async {
            let grant = chain.grant().await;
            ["Alma", "Frej"].map(|youth| {
                notes::note_row(&chain, &grant, youth, Secrecy::StudentHealthPsychosocial, Track::Compulsory)
            })
        });
        notes::put_notes(world, &chain, rows.into());
        let both = chain.signed_in("OTHER_PRINCIPAL");
        assert_eq!(read(&both, &frej), Ok(Vec::new()));
        assign(world, &chain, "OTHER_PRINCIPAL", Role::StudentHealth, "skola 1");
        assert_eq!(read(&both, &alma).map(|notes| notes.len()), Ok(1));
        assert_eq!(read(&both, &frej), Ok(Vec::new()));
        assert_eq!(outcome(&notes::write(&both, &alma, "STUDENT_HEALTH_PSYCHOSOCIAL", "Ny")), "done");
        assert_eq!(outcome(&notes::write(&both, &frej, "STUDENT_HEALTH_PSYCHOSOCIAL", "Ny")), "NOT_PERMITTED");
        let mine = written(&both, &alma, "STUDENT_HEALTH_PSYCHOSOCIAL", "Min");
        assert_eq!(outcome(&share(&both, &mine, json!({ "toRole": "PRINCIPAL" }))), "done");
        assert_eq!(read(&chain.signed_in("PRINCIPAL"), &alma), Ok(vec!["Min".to_owned()]));
    }

    fn sharing_opens_a_row_and_never_a_youth(world: &World) {
        let chain = world.municipality();
        let (counsellor, alma) = (chain.signed_in("STUDENT_HEALTH"), chain.youth("Alma"));
        let note = written(&counsellor, &alma, "STUDENT_HEALTH_PSYCHOSOCIAL", "Samtal");
        for role in ["OTHER_PRINCIPAL", "TEACHER", "KAA_OFFICER", "DATA_PROTECTION_OFFICER"] {
            assert_eq!(outcome(&share(&counsellor, &note, json!({ "toStaff": chain.staff(role) }))), "done");
            let client = chain.signed_in(role);
            assert!(read(&client, &alma).is_err() && by_id(&client, &note).is_err(), "{role}");
        }
        let mentor = chain.signed_in("MENTOR");
        let shared = share(&counsellor, &note, json!({ "toStaff": chain.staff("MENTOR") }));
        assert_eq!(read(&mentor, &alma), Ok(vec!["Samtal".to_owned()]), "one row, of a youth in the mentor's class");
        let ended = json!({ "share": shared["share"]["id"] });
        let first = counsellor.data(END, ended.clone())["endShare"]["share"].take();
        assert_eq!(first["isInForce"], false);
        assert_eq!(counsellor.data(END, ended)["endShare"]["share"], first, "taken back once, the first time stands");
        assert_eq!(read(&mentor, &alma), Ok(Vec::new()));
    }

    fn readers_of_social_services_are_named_one_by_one(world: &World) {
        let chain = world.municipality();
        let (counsellor, principal, alma) = (chain.signed_in("STUDENT_HEALTH"), chain.signed_in("PRINCIPAL"), chain.youth("Alma"));
        let note = written(&counsellor, &alma, "SOCIAL_SERVICES", "Från socialtjänsten");
        assert_eq!(outcome(&share(&counsellor, &note, json!({ "toRole": "PRINCIPAL" }))), "NOT_PERMITTED");
        // Also if such a row stood there.
        forge(world, &chain, &note, |row| secrecy_share::Model { to_role: Some(Role::Principal), to_staff_id: None, ..row });
        assert_eq!(read(&principal, &alma), Ok(Vec::new()));
        assert_eq!(outcome(&share(&counsellor, &note, json!({ "toStaff": chain.staff("PRINCIPAL") }))), "done");
        assert_eq!(read(&principal, &alma), Ok(vec!["Från socialtjänsten".to_owned()]));
        assert_eq!(read(&counsellor, &alma), Ok(vec!["Från socialtjänsten".to_owned()]), "its writer reads it");
        assert_eq!(read(&chain.signed_in("SCHOOL_NURSE"), &alma), Ok(Vec::new()));
    }

    /// What the mutation refuses, the condition does not open either.
    fn a_share_without_its_ground_opens_nothing(world: &World) {
        let chain = world.municipality();
        let (nurse, mentor, alma) = (chain.signed_in("SCHOOL_NURSE"), chain.signed_in("MENTOR"), chain.youth("Alma"));
        let note = written(&nurse, &alma, "STUDENT_HEALTH_MEDICAL", "Medicinskt");
        let of_bo = recorded(&nurse, &chain.youth("Bo"), json!({}));
        let to_work = recorded(&nurse, &alma, json!({ "purpose": "COLLABORATION" }));
        let later = recorded(&nurse, &alma, json!({ "startsOn": "2025-11-25" }));
        let over = recorded(&nurse, &alma, json!({ "startsOn": "2025-11-01", "endsOn": "2025-11-23" }));
        let to = chain.staff("MENTOR");
        for (consent, code) in [(&of_bo, "NOT_FOUND"), (&to_work, "GROUND_NEEDED"), (&later, "GROUND_NEEDED"), (&over, "GROUND_NEEDED")] {
            let more = json!({ "toStaff": to, "ground": "CONSENT", "consent": consent });
            assert_eq!(outcome(&share(&nurse, &note, more)), code);
            let id = row_of(consent);
            forge(world, &chain, &note, |row| secrecy_share::Model { ground: Ground::Consent, consent_id: Some(id), ..row });
        }
        forge(world, &chain, &note, |row| secrecy_share::Model { ground: Ground::Consent, ..row });
        let of_bo = chain.row("Bo");
        forge(world, &chain, &note, |row| secrecy_share::Model { youth_id: of_bo, ..row });
        assert_eq!(read(&mentor, &alma), Ok(Vec::new()));
        // The same row with its ground opens it: nothing else was wrong.
        forge(world, &chain, &note, |row| row);
        assert_eq!(read(&mentor, &alma), Ok(vec!["Medicinskt".to_owned()]));
    }

    fn what_cannot_be_shared_so_is_refused(world: &World) {
        let chain = world.municipality();
        let (nurse, alma) = (chain.signed_in("SCHOOL_NURSE"), chain.youth("Alma"));
        let note = written(&nurse, &alma, "GENERAL", "Allmän");
        let mentor = chain.staff("MENTOR");
        let consent = recorded(&nurse, &alma, json!({}));
        for (more, code) in [
            (json!({}), "INVALID"),
            (json!({ "toStaff": mentor, "toRole": "MENTOR" }), "INVALID"),
            (json!({ "toStaff": chain.staff("SCHOOL_NURSE") }), "INVALID"),
            (json!({ "toRole": "TEACHER" }), "INVALID"),
            (json!({ "toStaff": mentor, "reason": "kort" }), "OUT_OF_RANGE"),
            (json!({ "toStaff": mentor, "consent": consent }), "INVALID"),
            (json!({ "toStaff": chain.youth("Bo") }), "NOT_FOUND"),
        ] {
            assert_eq!(outcome(&share(&nurse, &note, more.clone())), code, "{more}");
        }
        assert_eq!(outcome(&share(&chain.signed_in("PRINCIPAL"), &note, json!({ "toStaff": mentor }))), "NOT_PERMITTED");
    }

    fn breaking_the_glass_opens_general_notes_alone(world: &World) {
        let chain = world.municipality();
        let (nurse, other, alma) = (chain.signed_in("SCHOOL_NURSE"), chain.signed_in("OTHER_PRINCIPAL"), chain.youth("Alma"));
        written(&nurse, &alma, "GENERAL", "Allmän");
        let medical = written(&nurse, &alma, "STUDENT_HEALTH_MEDICAL", "Medicinsk");
        written(&nurse, &alma, "STUDENT_SUPPORT", "Stöd");
        assert_eq!(outcome(&share(&nurse, &medical, json!({ "toStaff": chain.staff("OTHER_PRINCIPAL") }))), "done");
        let open = "mutation Break($number: String!) { breakGlass(input: { civicNumber: $number, reason: \"Oro i kväll\" }) { userErrors { code } } }";
        assert_eq!(outcome(&other.data(open, json!({ "number": CIVIC_NUMBER }))["breakGlass"]), "done");
        assert_eq!(read(&other, &alma), Ok(vec!["Allmän".to_owned()]));
        let write = "mutation W($youth: ID!) { writeNote(input: { youth: $youth, secrecy: GENERAL, body: \"Ny\" }) { userErrors { code } } }";
        assert_eq!(other.codes(write, json!({ "youth": alma })), ["NOT_FOUND"], "nothing is written behind glass");
        assert_eq!(chain.signed_in("OTHER_PRINCIPAL").codes(SHARES, json!({ "id": medical })), ["NOT_FOUND"]);
    }

    /// Rights follow the assignment: who was a nurse and is a mentor now reads as a mentor, also what they wrote.
    fn a_writer_keeps_their_own_notes_while_they_still_write_the_class(world: &World) {
        let chain = world.municipality();
        let (nurse, alma) = (chain.signed_in("SCHOOL_NURSE"), chain.youth("Alma"));
        let medical = written(&nurse, &alma, "STUDENT_HEALTH_MEDICAL", "Medicinsk");
        written(&nurse, &alma, "GENERAL", "Allmän");
        let id = derived(chain.row("SCHOOL_NURSE"), "assignment");
        notes::arrange(world, &chain, async |grant| {
            let tx = grant.begin().await.expect("a transaction");
            let other = assignment::ActiveModel { role: Set(Role::Principal), ..Default::default() };
            assignment::Entity::update_many().set(other).filter(assignment::Column::Id.eq(id)).exec(&tx).await?;
            tx.commit().await
        });
        assert_eq!(read(&nurse, &alma), Ok(vec!["Allmän".to_owned()]));
        assert_eq!(by_id(&nurse, &medical), Err("NOT_FOUND".to_owned()));
    }

    fn notes_about_a_protected_person_open_by_appointment_and_reason(world: &World) {
        let chain = world.municipality();
        let (principal, nurse, eja) = (chain.signed_in("PRINCIPAL"), chain.signed_in("SCHOOL_NURSE"), chain.youth("Eja"));
        let rows = world.wait(async {
            let grant = chain.grant().await;
            [notes::note_row(&chain, &grant, "Eja", Secrecy::General, Track::Compulsory)]
        });
        let note = api::support::page::GlobalId::write(api::support::page::Kind::Note, &chain.code, rows[0].id).to_string();
        notes::put_notes(world, &chain, rows.into());
        forge(world, &chain, &note, |row| secrecy_share::Model { to_staff_id: Some(chain.row("SCHOOL_NURSE")), ..row });
        for role in ["SCHOOL_NURSE", "MENTOR", "STUDENT_HEALTH"] {
            let client = chain.signed_in(role);
            assert_eq!(read(&client, &eja), Err("NOT_FOUND".to_owned()), "{role}");
            assert_eq!(by_id(&client, &note), Err("NOT_FOUND".to_owned()), "{role}");
        }
        assert_eq!(read(&principal, &eja), Err("REASON_REQUIRED".to_owned()));
        assert_eq!(by_id(&principal, &note), Err("REASON_REQUIRED".to_owned()));
        let listed = principal.data("{ youths(first: 10) { nodes { protection notes { body } consents { scope } } } }", json!({}));
        let sealed = listed["youths"]["nodes"].as_array().unwrap().iter().find(|youth| youth["protection"] != "NONE").cloned();
        assert_eq!(sealed, Some(json!({ "protection": "SECRECY_MARKED", "notes": [], "consents": [] })));
        let body = json!({ "query": format!("{{ notes(youth: \"{eja}\", first: 1) {{ nodes {{ body youth {{ givenName }} }} }} }}") });
        let headers = [("content-type", "application/json"), ("up2-reason", "Samtal%20med%20eleven")];
        let opened = principal.raw("POST", "/graphql", &headers, &body.to_string()).json();
        assert_eq!(opened["data"]["notes"]["nodes"], json!([{ "body": "General Compulsory", "youth": { "givenName": "Eja" } }]), "{opened:#}");
        let appoint = "mutation A($youth: ID!, $staff: ID!) { appointForProtected(input: { youth: $youth, staff: $staff }) { userErrors { code } } }";
        principal.data(appoint, json!({ "youth": eja, "staff": chain.staff("SCHOOL_NURSE") }));
        assert_eq!(read(&nurse, &eja), Err("REASON_REQUIRED".to_owned()));
        let refused = "mutation W($youth: ID!) { writeNote(input: { youth: $youth, secrecy: GENERAL, body: \"Ny\" }) { userErrors { code } } }";
        assert_eq!(nurse.codes(refused, json!({ "youth": eja })), ["REASON_REQUIRED"]);
    }

    /// Withdrawn between two requests of the same second: no clock is asked, so that none can be late.
    fn a_withdrawal_closes_in_the_same_second(world: &World) {
        let chain = world.municipality();
        let (nurse, mentor, alma) = (chain.signed_in("SCHOOL_NURSE"), chain.signed_in("MENTOR"), chain.youth("Alma"));
        let note = written(&nurse, &alma, "STUDENT_HEALTH_MEDICAL", "Delat");
        let consent = recorded(&nurse, &alma, json!({}));
        share(&nurse, &note, json!({ "toRole": "MENTOR", "ground": "CONSENT", "consent": consent }));
        assert_eq!(read(&mentor, &alma), Ok(vec!["Delat".to_owned()]));
        let id = row_of(&consent);
        // Even a withdrawal that a clock ahead of ours dated to the next day.
        let tomorrow = world.clock.now() + chrono::TimeDelta::days(1);
        notes::arrange(world, &chain, async |grant| {
            let tx = grant.begin().await.expect("a transaction");
            let withdrawn = consent::ActiveModel { withdrawn_at: Set(Some(tomorrow)), ..Default::default() };
            consent::Entity::update_many().set(withdrawn).filter(consent::Column::Id.eq(id)).exec(&tx).await?;
            tx.commit().await
        });
        assert_eq!(read(&mentor, &alma), Ok(Vec::new()));
    }
}

fn shares(client: &Client, note: &str) -> Value {
    client.data(SHARES, json!({ "id": note }))["node"]["shares"].take()
}

/// The roles that have read notes about a youth, by the access log.
fn read_by(chain: &Chain<'_>, youth: &str) -> Vec<String> {
    let query = "query Log($youth: ID) { accessLog(first: 100, youth: $youth) { nodes { action staffId } } }";
    let log = chain.signed_in("AUDITOR").data(query, json!({ "youth": chain.youth(youth) }));
    let mut readers: Vec<_> = ["MENTOR", "PRINCIPAL", "SCHOOL_NURSE", "STUDENT_HEALTH"]
        .into_iter()
        .filter(|role| {
            let entries = log["accessLog"]["nodes"].as_array().expect("entries").iter();
            entries.clone().any(|entry| {
                entry["action"] == "READ_NOTES" && entry["staffId"] == chain.staff(role).as_str()
            })
        })
        .map(str::to_owned)
        .collect();
    readers.sort();
    readers
}

fn assign(world: &World, chain: &Chain<'_>, who: &str, role: Role, unit: &str) {
    let row = assignment::Model {
        id: ids::random_id(),
        staff_id: chain.row(who),
        role,
        unit_id: chain.row(unit),
        group_id: None,
        starts_on: chain.today(),
        ends_on: None,
        state: AssignmentState::Active,
        granted_by: None,
        approved_by: None,
        source_id: None,
        source_ref: None,
        created_at: world.clock.now(),
    };
    notes::arrange(world, chain, async |grant| {
        let tx = grant.begin().await.expect("a transaction");
        assignment::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        tx.commit().await
    });
}

/// Puts in a share with the mentor on a ground of law, changed as `change` says, past everything that the mutation checks.
fn forge(
    world: &World,
    chain: &Chain<'_>,
    note: &str,
    change: impl FnOnce(secrecy_share::Model) -> secrecy_share::Model,
) {
    let note_id = row_of(note);
    notes::arrange(world, chain, async |grant| {
        let tx = grant.begin().await.expect("a transaction");
        let about = entity::municipality::note::Entity::find_by_id(note_id).one(&tx).await?.expect("a note");
        let row = change(secrecy_share::Model {
            id: ids::random_id(),
            youth_id: about.youth_id,
            object_kind: ClassifiedKind::Note,
            object_id: about.id,
            to_staff_id: Some(chain.row("MENTOR")),
            to_role: None,
            ground: Ground::Law,
            consent_id: None,
            reason: grant.keys().columns.seal("secrecy_share.reason", b"OSL 10:27"),
            author_id: about.author_id,
            created_at: grant.clock().now(),
            ended_at: None,
        });
        secrecy_share::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        tx.commit().await
    });
}
