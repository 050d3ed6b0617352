//! Changes of transfers: inputs, payload and what is to be mended.

use async_graphql::{ID, InputObject, SimpleObject};

use super::rules::TransferFault;
use super::types::Transfer;
use crate::domain::vocabulary_process::Track;
use crate::support::user_error::{UserError, UserErrorCode};

/// Who moves where, and on what ground.
#[derive(InputObject)]
pub struct MoveYouthInput {
    /// The youth.
    pub youth: ID,
    /// The track on which the youth is received.
    pub to_track: Track,
    /// The unit that receives, of the own municipality; needed for a school, not for the activity duty (KAA) or young
    /// adults.
    pub to_unit: Option<ID>,
    /// Code of another municipality that receives, instead of a unit: it gets a copy of its own.
    pub to_municipality: Option<String>,
    /// The ground: a consent in force to a transfer or to work together. Either this or `provision`.
    pub consent: Option<ID>,
    /// The ground: a provision of law, in words, 1 to 4,000 characters. Either this or `consent`.
    #[graphql(secret)]
    pub provision: Option<String>,
    /// What the receiver should know, 1 to 4,000 characters. The head of a receiving unit reads it once they have
    /// accepted: say there whom it is about. Of a person with protected data write no address and no school.
    #[graphql(secret)]
    pub message: Option<String>,
    /// To another municipality: what has been planned, in short, 1 to 4,000 characters.
    #[graphql(secret)]
    pub plan_summary: Option<String>,
    /// To another municipality: whether the youth's own contact details are handed over; never of a person with
    /// protected data.
    #[graphql(default)]
    pub include_contact: bool,
    /// To another municipality: whether notes of the class GENERAL are handed over, at most 500.
    #[graphql(default)]
    pub include_notes: bool,
}

/// That a transfer is accepted, taken back or completed.
#[derive(InputObject)]
pub struct AnswerTransferInput {
    /// The transfer.
    pub transfer: ID,
    /// Its version, as it was read.
    pub version: i32,
    /// What the other side is told, 1 to 4,000 characters; nothing when left out.
    #[graphql(secret)]
    pub answer: Option<String>,
}

/// That a transfer is declined.
#[derive(InputObject)]
pub struct RejectTransferInput {
    /// The transfer.
    pub transfer: ID,
    /// Its version, as it was read.
    pub version: i32,
    /// Why, 1 to 4,000 characters.
    #[graphql(secret)]
    pub answer: String,
}

/// That a transfer is taken back or completed.
#[derive(InputObject)]
pub struct ChangeTransferInput {
    /// The transfer.
    pub transfer: ID,
    /// Its version, as it was read.
    pub version: i32,
}

/// Answer to a change of a transfer.
#[derive(SimpleObject, Debug)]
pub struct TransferPayload {
    /// The transfer as it is now, also when somebody else changed it meanwhile; null when none was made, and when it is
    /// out of reach now.
    pub transfer: Option<Transfer>,
    /// What to mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl TransferPayload {
    /// What to mend.
    pub fn refused(error: impl Into<UserError>) -> Self {
        Self { transfer: None, user_errors: vec![error.into()] }
    }
}

impl From<TransferFault> for UserError {
    fn from(fault: TransferFault) -> Self {
        use UserErrorCode::{
            ConditionNotMet, GroundNeeded, ImpossibleTransition, Invalid, NotPermitted, Taken,
        };
        let (field, code, swedish, english) = match fault {
            TransferFault::TwoReceivers => (
                "input.toUnit",
                Invalid,
                "Ange antingen en enhet eller en annan kommun.",
                "Give either a unit or another municipality.",
            ),
            TransferFault::NoReceiver => (
                "input.toUnit",
                Invalid,
                "Ange enheten som ska ta emot.",
                "Give the unit that is to receive.",
            ),
            TransferFault::OwnMunicipality => (
                "input.toMunicipality",
                Invalid,
                "Det är den egna kommunen: ange en enhet eller bara spåret.",
                "That is the own municipality: give a unit, or the track alone.",
            ),
            TransferFault::UnknownMunicipality => (
                "input.toMunicipality",
                Invalid,
                "Kommunkoden finns inte: ange fyra siffror, till exempel 0483.",
                "There is no such municipality code: give four digits, such as 0483.",
            ),
            TransferFault::OutsideSystem => (
                "input.toMunicipality",
                ConditionNotMet,
                "Kommunen använder inte det här systemet: lämna över utanför det, till exempel med rekommenderat brev.",
                "The municipality does not use this system: hand over outside it, for instance by registered letter.",
            ),
            TransferFault::SameUnit => (
                "input.toUnit",
                Invalid,
                "Enheten är den som lämnar: ange en annan.",
                "The unit is the one that sends: give another.",
            ),
            TransferFault::YoungAdultElsewhere => (
                "input.toTrack",
                Invalid,
                "Unga vuxna tas emot med medgivande, som den andra kommunen själv hämtar in.",
                "Young adults are received by consent, which the other municipality asks for itself.",
            ),
            TransferFault::NoGround => (
                "input.consent",
                GroundNeeded,
                "Ange ett medgivande som gäller, eller det lagrum som tillåter överlämningen.",
                "Give a consent in force, or the provision of law that permits the move.",
            ),
            TransferFault::TwoGrounds => (
                "input.provision",
                Invalid,
                "Ange antingen ett medgivande eller ett lagrum.",
                "Give either a consent or a provision of law.",
            ),
            TransferFault::NoYoungAdultConsent => (
                "input.toTrack",
                ConditionNotMet,
                "Den unge har inte själv lämnat medgivande till stöd som ung vuxen: hämta in det först.",
                "The youth has not consented to support as a young adult: ask for it first.",
            ),
            TransferFault::Taken => (
                "input.youth",
                Taken,
                "Samma överlämning väntar redan på svar.",
                "The same move waits for an answer already.",
            ),
            TransferFault::CaseOpen => (
                "input.transfer",
                Taken,
                "Den unge har redan ett öppet ärende på spåret: fortsätt i det, eller stäng det först.",
                "The youth has an open case on the track already: go on in it, or close it first.",
            ),
            TransferFault::Impossible => (
                "input.transfer",
                ImpossibleTransition,
                "Överlämningen kan inte gå dit från där den är.",
                "The transfer cannot go there from where it stands.",
            ),
            TransferFault::NotYours => (
                "input.transfer",
                NotPermitted,
                "Mottagaren svarar, och avsändaren återkallar: det här steget är den andras.",
                "The receiver answers and the sender takes back: this step is the other's.",
            ),
            TransferFault::Left => (
                "input.transfer",
                ConditionNotMet,
                "Den har redan lämnats till den andra kommunen: be den avböja.",
                "It has left for the other municipality already: ask them to decline.",
            ),
            TransferFault::NotReadable => (
                "input.includeNotes",
                NotPermitted,
                "Du läser inte de uppgifterna själv, och kan inte lämna över dem.",
                "You do not read those data yourself, and cannot hand them over.",
            ),
        };
        Self::new(field, code, swedish, english)
    }
}
