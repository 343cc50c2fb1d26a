package studio.atelier.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import studio.atelier.checks.BesideOthers;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.StorageSettings;
import studio.atelier.storage.StorageSettings.Addressing;
import studio.atelier.storage.StorageSettings.Links;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Where buckets stand in the addresses that are asked and given away.
@BesideOthers
class S3AddressingTest {
    private static final String KEY = "milan/a b.png";

    @Test
    void theBucketIsInThePath() {
        requireAddress(Addressing.PATH, "https://s3.example.com/generated-images/milan/a%20b.png");
    }

    @Test
    void orInTheHostName() {
        requireAddress(Addressing.HOST, "https://generated-images.s3.example.com/milan/a%20b.png");
        assertEquals(
                Addressing.HOST,
                settings(Addressing.HOST).makingNoBuckets().addressing(),
                "a check asks so too");
    }

    private static void requireAddress(Addressing addressing, String address) {
        StorageSettings.S3 settings = settings(addressing);
        assertEquals(address, asked(settings));
        assertTrue(signed(settings).startsWith(address + "?"));
    }

    private static String asked(StorageSettings.S3 settings) {
        try (var client = S3Clients.client(settings, S3Server.FAST)) {
            return client.utilities()
                    .getUrl(request -> request.bucket("generated-images").key(KEY))
                    .toExternalForm();
        }
    }

    private static String signed(StorageSettings.S3 settings) {
        try (var links = new S3Links(settings)) {
            return links.of(Bucket.GENERATED, KEY).toString();
        }
    }

    private static StorageSettings.S3 settings(Addressing addressing) {
        return new StorageSettings.S3(
                Optional.of(URI.create("https://s3.example.com")),
                "eu-central-1",
                S3Server.KEYS,
                Map.of(),
                new Links.Signed(),
                true,
                addressing);
    }
}
