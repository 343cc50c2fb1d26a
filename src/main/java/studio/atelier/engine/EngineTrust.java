package studio.atelier.engine;

import okhttp3.OkHttpClient;

import org.jspecify.annotations.Nullable;

import studio.atelier.engine.UntrustedCertificate.Reason;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Which certificates are believed: those that the system vouches for, and of the engine's own host, where a
/// person chose to, one certificate and no other. There is no way to believe all. Safe to share between threads.
final class EngineTrust extends X509ExtendedTrustManager implements HostnameVerifier {
    private final String host;
    private final Optional<Fingerprint> pinned;
    private final HostnameVerifier usual = new OkHttpClient().hostnameVerifier();
    private final Supplier<X509ExtendedTrustManager> load;
    private @Nullable X509ExtendedTrustManager system;

    EngineTrust(ComfyAddress address) {
        this(address, SystemCertificates::load);
    }

    /// @param system called once, when the first certificate is to be judged; may block
    EngineTrust(ComfyAddress address, Supplier<X509ExtendedTrustManager> system) {
        this.load = system;
        this.host = address.base().host();
        this.pinned = address.trusted();
    }

    void secure(OkHttpClient.Builder client) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            client.sslSocketFactory(context.getSocketFactory(), this).hostnameVerifier(this);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (!(socket instanceof SSLSocket secure)) {
            throw new CertificateException("not a TLS socket");
        }
        if (isPinned(secure.getHandshakeSession().getPeerHost())) {
            requirePinned(chain[0]);
            return;
        }
        // Has the name checked too, while it is still known whose certificate it is.
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        try {
            system().checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            throw new UntrustedCertificate(reason(chain, authType), Fingerprint.of(chain[0]), e);
        }
    }

    /// A trusted certificate of one's own rarely names the address, and need not: it is known itself.
    @Override
    public boolean verify(String hostname, SSLSession session) {
        if (!isPinned(hostname)) {
            return usual.verify(hostname, session);
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate leaf
                    && pinned.filter(Fingerprint.of(leaf)::equals).isPresent();
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("whose certificate it is, is not known");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("only sockets are used");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("this is no server");
    }

    /// None are asked for before a server shows a certificate: reading those of the system takes a while.
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private boolean isPinned(String peer) {
        return pinned.isPresent() && host.equalsIgnoreCase(peer);
    }

    private void requirePinned(X509Certificate shown) throws UntrustedCertificate {
        Fingerprint fingerprint = Fingerprint.of(shown);
        if (pinned.filter(fingerprint::equals).isEmpty()) {
            throw new UntrustedCertificate(Reason.CHANGED, fingerprint, null);
        }
    }

    private Reason reason(X509Certificate[] chain, String authType) {
        try {
            chain[0].checkValidity();
        } catch (CertificateException e) {
            return Reason.EXPIRED;
        }
        try {
            system().checkServerTrusted(chain, authType);
            return Reason.OTHER_NAME;
        } catch (CertificateException e) {
            return Reason.UNKNOWN;
        }
    }

    private synchronized X509ExtendedTrustManager system() {
        X509ExtendedTrustManager known = system;
        if (known == null) {
            known = load.get();
            system = known;
        }
        return known;
    }
}
