//! Figures at `/metrics`: how many requests, how they ended, how long they took, how many are open.

use prometheus::{Histogram, HistogramOpts, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

type Reading = Box<dyn Fn() -> u64 + Send + Sync>;

/// The figures of one server.
pub struct Metrics {
    registry: Registry,
    watched: Vec<(IntGauge, Reading)>,
    requests: IntCounterVec,
    seconds: Histogram,
    open: IntGauge,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics(…)")
    }
}

/// One request being worked on; tells its time when it is dropped.
#[derive(Debug)]
pub(super) struct Running<'a> {
    open: &'a IntGauge,
    _timer: prometheus::HistogramTimer,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.open.dec();
    }
}

impl Metrics {
    /// Figures that start at nought.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let requests = IntCounterVec::new(
            Opts::new("up2_requests_total", "GraphQL requests by HTTP status and code of refusal"),
            &["status", "code"],
        )?;
        let buckets = vec![0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
        let seconds = Histogram::with_opts(
            HistogramOpts::new("up2_request_seconds", "Time from head to answer of GraphQL requests")
                .buckets(buckets),
        )?;
        let open = IntGauge::new("up2_requests_open", "GraphQL requests being worked on")?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        registry.register(Box::new(open.clone()))?;
        Ok(Self { registry, watched: Vec::new(), requests, seconds, open })
    }

    /// Shows a figure that another room counts by itself: it is read whenever the figures are asked for.
    pub fn watching(
        mut self,
        name: &str,
        help: &str,
        read: impl Fn() -> u64 + Send + Sync + 'static,
    ) -> Result<Self, prometheus::Error> {
        let gauge = IntGauge::new(name, help)?;
        self.registry.register(Box::new(gauge.clone()))?;
        self.watched.push((gauge, Box::new(read)));
        Ok(self)
    }

    /// Where other rooms register figures of their own.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Counts an answer.
    pub(super) fn answered(&self, status: u16, code: &str) {
        self.requests.with_label_values(&[status.to_string().as_str(), code]).inc();
    }

    /// A request begins.
    pub(super) fn begin(&self) -> Running<'_> {
        self.open.inc();
        Running { open: &self.open, _timer: self.seconds.start_timer() }
    }

    /// As Prometheus reads them.
    pub(super) fn text(&self) -> String {
        for (gauge, read) in &self.watched {
            gauge.set(i64::try_from(read()).unwrap_or(i64::MAX));
        }
        TextEncoder::new().encode_to_string(&self.registry.gather()).unwrap_or_default()
    }
}
