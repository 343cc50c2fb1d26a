package studio.atelier.storage.s3;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

import studio.atelier.storage.Bucket;
import studio.atelier.storage.Hashes;
import studio.atelier.storage.StorageSettings;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/// The bytes of one object. A download that is cut goes on where it broke off, of the same version of the object;
/// at the end its length and, where it was recorded, its hash are compared. Failures are `StudioException`s: the
/// reader's own disk is not at fault. Not for use by several threads at once.
final class S3Download extends InputStream {
    /// In a row, without a byte in between.
    private static final int MOST_CUTS = 4;

    private final S3Client client;
    private final S3Problems problems;
    private final Bucket bucket;
    private final String key;
    private final GetObjectRequest whole;
    private final MessageDigest digest = Hashes.digest();
    private final GetObjectResponse first;
    private @Nullable ResponseInputStream<GetObjectResponse> answer;
    private long offset;
    private int cuts;
    private boolean ended;

    private S3Download(
            S3Client client,
            StorageSettings.S3 settings,
            S3Problems problems,
            Bucket bucket,
            String key) {
        this.client = client;
        this.problems = problems;
        this.bucket = bucket;
        this.key = key;
        this.whole = GetObjectRequest.builder().bucket(settings.name(bucket)).key(key).build();
        ResponseInputStream<GetObjectResponse> opened = get(whole);
        this.answer = opened;
        this.first = opened.response();
    }

    /// Opens the object before anything is read of it.
    static S3Download open(
            S3Client client,
            StorageSettings.S3 settings,
            S3Problems problems,
            Bucket bucket,
            String key) {
        return new S3Download(client, settings, problems, bucket, key);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int start, int length) {
        Objects.checkFromIndexSize(start, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            try {
                int count = current().read(buffer, start, length);
                if (count > 0) {
                    digest.update(buffer, start, count);
                    offset += count;
                    cuts = 0;
                    return count;
                }
                end();
            } catch (IOException | SdkException e) {
                cut(e);
            }
        }
        return -1;
    }

    @Override
    public void close() {
        if (answer != null && !ended) {
            // Reading the rest only to reuse the connection would cost more than a new one.
            answer.abort();
        }
        answer = null;
        ended = true;
    }

    private void end() throws IOException {
        Long length = first.contentLength();
        if (length != null && offset < length) {
            throw new IOException("%d of %d bytes came".formatted(offset, length));
        }
        current().close();
        ended = true;
        String wanted = S3Metadata.sha256(first.metadata());
        boolean whole = length == null || offset == length;
        if (!whole || (!wanted.isEmpty() && !wanted.equals(Hashes.hex(digest)))) {
            throw problems.damaged(bucket, key);
        }
    }

    private void cut(Exception failure) {
        if (answer != null) {
            answer.abort();
            answer = null;
        }
        if (++cuts > MOST_CUTS || Thread.currentThread().isInterrupted()) {
            ended = true;
            throw problems.cutOff(failure);
        }
    }

    private ResponseInputStream<GetObjectResponse> current() throws IOException {
        ResponseInputStream<GetObjectResponse> open = answer;
        if (open == null) {
            open = rest();
            answer = open;
        }
        return open;
    }

    private ResponseInputStream<GetObjectResponse> rest() throws IOException {
        var request = whole.toBuilder();
        if (offset > 0) {
            request.range("bytes=" + offset + "-");
        }
        if (first.eTag() != null) {
            request.ifMatch(first.eTag());
        }
        ResponseInputStream<GetObjectResponse> open = get(request.build());
        if (!Objects.equals(open.response().eTag(), first.eTag())) {
            open.abort();
            throw problems.damaged(bucket, key);
        }
        String range = open.response().contentRange();
        if (offset > 0 && (range == null || range.isBlank())) {
            // A server, or a proxy before it, that knows no ranges begins anew.
            open.skipNBytes(offset);
        }
        return open;
    }

    private ResponseInputStream<GetObjectResponse> get(GetObjectRequest request) {
        try {
            return client.getObject(request);
        } catch (AwsServiceException e) {
            // Replaced or removed while it was read.
            throw e.statusCode() == 412
                    ? problems.damaged(bucket, key)
                    : problems.of(e, bucket, key);
        } catch (SdkException e) {
            throw problems.of(e, bucket, key);
        }
    }
}
