package studio.atelier.storage.s3;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.StorageSettings;
import studio.atelier.storage.StorageSettings.Links;

import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/// Proves that the buckets are there and can be written, and makes those that are missing. Safe to share between
/// threads.
final class S3Buckets {
    /// Written and removed again; a picture, because a bucket may take nothing else.
    static final String PROBE = ".atelier-check.png";

    private static final byte[] PIXEL =
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJ"
                                    + "RU5ErkJggg==");

    /// The names that every server takes for a new bucket.
    private static final Pattern MAKEABLE = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final S3Client client;
    private final StorageSettings.S3 settings;
    private final S3Timing timing;
    private final S3Problems problems;
    private final LongSupplier nanoTime;
    private final Map<Bucket, Long> proven = new ConcurrentHashMap<>();

    S3Buckets(
            S3Client client,
            StorageSettings.S3 settings,
            S3Timing timing,
            S3Problems problems,
            LongSupplier nanoTime) {
        this.client = client;
        this.settings = settings;
        this.timing = timing;
        this.problems = problems;
        this.nanoTime = nanoTime;
    }

    /// Asks for the bucket, and now and then writes to it: every writing costs money at some servers.
    void check(Bucket bucket) {
        try {
            look(bucket);
            if (isProbeDue(bucket)) {
                probe(bucket);
                proven.put(bucket, nanoTime.getAsLong());
            }
        } catch (StudioException e) {
            proven.remove(bucket);
            throw e;
        }
    }

    /// Makes a bucket that is missing.
    ///
    /// @return false where buckets are not to be made
    /// @throws StudioException `STORE_BUCKET_UNMADE` where that is not allowed
    boolean make(Bucket bucket) {
        if (!settings.makesBuckets()) {
            return false;
        }
        var request = CreateBucketRequest.builder().bucket(settings.name(bucket));
        if (settings.isSupabase() && settings.links() instanceof Links.Public) {
            // Supabase has public and private buckets; elsewhere this is refused or ignored.
            request.acl(BucketCannedACL.PUBLIC_READ);
        }
        try {
            client.createBucket(request.build());
            return true;
        } catch (IllegalArgumentException e) {
            // The client library knows which names no server takes, and does not ask.
            throw problems.badName(bucket, e);
        } catch (AwsServiceException e) {
            if (e.statusCode() == 409) {
                // Made by another desktop in the same moment; if it is a stranger's, the next
                // request says so.
                return true;
            }
            throw problems.unmade(e, bucket);
        } catch (SdkException e) {
            throw problems.of(e, bucket);
        }
    }

    /// A list of one, because its refusal says why; the answer to a HEAD has no body.
    private void look(Bucket bucket) {
        try {
            list(bucket);
        } catch (SdkException e) {
            StudioException problem = problems.of(e, bucket);
            boolean missing = problem.problem().code().equals(Kind.STORE_BUCKET_MISSING.code());
            if (missing && !MAKEABLE.matcher(settings.name(bucket)).matches()) {
                throw problems.badName(bucket, e);
            }
            if (!missing || !make(bucket)) {
                throw problem;
            }
        }
    }

    private void list(Bucket bucket) {
        var page =
                client.listObjectsV2(request -> request.bucket(settings.name(bucket)).maxKeys(1));
        if (!S3Listing.isList(page)) {
            throw problems.noBucket(bucket);
        }
    }

    private boolean isProbeDue(Bucket bucket) {
        Long at = proven.get(bucket);
        return at == null || nanoTime.getAsLong() - at >= timing.probe().toNanos();
    }

    private void probe(Bucket bucket) {
        String name = settings.name(bucket);
        try {
            client.putObject(
                    request -> request.bucket(name).key(PROBE).contentType("image/png"),
                    RequestBody.fromBytes(PIXEL));
        } catch (AwsServiceException e) {
            StudioException problem = problems.of(e, bucket);
            throw problem.problem().code().equals(Kind.STORE_DENIED.code())
                    ? problems.readOnly(bucket, e)
                    : problem;
        } catch (SdkException e) {
            throw problems.of(e, bucket);
        }
        try {
            client.deleteObject(request -> request.bucket(name).key(PROBE));
        } catch (AwsServiceException e) {
            // Writing is what counts; a key that may write but not remove is in order.
            if (S3Clients.passes(e.statusCode())) {
                throw problems.of(e, bucket);
            }
        } catch (SdkException e) {
            throw problems.of(e, bucket);
        }
    }
}
