//! Which role a duty of the register gives: a table that the municipality can change, and its first contents.

use entity::municipality::duty_mapping::Model;
use entity::vocabulary::Role;
use uuid::Uuid;

use crate::support::ids;

/// A rule of the first contents: dutyRole, description, assignmentRoleType, role; null matches anything.
pub type Rule = (Option<&'static str>, Option<&'static str>, Option<&'static str>, Option<Role>);

/// What a new municipality begins with, the first match deciding. ADMINISTRATOR is not among the roles: an import gives none.
pub const DEFAULT_RULES: &[Rule] = &[
    (Some("Rektor"), None, None, Some(Role::Principal)),
    (Some("Kurator"), None, None, Some(Role::StudentHealth)),
    (Some("Skolpsykolog"), None, None, Some(Role::StudentHealth)),
    (Some("Speciallärare/specialpedagog"), None, None, Some(Role::StudentHealth)),
    (Some("Skolsköterska"), None, None, Some(Role::SchoolNurse)),
    (Some("Skolläkare"), None, None, Some(Role::SchoolNurse)),
    (Some("Studie- och yrkesvägledare"), None, None, Some(Role::CareerCounsellor)),
    (None, Some("Kurator"), None, Some(Role::StudentHealth)),
    (None, Some("Skolkurator"), None, Some(Role::StudentHealth)),
    (None, Some("Skolpsykolog"), None, Some(Role::StudentHealth)),
    (None, Some("Speciallärare"), None, Some(Role::StudentHealth)),
    (None, Some("Specialpedagog"), None, Some(Role::StudentHealth)),
    (None, Some("Skolsköterska"), None, Some(Role::SchoolNurse)),
    (None, Some("Skolläkare"), None, Some(Role::SchoolNurse)),
    (None, Some("Studie- och yrkesvägledare"), None, Some(Role::CareerCounsellor)),
    (None, Some("Administratör"), None, None),
    (Some("Skoladministratör"), None, None, None),
    (Some("Lärare"), None, None, None),
    (Some("Förstelärare"), None, None, None),
    (None, None, Some("Mentor"), Some(Role::Mentor)),
    (None, None, Some("Lärare"), Some(Role::Teacher)),
    (None, None, Some("Elevhälsopersonal"), Some(Role::StudentHealth)),
];

/// The first contents as rows.
pub fn default_rows(municipality_code: &str) -> Vec<Model> {
    let text = |value: Option<&str>| value.map(str::to_owned);
    let place = Uuid::nil();
    (1..)
        .zip(DEFAULT_RULES)
        .map(|(number, (duty_role, description, assignment_role_type, role))| Model {
            id: ids::of_source(place, "duty_mapping", &format!("{municipality_code}/{number}")),
            priority: number * 10,
            duty_role: text(*duty_role),
            description: text(*description),
            assignment_role_type: text(*assignment_role_type),
            role: *role,
        })
        .collect()
}

/// The answer of the table: no rule, or a rule with the role it gives, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// No rule says anything.
    Unknown,
    /// A rule says that it gives nothing.
    Nothing,
    /// A rule gives this role.
    Gives(Role),
    /// A rule gives a role that an import may not give.
    Forbidden,
}

/// The table, in the order in which it is asked.
#[derive(Clone, Debug)]
pub struct Mapping(Vec<Model>);

impl Mapping {
    /// From the rows of the table.
    pub fn new(mut rows: Vec<Model>) -> Self {
        rows.sort_by_key(|row| (row.priority, row.id));
        Self(rows)
    }

    /// What a duty gives as a whole.
    pub fn of_duty(&self, duty_role: Option<&str>, description: Option<&str>) -> Answer {
        self.first(|rule| {
            rule.assignment_role_type.is_none()
                && matches(rule.duty_role.as_deref(), duty_role)
                && matches(rule.description.as_deref(), description)
        })
    }

    /// What a duty gives in one group.
    pub fn of_group(&self, duty_role: Option<&str>, description: Option<&str>, kind: Option<&str>) -> Answer {
        self.first(|rule| {
            rule.assignment_role_type.is_some()
                && matches(rule.assignment_role_type.as_deref(), kind)
                && matches(rule.duty_role.as_deref(), duty_role)
                && matches(rule.description.as_deref(), description)
        })
    }

    fn first(&self, fits: impl Fn(&Model) -> bool) -> Answer {
        match self.0.iter().find(|rule| fits(rule)) {
            None => Answer::Unknown,
            Some(Model { role: None, .. }) => Answer::Nothing,
            Some(Model { role: Some(role), .. }) if may_be_imported(*role) => Answer::Gives(*role),
            Some(_) => Answer::Forbidden,
        }
    }
}

/// Roles that only a person may grant.
fn may_be_imported(role: Role) -> bool {
    !matches!(
        role,
        Role::Administrator
            | Role::Auditor
            | Role::DataProtectionOfficer
            | Role::Integrator
            | Role::SkrProcessSupport
            | Role::SkrAnalyst
    )
}

fn matches(rule: Option<&str>, value: Option<&str>) -> bool {
    let Some(rule) = rule else { return true };
    value.is_some_and(|value| entity::text::fold(value) == entity::text::fold(rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping() -> Mapping {
        Mapping::new(default_rows("0180"))
    }

    #[test]
    fn a_counsellor_is_found_by_description_when_the_role_says_other_staff() {
        assert_eq!(
            mapping().of_duty(Some("Annan personal"), Some("Kurator")),
            Answer::Gives(Role::StudentHealth)
        );
        assert_eq!(mapping().of_duty(Some("kurator"), None), Answer::Gives(Role::StudentHealth));
    }

    #[test]
    fn a_teacher_reaches_groups_and_nothing_as_a_whole() {
        assert_eq!(mapping().of_duty(Some("Lärare"), Some("Lärare")), Answer::Nothing);
        let answer = |kind| mapping().of_group(Some("Lärare"), None, Some(kind));
        assert_eq!(answer("Lärare"), Answer::Gives(Role::Teacher));
        assert_eq!(answer("Mentor"), Answer::Gives(Role::Mentor));
        assert_eq!(answer("Schemaläggare"), Answer::Unknown);
    }

    #[test]
    fn no_rule_can_make_an_import_give_an_administrator() {
        let mut rows = default_rows("0180");
        rows.retain(|rule| rule.duty_role.as_deref() == Some("Rektor"));
        rows[0].role = Some(Role::Administrator);
        assert_eq!(Mapping::new(rows).of_duty(Some("Rektor"), None), Answer::Forbidden);
    }

    #[test]
    fn the_lowest_number_that_matches_decides() {
        let mut rows = default_rows("0180");
        let mut own = rows[0].clone();
        (own.priority, own.role) = (1, None);
        rows.push(own);
        assert_eq!(Mapping::new(rows).of_duty(Some("Rektor"), None), Answer::Nothing);
    }
}
