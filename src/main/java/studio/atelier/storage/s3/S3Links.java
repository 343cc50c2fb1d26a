package studio.atelier.storage.s3;

import software.amazon.awssdk.services.s3.presigner.S3Presigner;

import studio.atelier.storage.Bucket;
import studio.atelier.storage.StorageSettings;
import studio.atelier.storage.StorageSettings.Links;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The addresses under which other programs find a picture. Nothing is asked of the server.
final class S3Links implements AutoCloseable {
    /// The longest that a server accepts.
    private static final Duration SIGNED_FOR = Duration.ofDays(7);

    private final StorageSettings.S3 settings;

    /// Only where addresses are signed.
    private final Optional<S3Presigner> presigner;

    S3Links(StorageSettings.S3 settings) {
        this.settings = settings;
        this.presigner =
                settings.links() instanceof Links.Signed
                        ? Optional.of(S3Clients.presigner(settings))
                        : Optional.empty();
    }

    URI of(Bucket bucket, String key) {
        return switch (settings.links()) {
            case Links.Public open -> open.of(settings.name(bucket), key);
            case Links.Signed _ -> signed(bucket, key);
        };
    }

    @Override
    public void close() {
        presigner.ifPresent(S3Presigner::close);
    }

    private URI signed(Bucket bucket, String key) {
        String url =
                presigner
                        .orElseThrow()
                        .presignGetObject(
                                request ->
                                        request.signatureDuration(SIGNED_FOR)
                                                .getObjectRequest(
                                                        get ->
                                                                get.bucket(settings.name(bucket))
                                                                        .key(key)))
                        .url()
                        .toExternalForm();
        return URI.create(url);
    }
}
