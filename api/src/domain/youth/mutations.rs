//! Changes of a youth's data: registerYouth, correctYouth, setProtection.

use async_graphql::{Context, MaybeUndefined, Object};
use entity::municipality::youth;

use super::rules::{Person, YouthFault};
use super::types::Youth;
use super::types_input::{
    CorrectYouthInput, RegisterYouthInput, RegisterYouthPayload, SetProtectionInput, YouthPayload,
};
use super::{rules, store, store_changes};
use crate::access::tenants::official;
use crate::access::{Action, Authorize, Grant};
use crate::domain::vocabulary::Sex;
use crate::support::fault::Fault;
use crate::support::ids;
use crate::support::page::{GlobalId, Kind};

/// Mutations of youths.
#[derive(Debug, Default)]
pub struct YouthMutations;

#[Object]
impl YouthMutations {
    /// Registers a youth (registrerar ung) at a school of one's own. From the first day of the enrolment the youth is
    /// within the reach of those who work there.
    async fn register_youth(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The youth.")] input: RegisterYouthInput,
    ) -> Option<Result<RegisterYouthPayload, Fault>> {
        Some(register(ctx, input).await)
    }

    /// Corrects a youth's personal data (rättar personuppgifter).
    async fn correct_youth(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was wrong.")] input: CorrectYouthInput,
    ) -> Option<Result<YouthPayload, Fault>> {
        Some(correct(ctx, input).await)
    }

    /// Sets the protective marking (skyddade personuppgifter). One that arrives hides the person at once from everyone
    /// without an appointment, and deletes e-mail, phone and the guardians' contact details for good.
    async fn set_protection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The marking.")] input: SetProtectionInput,
    ) -> Option<Result<YouthPayload, Fault>> {
        Some(protect(ctx, input).await)
    }
}

async fn register(ctx: &Context<'_>, input: RegisterYouthInput) -> Result<RegisterYouthPayload, Fault> {
    let grant = ctx.authorize(Action::EditYouth)?;
    let now = grant.clock().now();
    let person = Person::new(
        (&input.given_name, &input.family_name),
        input.birth_date.map(|day| day.0),
        input.civic_number.as_deref(),
        grant.reach().today,
    );
    let person = match person.and_then(|person| at_home(input.home_municipality.as_deref()).map(|()| person))
    {
        Ok(person) => person,
        Err(fault) => return Ok(RegisterYouthPayload::refused(fault)),
    };
    let bare = youth::Model {
        sex: input.sex.map(Sex::into),
        home_municipality: input.home_municipality,
        protection: input.protection.into(),
        ..store_changes::unknown(ids::new_id(now), now)
    };
    let row = store_changes::with(&grant, bare, &person);
    if store_changes::is_taken(&grant, &row).await? {
        return Ok(RegisterYouthPayload::refused(YouthFault::Taken));
    }
    let enrolment = match input.enrolment.read(&grant, row.id, "input.enrolment").await? {
        Ok(enrolment) => enrolment,
        Err(error) => return Ok(RegisterYouthPayload::refused(error)),
    };
    store_changes::add(&grant, row.clone(), enrolment.clone()).await?;
    let youth = Youth::of(row, &grant, reason(ctx)?);
    Ok(RegisterYouthPayload::done(youth, enrolment, grant.municipality_code()))
}

async fn correct(ctx: &Context<'_>, input: CorrectYouthInput) -> Result<YouthPayload, Fault> {
    let grant = ctx.authorize(Action::EditYouth)?;
    let id = GlobalId::local(&input.youth, Kind::Youth, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    let row = match corrected(&grant, row, input)? {
        Ok(row) => row,
        Err(fault) => return Ok(YouthPayload::refused(fault)),
    };
    if store_changes::is_taken(&grant, &row).await? {
        return Ok(YouthPayload::refused(YouthFault::Taken));
    }
    let row = store_changes::change(&grant, row).await?;
    Ok(YouthPayload::done(Youth::of(row, &grant, reason(ctx)?)))
}

async fn protect(ctx: &Context<'_>, input: SetProtectionInput) -> Result<YouthPayload, Fault> {
    let grant = ctx.authorize(Action::EditYouth)?;
    let id = GlobalId::local(&input.youth, Kind::Youth, grant.municipality_code())?;
    let row = store::find(&grant, id).await?;
    let row = store_changes::protect(&grant, row, input.protection.into()).await?;
    Ok(YouthPayload::done(Youth::of(row, &grant, reason(ctx)?)))
}

/// The row with what was given; what is left out stays, null takes away.
fn corrected(
    grant: &Grant,
    row: youth::Model,
    input: CorrectYouthInput,
) -> Result<Result<youth::Model, YouthFault>, Fault> {
    let known = store::identity(grant.keys(), &row)?;
    let name = |given: MaybeUndefined<String>, before: &str| match given {
        MaybeUndefined::Undefined => before.to_owned(),
        // An empty name is refused by the rules, as one taken away is.
        MaybeUndefined::Null => String::new(),
        MaybeUndefined::Value(name) => name,
    };
    let names = (name(input.given_name, &row.given_name), name(input.family_name, &row.family_name));
    let is_other = !input.birth_date.is_undefined() || !input.civic_number.is_undefined();
    let birth_date = kept(known.birth_date, input.birth_date.map_value(|day| day.0));
    let civic = kept(known.civic_number, input.civic_number);
    let home = kept(known.home_municipality, input.home_municipality);
    let names = (names.0.as_str(), names.1.as_str());
    let person = if is_other {
        Person::new(names, birth_date, civic.as_deref(), grant.reach().today)
    } else {
        Person::renamed(names, birth_date, civic.as_deref())
    };
    let person = person.and_then(|person| at_home(home.as_deref()).map(|()| person));
    let sex = kept(row.sex, input.sex.map_value(Sex::into));
    Ok(person.map(|person| {
        store_changes::with(grant, youth::Model { sex, home_municipality: home, ..row }, &person)
    }))
}

fn kept<T>(before: Option<T>, given: MaybeUndefined<T>) -> Option<T> {
    match given {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(value) => Some(value),
    }
}

/// Whether a home municipality is in the official list.
fn at_home(code: Option<&str>) -> Result<(), YouthFault> {
    match code {
        Some(code) if official::find(code).is_err() => Err(YouthFault::HomeMunicipality),
        _ => Ok(()),
    }
}

/// The reason of the request, if it says something.
fn reason<'a>(ctx: &'a Context<'_>) -> Result<Option<&'a str>, Fault> {
    Ok(ctx.visit()?.reason().filter(|reason| rules::is_reason(reason)))
}
