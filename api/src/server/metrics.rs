//! Figures at `/metrics`: how many requests, how they ended, how long they took, how many are open.

use prometheus::{Histogram, HistogramOpts, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

/// The figures of one server.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: Histogram,
    open: IntGauge,
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
        Ok(Self { registry, requests, seconds, open })
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
        TextEncoder::new().encode_to_string(&self.registry.gather()).unwrap_or_default()
    }
}
