package studio.atelier.app;

import studio.atelier.db.Certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The server's side of encryption.
final class TestTls {
    private TestTls() {}

    static SSLContext context(Certificates.Pair pair) throws GeneralSecurityException, IOException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(pair.store().toFile(), pair.password()), pair.password());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
