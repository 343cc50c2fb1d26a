package studio.atelier.storage.s3;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

import studio.atelier.model.CertificateFault;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.Bucket;
import studio.atelier.storage.StorageSettings;

import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

/// Says what a failed request means for the person. Nothing secret gets into a sentence or a detail, whatever the
/// server repeats of a request.
final class S3Problems {
    private static final int NO_METHOD = 405;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int PAUSED = 540;
    private static final Pattern EXPECTED_REGION = Pattern.compile("expecting '([a-z0-9-]{2,40})'");

    private static final Pattern KEY =
            Pattern.compile("No such key: |Invalid signature|Credential access key has length");

    private final StorageSettings.S3 settings;

    S3Problems(StorageSettings.S3 settings) {
        this.settings = settings;
    }

    StudioException of(SdkException failure, Bucket bucket) {
        return of(failure, bucket, "");
    }

    /// @param key empty where the request was about the bucket itself
    StudioException of(SdkException failure, Bucket bucket, String key) {
        Problem problem =
                failure instanceof AwsServiceException answer
                        ? refused(answer, bucket, key)
                        : unsent(failure);
        return new StudioException(problem, failure);
    }

    /// For an answer that broke off.
    StudioException cutOff(Exception failure) {
        return new StudioException(unsent(failure), failure);
    }

    StudioException missing(Bucket bucket, String key) {
        return new StudioException(Problem.of(Kind.OBJECT_MISSING, name(bucket, key)));
    }

    StudioException conflict(Bucket bucket, String key) {
        return new StudioException(Problem.of(Kind.OBJECT_CONFLICT, name(bucket, key)));
    }

    /// For a key that cannot be stored anywhere.
    StudioException impossible(Bucket bucket, String key) {
        return new StudioException(
                Problem.of(Kind.OBJECT_NAME, name(bucket, key), settings.where()));
    }

    StudioException damaged(Bucket bucket, String key) {
        return new StudioException(Problem.of(Kind.OBJECT_DAMAGED, name(bucket, key)));
    }

    /// Something else answers where the bucket should be.
    StudioException noBucket(Bucket bucket) {
        return new StudioException(faulty("", "s3.no-bucket", settings.name(bucket)));
    }

    /// A bucket that is missing could not be made. Keys of one bucket may not, some servers let nobody make one this
    /// way, and some have made as many as they do.
    StudioException unmade(AwsServiceException answer, Bucket bucket) {
        StudioException refused = of(answer, bucket);
        boolean forbidden =
                refused.problem().code().equals(Kind.STORE_DENIED.code())
                        || answer.statusCode() == NO_METHOD
                        || answer.statusCode() == NOT_IMPLEMENTED
                        || code(answer).equals("TooManyBuckets");
        return forbidden
                ? new StudioException(
                        Problem.detailed(
                                Kind.STORE_BUCKET_UNMADE,
                                detail(answer),
                                settings.name(bucket),
                                settings.where()),
                        answer)
                : refused;
    }

    StudioException badName(Bucket bucket, @Nullable Exception cause) {
        return new StudioException(
                Problem.of(Kind.STORE_BUCKET_NAME, settings.name(bucket), settings.where()), cause);
    }

    StudioException readOnly(Bucket bucket, AwsServiceException answer) {
        return new StudioException(
                Problem.detailed(Kind.STORE_READ_ONLY, detail(answer), settings.name(bucket)),
                answer);
    }

    /// @param why a key of the bundle `problems`
    StudioException faulty(String why, Object... arguments) {
        return new StudioException(
                Problem.of(Kind.STORE_FAULTY, settings.where(), Problem.words(why, arguments)));
    }

    static String code(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    /// The server's own words, which may hold a key.
    static String words(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorMessage)
                .orElse("");
    }

    private Problem refused(AwsServiceException answer, Bucket bucket, String key) {
        String where = settings.where();
        String detail = detail(answer);
        String name = settings.name(bucket);
        // A project of Supabase is read-only while its disk is full.
        return switch (code(answer)) {
            case "InvalidBucketName" ->
                    Problem.detailed(Kind.STORE_BUCKET_NAME, detail, name, where);
            case "NoSuchBucket" -> Problem.detailed(Kind.STORE_BUCKET_MISSING, detail, name, where);
            case "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "InvalidToken",
                    "ExpiredToken",
                    "InvalidJWT",
                    "InvalidSignature",
                    "InvalidSecurity",
                    "NotSignedUp" ->
                    Problem.detailed(Kind.STORE_REFUSED, detail, where);
            case "RequestTimeTooSkewed", "RequestExpired" ->
                    Problem.detailed(Kind.STORE_CLOCK, detail, where);
            case "EntityTooLarge" ->
                    Problem.detailed(Kind.OBJECT_TOO_LARGE, detail, name(bucket, key));
            case "InvalidKey", "KeyTooLongError", "XMinioInvalidObjectName" ->
                    Problem.detailed(Kind.OBJECT_NAME, detail, name(bucket, key), where);
            case "InvalidMimeType" -> faulty(detail, "s3.type");
            case "PermanentRedirect",
                    "AuthorizationHeaderMalformed",
                    "InvalidRegionName",
                    "IllegalLocationConstraint" ->
                    elsewhere(answer, detail);
            case "QuotaExceeded",
                    "XMinioAdminBucketQuotaExceeded",
                    "XMinioStorageFull",
                    "DatabaseReadOnly",
                    "InsufficientStorage" ->
                    Problem.detailed(Kind.STORE_FULL, detail, name);
            default ->
                    byWords(answer, bucket, detail)
                            .orElseGet(() -> byStatus(answer, bucket, key, detail));
        };
    }

