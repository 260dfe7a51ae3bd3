//! When a printed figure agrees with a computed one: rounding or cutting at the printed precision.

use rust_decimal::Decimal;

use crate::grid::round_half_up;

/// Float noise in stored numbers.
const NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

/// Whether `written`, printed with `decimals`, agrees with `computed`, which may be off by `slack`
/// because its own operands are rounded.
pub fn agrees(written: Decimal, computed: Decimal, decimals: u32, slack: Decimal) -> bool {
    let difference = (written - computed).abs();
    if difference <= NOISE + slack {
        return true;
    }
    let printed = round_half_up(written, decimals);
    printed == round_half_up(computed, decimals)
        || printed == computed.trunc_with_scale(decimals)
        || slack > Decimal::ZERO && difference <= slack + unit(decimals) / Decimal::TWO
}

/// One unit of the last printed decimal.
pub fn unit(decimals: u32) -> Decimal {
    Decimal::new(1, decimals.min(28))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn rounding_and_cutting_both_agree() {
        assert!(agrees(d("97.21"), d("97.2089"), 2, Decimal::ZERO));
        assert!(agrees(d("97.20"), d("97.2089"), 2, Decimal::ZERO));
        assert!(!agrees(d("97.19"), d("97.2089"), 2, Decimal::ZERO));
        assert!(agrees(d("100"), d("99.7"), 0, Decimal::ZERO));
        assert!(!agrees(d("490451028"), d("490541028"), 0, Decimal::ZERO));
    }
}
