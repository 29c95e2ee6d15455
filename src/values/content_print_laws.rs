//! What a content print must keep apart, and what it must not: whatever may be mistaken for nothing, in every place.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::{string::String, vec, vec::Vec};
use serde::Serialize;

use crate::values::content_print::content_print_of;

/// A section of today.
#[derive(Serialize)]
struct Today {
    limit: u8,
    strict: bool,
    kind: Kind<Inner>,
    list: Vec<Inner>,
    map: BTreeMap<u8, Inner>,
    given: Option<Inner>,
}

#[derive(Serialize, Default)]
struct Inner {
    on: bool,
}

#[derive(Serialize)]
enum Kind<T> {
    Plain,
    Of(T),
}

/// The same in a later version: more fields, before, between and after, at every depth.
#[derive(Serialize)]
struct Later {
    new_option: Option<u8>,
    limit: u8,
    new_list: Vec<u8>,
    strict: bool,
    new_map: BTreeMap<u8, u8>,
    kind: Kind<LaterInner>,
    list: Vec<LaterInner>,
    new_section: LaterInner,
    map: BTreeMap<u8, LaterInner>,
    given: Option<LaterInner>,
    new_flag: bool,
}

#[derive(Serialize, Default)]
struct LaterInner {
    new_set: Wrapper,
    on: bool,
    label: String,
    new_options: Deeper,
}

#[derive(Serialize, Default)]
struct Wrapper(BTreeSet<u8>);

#[derive(Serialize, Default)]
struct Deeper {
    one: Option<u8>,
    two: Empty,
}

#[derive(Serialize, Default)]
struct Empty {}

#[test]
fn fields_that_say_nothing_may_be_added_at_any_depth() {
    for (strict, on) in [(false, false), (true, false), (false, true), (true, true)] {
        for full in [false, true] {
            let (inner, later) = (|| Inner { on }, || LaterInner { on, ..LaterInner::default() });
            let today = Today {
                limit: 3,
                strict,
                kind: if full { Kind::Of(inner()) } else { Kind::Plain },
                list: if full { vec![inner(), inner()] } else { vec![] },
                map: if full { [(1, inner())].into() } else { BTreeMap::new() },
                given: full.then(inner),
            };
            let grown = Later {
                new_option: None,
                limit: 3,
                new_list: vec![],
                strict,
                new_map: BTreeMap::new(),
                kind: if full { Kind::Of(later()) } else { Kind::Plain },
                list: if full { vec![later(), later()] } else { vec![] },
                new_section: LaterInner::default(),
                map: if full { [(1, later())].into() } else { BTreeMap::new() },
                given: full.then(later),
                new_flag: false,
            };
            assert_eq!(content_print_of(&today), content_print_of(&grown), "{strict} {on} {full}");
            let used = Later { new_option: Some(0), ..grown };
            assert_ne!(content_print_of(&today), content_print_of(&used), "{strict} {on} {full}");
        }
    }
}

/// Whatever may be mistaken for nothing, in every place where it is something.
#[derive(Serialize, Clone, Debug)]
#[expect(clippy::option_option, reason = "none that is given is not none")]
struct Tricky {
    flag: bool,
    option: Option<Option<bool>>,
    list: Vec<Vec<bool>>,
    given: Option<Vec<Option<bool>>>,
    map: BTreeMap<u8, Option<bool>>,
    kind: Option<Shape>,
}

#[derive(Serialize, Clone, Debug)]
enum Shape {
    Plain,
    New(Option<bool>),
    Pair(bool, bool),
    Named { flag: bool, list: Vec<bool> },
}

fn tricky() -> Vec<Tricky> {
    let nothing = Tricky { flag: false, option: None, list: vec![], given: None, map: BTreeMap::new(), kind: None };
    let mut all = vec![nothing];
    let mut vary = |change: &dyn Fn(&Tricky) -> Vec<Tricky>| all = all.iter().flat_map(change).collect();
    vary(&|t| [false, true].map(|flag| Tricky { flag, ..t.clone() }).into());
    let options = [None, Some(None), Some(Some(false)), Some(Some(true))];
    vary(&|t| options.map(|option| Tricky { option, ..t.clone() }).into());
    let lists = [vec![], vec![vec![]], vec![vec![], vec![]], vec![vec![false]], vec![vec![], vec![false]]];
    vary(&|t| lists.clone().map(|list| Tricky { list, ..t.clone() }).into());
    let given = [None, Some(vec![]), Some(vec![None]), Some(vec![Some(false)]), Some(vec![None, None])];
    vary(&|t| given.clone().map(|given| Tricky { given, ..t.clone() }).into());
    let maps = [vec![], vec![(0, None)], vec![(0, Some(false))], vec![(0, None), (1, None)], vec![(1, None)]];
    vary(&|t| maps.clone().map(|map| Tricky { map: map.into_iter().collect(), ..t.clone() }).into());
    let named = |flag, list| Some(Shape::Named { flag, list });
    let news = [None, Some(false), Some(true)].map(|new| Some(Shape::New(new)));
    let pairs = [(false, false), (false, true), (true, false)].map(|(a, b)| Some(Shape::Pair(a, b)));
    let others = [None, Some(Shape::Plain), named(false, vec![]), named(true, vec![]), named(false, vec![false])];
    let kinds: Vec<_> = news.into_iter().chain(pairs).chain(others).collect();
    vary(&|t| kinds.iter().map(|kind| Tricky { kind: kind.clone(), ..t.clone() }).collect());
    all
}

#[test]
fn values_of_one_type_that_differ_have_different_prints() {
    let all = tricky();
    let prints: BTreeSet<_> = all.iter().map(content_print_of).collect();
    assert_eq!((all.len(), prints.len()), (11_000, 11_000));
}

#[derive(Serialize)]
struct Labelled {
    label: Option<&'static str>,
    map: BTreeMap<&'static str, &'static str>,
    kind: Named,
}

#[derive(Serialize)]
enum Named {
    Case { label: &'static str },
}

#[test]
fn a_field_called_label_never_counts_and_a_name_that_reads_so_does() {
    let print = |label, key, word, case| {
        content_print_of(&Labelled { label, map: [(key, word)].into(), kind: Named::Case { label: case } })
    };
    let one = print(None, "label", "one", "");
    assert_eq!(one, print(Some("業種"), "label", "one", "case"));
    assert_ne!(one, print(None, "label", "two", ""));
    assert_ne!(one, print(None, "labels", "one", ""));
}
