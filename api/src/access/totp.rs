//! The second factor: six digits that change every thirty seconds (RFC 6238).
//!
//! A code is accepted one step early or late, for clocks that are off, and only once: whoever stores the accepted
//! step and hands it in next time makes sure of that.

use chrono::{DateTime, Utc};
use totp_rs::{Builder, Secret, Totp};

use crate::support::crypto::random_bytes;
use crate::support::fault::Fault;

const SECRET: usize = 20;
const STEP: i64 = 30;
const SKEW: i64 = 1;
const ISSUER: &str = "UP2";

/// Secret shared with the person's app; never printed.
#[derive(Clone)]
pub struct TotpSecret([u8; SECRET]);

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl TotpSecret {
    /// A new random one.
    pub fn random() -> Self {
        Self(random_bytes())
    }

    /// From its bytes, as decrypted from an account.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Fault> {
        bytes.try_into().map(Self).map_err(|_| Fault::internal(&"a second factor's secret of a wrong length"))
    }

    /// Its bytes, to be encrypted into an account.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text that a person types into an app that cannot read the picture.
    pub fn base32(&self) -> String {
        Secret::from(self.0.to_vec()).to_base32()
    }

    /// The address that an app reads from a QR code.
    pub fn otpauth_url(&self, municipality: &str, user: &str) -> Result<String, Fault> {
        let totp =
            self.builder().with_issuer(Some(ISSUER)).with_account_name(format!("{user}@{municipality}"));
        totp.build().and_then(|totp| totp.to_url()).map_err(|cause| Fault::internal(&cause))
    }

    /// The code of this moment.
    pub fn current_code(&self, now: DateTime<Utc>) -> String {
        self.totp().generate(start_of(step_at(now))).to_string()
    }

    /// The step of an accepted code, to be stored as the next `last_step`; nothing if the code is wrong or was used.
    pub fn verify(&self, code: &str, now: DateTime<Utc>, last_step: Option<i64>) -> Option<i64> {
        let code: String = code.chars().filter(|sign| !sign.is_whitespace()).take(7).collect();
        let totp = self.totp();
        let step = step_at(now);
        (step - SKEW..=step + SKEW)
            .filter(|&step| last_step.is_none_or(|last| step > last))
            .find(|&step| totp.check(&code, start_of(step)).is_some())
    }

    fn builder(&self) -> Builder {
        // No skew of the crate's own: the steps are tried one by one, so that used ones can be left out.
        Builder::new().with_secret(self.0.to_vec()).with_skew(0)
    }

    fn totp(&self) -> Totp {
        self.builder().build_noncompliant()
    }
}

fn step_at(now: DateTime<Utc>) -> i64 {
    now.timestamp() / STEP
}

fn start_of(step: i64) -> u64 {
    u64::try_from(step * STEP).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap_or_default()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = TotpSecret(*b"12345678901234567890");
        // RFC 6238, appendix B, the last six digits.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(secret.current_code(at(seconds)), code);
        }
        assert_eq!(secret.base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn a_code_works_one_step_early_or_late_and_not_two() {
        let (secret, now) = (TotpSecret(*b"12345678901234567890"), at(1_764_000_000));
        for (seconds, accepted) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let code = secret.current_code(now + TimeDelta::seconds(seconds));
            assert_eq!(secret.verify(&code, now, None).is_some(), accepted, "{seconds}");
        }
    }

    #[test]
    fn no_code_works_twice_nor_one_older_than_the_last() {
        let (secret, now) = (TotpSecret(*b"12345678901234567890"), at(1_764_000_000));
        let code = secret.current_code(now);
        let step = secret.verify(&code, now, None);
        assert_eq!(step, Some(1_764_000_000 / 30));
        assert_eq!(secret.verify(&code, now, step), None);
        let older = secret.current_code(now - TimeDelta::seconds(30));
        assert_eq!(secret.verify(&older, now, step), None);
        let next = now + TimeDelta::seconds(30);
        assert!(secret.verify(&secret.current_code(next), next, step).is_some());
    }

    #[test]
    fn a_code_may_hold_a_space_and_nothing_else() {
        let (secret, now) = (TotpSecret(*b"12345678901234567890"), at(59));
        assert!(secret.verify("287 082", now, None).is_some());
        for wrong in ["", "28708", "2870822", "+28708", "28708a", "２87082", "000000"] {
            assert!(secret.verify(wrong, now, None).is_none(), "{wrong}");
        }
    }

    #[test]
    fn the_address_names_issuer_and_account() {
        let url = TotpSecret(*b"12345678901234567890").otpauth_url("0483", "mentor1").unwrap_or_default();
        assert!(url.starts_with("otpauth://totp/UP2:mentor1"), "{url}");
        assert!(url.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{url}");
    }
}
