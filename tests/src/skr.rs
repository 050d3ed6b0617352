//! SKR's own staff, as the tests sign them in.

use api::access::skr::{self, Person};
use api::support::ids;
use entity::vocabulary::Role;
use sea_orm::ActiveEnum;

use crate::client::{Account, Client};
use crate::world::World;

/// A new account at SKR.
pub fn account(world: &World, role: Role) -> Account {
    let user_name = format!("{}.{}", role.to_value(), ids::random_id().simple());
    let person = Person { given_name: "Siv", family_name: "Prov", user_name: &user_name, role };
    let invited =
        world.wait(skr::invite(&world.operator, world.parts.desk.passwords(), person, world.clock.now()));
    let invitation = invited.expect("an account is made").expect("the user name is free");
    Account {
        municipality: skr::CODE.to_owned(),
        role: role.to_value(),
        user: invitation.user_name.clone(),
        password: invitation.password.clone(),
        totp_secret: secret(&invitation.totp.otpauth_url(skr::CODE, "siv").expect("an address")),
    }
}

/// Somebody at SKR who has signed in with both factors.
pub fn signed_in(world: &World, role: Role) -> Client {
    world.client().sign_in(&account(world, role), world.clock.now())
}

fn secret(url: &str) -> String {
    let (_, rest) = url.split_once("secret=").expect("a secret");
    rest.split('&').next().unwrap_or_default().to_owned()
}
