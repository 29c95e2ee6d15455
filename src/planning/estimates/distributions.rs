//! The distributions behind odds and intervals: tails and quantiles of the beta (the incomplete beta function and its
//! inverse), quantile of the normal.
//!
//! The incomplete beta is its continued fraction (Lentz), in some √min(a, b) terms, and an integral of the density
//! where these are too many.

use crate::planning::estimates::density::binomial_density;
use crate::planning::estimates::integrals::tail_of_density;

const TWO_PI: f64 = core::f64::consts::TAU;
const ROOT_HALF: f64 = core::f64::consts::FRAC_1_SQRT_2;
/// With `MOST_CONTINUED` the continued fraction takes some thousand terms; this bounds the loop.
const MOST_TERMS: u32 = 50_000;
/// The most that the smaller parameter may be for the continued fraction. Odds stay below it.
const MOST_CONTINUED: f64 = 6e6;

/// The regularised incomplete beta function and its complement: `(I_x(a, b), 1 − I_x(a, b))`, each to its own
/// relative precision; `y` is 1 − x. `a` and `b` above 0.
pub(super) fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    if a.min(b) > MOST_CONTINUED {
        // The tail that does not hold the mean, so that it keeps its digits.
        return if x * b <= y * a {
            let lower = tail_of_density(a, b, x, y, -1.0).min(1.0);
            (lower, 1.0 - lower)
        } else {
            let upper = tail_of_density(a, b, x, y, 1.0).min(1.0);
            (1.0 - upper, upper)
        };
    }
    // x^a y^b / B(a, b)
    let front = a * b / (a + b) * binomial_density(a, b, x, y);
    if x <= (a + 1.0) / (a + b + 2.0) {
        let lower = (front * continued(a, b, x) / a).min(1.0);
        (lower, 1.0 - lower)
    } else {
        // A small x has lost its digits in y; the series in x has kept them.
        if x < 0.01 && (a + b) * x < 2000.0 {
            let lower = front * series(a, b, x) / a;
            if lower < 0.999_999 {
                return (lower, 1.0 - lower);
            }
        }
        let upper = (front * continued(b, a, y) / b).min(1.0);
        (1.0 - upper, upper)
    }
}

/// `Σ (a + b)…(a + b + n − 1) / ((a + 1)…(a + n)) x^n`: no term is negative, so nothing cancels.
fn series(a: f64, b: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for index in 0..MOST_TERMS {
        let n = f64::from(index);
        let ratio = (a + b + n) / (a + 1.0 + n) * x;
        term *= ratio;
        sum += term;
        if ratio < 1.0 && term < 1e-17 * sum {
            break;
        }
    }
    sum
}

/// The continued fraction of the incomplete beta, by Lentz's method.
fn continued(a: f64, b: f64, x: f64) -> f64 {
    let kept = |value: f64| if libm::fabs(value) < 1e-300 { 1e-300 } else { value };
    let mut above = 1.0;
    let mut below = 1.0 / kept(1.0 - (a + b) * x / (a + 1.0));
    let mut product = below;
    for index in 1..MOST_TERMS {
        let m = f64::from(index);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        below = 1.0 / kept(1.0 + even * below);
        above = kept(1.0 + even / above);
        product *= below * above;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        below = 1.0 / kept(1.0 + odd * below);
        above = kept(1.0 + odd / above);
        let change = below * above;
        product *= change;
        if libm::fabs(change - 1.0) < 2e-16 {
            break;
        }
    }
    product
}

/// The `x` with `I_x(a, b) = tail`, for a tail between 0 and a half.
pub(super) fn beta_quantile(a: f64, b: f64, tail: f64) -> f64 {
    solved(a, b, |x| {
        let (lower, _) = beta_tails(a, b, x, 1.0 - x);
        lower - tail
    })
}

/// The `x` with `1 − I_x(a, b) = tail`, for a tail between 0 and a half.
pub(super) fn beta_upper_quantile(a: f64, b: f64, tail: f64) -> f64 {
    if a > b {
        // Near one, what is missing to it is the number with the digits.
        return 1.0 - beta_quantile(b, a, tail);
    }
    solved(a, b, |x| {
        let (_, upper) = beta_tails(a, b, x, 1.0 - x);
        tail - upper
    })
}

/// The zero of a rising function with the density of a beta distribution as its slope: Newton's steps inside a
/// shrinking bracket.
fn solved(a: f64, b: f64, miss: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = a / (a + b);
    for _ in 0..400_u32 {
        let off = miss(x);
        if off > 0.0 {
            high = x;
        } else {
            low = x;
        }
        // Density: x^(a−1) y^(b−1) / B(a, b).
        let density = a * b / (a + b) * binomial_density(a, b, x, 1.0 - x) / (x * (1.0 - x));
        let mut next = x - off / density;
        if !(next > low && next < high) {
            // Halve small brackets by their ratio: the quantile may be many orders below one.
            next = if low > 0.0 && high > 4.0 * low {
                libm::sqrt(low * high)
            } else if low <= 0.0 {
                high * 0.01
            } else {
                f64::midpoint(low, high)
            };
        }
        let step = libm::fabs(next - x);
        x = next;
        if step <= 1e-16 * x || high - low <= 1e-17 * high {
            break;
        }
    }
    x
}

/// The `z` that a standard normal exceeds with probability `tail`, for a tail above 0 and up to a half.
pub(super) fn normal_upper_quantile(tail: f64) -> f64 {
    // Abramowitz and Stegun 26.2.23 to start, to 4.5e-4; then Newton's steps on erfc.
    let t = libm::sqrt(-2.0 * libm::log(tail));
    let top = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let bottom = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = t - top / bottom;
    for _ in 0..4_u32 {
        let density = libm::exp(-0.5 * z * z) / libm::sqrt(TWO_PI);
        z += (0.5 * libm::erfc(z * ROOT_HALF) - tail) / density;
    }
    z
}
