//! Signing in, renewing a sign-in, and signing out.
//!
//! What always holds: no answer tells whether a user exists. The rules and the rows are `access::sign_in`'s, since
//! nobody has a grant yet; here is only what GraphQL shows of them.

mod mutations;
pub mod types;

pub use mutations::AccountMutation;
