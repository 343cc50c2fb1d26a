package studio.atelier.engine;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/// The SHA-256 of one certificate, by which a person tells it from every other.
///
/// @param hex 64 small hexadecimal digits
public record Fingerprint(String hex) {
    public Fingerprint {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new StudioException(
                    Problem.of(
                            Kind.SETTING_INVALID,
                            EngineWords.text("fingerprint.name"),
                            hex,
                            EngineWords.text("fingerprint.expected")));
        }
    }

    /// As people copy it: with or without colons and the name of the hash in front, in any letter case.
    ///
    /// @throws StudioException `SETTING_INVALID`
    public static Fingerprint of(String text) {
        String bare = text.strip().toLowerCase(Locale.ROOT);
        return new Fingerprint(
                bare.replaceFirst("^sha-?256([ _-]?fingerprint)?[:= ]+", "")
                        .replaceAll("[:\\s]", ""));
    }

    static Fingerprint of(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Fingerprint(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// In pairs with colons, as browsers and OpenSSL show it.
    @Override
    public String toString() {
        return hex.toUpperCase(Locale.ROOT).replaceAll("..(?=.)", "$0:");
    }
}
