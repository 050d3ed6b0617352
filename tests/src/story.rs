//! Helpers of the story of one young person: what somebody does, sees and does not see, by role; another class with its
//! mentor; and a crowd beside the person, so that figures are large enough to be shown.

use entity::municipality::{assignment, signal, staff};
use entity::text::sort_name;
use entity::vocabulary::{AssignmentState, Role, SignalKind};
use sea_orm::{EntityTrait, Set};
use serde_json::{Value, json};

use crate::chain::{Chain, derived};
use crate::client::Client;
use crate::moves::insert;
use crate::rights::Owned;
use crate::world::World;
use crate::{plan, signal as signals};

/// What the person of the story is called.
pub const GIVEN: &str = "Xanthippa";
/// The family's name.
pub const FAMILY: &str = "Storyberg-Ekqvist";
/// Others beside the person in each figure.
pub const CROWD: i64 = 12;

/// What is read of what a change made: the change, the name of its input where that is another, the fields.
const DEEDS: [(&str, &str, &str); 36] = [
    ("correctYouth", "", "youth { id givenName }"),
    ("recordAttendance", "", "recorded"),
    ("raiseObservation", "", "received"),
    ("attendSignal", "", "signal { id version state }"),
    ("openCase", "", "case { id version state }"),
    ("assignCase", "", "case { id version responsible { givenName } }"),
    ("moveCase", "", "case { id version state }"),
    ("closeCase", "", "case { id version state closingReason }"),
    ("startMapping", "", "mapping { id version }"),
    ("answerMapping", "", "mapping { id version }"),
    ("completeMapping", "", "mapping { id version state }"),
    ("setGoal", "", "goal { id version }"),
    ("offerMeasure", "", "measure { id version state }"),
    ("answerMeasure", "", "measure { id version state }"),
    ("startMeasure", "", "measure { id version state }"),
    ("endMeasure", "", "measure { id version state }"),
    ("planFollowUp", "", "followUp { id version }"),
    ("recordFollowUp", "", "followUp { id version doneOn }"),
    ("writeNote", "", "note { id version }"),
    ("recordConsent", "", "consent { id isInForce }"),
    ("withdrawConsent", "", "consent { id isInForce }"),
    ("shareClassified", "", "share { id isInForce }"),
    ("openInvestigation", "", "investigation { id version }"),
    ("reportInvestigationStart", "", "investigation { id version }"),
    ("closeInvestigation", "", "investigation { id version state }"),
    ("transferYouth", "MoveYouthInput", "transfer { id version state }"),
    ("acceptTransfer", "AnswerTransferInput", "transfer { id version state }"),
    ("completeTransfer", "ChangeTransferInput", "transfer { id version state }"),
    ("recordKaaContact", "", "entry { id version measures { id } }"),
    ("offerKaaMeasure", "", "entry { id version measures { id } }"),
    ("answerKaaMeasure", "", "entry { id version measures { id } }"),
    ("startKaaMeasure", "", "entry { id version measures { id } }"),
    ("endKaaMeasure", "", "entry { id version measures { id state } }"),
    ("recordKaaOccupation", "", "entry { id version }"),
    ("proposeErasure", "", "erasure { id state }"),
    ("approveErasure", "DecideErasureInput", "erasure { id state }"),
];

/// One young person among others.
#[derive(Debug)]
pub struct Story<'w> {
    /// Where it happens.
    pub world: &'w World,
    /// The municipality with its people.
    pub chain: Chain<'w>,
    /// The young person's global id.
    pub youth: String,
    /// The mentor of class 8B.
    other_mentor: Client,
}

impl<'w> Story<'w> {
    /// A municipality with a crowd, a mentor of another class, and the young person in class 7A under their own name.
    pub fn begin(world: &'w World) -> Self {
        let chain = world.municipality();
        let other_mentor = mentor_of_8b(world, &chain);
        crowd(world, &chain);
        let story = Self { world, youth: chain.youth("Alma"), other_mentor, chain };
        let name = json!({ "youth": story.youth, "givenName": GIVEN, "familyName": FAMILY });
        story.does("PRINCIPAL", "correctYouth", name);
        story
    }

    /// Whoever holds a role, at work; `MENTOR_8B` is the mentor of another class.
    pub fn who(&self, role: &str) -> Client {
        if role == "MENTOR_8B" { self.other_mentor.clone() } else { self.chain.signed_in(role) }
    }

    /// Somebody changes something; gives what was made or changed.
    #[track_caller]
    pub fn does(&self, role: &str, deed: &str, input: Value) -> Value {
        let answer = self.tries(role, deed, input);
        let payload = &answer["data"][deed];
        let is_done = answer["errors"].is_null() && payload["userErrors"] == json!([]);
        assert!(is_done, "{role} {deed}: {answer:#}");
        let made = payload.as_object().expect("a payload").iter().find(|(name, _)| *name != "userErrors");
        made.expect("what was made").1.clone()
    }

    /// The code with which somebody is refused.
    #[track_caller]
    pub fn is_refused(&self, role: &str, deed: &str, input: Value) -> String {
        let answer = self.tries(role, deed, input);
        let codes =
            [&answer["errors"][0]["extensions"]["code"], &answer["data"][deed]["userErrors"][0]["code"]];
        let code = codes.into_iter().find_map(Value::as_str);
        code.unwrap_or_else(|| panic!("{role} is not refused {deed}: {answer:#}")).to_owned()
    }

