package studio.atelier.storage;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where the pictures of a studio are kept: a folder, or buckets of an S3 server.
public sealed interface StorageSettings {
    /// @param folder holds a sub-folder for each bucket
    record Folder(Path folder) implements StorageSettings {}

    /// @param endpoint with its path (`https://ref.storage.supabase.co/storage/v1/s3`); empty for AWS itself
    /// @param region any text that the server accepts
    /// @param names what the buckets are called there
    /// @param links how other programs reach a picture
    /// @param makesBuckets whether a missing bucket is made
    /// @param addressing where in an address a bucket stands
    record S3(
            Optional<URI> endpoint,
            String region,
            Credentials credentials,
            Map<Bucket, String> names,
            Links links,
            boolean makesBuckets,
            Addressing addressing)
            implements StorageSettings {
        private static final String SUPABASE_PATH = "/storage/v1/s3";

        public S3 {
            names = Map.copyOf(names);
        }

        /// For a check, which makes nothing.
        public S3 makingNoBuckets() {
            return new S3(endpoint, region, credentials, names, links, false, addressing);
        }

        public String name(Bucket bucket) {
            return names.getOrDefault(bucket, bucket.bucketName());
        }

        public boolean isAws() {
            return endpoint.filter(uri -> !uri.getHost().endsWith(".amazonaws.com")).isEmpty();
        }

        public boolean isSupabase() {
            return endpoint.filter(uri -> uri.getPath().endsWith(SUPABASE_PATH)).isPresent();
        }

        /// The address without anything secret, for screens.
        public String where() {
            return endpoint.map(uri -> uri.getScheme() + "://" + uri.getAuthority() + uri.getPath())
                    .orElse("s3." + region + ".amazonaws.com");
        }
    }

    /// Where in the addresses of a server a bucket stands.
    enum Addressing {
        /// `server/bucket/key`
        PATH,
        /// `bucket.server/key`
        HOST
    }

    /// An access key; printing it tells no secret.
    ///
    /// @param session the token of a session, where the key belongs to one
    record Credentials(String accessKey, String secretKey, Optional<String> session) {
        @Override
        public String toString() {
            return "Credentials[...]";
        }
    }

    /// How other programs reach a picture.
    sealed interface Links {
        /// By an address that holds as long as the picture.
        ///
        /// @param template with `{bucket}` and `{key}`
        record Public(String template) implements Links {
            public URI of(String bucket, String key) {
                return URI.create(
                        template.replace("{bucket}", encoded(bucket))
                                .replace("{key}", encoded(key)));
            }

            private static String encoded(String path) {
                return Stream.of(path.split("/", -1))
                        .map(
                                segment ->
                                        URLEncoder.encode(segment, StandardCharsets.UTF_8)
                                                .replace("+", "%20"))
                        .collect(Collectors.joining("/"));
            }
        }

        /// By an address that the server lets pass for a week, for buckets that are not public.
        record Signed() implements Links {}
    }
}
