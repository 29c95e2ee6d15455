//! Hostile inputs by the million: texts, documents, bytes, policies and numbers, mutated from a seed.
//!
//! ```text
//! cargo run --release --manifest-path benches/attack/Cargo.toml -- --inputs 10000000 --seed 1
//! ```
//!
//! `--bin corrections` times taking back on long histories, and builds sooner.
//!
//! `--kind scores` keeps to one kind, `--threads 1` to one thread, `--first 4711 --inputs 1` repeats an input. For every kind it
//! tells how many inputs there were, how many of them were read or accepted, how many panicked, and the slowest, in milliseconds of
//! the thread's own time. Every panic is printed with what repeats it.

mod books;
mod corrections;
mod kinds;
mod prints;
mod random;
mod scores;

use std::panic::{AssertUnwindSafe, catch_unwind};

use cpu_time::ThreadTime;
use kinds::{KINDS, Samples};
use random::Random;

#[derive(Clone, Copy, Default)]
struct Tally {
    inputs: u64,
    read: u64,
    panics: u64,
    slowest: f64,
    which: u64,
}

fn option(name: &str) -> Option<String> {
    let mut words = std::env::args().skip_while(|word| word != name);
    words.nth(1)
}

fn number(name: &str, default: u64) -> u64 {
    option(name).map_or(default, |text| text.parse().unwrap_or_else(|error| panic!("{name} {text}: {error}")))
}

/// The kind of an input: one of a thousand numbers, by the shares of the kinds.
fn kind_of(input: u64, only: Option<usize>) -> usize {
    let mut left = u32::try_from(Random(input).next() % 1_000).unwrap_or(0);
    only.unwrap_or_else(|| {
        KINDS
            .iter()
            .position(|(_, share, _)| left.checked_sub(*share).inspect(|rest| left = *rest).is_none())
            .unwrap_or(0)
    })
}

fn run(seed: u64, inputs: impl Iterator<Item = u64>, only: Option<usize>) -> [Tally; KINDS.len()] {
    let samples = Samples::new();
    let mut tallies = [Tally::default(); KINDS.len()];
    for input in inputs {
        let kind = kind_of(input, only);
        let ((name, _, attack), tally) = (KINDS[kind], &mut tallies[kind]);
        let mut random = Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ Random(input).next());
        let start = ThreadTime::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| attack(&samples, &mut random)));
        let took = start.elapsed().as_secs_f64() * 1e3;
        tally.inputs += 1;
        match outcome {
            Ok(read) => tally.read += u64::from(read.is_some()),
            Err(_panic) => {
                tally.panics += 1;
                eprintln!("^ {name}: --kind {name} --seed {seed} --first {input} --inputs 1");
            }
        }
        if took > tally.slowest {
            (tally.slowest, tally.which) = (took, input);
        }
    }
    books::tell();
    tallies
}

fn main() {
    let (inputs, seed, first, threads) =
        (number("--inputs", 100_000), number("--seed", 1), number("--first", 0), number("--threads", 2));
    let only =
        option("--kind").map(|kind| KINDS.iter().position(|(name, ..)| *name == kind).expect("a kind of the table"));
    let mut sums = [Tally::default(); KINDS.len()];
    std::thread::scope(|scope| {
        let part = |thread: u64| (first + thread..first + inputs).step_by(usize::try_from(threads).unwrap_or(1));
        let all: Vec<_> = (0..threads).map(|thread| scope.spawn(move || run(seed, part(thread), only))).collect();
        for tallies in all {
            for (sum, tally) in sums.iter_mut().zip(tallies.join().expect("panics are caught")) {
                let slower = if tally.slowest > sum.slowest { tally } else { *sum };
                let (inputs, read, panics) =
                    (sum.inputs + tally.inputs, sum.read + tally.read, sum.panics + tally.panics);
                *sum = Tally { inputs, read, panics, ..slower };
            }
        }
    });
    println!("{:<10} {:>10} {:>10} {:>7} {:>11}  the slowest again", "kind", "inputs", "read", "panics", "slowest ms");
    for ((name, ..), tally) in KINDS.iter().zip(&sums).filter(|(_, tally)| tally.inputs > 0) {
        let Tally { inputs, read, panics, slowest, which } = tally;
        println!(
            "{name:<10} {inputs:>10} {read:>10} {panics:>7} {slowest:>11.2}  --kind {name} --seed {seed} --first {which} --inputs 1"
        );
    }
    println!(
        "{} inputs, {} panics",
        sums.iter().map(|tally| tally.inputs).sum::<u64>(),
        sums.iter().map(|tally| tally.panics).sum::<u64>()
    );
}
