//! Integrals over the density of a beta distribution, for what would take millions of terms as a sum or as a continued
//! fraction. Both take a fixed number of steps.
//!
//! They run over `t = ln(x / (1 − x))`. There the density is `x^a (1 − x)^b / B(a, b)`: analytic, without singular ends
//! and falling at least exponentially on both sides.

use crate::planning::estimates::density::binomial_density;

/// Points of the trapezoid rule, which on such a function gains digits as fast as points: 256 leave no error to see.
const POINTS: u32 = 256;
/// Panels and points of Gauss and Legendre's rule for a tail.
const PANELS: u32 = 8;
/// Half of the rule's points on −1 … 1, the other half mirrored, each with its weight.
const GAUSS: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_58),
    (0.458_016_777_657_227_37, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_8, 0.149_595_988_816_576_74),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_8, 0.095_158_511_682_492_79),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_096),
];
/// Where the density has fallen so far, the rest is nothing.
const NOTHING: f64 = 1e-19;
/// Doublings until the density is nothing. From one standard deviation on, far fewer do.
const MOST_DOUBLINGS: u32 = 60;

/// A density in `t`, without its constant.
struct Density {
    a: f64,
    b: f64,
}

impl Density {
    fn at(&self, t: f64) -> f64 {
        let (x, y) = share_at(t);
        binomial_density(self.a, self.b, x, y)
    }

    /// How far from `t`, in this direction, the density has fallen to nothing beside what it is at `t`.
    fn reach(&self, t: f64, direction: f64) -> f64 {
        let mut far = libm::sqrt(1.0 / self.a + 1.0 / self.b);
        let low = self.at(t) * NOTHING;
        for _ in 0..MOST_DOUBLINGS {
            if self.at(t + direction * far) <= low {
                break;
            }
            far *= 2.0;
        }
        far
    }
}

/// `x` and `1 − x` at `t`, each to its own precision.
fn share_at(t: f64) -> (f64, f64) {
    let small = libm::exp(-libm::fabs(t));
    let (near, far) = (1.0 / (1.0 + small), small / (1.0 + small));
    if t > 0.0 { (near, far) } else { (far, near) }
}

/// The average of a tail over a beta distribution: `E[tail(x, 1 − x)]`. `a` and `b` above 0.
///
/// The steps: [`POINTS`] densities and as many tails.
pub(super) fn average_of_tails(a: f64, b: f64, tail: impl Fn(f64, f64) -> f64) -> f64 {
    let density = Density { a, b };
    let peak = libm::log(a / b);
    let (start, end) = (peak - density.reach(peak, -1.0), peak + density.reach(peak, 1.0));
    let step = (end - start) / f64::from(POINTS);
    let least = density.at(peak) * NOTHING;
    let (mut sum, mut whole) = (0.0, 0.0);
    for point in 0..=POINTS {
        let t = start + step * f64::from(point);
        let weight = density.at(t);
        if weight > least {
            let here = share_at(t);
            sum += weight * tail(here.0, here.1);
            whole += weight;
        }
    }
    // The same rule over the density alone: its constant, and most of the error, cancel.
    if whole > 0.0 { sum / whole } else { tail(a / (a + b), b / (a + b)) }
}

/// The tail of a beta distribution beyond `x`, below it (`direction` −1) or above it (1); `y` is 1 − x. It is meant for
/// large `a` and `b`, and for the tail that does not hold the mean.
///
/// The steps: 16 densities in each of [`PANELS`] panels, and [`MOST_DOUBLINGS`].
pub(super) fn tail_of_density(a: f64, b: f64, x: f64, y: f64, direction: f64) -> f64 {
    let density = Density { a, b };
    let from = libm::log(x / y);
    let half = density.reach(from, direction) / f64::from(PANELS) / 2.0;
    let mut sum = 0.0;
    for panel in 0..PANELS {
        let middle = from + direction * half * (2.0 * f64::from(panel) + 1.0);
        for (point, weight) in GAUSS {
            sum += weight * (density.at(middle - half * point) + density.at(middle + half * point));
        }
    }
    // x^a y^b / B(a, b) is this multiple of the binomial density.
    a * b / (a + b) * half * sum
}
