package studio.atelier.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Certificates of their own making, as servers of tests need them.
public final class Certificates {
    private static final char[] PASSWORD = "unguarded".toCharArray();

    private Certificates() {}

    /// A key and its certificate, signed by itself.
    ///
    /// @param certificate a PEM file, also the one of its issuer
    /// @param key a PEM file for the owner alone
    /// @param store both as PKCS12
    public record Pair(Path certificate, Path key, Path store) {
        public char[] password() {
            return PASSWORD.clone();
        }
    }

    /// @param names as keytool writes them: `dns:localhost,ip:127.0.0.1`
    public static Pair make(Path folder, String name, String names)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", "it", "-keyalg", "EC", "-storetype"));
        command.addAll(List.of("PKCS12", "-keystore", store.toString(), "-dname", "CN=" + name));
        command.addAll(List.of("-ext", "SAN=" + names, "-ext", "BC=ca:true", "-validity", "2"));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool ended with " + keytool.exitValue());
        }
        KeyStore pair = KeyStore.getInstance(store.toFile(), PASSWORD);
        Path key = folder.resolve(name + ".key");
        Files.createFile(key);
        OwnerOnly.restrict(key);
        Files.writeString(key, pem("PRIVATE KEY", pair.getKey("it", PASSWORD).getEncoded()));
        Path certificate = folder.resolve(name + ".crt");
        Files.writeString(certificate, pem("CERTIFICATE", pair.getCertificate("it").getEncoded()));
        return new Pair(certificate, key, store);
    }

    private static String pem(String kind, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, text, kind);
    }
}