    fn tries(&self, role: &str, deed: &str, input: Value) -> Value {
        let known = DEEDS.iter().find(|(name, ..)| *name == deed);
        let (_, ty, fields) = known.unwrap_or_else(|| panic!("nobody knows how to {deed}"));
        let ty = if ty.is_empty() {
            format!("{}{}Input", deed[..1].to_uppercase(), &deed[1..])
        } else {
            (*ty).to_owned()
        };
        let query = format!(
            "mutation Do($input: {ty}!) {{ {deed}(input: $input) {{ {fields} userErrors {{ field code }} }} }}"
        );
        self.who(role).graphql(&query, json!({ "input": input }))
    }

    /// What somebody sees of the young person.
    #[track_caller]
    pub fn sees(&self, role: &str, fields: &str) -> Value {
        let mut answer = self.looks_at(role, fields);
        assert!(answer["errors"].is_null(), "{role} at {fields}: {answer:#}");
        answer["data"]["youth"].take()
    }

    /// That somebody sees nothing of it, and how they are told.
    #[track_caller]
    pub fn sees_nothing(&self, fields: &str, roles: &[(&str, &str)]) {
        for (role, code) in roles {
            let answer = self.looks_at(role, fields);
            assert_eq!(answer["errors"][0]["extensions"]["code"], *code, "{role} at {fields}: {answer:#}");
            let leak = answer["data"].to_string();
            assert!(!leak.contains(GIVEN) && !leak.contains(FAMILY), "{role} at {fields}: {leak}");
        }
    }

    fn looks_at(&self, role: &str, fields: &str) -> Value {
        let query = format!("query Look($id: ID!) {{ youth(id: $id) {{ {fields} }} }}");
        self.who(role).graphql(&query, json!({ "id": self.youth }))
    }

    /// Somebody moves the case on; gives where it stands.
    #[track_caller]
    pub fn moves_case(&self, role: &str, to: &str) -> Value {
        let case = self.case(role);
        self.does(role, "moveCase", json!({ "case": case["id"], "version": case["version"], "to": to }))["state"].take()
    }

    /// The person's case at school, as somebody sees it.
    #[track_caller]
    pub fn case(&self, role: &str) -> Value {
        self.sees(role, "cases { id version state }")["cases"][0].take()
    }

    /// Today, as it is written.
    pub fn today(&self) -> String {
        self.chain.today().to_string()
    }
}

/// A mentor of class 8B at school two.
fn mentor_of_8b(world: &World, chain: &Chain<'_>) -> Client {
    let id = derived(chain.row("8B"), "mentor");
    let person = staff::Model {
        id,
        given_name: "MENTOR_8B".to_owned(),
        family_name: "Personal".to_owned(),
        sort_name: sort_name("MENTOR_8B", "Personal"),
        source_id: None,
        source_ref: None,
        removed_at: None,
        created_at: world.clock.now(),
    };
    let held = assignment::Model {
        id: derived(id, "assignment"),
        staff_id: id,
        role: Role::Mentor,
        unit_id: chain.row("enhet 2"),
        group_id: Some(chain.row("8B")),
        starts_on: chain.today(),
        ends_on: None,
        state: AssignmentState::Active,
        granted_by: None,
        approved_by: None,
        source_id: None,
        source_ref: None,
        created_at: world.clock.now(),
    };
    world.wait(async {
        let grant = chain.grant().await;
        insert::<staff::Entity>(&grant, person).await;
        insert::<assignment::Entity>(&grant, held).await;
    });
    let account = chain.open_account_of(id, "MENTOR_8B");
    let totp = account.totp_at(world.clock.now());
    chain.sign_in_as(&account, Some(totp))
}

/// As many others in every figure as it takes to be shown; all of them are Bo.
fn crowd(world: &World, chain: &Chain<'_>) {
    let (bo, more) = (chain.row("Bo"), usize::try_from(CROWD).expect("a few") - 1);
    plan::fill(world, chain, &["Bo"]);
    crate::kaa::registered(world, chain, "Bo", "2025-09-01");
    world.wait(async {
        let grant = chain.grant().await;
        let tx = grant.begin().await.expect("a transaction");
        for kind in [SignalKind::Attendance, SignalKind::Wellbeing] {
            for _ in 0..CROWD {
                let id = api::support::ids::random_id();
                let row =
                    signal::ActiveModel { kind: Set(kind), ..signals::observed(id, bo, world.clock.now()) };
                signal::Entity::insert(row).exec_without_returning(&tx).await.expect("a signal");
            }
        }
        tx.commit().await.expect("a commit");
        let owned = Owned::open(world, chain).await;
        let now = || vec![world.clock.now().into(), bo.into()];
        owned.run("UPDATE youth_case SET state = 'CLOSED', closed_at = $1 WHERE youth_id = $2", now()).await;
        owned
            .run(
                "UPDATE measure SET state = 'COMPLETED', ended_on = $1 WHERE youth_id = $2",
                vec![chain.today().into(), bo.into()],
            )
            .await;
        // One entry of a youth is open at a time, and ended ones are counted too.
        let ended = vec![chain.today().into(), bo.into()];
        owned.run("UPDATE kaa_entry SET ended_on = $1 WHERE youth_id = $2", ended).await;
        for table in ["youth_case", "measure", "kaa_entry"] {
            owned.multiply(table, bo, more).await;
        }
    });
}
