//! Tests of the live client, against a server of a few lines.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use super::*;

/// A server that gives the answers of a list one after another and keeps what it was asked.
struct Script {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Script {
    fn new(answers: &[(u16, &str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let answers: Vec<_> = answers
            .iter()
            .map(|(status, header, body)| (*status, header.to_string(), body.to_string()))
            .collect();
        let heard = Arc::clone(&asked);
        std::thread::spawn(move || {
            for (status, header, body) in answers {
                let (mut stream, _) = listener.accept().unwrap();
                heard.lock().unwrap().push(hear(&mut BufReader::new(stream.try_clone().unwrap())));
                let length = body.len();
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} X\r\n{header}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
                );
            }
        });
        Self { url, asked }
    }

    fn live(&self, dialect: Dialect) -> Live {
        let settings = Settings {
            base_url: self.url.clone(),
            token_url: format!("{}/token", self.url),
            client_id: "client".to_owned(),
            client_secret: Secret::new("s&cret"),
            dialect,
            limit: 2,
        };
        Live::pausing(settings, |_| ()).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// The first line of a request, its authorization, and its body.
fn hear(reader: &mut impl BufRead) -> String {
    let (mut heard, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.trim_end();
        if heard.is_empty() || line.to_lowercase().starts_with("authorization") {
            heard += line;
            heard.push(' ');
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    heard + &String::from_utf8(body).unwrap()
}

const TOKEN: (u16, &str, &str) = (200, "", r#"{"access_token":"t1","token_type":"bearer"}"#);
const EMPTY: (u16, &str, &str) = (200, "", r#"{"data":[],"pageToken":null}"#);

fn groups(live: &mut Live, since: Option<&str>) -> Result<Sheet<super::super::documents::Group>, LiveError> {
    live.sheet(since.map(|at| at.parse().unwrap()), &mut |_, _| ())
}

#[test]
fn pages_are_followed_with_the_token_and_in_dialect_a_without_other_filters() {
    let page = (200, "", r#"{"data":[{"id":"1","displayName":"7A"}],"pageToken":"next"}"#);
    for (dialect, repeats) in [(Dialect::A, false), (Dialect::C, true)] {
        let server = Script::new(&[TOKEN, page, EMPTY]);
        let sheet = groups(&mut server.live(dialect), Some("2025-11-24T08:00:00Z")).unwrap();
        assert_eq!((sheet.rows.len(), sheet.extent), (1, Extent::Changes));
        let asked = server.asked();
        assert!(
            asked[0].ends_with("grant_type=client_credentials&client_id=client&client_secret=s%26cret"),
            "{}",
            asked[0]
        );
        assert!(
            asked[1].contains("/groups?limit=2&meta.modified.after=2025-11-24T07%3A50%3A00Z"),
            "{}",
            asked[1]
        );
        assert!(asked[1].to_lowercase().contains("bearer t1"));
        assert!(asked[2].contains("pageToken=next"));
        assert_eq!(asked[2].contains("meta.modified.after"), repeats);
    }
}

#[test]
fn credentials_go_into_the_header_when_the_form_is_refused() {
    let server = Script::new(&[(401, "", "{}"), TOKEN, EMPTY]);
    assert!(groups(&mut server.live(Dialect::C), None).is_ok());
    assert!(server.asked()[1].contains("Basic Y2xpZW50OnMmY3JldA=="));
}

#[test]
fn a_page_that_points_to_itself_is_refused() {
    let page = (200, "", r#"{"data":[],"pageToken":"same"}"#);
    let server = Script::new(&[TOKEN, page, page]);
    assert_eq!(
        groups(&mut server.live(Dialect::C), None).err(),
        Some(LiveError::Repeats("groups".to_owned()))
    );
}

#[test]
fn an_expired_token_is_renewed_once_and_a_second_refusal_ends_it() {
    let server = Script::new(&[TOKEN, (401, "", ""), TOKEN, EMPTY]);
    assert!(groups(&mut server.live(Dialect::C), None).is_ok());
    let server = Script::new(&[TOKEN, (401, "", ""), TOKEN, (401, "", "")]);
    assert_eq!(
        groups(&mut server.live(Dialect::C), None).err(),
        Some(LiveError::Refused("groups".to_owned()))
    );
}

#[test]
fn a_busy_server_is_waited_for_and_at_last_given_up() {
    let server = Script::new(&[TOKEN, (429, "Retry-After: 7\r\n", ""), (503, "", ""), EMPTY]);
    assert!(groups(&mut server.live(Dialect::C), None).is_ok());
    let busy = (503, "", "");
    let server = Script::new(&[TOKEN, busy, busy, busy, busy, busy, busy]);
    assert_eq!(groups(&mut server.live(Dialect::C), None).err(), Some(LiveError::Busy("groups".to_owned())));
}

#[test]
fn a_redirect_is_not_followed() {
    let server = Script::new(&[TOKEN, (302, "Location: http://127.0.0.1:9/groups\r\n", "")]);
    assert_eq!(
        groups(&mut server.live(Dialect::C), None).err(),
        Some(LiveError::Redirect("groups".to_owned()))
    );
}

#[test]
fn a_server_that_cannot_tell_changes_is_asked_for_everything() {
    let server = Script::new(&[TOKEN, (400, "", "{}"), EMPTY]);
    let sheet = groups(&mut server.live(Dialect::C), Some("2025-11-24T08:00:00Z")).unwrap();
    assert_eq!(sheet.extent, Extent::Whole);
}

#[test]
fn what_a_server_does_not_have_is_missing_and_persons_are_required() {
    let server = Script::new(&[TOKEN, (404, "", "")]);
    assert_eq!(groups(&mut server.live(Dialect::C), None).unwrap().extent, Extent::Missing);
    let server = Script::new(&[TOKEN, EMPTY, (404, "", "")]);
    let fetched = server.live(Dialect::C).fetch(&Wish::default(), &mut |_, _| ());
    assert_eq!(fetched.err(), Some(LiveError::Lacks("persons".to_owned())));
}

#[test]
fn attendance_is_asked_for_week_by_week() {
    let server = Script::new(&[TOKEN, EMPTY, EMPTY]);
    let days = ("2025-11-12".parse().unwrap(), "2025-11-17".parse().unwrap());
    let wish = Wish { since: None, attendance: Some(days) };
    server.live(Dialect::A).attendance(&wish, &mut |_, _| ()).unwrap();
    let asked = server.asked();
    assert!(asked[1].contains("startDate=2025-11-10&endDate=2025-11-16"), "{}", asked[1]);
    assert!(asked[2].contains("startDate=2025-11-17&endDate=2025-11-23"), "{}", asked[2]);
}

#[test]
fn an_answer_that_is_no_document_is_malformed() {
    for body in ["<html>", "{}", r#"{"data":{}}"#] {
        let server = Script::new(&[TOKEN, (200, "", body)]);
        let error = groups(&mut server.live(Dialect::C), None).err();
        assert_eq!(error, Some(LiveError::Malformed("groups".to_owned())), "{body}");
    }
}
