/// Picture bytes in the buckets of an S3 server: Supabase, AWS, or one of one's own. The only place that knows
/// the AWS SDK. Every public method blocks.
@NullMarked
package studio.atelier.storage.s3;

import org.jspecify.annotations.NullMarked;
