package studio.atelier.ui.kit;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Amounts with the sign that a person set.
///
/// @param sign before the number, for example `$`
public record Money(String sign) {
    public static final Money USUAL = new Money("$");

    /// With two places; less than a cent is rounded.
    public String text(BigDecimal amount) {
        return sign + amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
