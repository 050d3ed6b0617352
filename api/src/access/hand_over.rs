//! Whether a municipality has something to hand over, asked without opening anything of it.

use entity::municipality::{hand_over_in, hand_over_out};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::Access;
use crate::support::fault::{Code, Fault};

impl Access {
    /// Whether something waits here to be delivered or answered; so that a job is not logged for nothing each time.
    #[allow(clippy::disallowed_methods, reason = "answers yes or no, and reads nothing about anybody")]
    pub async fn has_to_deliver(&self, municipality: &str) -> Result<bool, Fault> {
        let handle = self.tenants().handle(municipality).await?;
        let db = handle.db().read();
        let out = hand_over_out::Entity::find()
            .filter(hand_over_out::Column::DeliveredAt.is_null())
            .filter(hand_over_out::Column::Payload.is_not_null());
        if out.count(db).await? > 0 {
            return Ok(true);
        }
        let answers = hand_over_in::Entity::find()
            .filter(hand_over_in::Column::ReturnedAt.is_null())
            .filter(hand_over_in::Column::AnsweredAt.is_not_null());
        Ok(answers.count(db).await? > 0)
    }

    /// Whether a municipality takes part in this system.
    pub async fn takes_part(&self, municipality: &str) -> Result<bool, Fault> {
        match self.tenants().registry().municipality(municipality).await {
            Ok(_) => Ok(true),
            Err(fault) if fault.code() == Code::NotFound => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}
