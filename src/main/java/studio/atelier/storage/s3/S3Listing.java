package studio.atelier.storage.s3;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

import studio.atelier.storage.Bucket;
import studio.atelier.storage.ObjectStore.ObjectInfo;
import studio.atelier.storage.StorageSettings;

import java.util.Optional;
import java.util.stream.Stream;

/// Everything in a bucket, fetched page by page while it is read.
final class S3Listing {
    /// What Supabase's own pages put into a folder to have it at all; those of AWS make an empty object of its name.
    private static final String PLACEHOLDER = ".emptyFolderPlaceholder";

    private final S3Client client;
    private final StorageSettings.S3 settings;
    private final S3Problems problems;
    private final Bucket bucket;

    S3Listing(S3Client client, StorageSettings.S3 settings, S3Problems problems, Bucket bucket) {
        this.client = client;
        this.settings = settings;
        this.problems = problems;
        this.bucket = bucket;
    }

    Stream<ObjectInfo> objects() {
        // The first page at once: what is wrong with a bucket is said where it is asked for.
        return Stream.iterate(Optional.of(page(null)), Optional::isPresent, this::after)
                .flatMap(Optional::stream)
                .flatMap(page -> page.contents().stream())
                .filter(S3Listing::isPicture)
                .map(object -> new ObjectInfo(object.key(), bytes(object)));
    }

    /// An object under the name of a bucket is no list, and would be taken for an empty one.
    static boolean isList(ListObjectsV2Response page) {
        return page.name() != null
                || page.keyCount() != null
                || page.isTruncated() != null
                || page.hasContents();
    }

    /// Whatever characters its key has: other programs know no limits there.
    private static boolean isPicture(S3Object object) {
        String key = object.key();
        boolean folder = key.endsWith("/") && bytes(object) == 0;
        return !folder && !key.endsWith(PLACEHOLDER) && !key.equals(S3Buckets.PROBE);
    }

    /// Some servers say nothing of the size of what stands for a folder.
    private static long bytes(S3Object object) {
        return Optional.ofNullable(object.size()).orElse(0L);
    }

    private Optional<ListObjectsV2Response> after(Optional<ListObjectsV2Response> page) {
        return page.filter(answer -> Boolean.TRUE.equals(answer.isTruncated()))
                .map(answer -> page(next(answer)));
    }

    private String next(ListObjectsV2Response page) {
        String next = page.nextContinuationToken();
        if (next == null || next.equals(page.continuationToken())) {
            // It would go round for ever, or end too early without a word.
            throw problems.faulty("s3.list");
        }
        return next;
    }

    private ListObjectsV2Response page(@Nullable String token) {
        try {
            ListObjectsV2Response page =
                    client.listObjectsV2(
                            ListObjectsV2Request.builder()
                                    .bucket(settings.name(bucket))
                                    .continuationToken(token)
                                    .build());
            if (!isList(page)) {
                throw problems.noBucket(bucket);
            }
            return page;
        } catch (SdkException e) {
            throw problems.of(e, bucket);
        }
    }
}
