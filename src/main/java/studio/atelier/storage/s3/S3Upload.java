package studio.atelier.storage.s3;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

import studio.atelier.storage.Hashes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Sends a file's bytes to one key: at once, or in parts when it is large. What is sent is what was hashed. Safe to
/// share between threads.
final class S3Upload {
    private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);
    private static final int MOST_PARTS = 10_000;
    private static final int MEGABYTE = 1 << 20;
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final S3Client client;
    private final S3Timing timing;
    private final int partBytes;
    private final InstantSource clock;

    /// @param partBytes the size of a part, and the largest file that is sent at once; at least 5 MiB at real servers
    S3Upload(S3Client client, S3Timing timing, int partBytes, InstantSource clock) {
        this.client = client;
        this.timing = timing;
        this.partBytes = partBytes;
        this.clock = clock;
    }

    /// Where the bytes go, and what is noted with them.
    ///
    /// @param onlyNew whether the server is asked to refuse a key that is taken
    record Target(String bucket, String key, String sha256, String contentType, boolean onlyNew) {
        Target anyway() {
            return new Target(bucket, key, sha256, contentType, false);
        }
    }

    /// @throws IOException also when the file does not have the bytes that the target's hash names
    void send(Path file, Target target) throws IOException {
        long bytes = Files.size(file);
        if (bytes <= partBytes) {
            sendAtOnce(Files.readAllBytes(file), target);
        } else {
            sendInParts(file, bytes, target);
        }
    }

    private void sendAtOnce(byte[] bytes, Target target) throws IOException {
        MessageDigest digest = Hashes.digest();
        digest.update(bytes);
        require(Hashes.hex(digest), target);
        var request =
                PutObjectRequest.builder()
                        .bucket(target.bucket())
                        .key(target.key())
                        .contentType(target.contentType())
                        .cacheControl(S3Metadata.CACHE)
                        .metadata(Map.of(S3Metadata.SHA256, target.sha256()))
                        .contentMD5(md5(bytes, bytes.length))
                        .overrideConfiguration(o -> o.apiCallAttemptTimeout(allowed(bytes.length)));
        if (target.onlyNew()) {
            request.ifNoneMatch("*");
        }
        client.putObject(request.build(), RequestBody.fromBytes(bytes));
    }

    private void sendInParts(Path file, long bytes, Target target) throws IOException {
        abortAbandoned(target);
        String upload =
                client.createMultipartUpload(
                                request ->
                                        request.bucket(target.bucket())
                                                .key(target.key())
                                                .contentType(target.contentType())
                                                .cacheControl(S3Metadata.CACHE)
                                                .metadata(
                                                        Map.of(S3Metadata.SHA256, target.sha256())))
                        .uploadId();
        boolean done = false;
        try {
            List<CompletedPart> parts = parts(file, bytes, target, upload);
            client.completeMultipartUpload(
                    request -> {
                        request.bucket(target.bucket())
                                .key(target.key())
                                .uploadId(upload)
                                .multipartUpload(all -> all.parts(parts));
                        if (target.onlyNew()) {
                            request.ifNoneMatch("*");
                        }
                    });
            done = true;
        } finally {
            if (!done) {
                abort(target, upload);
            }
        }
    }

    /// What a process that died began to send to the same key. A younger one may be another desktop's, which sends the
    /// same bytes.
    private void abortAbandoned(Target target) {
        Instant newest = clock.instant().minus(ABANDONED);
        try {
            client
                    .listMultipartUploads(
                            request -> request.bucket(target.bucket()).prefix(target.key()))
                    .uploads()
                    .stream()
                    .filter(upload -> target.key().equals(upload.key()))
                    .filter(upload -> upload.initiated() != null)
                    .filter(upload -> upload.initiated().isBefore(newest))
                    .forEach(upload -> abort(target, upload.uploadId()));
        } catch (SdkException e) {
            LOG.debug("unfinished uploads of {} are not told", target.key(), e);
        }
    }

    private List<CompletedPart> parts(Path file, long bytes, Target target, String upload)
            throws IOException {
        // Whole megabytes, as few as the limit of parts allows.
        int size = (int) Math.max(partBytes, (bytes / MOST_PARTS / MEGABYTE + 1) * MEGABYTE);
        MessageDigest digest = Hashes.digest();
        List<CompletedPart> parts = new ArrayList<>();
        byte[] part = new byte[size];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.readNBytes(part, 0, size);
                    count > 0;
                    count = in.readNBytes(part, 0, size)) {
                digest.update(part, 0, count);
                parts.add(sendPart(part, count, parts.size() + 1, target, upload));
            }
        }
        require(Hashes.hex(digest), target);
        return parts;
    }

    private CompletedPart sendPart(
            byte[] part, int count, int number, Target target, String upload) {
        byte[] bytes = Arrays.copyOf(part, count);
        String etag =
                client.uploadPart(
                                request ->
                                        request.bucket(target.bucket())
                                                .key(target.key())
                                                .uploadId(upload)
                                                .partNumber(number)
                                                .contentMD5(md5(bytes, count))
                                                .overrideConfiguration(
                                                        o ->
                                                                o.apiCallAttemptTimeout(
                                                                        allowed(count))),
                                RequestBody.fromBytes(bytes))
                        .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    /// Parts of an upload that never ends cost money at some servers. Where this fails too, the server's own
    /// clean-up is left.
    private void abort(Target target, String upload) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(target.bucket()).key(target.key()).uploadId(upload));
        } catch (SdkException e) {
            LOG.info("an unfinished upload of {} stays", target.key());
        }
    }

    private Duration allowed(long bytes) {
        return timing.attempt(bytes);
    }

    private static void require(String found, Target target) throws IOException {
        if (!found.equals(target.sha256())) {
            throw new IOException("the file changed while it was being stored");
        }
    }

    /// Servers compare it with what arrived; one that does not know it passes over it.
    private static String md5(byte[] bytes, int count) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes, 0, count);
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
