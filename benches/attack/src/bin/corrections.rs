//! Taking back, alone: it builds in a part of the time.
//!
//! ```text
//! cargo run --release --manifest-path benches/attack/Cargo.toml --bin corrections -- sizes chain
//! cargo run --release --manifest-path benches/attack/Cargo.toml --bin corrections -- inputs 10000 1
//! ```

#[path = "../corrections.rs"]
mod corrections;
#[allow(dead_code, reason = "other kinds break texts and bytes")]
#[path = "../random.rs"]
mod random;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize| words.get(place).and_then(|word| word.parse::<u64>().ok());
    if words.first().is_some_and(|word| word == "sizes") {
        return corrections::sizes(words.get(1).map(String::as_str), number(2).map(|most| most as usize));
    }
    let (inputs, seed, first) = (number(1).unwrap_or(1_000), number(2).unwrap_or(1), number(3).unwrap_or(0));
    let (mut read, mut panics) = (0, 0);
    for input in first..first + inputs {
        let mut random = random::Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ random::Random(input).next());
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| corrections::input(&mut random))) {
            Ok(found) => read += u64::from(found.is_some()),
            Err(_panic) => {
                panics += 1;
                eprintln!("^ inputs 1 {seed} {input}");
            }
        }
    }
    println!("{inputs} inputs, {read} read, {panics} panics");
}
