//! Signals with the rules that raise them, and which daily jobs have run.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::prelude::Uuid;

use crate::table::table;
use crate::words::ROLES;

pub(super) struct Signals;

impl MigrationName for Signals {
    fn name(&self) -> &str {
        "m0004_signals"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Signals {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rules(manager).await?;
        signals(manager).await?;
        table("job_run")
            .text("job")
            .date("day")
            .keys(&["job", "day"])
            .at("started_at")
            .at_or_null("finished_at")
            .create(manager)
            .await?;
        for shipped in SHIPPED {
            manager.execute(shipped.insert()).await?;
        }
        Ok(())
    }
}

async fn rules(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("signal_rule")
        .id()
        .text("name")
        .text("description")
        .one_of("kind", &["ATTENDANCE", "RESULTS", "BEHAVIOUR", "WELLBEING"])
        .one_of("measure", &["TOTAL_ABSENCE", "INVALID_ABSENCE", "FAILED_OR_WARNED", "OBSERVATIONS"])
        .small_or_null("weeks")
        .int("threshold")
        .int("step")
        .uuid_or_null("after_id")
        .int("after_days")
        .one_of("owner_role", ROLES)
        .int("deadline_days")
        .uuid_or_null("unit_id")
        .boolean("active")
        .int("version")
        .uuid_or_null("changed_by")
        .at_or_null("changed_at")
        .refers("after_id", "signal_rule")
        .refers("unit_id", "unit")
        .create(manager)
        .await
}

async fn signals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("signal")
        .id()
        .uuid("youth_id")
        .uuid_or_null("rule_id")
        .one_of("kind", &["ATTENDANCE", "RESULTS", "BEHAVIOUR", "WELLBEING", "REPORTING_INCOMPLETE"])
        .one_of("source", &["RULE", "STAFF", "YOUTH"])
        .int("episode")
        .one_of("state", &["OPEN", "ATTENDED", "DISMISSED", "ESCALATED"])
        .int("step")
        .one_of("owner_role", ROLES)
        .at("raised_at")
        .date("due_on")
        .at_or_null("cleared_at")
        .bytes_or_null("inputs")
        .bytes_or_null("triggers")
        .bytes_or_null("text")
        .uuid_or_null("author_id")
        .uuid_or_null("case_id")
        .int("version")
        .at("changed_at")
        .refers("youth_id", "youth")
        .refers("rule_id", "signal_rule")
        .refers("case_id", "youth_case")
        .unique(&["youth_id", "rule_id", "kind", "episode"])
        .index(&["rule_id"])
        .index(&["case_id"])
        .index(&["state", "due_on"])
        .create(manager)
        .await?;
    table("signal_event")
        .id()
        .uuid("youth_id")
        .uuid("signal_id")
        .one_of("deed", &["RAISED", "ATTENDED", "DISMISSED", "ESCALATED", "CLEARED"])
        .at("at")
        .uuid_or_null("actor_id")
        .bytes_or_null("reason")
        .refers("youth_id", "youth")
        .refers("signal_id", "signal")
        .index(&["signal_id"])
        .index(&["youth_id"])
        .create(manager)
        .await
}

/// A rule as it is shipped; each municipality changes it as it likes.
struct Shipped {
    /// The same in every municipality.
    number: u128,
    name: &'static str,
    description: &'static str,
    kind: &'static str,
    measure: &'static str,
    weeks: Option<i16>,
    threshold: i32,
    step: i32,
    /// The number of the rule of the step before, and the school days that its signal must have stood.
    after: Option<(u128, i32)>,
    owner_role: &'static str,
    deadline_days: i32,
    active: bool,
}

const FIRST: u128 = 0x7570_3200_0000_4000_8000_0000_0000_0001;

