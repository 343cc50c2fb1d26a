package studio.atelier.engine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// The authorities that this computer trusts: those that Java brings along, and those of the system, among which
/// companies put their own.
final class SystemCertificates {
    private static final Logger LOG = LoggerFactory.getLogger(SystemCertificates.class);
    private static final List<String> STORES = List.of("Windows-ROOT", "KeychainStore-ROOT");
    private static final List<Path> BUNDLES =
            List.of(
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
                    Path.of("/etc/ssl/ca-bundle.pem"));

    private SystemCertificates() {}

    /// Reads them; blocks.
    static X509ExtendedTrustManager load() {
        try {
            Set<Certificate> all = new LinkedHashSet<>();
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager x509) {
                    Collections.addAll(all, x509.getAcceptedIssuers());
                }
            }
            STORES.forEach(name -> all.addAll(ofStore(name)));
            BUNDLES.stream().filter(Files::isReadable).forEach(file -> all.addAll(ofBundle(file)));
            KeyStore merged = KeyStore.getInstance(KeyStore.getDefaultType());
            merged.load(null, null);
            for (Certificate certificate : all) {
                merged.setCertificateEntry("authority-" + merged.size(), certificate);
            }
            for (TrustManager manager : managers(merged)) {
                if (manager instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("no trust manager for certificates");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Set<Certificate> ofStore(String name) {
        Set<Certificate> found = new LinkedHashSet<>();
        if (Security.getAlgorithms("KeyStore").stream().noneMatch(name::equalsIgnoreCase)) {
            return found;
        }
        try {
            KeyStore store = KeyStore.getInstance(name);
            store.load(null, null);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)) {
                    found.add(store.getCertificate(alias));
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            LOG.warn("the certificates of {} cannot be read", name, e);
        }
        return found;
    }

    private static Set<Certificate> ofBundle(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new LinkedHashSet<>(
                    CertificateFactory.getInstance("X.509").generateCertificates(in));
        } catch (GeneralSecurityException | IOException e) {
            LOG.warn("the certificates in {} cannot be read", file, e);
            return Set.of();
        }
    }
}
