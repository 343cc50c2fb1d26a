package studio.atelier.engine;

import org.jspecify.annotations.Nullable;

import java.security.cert.CertificateException;
import java.util.Optional;

/// A server showed a certificate that is not trusted; nothing was sent to it.
final class UntrustedCertificate extends CertificateException {
    private static final long serialVersionUID = 1;

    /// Why, as the end of a key of the bundle `engine`.
    enum Reason {
        UNKNOWN,
        EXPIRED,
        OTHER_NAME,
        /// Another one than the one that a person trusts.
        CHANGED
    }

    private final Reason reason;
    private final String fingerprint;

    UntrustedCertificate(Reason reason, Fingerprint fingerprint, @Nullable Throwable cause) {
        super("certificate " + fingerprint + ": " + reason, cause);
        this.reason = reason;
        this.fingerprint = fingerprint.toString();
    }

    Reason reason() {
        return reason;
    }

    /// As people read it.
    String fingerprint() {
        return fingerprint;
    }

    static Optional<UntrustedCertificate> behind(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UntrustedCertificate found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
