//! From disk: the facts are read from a file, become lines, a report and six tables. CPU time of the thread; the file is in the system's
//! cache.
//!
//! `cargo run --release --manifest-path benches/peers/insight/Cargo.toml --bin disk -- 500000 /tmp/insight`

use std::hint::black_box;
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use lead_lifecycle::Fact;
use cpu_time::ThreadTime;
use lead_lifecycle::calendar::Zone;
use lead_lifecycle::insight::{Dimension, LeadLine, LinePlan, Report, ReportPlan};

#[path = "../../../../lives/mod.rs"]
mod lives;
#[expect(dead_code, reason = "here they are only read")]
#[path = "../tables.rs"]
mod tables;

/// Nanoseconds of this thread.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = ThreadTime::now();
    let done = black_box(work());
    (start.elapsed().as_nanos() as f64, done)
}

fn main() {
    let mut args = std::env::args().skip(1);
    let wanted: usize = args.next().map_or(500_000, |count| count.parse().unwrap());
    let folder: PathBuf = args.next().unwrap_or_else(|| "/tmp/insight".into()).into();
    std::fs::create_dir_all(&folder).unwrap();
    let town = lives::Town::new();
    let mut stored = Stored::new(&folder);
    let mut number = 0;
    while stored.facts < wanted {
        stored.write(&town.life(number));
        number += 1;
    }
    let plan = ReportPlan::new(LinePlan::new(Zone::JST), vec![Dimension::Source]);
    stored.read(&plan, &Zone::JST);
}

/// Files of facts, in two formats.
struct Stored {
    paths: [PathBuf; 2],
    files: [BufWriter<File>; 2],
    facts: usize,
    bytes: [usize; 2],
}

impl Stored {
    fn new(folder: &Path) -> Self {
        let paths = ["facts.postcard", "facts.jsonl"].map(|name| folder.join(name));
        let files = paths.each_ref().map(|path| BufWriter::new(File::create(path).unwrap()));
        Self { paths, files, facts: 0, bytes: [0; 2] }
    }

    /// Each history by itself, its size before it.
    fn write(&mut self, history: &Vec<Fact>) {
        self.facts += history.len();
        let [packed, text] = [postcard::to_allocvec(history).unwrap(), serde_json::to_vec(history).unwrap()];
        self.files[0].write_all(&u32::try_from(packed.len()).unwrap().to_le_bytes()).unwrap();
        self.files[0].write_all(&packed).unwrap();
        self.files[1].write_all(&text).unwrap();
        self.files[1].write_all(b"\n").unwrap();
        self.bytes[0] += packed.len();
        self.bytes[1] += text.len();
    }

    fn read(mut self, plan: &ReportPlan, zone: &Zone) {
        self.files.iter_mut().for_each(|file| file.flush().unwrap());
        let facts = self.facts as f64;
        for (place, name) in ["postcard", "JSON"].iter().enumerate() {
            let (took, ()) = timed(|| {
                let mut report = Report::new(plan);
                each(&self.paths[place], place == 0, |history| {
                    report.add(plan, &LeadLine::of(plan.line(), &history).unwrap()).unwrap();
                });
                drop(tables::Six::read(&report, zone));
            });
            let bytes = self.bytes[place] as f64 / facts;
            println!("from disk, {name}: {:.0} ns a fact over {} facts, {bytes:.0} bytes a fact", took / facts, self.facts);
        }
    }
}

fn each(path: &Path, packed: bool, mut take: impl FnMut(Vec<Fact>)) {
    let mut file = BufReader::with_capacity(1 << 20, File::open(path).unwrap());
    let (mut size, mut bytes) = ([0_u8; 4], Vec::new());
    if packed {
        while file.read_exact(&mut size).is_ok() {
            bytes.resize(usize::try_from(u32::from_le_bytes(size)).unwrap(), 0);
            file.read_exact(&mut bytes).unwrap();
            take(postcard::from_bytes(&bytes).unwrap());
        }
        return;
    }
    while file.read_until(b'\n', &mut bytes).unwrap() > 0 {
        take(serde_json::from_slice(&bytes).unwrap());
        bytes.clear();
    }
}
