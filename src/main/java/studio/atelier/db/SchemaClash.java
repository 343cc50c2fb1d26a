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

/// What a database that Atelier never worked on has under the names of Atelier's own tables and columns, and columns
/// of the older client that are no texts there. Steps only add what is not there, so without a word they would take a
/// stranger's table for theirs.
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
                    select own.*, true from own union all select added.*, false from added),
                -- Columns that both know, which are compared with texts and filled with them.
                texts (tab, col) as (values
                    ('models', 'name'), ('models', 'slug'), ('models', 'skin_tone'),
                    ('models', 'hair_color'), ('models', 'hair_style'), ('models', 'lora_file'),
                    ('models', 'trigger_word'), ('models', 'negative_prompt'),
                    ('reference_images', 'filename'), ('reference_images', 'category'),
                    ('reference_images', 'storage_path'),
                    ('reference_images', 'vision_description'), ('workflows', 'name'),
                    ('workflows', 'slug'), ('workflows', 'description'),
                    ('generation_jobs', 'prompt_used'),
                    ('generation_jobs', 'negative_prompt_used'),
                    ('generation_jobs', 'runpod_job_id'), ('generation_jobs', 'status'),
                    ('generation_jobs', 'result_image_url'), ('generation_jobs', 'error_message'))
            select wanted.tab || case when needed then '' else '.' || wanted.col end
            from wanted join kinds using (kind)
                join pg_class c on c.relname = wanted.tab
                join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
                left join pg_attribute a on a.attrelid = c.oid and a.attname = wanted.col
                    and not a.attisdropped
            where to_regclass('atelier_schema_history') is null
                and case when a.attname is null then needed
                    else format_type(a.atttypid, null) !~ kinds.types end
            union
            select texts.tab || '.' || texts.col
            from texts join pg_class c on c.relname = texts.tab
                join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
                join pg_attribute a on a.attrelid = c.oid and a.attname = texts.col
                    and not a.attisdropped
                join pg_type t on t.oid = a.atttypid
            where to_regclass('atelier_schema_history') is null and t.typcategory <> 'S'
                and not (texts.col = 'status' and t.typcategory = 'E')
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
