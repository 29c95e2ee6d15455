//! Cases that once failed are tried again before new ones. proptest looks for them by the path of the law's source, and says
//! nothing when it finds none.

use std::path::{Path, PathBuf};

use proptest::test_runner::{FailurePersistence as _, FileFailurePersistence};

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_file_of_regressions_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proptest-regressions");
    let files = files(&folder);
    assert!(!files.is_empty());
    for file in files {
        let written = std::fs::read_to_string(&file).unwrap().lines().filter(|line| line.starts_with("cc ")).count();
        let law = format!("tests/it/{}.rs", file.strip_prefix(&folder).unwrap().with_extension("").display());
        let read = FileFailurePersistence::default().load_persisted_failures2(Some(law.leak())).len();
        assert_eq!(read, written, "{}", file.display());
    }
}
