//! What a refused step says.

use super::rules::{Because, Missing};
use super::rules_steps::KaaFault;
use crate::support::user_error::{UserError, UserErrorCode as Code};

impl From<KaaFault> for UserError {
    fn from(fault: KaaFault) -> Self {
        let (field, code, swedish, english) = match fault {
            KaaFault::Code(field) => (
                field,
                Code::Invalid,
                "Koden finns inte i listan, eller gäller inte den dagen.",
                "The code is not in the list, or not valid on that day.",
            ),
            KaaFault::Future(field) => {
                (field, Code::OutOfRange, "Ange en dag till och med i dag.", "Give a day until today.")
            }
            KaaFault::BeforeRegistration(field) => (
                field,
                Code::OutOfRange,
                "Dagen ligger före registreringen.",
                "The day is before the registration.",
            ),
            KaaFault::OutOfOrder(field) => (
                field,
                Code::EndsBeforeStart,
                "Dagen ligger före den som den ska följa på.",
                "The day is before the one that it follows.",
            ),
            KaaFault::GuardianOfAdult => (
                "input.way",
                Code::ConditionNotMet,
                "En vårdnadshavare kontaktas bara för den som är under 18 år.",
                "A guardian is contacted only for a youth under 18.",
            ),
            KaaFault::Hours => (
                "input.hoursPerWeek",
                Code::OutOfRange,
                "Timmar i veckan är 1 till 60.",
                "Hours a week are 1 to 60.",
            ),
            KaaFault::Ended => (
                "input.entry",
                Code::Closed,
                "Aktivitetsansvaret har upphört för ungdomen.",
                "The activity duty has ended for the youth.",
            ),
            KaaFault::Answered => (
                "input.measure",
                Code::ImpossibleTransition,
                "Erbjudandet är redan besvarat: lämna ett nytt.",
                "The offer has been answered: make a new one.",
            ),
            KaaFault::NotAccepted => (
                "input.measure",
                Code::ImpossibleTransition,
                "Erbjudandet är inte accepterat.",
                "The offer has not been accepted.",
            ),
            KaaFault::Started => (
                "input.measure",
                Code::ImpossibleTransition,
                "Åtgärden är redan påbörjad.",
                "The measure has started already.",
            ),
            KaaFault::NotStarted => (
                "input.measure",
                Code::ImpossibleTransition,
                "Åtgärden är inte påbörjad.",
                "The measure has not started.",
            ),
            KaaFault::MeasureEnded => (
                "input.measure",
                Code::ImpossibleTransition,
                "Åtgärden är redan avslutad.",
                "The measure has ended already.",
            ),
            KaaFault::Whom => (
                "input",
                Code::Invalid,
                "Ange antingen personnumret eller ungdomen.",
                "Give either the civic number or the youth.",
            ),
            KaaFault::Civic => (
                "input.civicNumber",
                Code::Invalid,
                "Skriv personnumret eller samordningsnumret med tolv siffror.",
                "Write the civic number or coordination number in twelve digits.",
            ),
            KaaFault::CheckDigit => (
                "input.civicNumber",
                Code::WrongCheckDigit,
                "Kontrollsiffran är fel: läs numret igen.",
                "The check digit is wrong: read the number again.",
            ),
            KaaFault::Nobody => (
                "input",
                Code::NotFound,
                "Ingen hittas, eller så kan personen inte registreras här.",
                "Nobody is found, or the person cannot be registered here.",
            ),
            KaaFault::TooMany => (
                "input.civicNumber",
                Code::TooMany,
                "För många sökningar: vänta, eller be en kollega.",
                "Too many look-ups: wait, or ask a colleague.",
            ),
            KaaFault::NotCovered(because) => {
                let (swedish, english) = not_covered(because);
                ("input", Code::ConditionNotMet, swedish, english)
            }
            KaaFault::Unclear(missing) => {
                let (swedish, english) = unclear(missing);
                ("input", Code::ConditionNotMet, swedish, english)
            }
            KaaFault::Registered => (
                "input",
                Code::Taken,
                "Ungdomen finns redan i registret.",
                "The youth is in the register already.",
            ),
            KaaFault::NotYetTwenty => (
                "input.entry",
                Code::ConditionNotMet,
                "Överlämningen erbjuds tidigast tre månader före 20-årsdagen.",
                "The hand-over is offered from three months before the 20th birthday.",
            ),
            KaaFault::NoConsent => (
                "input.entry",
                Code::GroundNeeded,
                "Det finns inget medgivande från ungdomen till stöd som ung vuxen som gäller i dag.",
                "There is no consent by the youth to support as a young adult that is in force today.",
            ),
            KaaFault::Offered => (
                "input.entry",
                Code::Taken,
                "Överlämningen är redan gjord.",
                "The hand-over has been made already.",
            ),
            KaaFault::Unit => return Self::not_found("input.toUnit"),
        };
        Self::new(field, code, swedish, english)
    }
}

/// As little as the officer needs: nothing of which school.
fn not_covered(because: Because) -> (&'static str, &'static str) {
    match because {
        Because::TwentyOrMore => ("Ungdomen har fyllt 20 år.", "The youth is 20 or more."),
        Because::Compulsory => {
            ("Ungdomen har inte lämnat grundskolan.", "The youth has not left compulsory school.")
        }
        Because::Elsewhere => {
            ("Ungdomen är folkbokförd i en annan kommun.", "The youth is registered in another municipality.")
        }
        Because::Studies => (
            "Ungdomen går i gymnasieskolan eller motsvarande.",
            "The youth studies at upper secondary level.",
        ),
        Because::Diploma => ("Ungdomen har en examen.", "The youth has a diploma."),
        Because::EndedBefore => ("Ansvaret har avslutats tidigare.", "The duty has been ended before."),
    }
}

fn unclear(missing: Missing) -> (&'static str, &'static str) {
    match missing {
        Missing::BirthDate => ("Födelsedatum saknas.", "The date of birth is unknown."),
        Missing::HomeMunicipality => (
            "Hemkommun saknas: kontrollera folkbokföringen och ange livesHere.",
            "The home municipality is unknown: look in the population register and give livesHere.",
        ),
        Missing::SchoolForm => (
            "Skolans register säger att ungdomen går i skolan: be skolan rätta det.",
            "The school register says that the youth is at school: ask the school to correct it.",
        ),
        Missing::Removed => (
            "Skolans register har tagit bort ungdomen: kontrollera folkbokföringen och ange livesHere.",
            "The school register has removed the youth: look in the population register and give livesHere.",
        ),
        Missing::MovedBack => (
            "Kontrollera i folkbokföringen om ungdomen har flyttat tillbaka.",
            "See in the population register whether the youth has moved back.",
        ),
    }
}
