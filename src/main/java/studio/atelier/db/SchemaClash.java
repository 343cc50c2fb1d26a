package studio.atelier.db;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;

/// What a database that Atelier never worked on has under the names of Atelier's own tables and columns. Steps only
/// add what is not there, so without a word they would take a stranger's table for theirs.
final class SchemaClash {
    /// Kinds of columns as far as they matter: own tables by what marks them, columns of the older client's tables all.
    private static final String QUERY =
            """
            with kinds (kind, types) as (values
                    ('text', '^(text|character varying)$'), ('long', '^bigint$'),
                    ('int', '^(integer|bigint|smallint)$'), ('json', '^jsonb$'),
                    ('flag', '^boolean$'), ('time', '^timestamp'),
                    ('real', '^double precision$')),
                own (tab, col, kind) as (values
                    ('atelier_settings', 'key', 'text'), ('atelier_settings', 'value', 'text'),
                    ('batches', 'id', 'long'), ('batches', 'graph', 'json'),
                    ('batches', 'job_count', 'int'), ('generated_images', 'id', 'long'),
                    ('generated_images', 'job_id', 'int'), ('generated_images', 'sha256', 'text'),
                    ('generated_images', 'flagged_at', 'time'),
                    ('reference_tags', 'reference_image_id', 'int'),
                    ('picture_numbers', 'number', 'long'), ('job_needs', 'body', 'json'),
                    ('engine_verdicts', 'able', 'flag'),
                    ('earlier_attempts', 'ran_seconds', 'real')),
                added (tab, col, kind) as (values
                    ('generation_jobs', 'batch_id', 'long'), ('generation_jobs', 'variation', 'int'),
                    ('generation_jobs', 'seed', 'long'), ('generation_jobs', 'priority', 'int'),
                    ('generation_jobs', 'attempt', 'int'), ('generation_jobs', 'engine', 'text'),
                    ('generation_jobs', 'claimed_by', 'text'),
                    ('generation_jobs', 'fencing_token', 'long'),
                    ('generation_jobs', 'lease_until', 'time'),
                    ('generation_jobs', 'submitted_at', 'time'),
                    ('generation_jobs', 'not_before', 'time'),
                    ('generation_jobs', 'cancel_requested_at', 'time'),
                    ('generation_jobs', 'problem_code', 'text'),
                    ('generation_jobs', 'problem_arguments', 'json'),
                    ('generation_jobs', 'problem_detail', 'text'),
                    ('generation_jobs', 'reference_name', 'text'),
                    ('generation_jobs', 'reference_path', 'text'),
                    ('generation_jobs', 'reference_sha256', 'text'),
                    ('generation_jobs', 'needs', 'long'),
                    ('generation_jobs', 'ran_from', 'time'),
                    ('generation_jobs', 'ran_seconds', 'real'), ('reference_images', 'sha256', 'text'),
                    ('reference_images', 'width', 'int'), ('reference_images', 'height', 'int'),
                    ('reference_images', 'bytes', 'int'),
                    ('reference_images', 'source_sha256', 'text'),
                    ('reference_images', 'deleted_at', 'time'),
                    ('reference_images', 'changed_at', 'time'), ('models', 'archived_at', 'time'),
                    ('workflows', 'archived_at', 'time')),
                wanted (tab, col, kind, needed) as (
                    select own.*, true from own union all select added.*, false from added)
            select wanted.tab || case when needed then '' else '.' || wanted.col end
            from wanted join kinds using (kind)
                join pg_class c on c.relname = wanted.tab
                join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
                left join pg_attribute a on a.attrelid = c.oid and a.attname = wanted.col
                    and not a.attisdropped
            where to_regclass('atelier_schema_history') is null
                and case when a.attname is null then needed
                    else format_type(a.atttypid, null) !~ kinds.types end
            order by 1
            """;

    private SchemaClash() {}

    /// @throws StudioException `DATABASE_CLASH`
    static void requireNone(DatabaseAddress address, Connection connection) throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        if (!names.isEmpty()) {
            throw new StudioException(
                    Problem.of(Kind.DATABASE_CLASH, address.redacted(), String.join(", ", names)));
        }
    }
}
