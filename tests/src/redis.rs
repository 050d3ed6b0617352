//! All that Redis holds, asked for over its own protocol: the client library belongs to one room of the program.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// A connection to one database of a server.
#[derive(Debug)]
pub struct Redis(BufReader<TcpStream>);

impl Redis {
    /// Connects to `redis://:password@host:port/database`.
    pub fn open(url: &str) -> Self {
        let rest = url.strip_prefix("redis://:").expect("an address with a password");
        let (password, place) = rest.rsplit_once('@').expect("an address with a password");
        let (address, database) = place.split_once('/').expect("an address with a database");
        let mut redis = Self(BufReader::new(TcpStream::connect(address).expect("Redis listens")));
        redis.ask(&[b"AUTH", password.as_bytes()]);
        redis.ask(&[b"SELECT", database.as_bytes()]);
        redis
    }

    /// Sends a command; every text of the answer, whatever its shape.
    pub fn ask(&mut self, words: &[&[u8]]) -> Vec<Vec<u8>> {
        let mut command = format!("*{}\r\n", words.len()).into_bytes();
        for word in words {
            command.extend(format!("${}\r\n", word.len()).into_bytes());
            command.extend(*word);
            command.extend(b"\r\n");
        }
        self.0.get_mut().write_all(&command).expect("Redis is there");
        let mut texts = Vec::new();
        self.read(&mut texts);
        texts
    }

    fn read(&mut self, texts: &mut Vec<Vec<u8>>) {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("Redis answers");
        let (kind, rest) = line.trim_end().split_at(1);
        match kind {
            "+" | ":" => texts.push(rest.as_bytes().to_vec()),
            // Less than nothing is the answer about a key that is gone.
            "$" => {
                let Ok(length) = rest.parse::<usize>() else { return };
                let mut text = vec![0; length + 2];
                self.0.read_exact(&mut text).expect("the text");
                text.truncate(length);
                texts.push(text);
            }
            "*" => (0..rest.parse::<usize>().unwrap_or_default()).for_each(|_| self.read(texts)),
            _ => panic!("Redis says {line:?}"),
        }
    }

    /// Where any of these stands: in keys, or in values.
    pub fn found(&mut self, needles: &[(&'static str, Vec<u8>)]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for key in self.ask(&[b"KEYS", b"*"]) {
            let values = self.values(&key);
            for (what, needle) in needles {
                let holds = |text: &Vec<u8>| text.windows(needle.len()).any(|part| part == &needle[..]);
                if holds(&key) {
                    found.insert(format!("{what} in a key of Redis"));
                }
                if values.iter().any(holds) {
                    found.insert(format!("{what} in a value of Redis"));
                }
            }
        }
        found
    }

    fn values(&mut self, key: &[u8]) -> Vec<Vec<u8>> {
        let kind = self.ask(&[b"TYPE", key]);
        match kind[0].as_slice() {
            b"none" => Vec::new(),
            b"string" => self.ask(&[b"GET", key]),
            b"hash" => self.ask(&[b"HGETALL", key]),
            b"list" => self.ask(&[b"LRANGE", key, b"0", b"-1"]),
            b"set" => self.ask(&[b"SMEMBERS", key]),
            b"zset" => self.ask(&[b"ZRANGE", key, b"0", b"-1"]),
            b"stream" => self.ask(&[b"XRANGE", key, b"-", b"+"]),
            other => panic!("a kind of value that is not searched: {}", String::from_utf8_lossy(other)),
        }
    }
}
