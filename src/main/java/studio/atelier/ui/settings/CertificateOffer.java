package studio.atelier.ui.settings;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.util.Optional;

/// What a test says of a certificate that nobody trusts yet.
final class CertificateOffer {
    private CertificateOffer() {}

    /// Its fingerprint, when the problem is one that trusting it would end.
    static Optional<String> fingerprint(Problem problem) {
        boolean found =
                problem.code().equals(Kind.ENGINE_UNTRUSTED.code())
                        || problem.code().equals(Kind.ENGINE_CERTIFICATE_CHANGED.code());
        return found && !problem.arguments().isEmpty()
                ? Optional.of(problem.arguments().getLast())
                : Optional.empty();
    }
}
