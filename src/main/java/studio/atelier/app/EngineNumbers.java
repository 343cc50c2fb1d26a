package studio.atelier.app;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/// The numbers of an engine, as people type them.
final class EngineNumbers {
    private static final int WIDEST = 64;
    private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000);

    /// What has more digits than this is no price, and takes long to write out.
    private static final int FINEST = 10;

    private EngineNumbers() {}

    /// @param text blank for the usual number
    /// @throws StudioException `SETTING_INVALID`
    static OptionalInt window(String text) {
        if (text.isBlank()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(requireWindow(Integer.parseInt(text.strip())));
        } catch (NumberFormatException e) {
            throw invalid("window", text, "engines.expected-window");
        }
    }

    /// @param text blank for none
    /// @throws StudioException `SETTING_INVALID`
    static Optional<BigDecimal> price(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(requirePrice(new BigDecimal(text.strip())));
        } catch (NumberFormatException e) {
            throw invalid("price", text, "engines.expected-price");
        }
    }

    static int requireWindow(int window) {
        if (window < 1 || window > WIDEST) {
            throw invalid("window", String.valueOf(window), "engines.expected-window");
        }
        return window;
    }

    static BigDecimal requirePrice(BigDecimal price) {
        if (price.signum() < 0
                || price.compareTo(DEAREST) > 0
                || Math.abs((long) price.scale()) > FINEST) {
            throw invalid("price", price.toString(), "engines.expected-price");
        }
        return price;
    }

    private static StudioException invalid(String what, String text, String expected) {
        return new StudioException(
                Problem.of(Kind.SETTING_INVALID, what, text, Problem.words(expected)));
    }
}