    /// Garage has one code for whatever it forbids, and another for whatever is wrong; Cloudflare counts the letters of
    /// a key first.
    private Optional<Problem> byWords(AwsServiceException answer, Bucket bucket, String detail) {
        String words = words(answer);
        if (KEY.matcher(words).find()) {
            return Optional.of(Problem.detailed(Kind.STORE_REFUSED, detail, settings.where()));
        }
        if (words.contains("quota is reached")) {
            return Optional.of(Problem.detailed(Kind.STORE_FULL, detail, settings.name(bucket)));
        }
        return words.contains("Date is too old")
                ? Optional.of(Problem.detailed(Kind.STORE_CLOCK, detail, settings.where()))
                : Optional.empty();
    }

    private Problem byStatus(AwsServiceException answer, Bucket bucket, String key, String detail) {
        String where = settings.where();
        return switch (answer.statusCode()) {
            case 301, 307, 308 -> elsewhere(answer, detail);
            case 401 -> Problem.detailed(Kind.STORE_REFUSED, detail, where);
            case 403 -> Problem.detailed(Kind.STORE_DENIED, detail, settings.name(bucket), where);
            case 404 -> missing(answer, bucket, key, detail);
            case 413 -> Problem.detailed(Kind.OBJECT_TOO_LARGE, detail, name(bucket, key));
            case 507 -> Problem.detailed(Kind.STORE_FULL, detail, settings.name(bucket));
            case PAUSED -> faulty(detail, "s3.paused");
            default ->
                    S3Clients.passes(answer.statusCode())
                            ? faulty(detail, "s3.busy", answer.statusCode())
                            : faulty(detail, "s3.answer", answer.statusCode(), code(answer));
        };
    }

    private Problem elsewhere(AwsServiceException answer, String detail) {
        return expectedRegion(answer)
                .filter(region -> !region.equals(settings.region()))
                .map(region -> faulty(detail, "s3.other-region", settings.region(), region))
                .orElseGet(() -> faulty(detail, "s3.region", settings.region()));
    }

    /// Most servers say which region they expect: in their words, or in a header.
    private static Optional<String> expectedRegion(AwsServiceException answer) {
        Matcher expected = EXPECTED_REGION.matcher(words(answer));
        return expected.find()
                ? Optional.of(expected.group(1))
                : Optional.ofNullable(answer.awsErrorDetails())
                        .map(AwsErrorDetails::sdkHttpResponse)
                        .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
                        .filter(region -> region.matches("[a-z0-9-]{2,40}"));
    }

    private Problem missing(AwsServiceException answer, Bucket bucket, String key, String detail) {
        if (!key.isEmpty()) {
            return Problem.detailed(Kind.OBJECT_MISSING, detail, name(bucket, key));
        }
        String name = settings.name(bucket);
        // The bucket was taken for a key: before it stands another one.
        return code(answer).equals("NoSuchKey")
                ? faulty(detail, "s3.no-bucket", name)
                : Problem.detailed(Kind.STORE_BUCKET_MISSING, detail, name, settings.where());
    }

    /// The server was not reached, or what came back is no answer.
    private Problem unsent(Exception failure) {
        String where = settings.where();
        String detail = redacted(String.valueOf(failure));
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return Problem.detailed(Kind.STORE_HOST_UNKNOWN, detail, host());
            }
            if (cause instanceof SSLException || cause instanceof CertificateException) {
                return Problem.detailed(
                        Kind.STORE_CERTIFICATE,
                        detail,
                        where,
                        CertificateFault.of(failure)
                                .orElse(CertificateFault.OTHER)
                                .words(redacted(message(cause))));
            }
        }
        return Problem.detailed(Kind.STORE_UNREACHABLE, detail, where);
    }

    private String host() {
        return settings.endpoint().map(URI::getHost).orElseGet(settings::where);
    }

    private Problem faulty(String detail, String why, Object... arguments) {
        return Problem.detailed(
                Kind.STORE_FAULTY, detail, settings.where(), Problem.words(why, arguments));
    }

    private String detail(AwsServiceException answer) {
        return redacted(
                "HTTP %d %s: %s (request %s)"
                        .formatted(
                                answer.statusCode(),
                                code(answer),
                                words(answer),
                                answer.requestId()));
    }

    private String redacted(String text) {
        StorageSettings.Credentials keys = settings.credentials();
        String plain = text.replace(keys.secretKey(), "...").replace(keys.accessKey(), "...");
        return keys.session().map(token -> plain.replace(token, "...")).orElse(plain);
    }

    private static String message(Throwable cause) {
        @Nullable String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private String name(Bucket bucket, String key) {
        String name = settings.name(bucket);
        return key.isEmpty() ? name : name + "/" + key;
    }
}
