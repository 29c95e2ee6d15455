//! The density of the binomial, in Loader's saddle-point form ("Fast and accurate computation of binomial
//! probabilities", 2000): no difference of large logarithms, so it keeps its digits at a million cases.

const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_7;
const TWO_PI: f64 = core::f64::consts::TAU;

/// `ln Γ(x + 1) − (x + ½) ln x + x − ln √2π`, for x above 0.
fn stirling_error(x: f64) -> f64 {
    if x < 10.0 {
        return libm::lgamma(x + 1.0) - (x + 0.5) * libm::log(x) + x - LN_ROOT_TWO_PI;
    }
    let square = x * x;
    // B(2k) / (2k (2k − 1)), highest first.
    [
        -3617.0 / 122_400.0,
        1.0 / 156.0,
        -691.0 / 360_360.0,
        1.0 / 1188.0,
        -1.0 / 1680.0,
        1.0 / 1260.0,
        -1.0 / 360.0,
        1.0 / 12.0,
    ]
    .into_iter()
    .fold(0.0, |sum, coefficient| sum / square + coefficient)
        / x
}

/// `x ln(x / mean) + mean − x` without cancellation.
fn deviance(x: f64, mean: f64) -> f64 {
    let difference = x - mean;
    if libm::fabs(difference) >= 0.1 * (x + mean) {
        return x * libm::log(x / mean) - difference;
    }
    let ratio = difference / (x + mean);
    let mut sum = difference * ratio;
    let mut power = 2.0 * x * ratio;
    let square = ratio * ratio;
    for odd in 1..1000_u32 {
        power *= square;
        let next = sum + power / (2.0 * f64::from(odd) + 1.0);
        if next.to_bits() == sum.to_bits() {
            break;
        }
        sum = next;
    }
    sum
}

/// `Γ(x+rest+1) / (Γ(x+1) Γ(rest+1)) p^x q^rest`, for any real `x` and `rest` from 0; `q` is 1 − p. Both
/// are given, because a difference would lose the smaller one.
pub(super) fn binomial_density(x: f64, rest: f64, p: f64, q: f64) -> f64 {
    let n = x + rest;
    if p <= 0.0 {
        return if x <= 0.0 { 1.0 } else { 0.0 };
    }
    if q <= 0.0 {
        return if rest <= 0.0 { 1.0 } else { 0.0 };
    }
    if x <= 0.0 {
        return if p < 0.1 { libm::exp(n * libm::log1p(-p)) } else { libm::exp(n * libm::log(q)) };
    }
    if rest <= 0.0 {
        return if q < 0.1 { libm::exp(n * libm::log1p(-q)) } else { libm::exp(n * libm::log(p)) };
    }
    let exponent =
        stirling_error(n) - stirling_error(x) - stirling_error(rest) - deviance(x, n * p) - deviance(rest, n * q);
    libm::exp(exponent) * libm::sqrt(n / (TWO_PI * x * rest))
}
