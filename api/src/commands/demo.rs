//! `up2 demo`: a system to look at, made at the first start.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::settings::DataOptions;
use super::{Failure, output, serve};
use crate::demo;
use crate::server::settings::Settings;
use crate::support::clock::Clock;
use crate::support::config::ensure_master_key;

/// Options of `up2 demo`.
#[derive(Args, Debug)]
pub(super) struct DemoOptions {
    /// Folder that the demonstration lives in; remove it to begin anew.
    #[arg(long, value_name = "DIR", default_value = "demo")]
    data: PathBuf,
    /// Address to listen on.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// Makes the demonstration if it is not there, serves it, and prints what to try.
pub(super) async fn demo(options: DemoOptions) -> Result<(), Failure> {
    let clock = Clock::system();
    let listener = TcpListener::bind(options.listen).map_err(|cause| {
        Failure(format!("cannot listen on {}: {cause}; give another address by --listen", options.listen))
    })?;
    let url = format!("http://{}", listener.local_addr()?);
    let key_file = options.data.join("keys/master.key");
    if options.data.join("registry.db").exists() && !key_file.exists() {
        return Err(Failure(format!(
            "{} holds an installation that is no demonstration",
            options.data.display()
        )));
    }
    let key = ensure_master_key(&key_file)?;
    let config = DataOptions::embedded(options.data.clone()).with_key(key);
    let bar = ProgressBar::new(0).with_style(ProgressStyle::default_bar());
    let ready = demo::prepare(&config, &clock, &options.data, &url, |done, of| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    })
    .await?;
    bar.finish_and_clear();
    let settings = Settings { introspection: true, graphiql: true, ..Settings::default() };
    let running = serve::start(listener, config, clock.clone(), settings).await?;
    output::say(&demo::prints::text(&ready, clock.now())?);
    running.until_stopped().await
}

impl DataOptions {
    /// Options of an embedded installation in one folder, whatever the environment says.
    fn embedded(data: PathBuf) -> Self {
        Self {
            data,
            database_url: None,
            owner_database_url: None,
            redis_url: None,
            master_key_file: None,
            heads_file: None,
            most_connections: None,
        }
    }
}
