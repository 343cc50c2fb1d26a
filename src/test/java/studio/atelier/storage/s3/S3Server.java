package studio.atelier.storage.s3;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import mockwebserver3.MockWebServer;

import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;

import studio.atelier.storage.StorageSettings;
import studio.atelier.storage.StorageSettings.Addressing;
import studio.atelier.storage.StorageSettings.Credentials;
import studio.atelier.storage.StorageSettings.Links;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A real S3 server on loopback, with its objects in memory, that checks signatures.
public final class S3Server implements AutoCloseable {
    public static final Credentials KEYS =
            new Credentials("test-access-key", "test-secret-key", Optional.empty());

    /// Hurries, so that a test sees the end of its patience.
    public static final S3Timing FAST =
            new S3Timing(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    3,
                    Duration.ofMillis(5),
                    Duration.ofMillis(20),
                    Duration.ofMinutes(10));

    private final BlobStoreContext context;
    private final S3Proxy proxy;

    private S3Server(BlobStoreContext context, S3Proxy proxy) {
        this.context = context;
        this.proxy = proxy;
    }

    public static S3Server start() throws Exception {
        var context =
                ContextBuilder.newBuilder(new TransientNio2BlobProviderMetadata())
                        .credentials("identity", "credential")
                        .build(BlobStoreContext.class);
        S3Proxy proxy =
                S3Proxy.builder()
                        .blobStore(context.getBlobStore())
                        .awsAuthentication(
                                AuthenticationType.AWS_V4, KEYS.accessKey(), KEYS.secretKey())
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .build();
        proxy.start();
        return new S3Server(context, proxy);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    public StorageSettings.S3 settings() {
        return settings(endpoint(), KEYS);
    }

    public static StorageSettings.S3 settings(URI endpoint, Credentials keys) {
        return new StorageSettings.S3(
                Optional.of(endpoint),
                "eu-central-1",
                keys,
                Map.of(),
                new Links.Public("http://127.0.0.1/public/{bucket}/{key}"),
                true,
                Addressing.PATH);
    }

    /// A client of what only plays a server, in a hurry.
    static S3ObjectStore hurried(MockWebServer server, String path) {
        URI address = URI.create("http://127.0.0.1:" + server.getPort() + path);
        return new S3ObjectStore(settings(address, KEYS), FAST, 5 << 20);
    }

    /// What a studio's environment says to use this server.
    public Map<String, String> environment() {
        return Map.of(
                "S3_ENDPOINT",
                endpoint().toString(),
                "S3_ACCESS_KEY_ID",
                KEYS.accessKey(),
                "S3_SECRET_ACCESS_KEY",
                KEYS.secretKey());
    }

    /// The server's own view of what it holds.
    public BlobStore blobs() {
        return context.getBlobStore();
    }

    @Override
    public void close() {
        assertDoesNotThrow(proxy::stop);
        context.close();
    }
}
