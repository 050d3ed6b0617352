//! A live school register that speaks SS 12000: a real HTTP server on 127.0.0.1 over a folder of documents, one file a
//! resource (`persons.json` with `{"data": […]}`), with faults that a test can order.

mod documents;
mod faults;
mod paging;
mod routes;

use std::path::Path;
use std::sync::{Mutex, MutexGuard};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer, rt, web};
use chrono::{DateTime, Utc};
use serde_json::Value;

use documents::Documents;
pub use faults::Fault;
use faults::Faults;
use paging::Pages;

/// What the register's client signs in with at `/token`.
pub const CLIENT_ID: &str = "up2";
/// Its secret.
pub const CLIENT_SECRET: &str = "secret-of-the-register";

/// How a register speaks; the letters are those of the importer's dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SS 12000:2020: `pageToken` goes with `limit` alone; removals by kind; modified *after*.
    A,
    /// The subset for national tests: `pageToken` may stand beside filters; modified *on or after*.
    B,
    /// v2.1 as in the sample: removals in a flat list.
    C,
}

/// A running register; stops when dropped.
#[derive(Debug)]
pub struct Register {
    /// Its address, such as `http://127.0.0.1:34567`.
    pub url: String,
    state: web::Data<State>,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

/// What the register's thread and the test share.
#[derive(Debug)]
struct State {
    dialect: Dialect,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    documents: Documents,
    pages: Pages,
    faults: Faults,
    tokens: Vec<String>,
    requests: Vec<String>,
}

impl State {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Register {
    /// Serves the documents of a folder. A resource without a file is one that the register does not have (404).
    pub fn serve(folder: &Path, dialect: Dialect) -> Self {
        let inner = Inner { documents: Documents::read(folder), ..Inner::default() };
        let state = web::Data::new(State { dialect, inner: Mutex::new(inner) });
        let shared = state.clone();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            rt::System::new().block_on(async move {
                let server =
                    HttpServer::new(move || App::new().app_data(shared.clone()).configure(routes::configure))
                        .workers(1)
                        .disable_signals()
                        .bind("127.0.0.1:0")
                        .expect("a free port");
                let address = server.addrs()[0];
                let server = server.run();
                tell.send((address, server.handle())).expect("the test waits");
                server.await.expect("the register serves");
            });
        });
        let (address, server) = told.recv().expect("the register starts");
        Self { url: format!("http://{address}"), state, server, thread: Some(thread) }
    }

    /// Adds a document, or takes the place of the one with its id.
    pub fn put(&self, resource: &str, document: Value) {
        self.state.lock().documents.put(resource, document);
    }

    /// Removes a document; `/deletedEntities` tells of it from then on.
    pub fn remove(&self, resource: &str, id: &str, at: DateTime<Utc>) {
        self.state.lock().documents.remove(resource, id, at);
    }

    /// Lets the `nth` answer from now (1 is the next) meet a fault; answers of `/token` do not count.
    pub fn fail(&self, nth: usize, fault: Fault) {
        self.state.lock().faults.add(nth, fault);
    }

    /// Forgets all tokens, as a register does when it starts anew or they expire.
    pub fn forget_tokens(&self) {
        self.state.lock().tokens.clear();
    }

    /// Paths and queries of all requests so far, in their order.
    pub fn requests(&self) -> Vec<String> {
        self.state.lock().requests.clone()
    }
}

impl Drop for Register {
    fn drop(&mut self) {
        // The order to stop is sent when called; what it gives back only waits.
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
