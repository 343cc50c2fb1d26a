package studio.atelier.storage.s3;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.ObjectKeys;
import studio.atelier.storage.ObjectStore;
import studio.atelier.storage.StorageSettings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// An object store on any S3 server. Nothing is asked of it before it is needed, so that the studio starts without.
/// Safe to share between threads; close it at the end.
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
    private static final int PART = 16 << 20;

    private final StorageSettings.S3 settings;
    private final S3Client client;
    private final S3Problems problems;
    private final S3Buckets buckets;
    private final S3Links links;
    private final S3Upload upload;

    /// For servers that do not refuse a key that is taken: two writers of one process do not meet.
    private final Lock[] writers =
            IntStream.range(0, 64).mapToObj(_ -> new ReentrantLock()).toArray(Lock[]::new);

    /// Whether the server knows the condition that a key be free.
    private volatile boolean refusesTaken = true;

    public S3ObjectStore(StorageSettings.S3 settings) {
        this(settings, S3Timing.USUAL, PART);
    }

    /// @param partBytes the size of the parts of a large file
    S3ObjectStore(StorageSettings.S3 settings, S3Timing timing, int partBytes) {
        this.settings = settings;
        this.client = S3Clients.client(settings, timing);
        this.problems = new S3Problems(settings);
        this.buckets = new S3Buckets(client, settings, timing, problems, System::nanoTime);
        this.links = new S3Links(settings);
        this.upload = new S3Upload(client, timing, partBytes, InstantSource.system());
    }

    @Override
    public void put(Bucket bucket, String key, Path file, String sha256, String contentType) {
        requireSafe(bucket, key);
        Lock writer = writers[Math.floorMod(key.hashCode(), writers.length)];
        writer.lock();
        try {
            if (adopted(bucket, key, file, sha256)) {
                return;
            }
            try {
                send(target(bucket, key, sha256, contentType), bucket, file);
            } catch (StudioException e) {
                boolean missing = e.problem().code().equals(Kind.STORE_BUCKET_MISSING.code());
                if (!missing || !buckets.make(bucket)) {
                    throw e;
                }
                send(target(bucket, key, sha256, contentType), bucket, file);
            }
        } catch (IOException e) {
            throw new StudioException(
                    Problem.detailed(
                            Kind.STORE_FAULTY,
                            e.toString(),
                            settings.where(),
                            String.valueOf(e.getMessage())),
                    e);
        } finally {
            writer.unlock();
        }
    }

    @Override
    public InputStream open(Bucket bucket, String key) {
        requireName(bucket, key);
        return S3Download.open(client, settings, problems, bucket, key);
    }

    @Override
    public Optional<ObjectInfo> find(Bucket bucket, String key) {
        requireName(bucket, key);
        return head(bucket, key)
                .map(found -> Optional.ofNullable(found.contentLength()).orElse(0L))
                .map(bytes -> new ObjectInfo(key, bytes));
    }

    @Override
    public void delete(Bucket bucket, String key) {
        requireName(bucket, key);
        try {
            client.deleteObject(request -> request.bucket(settings.name(bucket)).key(key));
        } catch (AwsServiceException e) {
            if (e.statusCode() != 404) {
                throw problems.of(e, bucket, key);
            }
        } catch (SdkException e) {
            throw problems.of(e, bucket, key);
        }
    }

    @Override
    public Stream<ObjectInfo> list(Bucket bucket) {
        return new S3Listing(client, settings, problems, bucket).objects();
    }

    @Override
    public URI urlOf(Bucket bucket, String key) {
        requireName(bucket, key);
        return links.of(bucket, key);
    }

    @Override
    public Optional<Path> localFile(Bucket bucket, String key) {
        return Optional.empty();
    }

    @Override
    public void check() {
        for (Bucket bucket : Bucket.values()) {
            buckets.check(bucket);
        }
    }

    @Override
    public String description() {
        return Messages.of("problems")
                .text(
                        "s3.description",
                        settings.name(Bucket.REFERENCES),
                        settings.name(Bucket.GENERATED),
                        settings.where());
    }

    @Override
    public void close() {
        links.close();
        client.close();
    }

    private S3Upload.Target target(Bucket bucket, String key, String sha256, String contentType) {
        return new S3Upload.Target(settings.name(bucket), key, sha256, contentType, refusesTaken);
    }

    private void send(S3Upload.Target target, Bucket bucket, Path file) throws IOException {
        String key = target.key();
        try {
            upload.send(file, target);
        } catch (AwsServiceException e) {
            if (isTaken(e) && adopted(bucket, key, file, target.sha256())) {
                return;
            }
            if (!target.onlyNew() || !isUnknownCondition(e)) {
                throw problems.of(e, bucket, key);
            }
            send(target.anyway(), bucket, file);
            // Nothing lay there, so a 412 was wrong; the next time it may be right.
            if (e.statusCode() != 412) {
                refusesTaken = false;
            }
        } catch (SdkException e) {
            throw problems.of(e, bucket, key);
        }
    }

    /// Another writer was first, or an attempt of ours arrived whose answer was lost.
    private static boolean isTaken(AwsServiceException e) {
        return e.statusCode() == 412
                || e.statusCode() == 409
                || S3Problems.code(e).equals("NoSuchUpload");
    }

    /// Servers that do not know the header say so in several ways; some find it unfulfilled where nothing lies under
    /// the key, or miss the object that it is about.
    private static boolean isUnknownCondition(AwsServiceException e) {
        String code = S3Problems.code(e);
        return switch (e.statusCode()) {
            case 412, 501 -> true;
            case 400 -> code.startsWith("InvalidArgument") || isAboutCondition(e);
            case 404 -> code.equals("NoSuchKey");
            default -> code.equals("NotImplemented");
        };
    }

    private static boolean isAboutCondition(AwsServiceException e) {
        return S3Problems.words(e).matches("(?is).*none-match.*");
    }

    /// Whether the same bytes are already there.
    private boolean adopted(Bucket bucket, String key, Path file, String sha256)
            throws IOException {
        Optional<HeadObjectResponse> found = head(bucket, key);
        if (found.isEmpty()) {
            return false;
        }
        String known = S3Metadata.sha256(found.get().metadata());
        boolean same =
                isLength(found.get(), Files.size(file))
                        && (known.isEmpty() ? storedHash(bucket, key) : known).equals(sha256);
        if (!same) {
            throw problems.conflict(bucket, key);
        }
        return true;
    }

    /// Proxies may leave the length out; the hash tells all the same.
    private static boolean isLength(HeadObjectResponse found, long bytes) {
        return found.contentLength() == null || found.contentLength() == bytes;
    }

    /// For an object of another program.
    private String storedHash(Bucket bucket, String key) throws IOException {
        try (InputStream in = open(bucket, key)) {
            return Hashes.sha256(in);
        }
    }

    private Optional<HeadObjectResponse> head(Bucket bucket, String key) {
        try {
            return Optional.of(
                    client.headObject(request -> request.bucket(settings.name(bucket)).key(key)));
        } catch (AwsServiceException e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw problems.of(e, bucket, key);
        } catch (SdkException e) {
            throw problems.of(e, bucket, key);
        }
    }

    private void requireSafe(Bucket bucket, String key) {
        if (!ObjectKeys.isSafe(key)) {
            throw problems.impossible(bucket, key);
        }
    }

    private void requireName(Bucket bucket, String key) {
        if (key.isEmpty()) {
            throw problems.impossible(bucket, key);
        }
    }
}
