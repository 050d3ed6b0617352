//! What a newcomer is shown: where it is, who can sign in just now, and what to ask first.

use chrono::{DateTime, TimeDelta, Utc};

use super::accounts::CHAIN;
use super::places::SAMPLE;
use super::{Account, Demo, FILE};
use crate::support::fault::Fault;

/// How long a code of the second factor is accepted at least.
const CODE_HOLDS: TimeDelta = TimeDelta::seconds(30);

/// Queries to begin with: what each shows, and its text.
pub const QUERIES: [(&str, &str); 5] = [
    (
        "Who am I, and what is my place in the chain? Answers everybody.",
        "query WhoAmI {
  viewer {
    assignments { roleLabel unit { name } group { name } }
    mayReadAttendance: can(action: READ_ATTENDANCE)
  }
  municipality { name units(first: 20) { nodes { kindLabel name } } }
}",
    ),
    (
        "How much do my pupils miss? Two are protected: they are bare rows until a reason is given.",
        "query Absence {
  youths(first: 50) {
    totalCount
    nodes {
      protection givenName familyName
      groups { name }
      attendance(weeks: 12) { absenceShare absenceShareAtMost coverage }
    }
  }
}",
    ),
    (
        "A closer look at a few: school, guardians, results, the last weeks.",
        "query CloserLook {
  youths(first: 5) {
    nodes {
      givenName familyName birthDate homeMunicipality
      enrolments { schoolType schoolYear startsOn endsOn unit { name } }
      guardians { name relationLabel phone }
      results { subjectCode term grade warning }
      attendance(weeks: 5) { weeks { week validMinutes invalidMinutes offeredMinutes absenceShare } }
    }
  }
}",
    ),
    (
        "What is due, and what waits for me? Ask it as mentor, too.",
        "query Work {
  viewer {
    workList(first: 20) {
      nodes { kindLabel whyLabel dueOn isOverdue youth { givenName familyName } case { stateLabel } }
    }
  }
}",
    ),
    (
        "The cases, from detected to closed: history, clocks, the youth's own voice, plan and follow-ups.",
        "query Cases {
  cases(first: 10) {
    nodes {
      state stateLabel openedAt
      youth {
        givenName
        mappings { stateLabel answers { question value ownVoice } }
        goals { text youthPart stateLabel }
        measures { content state stateLabel levelLabel followUps { plannedOn doneOn result } }
      }
      history { kind toState at reason }
      clocks { kind dueOn isOverdue }
    }
  }
}",
    ),
];

/// Everything that a start shows: where it is, who can sign in, what to ask.
pub fn text(demo: &Demo, now: DateTime<Utc>) -> Result<String, Fault> {
    let mut text = place(demo);
    text.push_str(&sign_ins(demo, now)?);
    text.push_str(&format!(
        "\nMore accounts, in other municipalities, and the secrets that codes are made from: {FILE} in the data \
         folder.\n"
    ));
    if let Some(account) = demo.accounts.iter().find(|account| account.role == "PRINCIPAL") {
        text.push_str("\nOpen GraphiQL, paste this and run it:\n\n");
        text.push_str(&sign_in(account, now)?);
        text.push_str(
            "\n\nPut the token under Headers: { \"Authorization\": \"Bearer ACCESS_TOKEN\" }. Then ask:\n",
        );
    }
    for (number, (shows, query)) in (1..).zip(QUERIES) {
        text.push_str(&format!("\n# {number}. {shows}\n{query}\n"));
    }
    Ok(text)
}

fn place(demo: &Demo) -> String {
    let all = demo.municipalities.len();
    let stand_ins = demo.municipalities.iter().filter(|listed| !listed.known_participant).count();
    format!(
        "A demonstration: {all} municipalities, everybody in them invented. {stand_ins} of them only stand in for \
         participants that are not known.\n\n  GraphQL   {url}/graphql\n  GraphiQL  {url}/graphiql\n",
        url = demo.url
    )
}

/// One sign-in for each link of the chain, with the code of this moment; to be shown anew when codes have passed.
pub fn sign_ins(demo: &Demo, now: DateTime<Utc>) -> Result<String, Fault> {
    let until = (now + CODE_HOLDS).format("%H:%M:%S");
    let mut text = format!("\nSign-ins in municipality {SAMPLE}, codes good until {until} UTC at least:\n\n");
    text.push_str(&format!("  {:<18} {:<17} {:<7} {}\n", "user", "password", "code", "role"));
    for account in demo.accounts.iter().filter(|account| account.municipality == SAMPLE) {
        let code = account.code(now)?;
        let swedish = CHAIN.iter().find(|(_, _, user)| *user == account.user).map_or("", |(_, name, _)| name);
        let Account { user, password, role, .. } = account;
        text.push_str(&format!("  {user:<18} {password:<17} {code:<7} {role} ({swedish})\n"));
    }
    Ok(text)
}

/// The mutation that signs somebody in just now.
pub fn sign_in(account: &Account, now: DateTime<Utc>) -> Result<String, Fault> {
    let Account { municipality, user, password, .. } = account;
    let code = account.code(now)?;
    Ok(format!(
        "mutation {{\n  signIn(input: {{ municipality: \"{municipality}\", user: \"{user}\", password: \
         \"{password}\", totp: \"{code}\" }}) {{\n    accessToken\n    userErrors {{ message }}\n  }}\n}}"
    ))
}
