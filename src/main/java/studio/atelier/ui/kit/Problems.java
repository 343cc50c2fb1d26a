package studio.atelier.ui.kit;

import org.slf4j.Logger;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.util.Locale;

/// Puts whatever was thrown into the vocabulary that screens speak.
final class Problems {
    private Problems() {}

    /// The problem that `failure` carries; anything else is logged here, once, under the short code that the
    /// person sees.
    static Problem of(Throwable failure, Logger log) {
        if (failure instanceof StudioException known) {
            return known.problem();
        }
        String code = code(failure);
        log.error("Unexpected failure {}", code, failure);
        return Problem.detailed(Problem.Kind.UNEXPECTED, detail(failure), code);
    }

    /// The same for the same kind of failure in the same place, so that a person can search for it.
    private static String code(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        String place =
                trace.length == 0 ? "" : trace[0].getClassName() + "#" + trace[0].getMethodName();
        int hash = (failure.getClass().getName() + "@" + place).hashCode();
        return String.format(Locale.ROOT, "%04X-%04X", hash >>> 16, hash & 0xFFFF);
    }

    private static String detail(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append("\ncaused by ").append(cause);
        }
        return text.toString();
    }
}
