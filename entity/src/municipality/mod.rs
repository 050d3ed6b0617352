//! Rows of one municipality's own database.

pub mod access_log;
pub mod access_log_head;
pub mod access_reason;
pub mod access_subject;
pub mod account;
pub mod assignment;
pub mod attendance;
pub mod break_glass;
pub mod duty_mapping;
pub mod enrolment;
pub mod group_membership;
pub mod guardian;
pub mod identity;
pub mod import_run;
pub mod protected_appointment;
pub mod refresh_token;
pub mod school_result;
pub mod session;
pub mod source;
pub mod staff;
pub mod student_group;
pub mod unit;
pub mod unit_closure;
pub mod youth;
