//! What happens, told as it happens (prenumerationer): signals, cases, deadlines.
//!
//! What always holds: a subscription is executed once when it begins and once for each event, each time as a request of
//! its own, with its viewer loaded anew. So an event is told to those alone who may read its row at that moment, and
//! who was told it stands in the access log before it leaves. To all others nothing is said, not even that something
//! happened.

pub mod store;
pub mod subscriptions;
pub mod types;
