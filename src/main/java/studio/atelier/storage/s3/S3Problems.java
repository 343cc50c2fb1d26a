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

import javax.net.ssl.SSLException;

/// Says what a failed request means for the person. Nothing secret gets into a sentence or a detail, whatever the
/// server repeats of a request.
final class S3Problems {
    private static final int PAUSED = 540;

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

    /// A bucket that is not there and that these keys may not make.
    StudioException unmade(Bucket bucket, AwsServiceException answer) {
        return new StudioException(
                Problem.detailed(
                        Kind.STORE_BUCKET_UNMADE,
                        detail(answer),
                        settings.name(bucket),
                        settings.where()),
                answer);
    }

    StudioException damaged(Bucket bucket, String key) {
        return new StudioException(Problem.of(Kind.OBJECT_DAMAGED, name(bucket, key)));
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

    private Problem refused(AwsServiceException answer, Bucket bucket, String key) {
        String where = settings.where();
        String detail = detail(answer);
        String name = settings.name(bucket);
        return switch (code(answer)) {
            case "NoSuchBucket" -> Problem.detailed(Kind.STORE_BUCKET_MISSING, detail, name, where);
            case "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "InvalidToken",
                    "ExpiredToken",
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
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint" ->
                    faulty(detail, "s3.region", settings.region());
            case "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage" ->
                    Problem.detailed(Kind.STORE_FULL, detail, name);
            default -> byStatus(answer, bucket, key, detail);
        };
    }

    private Problem byStatus(AwsServiceException answer, Bucket bucket, String key, String detail) {
        String where = settings.where();
        return switch (answer.statusCode()) {
            case 301, 307, 308 -> faulty(detail, "s3.region", settings.region());
            case 401 -> Problem.detailed(Kind.STORE_REFUSED, detail, where);
            case 403 -> Problem.detailed(Kind.STORE_DENIED, detail, settings.name(bucket), where);
            case 404 ->
                    key.isEmpty()
                            ? Problem.detailed(
                                    Kind.STORE_BUCKET_MISSING, detail, settings.name(bucket), where)
                            : Problem.detailed(Kind.OBJECT_MISSING, detail, name(bucket, key));
            case 413 -> Problem.detailed(Kind.OBJECT_TOO_LARGE, detail, name(bucket, key));
            case 507 -> Problem.detailed(Kind.STORE_FULL, detail, settings.name(bucket));
            case PAUSED -> faulty(detail, "s3.paused");
            default ->
                    S3Clients.passes(answer.statusCode())
                            ? faulty(detail, "s3.busy", answer.statusCode())
                            : faulty(detail, "s3.answer", answer.statusCode(), code(answer));
        };
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
        String message =
                Optional.ofNullable(answer.awsErrorDetails())
                        .map(AwsErrorDetails::errorMessage)
                        .orElse("");
        return redacted(
                "HTTP %d %s: %s (request %s)"
                        .formatted(answer.statusCode(), code(answer), message, answer.requestId()));
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
