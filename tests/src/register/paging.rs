//! Lists cut into pages. A token stands for what is left of one list, as it was when its first page was asked for.

use std::collections::HashMap;

use serde_json::{Value, json};

/// How many documents a page has when the client does not say.
const USUAL_LIMIT: usize = 50;

/// What is left of the lists that are being read.
#[derive(Debug, Default)]
pub(super) struct Pages {
    made: usize,
    rest: HashMap<String, Rest>,
    looped: HashMap<String, Value>,
}

#[derive(Clone, Debug)]
struct Rest {
    documents: Vec<Value>,
    limit: usize,
}

impl Pages {
    /// The first page of a list.
    pub(super) fn first(&mut self, documents: Vec<Value>, limit: Option<usize>) -> Value {
        self.page(Rest { documents, limit: limit.unwrap_or(USUAL_LIMIT) })
    }

    /// The page of a token; a token can be used again, as after a cut connection. None: no such token.
    pub(super) fn next(&mut self, token: &str, limit: Option<usize>) -> Option<Value> {
        if let Some(page) = self.looped.get(token) {
            return Some(page.clone());
        }
        let rest = self.rest.get(token)?.clone();
        Some(self.page(Rest { limit: limit.unwrap_or(rest.limit), ..rest }))
    }

    /// The same page with a token that leads back to it for ever.
    pub(super) fn looped(&mut self, page: &Value) -> Value {
        let token = self.token();
        let page = json!({ "data": page["data"], "pageToken": token });
        self.looped.insert(token, page.clone());
        page
    }

    fn page(&mut self, Rest { mut documents, limit }: Rest) -> Value {
        let left = documents.split_off(limit.min(documents.len()));
        let token = (!left.is_empty()).then(|| self.token());
        if let Some(token) = &token {
            self.rest.insert(token.clone(), Rest { documents: left, limit });
        }
        json!({ "data": documents, "pageToken": token })
    }

    fn token(&mut self) -> String {
        self.made += 1;
        format!("page-{}", self.made)
    }
}
