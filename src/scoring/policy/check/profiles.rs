//! Score profiles of a draft, checked.

use alloc::boxed::Box;
use alloc::string::ToString as _;
use alloc::vec::Vec;

use crate::scoring::bounds;
use crate::scoring::language::combine::{Combine, Matrix};
use crate::scoring::language::place::ProfilePlace;
use crate::scoring::language::profile::Profile;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::policy::check::context::Context;
use crate::scoring::policy::check::number::parts;
use crate::scoring::policy::profile_draft::{CombineDraft, MatrixDraft, ProductDraft, ProfileDraft};
use crate::values::{
    Declared, DimensionName, FaultCode, Got, Path, Points, PointsOf, ProfileName, Rate, ScoringDemand,
};

pub(super) fn profiles(check: &mut Context<'_>) -> Vec<Profile> {
    check.count(bounds::PROFILES, check.draft.profiles.len(), "profiles");
    let draft = check.draft;
    let mut profiles = Vec::new();
    for (name, profile) in &draft.profiles {
        let path = check.path.key("profiles").key(name.as_str());
        let combine = combined(check, &profile.combine, &path.key("combine"));
        profiles.push(profile_of(check, name, profile, combine, &path));
    }
    profiles
}

fn profile_of(
    check: &mut Context<'_>,
    name: &ProfileName,
    draft: &ProfileDraft,
    combine: Combine,
    path: &Path,
) -> Profile {
    let exit = draft.exit.unwrap_or(draft.enter);
    if exit > draft.enter {
        let got = Got::PointsPair { of: PointsOf::ExitAndEnter, first: exit, second: draft.enter };
        check.faults.add(FaultCode::Order, &path.key("exit"), ScoringDemand::ExitUpToEnter, got);
    }
    if let Some(ranks) = draft.ranks {
        if ranks.a < ranks.b {
            let got = Got::PointsPair { of: PointsOf::Ranks, first: ranks.a, second: ranks.b };
            check.faults.add(FaultCode::Order, &path.key("ranks"), ScoringDemand::FallingRanks, got);
        }
        if matches!(combine, Combine::Matrix(_)) {
            let expected = ScoringDemand::NoRanksBesideMatrix;
            check.faults.add(FaultCode::Conflict, &path.key("ranks"), expected, Got::Both);
        }
    }
    let mut minima = Vec::new();
    for (dimension, points) in &draft.minima {
        let path = path.key("minima").key(dimension.as_str());
        minima.push((check.dimension(dimension, &path), Thousandths::from(*points)));
    }
    Profile {
        name: name.clone(),
        combine,
        bounds: check.bounds(draft.floor, draft.cap, path),
        enter: draft.enter.into(),
        exit: exit.into(),
        minima: minima.into(),
        ranks: draft.ranks.map(|ranks| (ranks.a.into(), ranks.b.into())),
    }
}

fn combined(check: &mut Context<'_>, draft: &CombineDraft, path: &Path) -> Combine {
    match draft {
        CombineDraft::Sum(of) => {
            let path = path.key("sum");
            check.some(of.len(), &path);
            Combine::Sum(of.iter().map(|name| check.dimension(name, &path)).collect())
        }
        CombineDraft::Weighted(of) => {
            let path = path.key("weighted");
            check.some(of.len(), &path);
            let mut weigh = |(name, rate): (&DimensionName, &Rate)| (check.dimension(name, &path), parts(*rate));
            Combine::Weighted(of.iter().map(&mut weigh).collect())
        }
        CombineDraft::Product(factors) => product(check, factors, &path.key("product")),
        CombineDraft::Matrix(cells) => matrix(check, cells, &path.key("matrix")),
    }
}

fn product(check: &mut Context<'_>, draft: &ProductDraft, path: &Path) -> Combine {
    if !(2..=3).contains(&draft.of.len()) {
        let got = Got::length(draft.of.len());
        check.faults.add(FaultCode::OutOfRange, &path.key("of"), ScoringDemand::TwoOrThreeDimensions, got);
    }
    let per = draft.per.unwrap_or(Points::from_int(1));
    if per <= Points::ZERO {
        check.faults.add(FaultCode::OutOfRange, &path.key("per"), ScoringDemand::PositivePoints, per);
    }
    let mut of = Vec::new();
    for (index, name) in draft.of.iter().enumerate() {
        let path = path.key("of").index(index);
        let dimension = check.dimension(name, &path);
        let floor = check.draft.dimensions.get(name).map(|d| d.floor);
        if floor.is_some_and(|floor| floor.is_none_or(|floor| floor < Points::ZERO)) {
            let expected = ScoringDemand::NonNegativeDimension(name.clone());
            check.faults.add(FaultCode::Conflict, &path, expected, Got::NegativeDimension);
        }
        if draft.of.iter().take(index).any(|before| before == name) {
            let got = Got::Twice(name.to_string());
            check.faults.add(FaultCode::Duplicate, &path, ScoringDemand::DifferentDimensions, got);
        }
        of.push(dimension);
    }
    Combine::Product { of: of.into(), per: per.into() }
}

fn matrix(check: &mut Context<'_>, draft: &MatrixDraft, path: &Path) -> Combine {
    for (key, [first, second]) in [("rows_from", draft.rows_from), ("columns_from", draft.columns_from)] {
        if first <= second {
            let got = Got::PointsPair { of: PointsOf::Grades, first, second };
            check.faults.add(FaultCode::Order, &path.key(key), ScoringDemand::BetterGradeFirst, got);
        }
    }
    if draft.rows == draft.columns {
        let got = Got::Twice(draft.rows.to_string());
        check.faults.add(FaultCode::Duplicate, path, ScoringDemand::TwoDimensions, got);
    }
    Combine::Matrix(Box::new(Matrix {
        rows: check.dimension(&draft.rows, &path.key("rows")),
        rows_from: draft.rows_from.map(Thousandths::from),
        columns: check.dimension(&draft.columns, &path.key("columns")),
        columns_from: draft.columns_from.map(Thousandths::from),
        totals: draft.totals.map(|row| row.map(Thousandths::from)),
        ranks: draft.ranks,
    }))
}

pub(super) fn promotes(check: &mut Context<'_>) -> ProfilePlace {
    let draft = check.draft;
    let path = check.path.key("promotes");
    let Some(promotes) = &draft.promotes else {
        if draft.profiles.len() > 1 {
            check.faults.add(FaultCode::Missing, &path, ScoringDemand::PromotingProfile, Got::Nothing);
        }
        return ProfilePlace::default();
    };
    let position = draft.profiles.keys().position(|name| name == promotes);
    if position.is_none() {
        let known = draft.profiles.keys().map(ProfileName::as_str);
        check.faults.unknown(&path, Declared::ScoreProfile, promotes.as_str(), known);
    }
    ProfilePlace::of(position.unwrap_or(0))
}
