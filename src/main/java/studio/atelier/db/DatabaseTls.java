package studio.atelier.db;

import org.postgresql.util.GT;

import studio.atelier.model.CertificateFault;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// Whether and how a connection is encrypted. What the address says wins; else everything that leaves this
/// computer is.
final class DatabaseTls {
    static final Set<String> MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private static final String MODE = "sslmode";
    private static final String ISSUERS = "sslrootcert";

    /// What the driver calls its check of the host, in every language.
    private static final String VERIFIER = "PgjdbcHostnameVerifier";

    /// libpq's word for the issuers that the system trusts.
    private static final String SYSTEM = "system";

    private DatabaseTls() {}

    /// @param local the server is on this computer
    static void complete(Properties properties, boolean local) {
        if (!local) {
            properties.putIfAbsent(MODE, "require");
        }
        boolean verifies = properties.getProperty(MODE, "").startsWith("verify-");
        String issuers = properties.getProperty(ISSUERS, "");
        if (issuers.equals(SYSTEM)) {
            properties.remove(ISSUERS);
        }
        if (verifies && (issuers.equals(SYSTEM) || (issuers.isEmpty() && !hasOwnIssuers()))) {
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }

    /// What went wrong with the encryption, if that is what went wrong.
    static Optional<Problem> problem(SQLException failure, DatabaseAddress address) {
        String words = String.valueOf(failure.getMessage());
        if (words.equals(GT.tr("The server does not support SSL."))) {
            return Optional.of(
                    Problem.detailed(Kind.DATABASE_NOT_ENCRYPTED, words, address.redacted()));
        }
        return fault(failure, words)
                .map(
                        fault ->
                                Problem.detailed(
                                        Kind.DATABASE_CERTIFICATE,
                                        String.valueOf(innermost(failure)),
                                        address.redacted(),
                                        fault.words(words)));
    }

    private static Optional<CertificateFault> fault(SQLException failure, String words) {
        if (words.contains(VERIFIER)) {
            return Optional.of(CertificateFault.OTHER_HOST);
        }
        Throwable cause = innermost(failure);
        if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
            return Optional.of(CertificateFault.ISSUER_FILE);
        }
        return CertificateFault.of(failure);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = Objects.requireNonNull(cause.getCause());
        }
        return cause;
    }

    /// Where psql looks for them too.
    private static boolean hasOwnIssuers() {
        return Files.exists(
                Path.of(System.getProperty("user.home", ""), ".postgresql", "root.crt"));
    }
}
