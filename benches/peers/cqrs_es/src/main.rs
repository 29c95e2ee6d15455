//! A contact attempt per command: through cqrs-es over a silent in-memory store, and through decide + apply.
//!
//! `cargo run --release` in this folder. The peer's aggregate only counts; ours checks permission, stage, consent, times and clock, and
//! returns a fact with its whole envelope. Both keep the present state in memory and throw the event away after folding it, so that
//! what is compared is the machinery per command. Interleaved rounds, medians.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Mutex;
use std::time::Instant as Clock;

use cqrs_es::event_sink::EventSink;
use cqrs_es::{
    Aggregate, AggregateContext, AggregateError, CqrsFramework, DomainEvent, EventEnvelope, EventStore,
};
use lead_lifecycle::lead::Attempt;
use lead_lifecycle::values::{Channel, ContactOutcome, Direction};
use lead_lifecycle::{Actor, ActorId, Capture, Command, Context, Instant, Lead, LeadKey, Lifecycle, Origin, Policy, Role};
use serde::{Deserialize, Serialize};

#[derive(Default, Clone, Serialize, Deserialize)]
struct PeerLead {
    attempts: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum PeerEvent {
    AttemptRecorded { channel: u8, outcome: u8 },
}

impl DomainEvent for PeerEvent {
    fn event_type(&self) -> String {
        "attempt_recorded".to_string()
    }

    fn event_version(&self) -> String {
        "1".to_string()
    }
}

#[derive(Debug)]
struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

struct Attempt;

impl Aggregate for PeerLead {
    const TYPE: &'static str = "lead";
    type Command = Attempt;
    type Event = PeerEvent;
    type Error = Refused;
    type Services = ();

    async fn handle(&mut self, _command: Attempt, _services: &(), sink: &EventSink<Self>) -> Result<(), Refused> {
        if self.attempts == u64::MAX {
            return Err(Refused);
        }
        sink.write(PeerEvent::AttemptRecorded { channel: 0, outcome: 0 }, self).await;
        Ok(())
    }

    fn apply(&mut self, event: PeerEvent) {
        match event {
            PeerEvent::AttemptRecorded { .. } => self.attempts += 1,
        }
    }
}

/// Keeps the newest state of each aggregate, says nothing, remembers no events.
#[derive(Default)]
struct Silent(Mutex<HashMap<String, (PeerLead, usize)>>);

struct Loaded {
    id: String,
    lead: PeerLead,
    sequence: usize,
}

impl AggregateContext<PeerLead> for Loaded {
    fn aggregate(&mut self) -> &mut PeerLead {
        &mut self.lead
    }
}

impl EventStore<PeerLead> for Silent {
    type AC = Loaded;

    async fn load_events(&self, _id: &str) -> Result<Vec<EventEnvelope<PeerLead>>, AggregateError<Refused>> {
        Ok(Vec::new())
    }

    async fn load_aggregate(&self, id: &str) -> Result<Loaded, AggregateError<Refused>> {
        let (lead, sequence) = self.0.lock().unwrap().get(id).cloned().unwrap_or_default();
        Ok(Loaded { id: id.to_string(), lead, sequence })
    }

    async fn commit(
        &self,
        events: Vec<PeerEvent>,
        context: Loaded,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<PeerLead>>, AggregateError<Refused>> {
        let envelopes: Vec<_> = events
            .into_iter()
            .enumerate()
            .map(|(index, payload)| EventEnvelope {
                aggregate_id: context.id.clone(),
                sequence: context.sequence + index + 1,
                payload,
                metadata: metadata.clone(),
            })
            .collect();
        let sequence = context.sequence + envelopes.len();
        self.0.lock().unwrap().insert(context.id, (context.lead, sequence));
        Ok(envelopes)
    }
}

fn ours() -> (Lifecycle, Lead, Command, Context) {
    let lifecycle = Lifecycle::new(Policy::standard());
    let now: Instant = "2026-04-01T00:00:00Z".parse().unwrap();
    let by = |role: Role| Context::new(now, Actor::new(ActorId::new("someone").unwrap(), role));
    let capture = Capture::new(LeadKey::new("lead-1").unwrap(), Origin::Inbound);
    let mut lead = Lead::replay(lifecycle.capture(&capture, &by(Role::System)).unwrap().facts()).unwrap();
    let promoted = lifecycle.decide(&lead, &Command::Promote { note: None }, &by(Role::Mk)).unwrap();
    lead.apply_all(promoted.facts()).unwrap();
    let attempt = Command::RecordAttempt(Attempt {
        direction: Direction::Outbound,
        channel: Channel::Phone,
        outcome: ContactOutcome::Answered,
        advance: None,
        note: None,
    });
    (lifecycle, lead, attempt, by(Role::Sdr))
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn main() {
    const CALLS: u32 = 100_000;
    let peer = CqrsFramework::new(Silent::default(), vec![], ());
    let (lifecycle, mut lead, attempt, context) = ours();
    let (mut theirs, mut our) = (Vec::new(), Vec::new());
    for _ in 0..11 {
        let start = Clock::now();
        futures::executor::block_on(async {
            for _ in 0..CALLS {
                peer.execute("lead-1", black_box(Attempt)).await.unwrap();
            }
        });
        theirs.push(start.elapsed().as_nanos() as f64 / f64::from(CALLS));
        let start = Clock::now();
        for _ in 0..CALLS {
            let decision = lifecycle.decide(&lead, black_box(&attempt), &context).unwrap();
            for fact in decision.facts() {
                lead.apply(fact).unwrap();
            }
        }
        our.push(start.elapsed().as_nanos() as f64 / f64::from(CALLS));
    }
    let (theirs, our) = (median(theirs), median(our));
    println!("cqrs-es {theirs:.0} ns a command, decide + apply {our:.0} ns, ratio {:.2}", our / theirs);
}
