//! A front-end's view of the system: GraphQL and plain HTTP, with or without a token.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use ureq::http::{HeaderValue, Request, request};

/// Someone who can sign in, as `demo.json` lists them.
#[derive(Clone, Debug)]
pub struct Account {
    /// Code of the municipality, or "SKR".
    pub municipality: String,
    /// Role, by its name in the schema.
    pub role: String,
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
    /// Secret of the second factor, in base 32.
    pub totp_secret: String,
}

/// An answer, whatever its status.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Header fields with lower-case names, in their order.
    pub headers: Vec<(String, String)>,
    /// The whole body; what is no text is replaced.
    pub body: String,
}

/// Sends requests to one instance; cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    token: Option<String>,
    language: Option<String>,
}

/// More than any answer has.
const MOST_BYTES: u64 = 64 << 20;

const SIGN_IN: &str = "mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { accessToken refreshToken expiresAt userErrors { field message code } }
}";

impl Account {
    /// From an entry of `demo.json`.
    pub fn from_json(entry: &Value) -> Self {
        let text = |name: &str| {
            entry[name].as_str().unwrap_or_else(|| panic!("an account has no {name}")).to_owned()
        };
        Self {
            municipality: text("municipality"),
            role: text("role"),
            user: text("user"),
            password: text("password"),
            totp_secret: text("totpSecret"),
        }
    }

    /// The code of the second factor at an instant.
    pub fn totp_at(&self, at: DateTime<Utc>) -> String {
        let secret = totp_rs::Secret::try_from_base32(&self.totp_secret).expect("a secret in base 32");
        let seconds = at.timestamp().try_into().expect("an instant after 1970");
        totp_rs::Builder::new().with_secret(secret).build_noncompliant().generate(seconds).to_string()
    }
}

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|cause| panic!("not JSON ({cause}): {self:?}"))
    }

    /// The first header field of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

impl Client {
    /// Talks to the instance at `base`, such as `http://127.0.0.1:8080`, as nobody.
    pub fn new(base: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        Self { agent, base: base.trim_end_matches('/').to_owned(), token: None, language: None }
    }

    /// The same with a token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same without one.
    pub fn as_nobody(&self) -> Self {
        Self { token: None, ..self.clone() }
    }

    /// The same at another instance.
    pub fn at(&self, base: &str) -> Self {
        Self { base: base.trim_end_matches('/').to_owned(), ..self.clone() }
    }

    /// The same, asking for answers in `language` (`Accept-Language`).
    pub fn speaking(&self, language: &str) -> Self {
        Self { language: Some(language.to_owned()), ..self.clone() }
    }

    /// The token it carries.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The whole answer to a GraphQL request: `data`, `errors`, `extensions`.
    pub fn graphql(&self, query: &str, variables: Value) -> Value {
        self.post("/graphql", &json!({ "query": query, "variables": variables })).json()
    }

    /// The `data` of an answer that must hold no error.
    #[track_caller]
    pub fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.graphql(query, variables);
        assert!(answer["errors"].is_null(), "errors in {answer:#}");
        answer["data"].take()
    }

    /// The codes of the errors of an answer, in their order.
    pub fn codes(&self, query: &str, variables: Value) -> Vec<String> {
        let answer = self.graphql(query, variables);
        let errors = answer["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|error| error["extensions"]["code"].as_str().unwrap_or("(no code)").to_owned())
            .collect()
    }

    /// The payload of `signIn`, with whatever it says.
    pub fn try_sign_in(&self, municipality: &str, user: &str, password: &str, totp: &str) -> Value {
        let input = json!({ "municipality": municipality, "user": user, "password": password, "totp": totp });
        self.graphql(SIGN_IN, json!({ "input": input }))
    }

    /// Signs in with password and second factor at an instant; the client that comes back carries the token.
    #[track_caller]
    pub fn sign_in(&self, account: &Account, at: DateTime<Utc>) -> Self {
        let answer =
            self.try_sign_in(&account.municipality, &account.user, &account.password, &account.totp_at(at));
        let token = answer["data"]["signIn"]["accessToken"].as_str();
        self.with_token(token.unwrap_or_else(|| panic!("{} cannot sign in: {answer:#}", account.role)))
    }

    /// A GET.
    pub fn get(&self, path: &str) -> Reply {
        self.raw("GET", path, &[], "")
    }

    /// A POST of JSON.
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.raw("POST", path, &[("content-type", "application/json")], &body.to_string())
    }

    /// Any request: method, path with query, header fields, body. The token and language go along.
    #[track_caller]
    pub fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        self.try_raw(method, path, headers, body)
            .unwrap_or_else(|cause| panic!("no answer to {method} {path}: {cause}"))
    }

    /// The same where there may be no whole answer.
    pub fn try_raw(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Reply, ureq::Error> {
        let request = self.request(method, path, headers);
        let mut response = match body {
            "" => self.agent.run(request.body(())?)?,
            body => self.agent.run(request.body(body)?)?,
        };
        let text = |value: &HeaderValue| text_of(value.as_bytes());
        Ok(Reply {
            status: response.status().as_u16(),
            headers: response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
            body: text_of(&response.body_mut().with_config().limit(MOST_BYTES).read_to_vec()?),
        })
    }

    fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> request::Builder {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(language) = &self.language {
            request = request.header("accept-language", language);
        }
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
