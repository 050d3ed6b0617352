//! One question to the server at a time: token, tries, waits and bounds.

use std::time::Duration;

use serde_json::Value;
use ureq::http::Response;
use ureq::{Agent, Body};

use super::{LiveError, Settings, address};
use crate::domain::integration::ss12000::plan::Secret;

/// Bytes of one answer at most.
const MOST_BYTES: u64 = 64 << 20;
/// Bytes of an answer with a token at most.
const MOST_TOKEN_BYTES: u64 = 64 << 10;
/// Tries of one question at most.
const MOST_TRIES: u32 = 6;
/// Times that an answer may break off, or the server not be reached, before that is what we say.
const MOST_BREAKS: u32 = 3;
/// Seconds to wait at most before the next try, whatever the server asks for.
const LONGEST_WAIT: u64 = 120;

/// The server, and the token in use.
pub(super) struct Connection {
    agent: Agent,
    settings: Settings,
    token: Option<Secret>,
    pause: fn(Duration),
}

/// What one try came to.
enum Try {
    Answer(Value),
    NotThere,
    Unauthorized,
    Later(Option<u64>),
    Broken(LiveError),
}

impl Connection {
    pub(super) fn new(settings: Settings, pause: fn(Duration)) -> Result<Self, LiveError> {
        let base_url = address::check(&settings.base_url).map_err(LiveError::Address)?;
        let token_url = address::check(&settings.token_url).map_err(LiveError::Address)?;
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_recv_response(Some(Duration::from_secs(60)))
            .timeout_global(Some(Duration::from_secs(300)))
            .user_agent("up2")
            .build()
            .new_agent();
        Ok(Self { agent, settings: Settings { base_url, token_url, ..settings }, token: None, pause })
    }

    /// Asks for a resource; none when the server does not have it. A refused token is renewed once.
    pub(super) fn get(
        &mut self,
        resource: &str,
        query: &[(String, String)],
    ) -> Result<Option<Value>, LiveError> {
        let (mut renewed, mut breaks) = (false, 0);
        for number in 0..MOST_TRIES {
            match self.attempt(resource, query)? {
                Try::Answer(value) => return Ok(Some(value)),
                Try::NotThere => return Ok(None),
                Try::Unauthorized if renewed => return Err(LiveError::Refused(resource.to_owned())),
                Try::Unauthorized => {
                    renewed = true;
                    self.token = None;
                }
                Try::Later(seconds) => self.wait(seconds.unwrap_or(1 << number)),
                Try::Broken(error) => {
                    breaks += 1;
                    if breaks == MOST_BREAKS {
                        return Err(error);
                    }
                    self.wait(1 << number);
                }
            }
        }
        Err(LiveError::Busy(resource.to_owned()))
    }

    fn wait(&self, seconds: u64) {
        (self.pause)(Duration::from_secs(seconds.min(LONGEST_WAIT)));
    }

    fn attempt(&mut self, resource: &str, query: &[(String, String)]) -> Result<Try, LiveError> {
        let token = self.token()?;
        let url = format!("{}/{resource}", self.settings.base_url);
        let answer = self
            .agent
            .get(&url)
            .query_pairs(query.iter().map(|(name, value)| (name.as_str(), value.as_str())))
            .header("Authorization", &format!("Bearer {}", token.reveal()))
            .header("Accept", "application/json")
            .call();
        let Ok(mut answer) = answer else {
            return Ok(Try::Broken(LiveError::Unreachable(resource.to_owned())));
        };
        match answer.status().as_u16() {
            200 => match read(&mut answer, MOST_BYTES) {
                Ok(value) => Ok(Try::Answer(value)),
                Err(cause) if cause.is_io() => Ok(Try::Broken(LiveError::Malformed(resource.to_owned()))),
                Err(_) => Err(LiveError::Malformed(resource.to_owned())),
            },
            401 => Ok(Try::Unauthorized),
            404 | 405 | 501 => Ok(Try::NotThere),
            429 | 502 | 503 | 504 => Ok(Try::Later(retry_after(&answer))),
            300..=399 => Err(LiveError::Redirect(resource.to_owned())),
            status => Err(LiveError::Status(resource.to_owned(), status)),
        }
    }

    fn token(&mut self) -> Result<Secret, LiveError> {
        if let Some(token) = &self.token {
            return Ok(token.clone());
        }
        let token = self.new_token()?;
        self.token = Some(token.clone());
        Ok(token)
    }

    /// Sends the credentials in the form, and where that is refused in the header: servers take one or the other.
    fn new_token(&self) -> Result<Secret, LiveError> {
        let mut answer = self.ask_for_token(false)?;
        if matches!(answer.status().as_u16(), 400 | 401 | 403 | 415 | 422) {
            answer = self.ask_for_token(true)?;
        }
        if answer.status().as_u16() != 200 {
            return Err(LiveError::NoToken(answer.status().as_u16()));
        }
        let value = read(&mut answer, MOST_TOKEN_BYTES).ok();
        let token = value.as_ref().and_then(|value| value.get("access_token")).and_then(Value::as_str);
        // A token with a line break would write headers of its own.
        let token =
            token.filter(|token| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()));
        token.map(Secret::new).ok_or(LiveError::NoToken(200))
    }

    fn ask_for_token(&self, in_header: bool) -> Result<Response<Body>, LiveError> {
        let Settings { client_id, client_secret, token_url, .. } = &self.settings;
        let request = self.agent.post(token_url).header("Accept", "application/json");
        let sent = if in_header {
            let pair = format!("{client_id}:{}", client_secret.reveal());
            let basic = format!("Basic {}", data_encoding::BASE64.encode(pair.as_bytes()));
            request.header("Authorization", &basic).send_form([("grant_type", "client_credentials")])
        } else {
            request.send_form([
                ("grant_type", "client_credentials"),
                ("client_id", client_id),
                ("client_secret", client_secret.reveal()),
            ])
        };
        sent.map_err(|_| LiveError::Unreachable("token".to_owned()))
    }
}

fn read(answer: &mut Response<Body>, most: u64) -> serde_json::Result<Value> {
    let reader = answer.body_mut().with_config().limit(most).reader();
    serde_json::from_reader(std::io::BufReader::new(reader))
}

/// Seconds that the server asks us to wait; a date instead of seconds is left to our own back-off.
fn retry_after(answer: &Response<Body>) -> Option<u64> {
    answer.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()
}
