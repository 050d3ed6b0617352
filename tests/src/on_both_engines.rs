//! Writes a test once and runs it on both engines.

/// Each function becomes a module with two tests: one on SQLite and memory, one on PostgreSQL and Redis.
///
/// ```ignore
/// tests::on_both_engines! {
///     /// Why this must hold.
///     fn a_stranger_reads_nothing(world: &World) {
///         world.client().graphql("{ viewer { id } }", json!({}));
///     }
/// }
/// ```
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$note:meta])* fn $sentence:ident($world:ident: &World) $body:block)+) => { $(
        $(#[$note])*
        mod $sentence {
            #[allow(unused_imports, reason = "not every sentence needs all that its file imports")]
            use super::*;

            fn holds($world: &$crate::World) $body

            #[test]
            fn sqlite_and_memory() {
                holds($crate::World::sqlite());
            }

            #[test]
            fn postgres_and_redis() {
                holds($crate::World::postgres());
            }
        }
    )+ };
}
