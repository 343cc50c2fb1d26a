package studio.atelier.storage.s3;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

import studio.atelier.storage.StorageSettings;
import studio.atelier.storage.StorageSettings.Addressing;

/// Makes the SDK's clients so that any S3 server understands them: bucket in the path unless
/// asked otherwise, no checksums that a server
/// may not know, bodies that are not cut into signed chunks. Nothing is read from the configuration of AWS's own
/// tools.
final class S3Clients {
    private static final int CONNECTIONS = 64;
    private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

    private S3Clients() {}

    static S3Client client(StorageSettings.S3 settings, S3Timing timing) {
        var builder =
                S3Client.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(credentials(settings.credentials()))
                        .serviceConfiguration(configuration(settings))
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .httpClientBuilder(
                                Apache5HttpClient.builder()
                                        .maxConnections(CONNECTIONS)
                                        .connectionTimeout(timing.connect())
                                        .connectionAcquisitionTimeout(timing.idle())
                                        .socketTimeout(timing.idle()))
                        .overrideConfiguration(
                                override -> {
                                    override.retryStrategy(retries(timing))
                                            .defaultProfileFile(NO_PROFILES)
                                            .apiCallAttemptTimeout(timing.attempt(0));
                                    if (!settings.isAws()) {
                                        override.addExecutionInterceptor(new PlainBucket());
                                    }
                                });
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    static S3Presigner presigner(StorageSettings.S3 settings) {
        var builder =
                S3Presigner.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(credentials(settings.credentials()))
                        .serviceConfiguration(configuration(settings));
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static S3Configuration configuration(StorageSettings.S3 settings) {
        return S3Configuration.builder()
                .pathStyleAccessEnabled(settings.addressing() == Addressing.PATH)
                .chunkedEncodingEnabled(false)
                .useArnRegionEnabled(false)
                .build();
    }

    private static AwsCredentialsProvider credentials(StorageSettings.Credentials keys) {
        AwsCredentials credentials =
                keys.session()
                        .<AwsCredentials>map(
                                token ->
                                        AwsSessionCredentials.create(
                                                keys.accessKey(), keys.secretKey(), token))
                        .orElseGet(
                                () ->
                                        AwsBasicCredentials.create(
                                                keys.accessKey(), keys.secretKey()));
        return StaticCredentialsProvider.create(credentials);
    }

    /// The SDK's own rules (which also set a wrong clock right), and every answer of an overloaded server.
    private static RetryStrategy retries(S3Timing timing) {
        var backoff = BackoffStrategy.exponentialDelay(timing.firstWait(), timing.longestWait());
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(timing.attempts())
                .backoffStrategy(backoff)
                .throttlingBackoffStrategy(backoff)
                // The queue waits for a store by itself; a budget shared by all requests would fail
                // good ones.
                .circuitBreakerEnabled(false)
                .retryOnException(S3Clients::passes)
                .build();
    }

    private static boolean passes(Throwable failure) {
        return failure instanceof AwsServiceException answer && passes(answer.statusCode());
    }

    /// Supabase answers 544 when its database is slow.
    static boolean passes(int status) {
        return status == 429 || (status >= 500 && status != 501 && status != 505);
    }

    /// The SDK asks for a new bucket in its region by AWS's name of it, which other servers do not know.
    private static final class PlainBucket implements ExecutionInterceptor {
        @Override
        public SdkRequest modifyRequest(
                Context.ModifyRequest context, ExecutionAttributes attributes) {
            return context.request() instanceof CreateBucketRequest request
                    ? request.toBuilder()
                            .createBucketConfiguration((CreateBucketConfiguration) null)
                            .build()
                    : context.request();
        }
    }
}
