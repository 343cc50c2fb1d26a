package studio.atelier.model;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Why a connection that should be safe is not, from what libraries throw.
public enum CertificateFault {
    UNKNOWN_ISSUER,
    OTHER_HOST,
    EXPIRED,
    ISSUER_FILE,
    NOT_TLS,
    OTHER;

    private static final List<String> NO_TLS =
            List.of("plaintext connection", "SSL/TLS message", "unrecognized SSL message");

    /// Empty where the failure has nothing to do with TLS.
    public static Optional<CertificateFault> of(Throwable failure) {
        Optional<CertificateFault> found = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<CertificateFault> fault = alone(cause);
            // The innermost knows best; one that only says "something of TLS" replaces nothing.
            if (fault.isPresent() && (found.isEmpty() || fault.get() != OTHER)) {
                found = fault;
            }
        }
        return found;
    }

    /// For the end of a sentence.
    ///
    /// @param said the library's own words, for what has none here
    public String words(String said) {
        String key = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Problem.words("certificate." + key, said);
    }

    private static Optional<CertificateFault> alone(Throwable failure) {
        String words = String.valueOf(failure.getMessage());
        if (failure instanceof CertificateExpiredException
                || failure instanceof CertificateNotYetValidException) {
            return Optional.of(EXPIRED);
        }
        if (failure instanceof SSLPeerUnverifiedException
                || words.contains("No subject alternative")
                || words.contains("No name matching")) {
            return Optional.of(OTHER_HOST);
        }
        if (words.contains("unable to find valid certification path")
                || words.contains("Path does not chain with any of the trust anchors")) {
            return Optional.of(UNKNOWN_ISSUER);
        }
        if (!(failure instanceof SSLException)) {
            return Optional.empty();
        }
        return Optional.of(NO_TLS.stream().anyMatch(words::contains) ? NOT_TLS : OTHER);
    }
}