/// The rules of the first release. Where a source names a figure, the description names the source; elsewhere it says
/// that the figure is a proposal. Those that raise at once are active.
const SHIPPED: [Shipped; 7] = [
    Shipped {
        number: FIRST,
        name: "Frånvaro 15 %",
        description: "Minst 15 % frånvaro, giltig eller ogiltig, under de fyra senaste veckorna med lektioner. Lagen \
            anger ingen siffra (skollagen 7 kap. 19 a §, 15 kap. 16 §: upprepad eller längre frånvaro). 15 % och fyra \
            veckor är hämtade ur kommunala trappor (Danderyd steg 3, Eskilstuna steg 1) och ställs in av kommunen.",
        kind: "ATTENDANCE",
        measure: "TOTAL_ABSENCE",
        weeks: Some(4),
        threshold: 1_500,
        step: 1,
        after: None,
        owner_role: "MENTOR",
        deadline_days: 5,
        active: true,
    },
    Shipped {
        number: FIRST + 1,
        name: "Frånvaro 15 %, andra steget",
        description: "Frånvaron är fortfarande minst 15 % tio skoldagar efter signalen i första steget. Två veckor \
            mellan stegen är hämtat ur Danderyds och Eskilstunas trappor. Skolans rektor bedömer då om en utredning \
            ska inledas.",
        kind: "ATTENDANCE",
        measure: "TOTAL_ABSENCE",
        weeks: Some(4),
        threshold: 1_500,
        step: 2,
        after: Some((FIRST, 10)),
        owner_role: "PRINCIPAL",
        deadline_days: 5,
        active: false,
    },
    Shipped {
        number: FIRST + 2,
        name: "Ogiltig frånvaro 10 %",
        description: "Minst 10 % ogiltig frånvaro under de fyra senaste veckorna med lektioner. Skollagen 15 kap. 15 § \
            talar om betydande utsträckning och anger ingen siffra: 10 % är ett förslag utan källa.",
        kind: "ATTENDANCE",
        measure: "INVALID_ABSENCE",
        weeks: Some(4),
        threshold: 1_000,
        step: 1,
        after: None,
        owner_role: "MENTOR",
        deadline_days: 5,
        active: false,
    },
    Shipped {
        number: FIRST + 3,
        name: "Långvarig frånvaro 10 %",
        description: "Minst 10 % frånvaro under de arton senaste veckorna med lektioner, ungefär en termin. Forskningen \
            kallar en tionde av dagarna kronisk frånvaro (Balfanz och Chang).",
        kind: "ATTENDANCE",
        measure: "TOTAL_ABSENCE",
        weeks: Some(18),
        threshold: 1_000,
        step: 1,
        after: None,
        owner_role: "MENTOR",
        deadline_days: 10,
        active: false,
    },
    Shipped {
        number: FIRST + 4,
        name: "Tre ämnen med F eller varning",
        description: "Minst tre ämnen med F, streck eller F-varning, den senaste uppgiften i varje ämne denna termin \
            eller den förra. Tre underkända ämnen är nivå 3 av 4 i Student Insights (Somerville).",
        kind: "RESULTS",
        measure: "FAILED_OR_WARNED",
        weeks: None,
        threshold: 3,
        step: 1,
        after: None,
        owner_role: "MENTOR",
        deadline_days: 10,
        active: true,
    },
    Shipped {
        number: FIRST + 5,
        name: "Upprepade iakttagelser av beteende",
        description: "Minst tre iakttagelser under nio veckor. Student Insights räknar händelser under 45 skoldagar; \
            att tre räcker är ett förslag.",
        kind: "BEHAVIOUR",
        measure: "OBSERVATIONS",
        weeks: Some(9),
        threshold: 3,
        step: 1,
        after: None,
        owner_role: "PRINCIPAL",
        deadline_days: 5,
        active: false,
    },
    Shipped {
        number: FIRST + 6,
        name: "Upprepad oro för mående",
        description: "Minst två iakttagelser under fyra veckor, till elevhälsan. Siffran är ett förslag utan källa.",
        kind: "WELLBEING",
        measure: "OBSERVATIONS",
        weeks: Some(4),
        threshold: 2,
        step: 1,
        after: None,
        owner_role: "STUDENT_HEALTH",
        deadline_days: 3,
        active: false,
    },
];

impl Shipped {
    fn insert(&self) -> InsertStatement {
        let values: [SimpleExpr; 15] = [
            Uuid::from_u128(self.number).into(),
            self.name.into(),
            self.description.into(),
            self.kind.into(),
            self.measure.into(),
            self.weeks.into(),
            self.threshold.into(),
            self.step.into(),
            self.after.map(|(number, _)| Uuid::from_u128(number)).into(),
            self.after.map_or(0, |(_, days)| days).into(),
            self.owner_role.into(),
            self.deadline_days.into(),
            None::<Uuid>.into(),
            self.active.into(),
            1.into(),
        ];
        let columns = [
            "id",
            "name",
            "description",
            "kind",
            "measure",
            "weeks",
            "threshold",
            "step",
            "after_id",
            "after_days",
            "owner_role",
            "deadline_days",
            "unit_id",
            "active",
            "version",
        ];
        Query::insert().into_table("signal_rule").columns(columns).values_panic(values).to_owned()
    }
}
