package studio.atelier.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.model.StudioException;
import studio.atelier.storage.StorageSettings.Addressing;
import studio.atelier.storage.StorageSettings.Links;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

class StorageEnvironmentTest {
    private static final Map<String, String> KEYS =
            Map.of("S3_ACCESS_KEY_ID", "key", "S3_SECRET_ACCESS_KEY", "planted-secret");

    @Test
    void nothingIsAskedForWithoutAWordOfStorage() {
        assertEquals(Optional.empty(), settings(Map.of("S3_ENDPOINT", " ")));
        assertEquals(
                Optional.empty(),
                settings(Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret")));
        assertEquals(
                Optional.empty(),
                settings(
                        Map.of(
                                "SUPABASE_URL",
                                "https://abcd.supabase.co",
                                "SUPABASE_SERVICE_ROLE_KEY",
                                "eyJ")));
    }

    @Test
    void aFolderGoesFirst() {
        assertEquals(
                Optional.of(new StorageSettings.Folder(Path.of("/pictures"))),
                settings(with(KEYS, "ATELIER_STORE", "/pictures")));
    }

    @ParameterizedTest
    @CsvSource({
        "https://abcd.storage.supabase.co/storage/v1/s3/,https://abcd.storage.supabase.co/storage/v1/s3,https://abcd.supabase.co/storage/v1/object/public",
        "https://abcd.supabase.co/storage/v1/s3,https://abcd.supabase.co/storage/v1/s3,https://abcd.supabase.co/storage/v1/object/public",
        "abcd.supabase.co,https://abcd.supabase.co/storage/v1/s3,https://abcd.supabase.co/storage/v1/object/public",
        "http://localhost:54321/storage/v1/s3,http://localhost:54321/storage/v1/s3,http://localhost:54321/storage/v1/object/public",
        "http://127.0.0.1:9000,http://127.0.0.1:9000,http://127.0.0.1:9000"
    })
    void endpointsAreTakenAsPeoplePasteThem(String pasted, String endpoint, String links) {
        StorageSettings.S3 s3 = s3(with(KEYS, "S3_ENDPOINT", pasted));
        assertEquals(endpoint, s3.endpoint().orElseThrow().toString());
        assertEquals(new Links.Public(links + "/{bucket}/{key}"), s3.links());
        assertEquals(endpoint, s3.where());
    }

    @Test
    void aSupabaseOfOnesOwnIsEnoughToo() {
        StorageSettings.S3 s3 = s3(with(KEYS, "SUPABASE_URL", "http://localhost:54321/"));
        assertEquals("http://localhost:54321/storage/v1/s3", s3.where());
        assertTrue(s3.isSupabase());
        assertEquals(
                new StorageSettings.Links.Public(
                        "http://localhost:54321/storage/v1/object/public/{bucket}/{key}"),
                s3.links());
    }

    @Test
    void theProjectOfSupabaseIsEnoughWithItsKeys() {
        var variables =
                Map.of(
                        "SUPABASE_URL",
                        "https://abcd.supabase.co",
                        "SUPABASE_S3_ACCESS_KEY_ID",
                        "key",
                        "SUPABASE_S3_SECRET_ACCESS_KEY",
                        "planted-secret",
                        "SUPABASE_S3_REGION",
                        "eu-central-1");
        StorageSettings.S3 s3 = s3(variables);
        assertEquals("https://abcd.supabase.co/storage/v1/s3", s3.where());
        assertEquals("eu-central-1", s3.region());
        assertTrue(s3.isSupabase());
        assertEquals("key", s3.credentials().accessKey());
        assertFalse(s3.toString().contains("planted"), s3.toString());
    }

    @Test
    void withoutAnEndpointItIsAws() {
        StorageSettings.S3 s3 = s3(with(KEYS, "AWS_REGION", "eu-west-1"));
        assertTrue(s3.isAws());
        assertEquals(
                new Links.Public("https://s3.eu-west-1.amazonaws.com/{bucket}/{key}"), s3.links());
    }

    @Test
    void theBucketIsInTheHostNameWhenAskedFor() {
        var variables = with(KEYS, "S3_FORCE_PATH_STYLE", "false");
        variables.put("AWS_REGION", "eu-west-1");
        StorageSettings.S3 s3 = s3(variables);
        assertEquals(Addressing.HOST, s3.addressing());
        assertEquals(
                new Links.Public("https://{bucket}.s3.eu-west-1.amazonaws.com/{key}"), s3.links());
        variables.put("S3_ENDPOINT", "https://s3.example.com:9000/");
        assertEquals(
                new Links.Public("https://{bucket}.s3.example.com:9000/{key}"),
                s3(variables).links());
        variables.put("S3_ENDPOINT", "https://abcd.storage.supabase.co/storage/v1/s3");
        assertEquals(
                new Links.Public(
                        "https://abcd.supabase.co/storage/v1/object/public/{bucket}/{key}"),
                s3(variables).links(),
                "pictures have addresses of their own there");
        assertEquals(Addressing.PATH, s3(KEYS).addressing());
        assertTrue(
                refusal(with(KEYS, "S3_FORCE_PATH_STYLE", "maybe"))
                        .contains("S3_FORCE_PATH_STYLE"));
    }

    @Test
    void bucketsAndAddressesHaveOtherNamesWhenAskedFor() {
        var variables = with(KEYS, "S3_BUCKET_GENERATED", "mine");
        variables.put("S3_PUBLIC_URL", "https://cdn.example.com/{key}");
        variables.put("S3_CREATE_BUCKETS", "false");
        StorageSettings.S3 s3 = s3(variables);
        assertEquals("mine", s3.name(Bucket.GENERATED));
        assertEquals("reference-images", s3.name(Bucket.REFERENCES));
        assertEquals(new Links.Public("https://cdn.example.com/{key}"), s3.links());
        assertFalse(s3.makesBuckets());
        assertEquals(new Links.Signed(), s3(with(KEYS, "S3_SIGNED_URLS", "yes")).links());
    }

    @Test
    void whatIsMissingOrCannotBeUnderstoodIsNamed() {
        assertTrue(
                refusal(Map.of("S3_ENDPOINT", "http://127.0.0.1:9000"))
                        .contains("S3_ACCESS_KEY_ID"));
        assertTrue(refusal(with(KEYS, "S3_ENDPOINT", "ftp://x")).contains("S3_ENDPOINT"));
        assertTrue(refusal(with(KEYS, "S3_SIGNED_URLS", "perhaps")).contains("S3_SIGNED_URLS"));
        String secret = refusal(with(KEYS, "S3_ENDPOINT", "https://key:planted-secret@host"));
        assertFalse(secret.contains("planted"), secret);
    }

    private static Optional<StorageSettings> settings(Map<String, String> variables) {
        return new StorageEnvironment(variables).settings();
    }

    private static StorageSettings.S3 s3(Map<String, String> variables) {
        return new StorageEnvironment(variables).s3().orElseThrow();
    }

    private static String refusal(Map<String, String> variables) {
        return assertThrows(StudioException.class, () -> settings(variables)).problem().sentence();
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        var all = new HashMap<>(map);
        all.put(key, value);
        return all;
    }
}
