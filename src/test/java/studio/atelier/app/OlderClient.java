package studio.atelier.app;

import studio.atelier.model.PromptId;

import java.util.LinkedHashMap;
import java.util.Map;

/// What the earlier web client has in its database, and what it asks of it.
final class OlderClient {
    static final String SCHEMA =
            """
            create table models (id serial primary key, name varchar(100), slug varchar(50),
                skin_tone varchar(50), hair_color varchar(50), hair_style varchar(200),
                lora_file varchar(200), trigger_word varchar(100), negative_prompt text);
            create table reference_images (id serial primary key, filename varchar(500),
                category varchar(100), storage_path varchar(1000), vision_description text,
                analyzed_at timestamp);
            create table workflows (id serial primary key, name varchar(100), slug varchar(50),
                description text, comfyui_workflow jsonb, editable_params jsonb);
            create table generation_jobs (id serial primary key,
                model_id int references models (id), workflow_id int references workflows (id),
                reference_image_id int references reference_images (id), parameters jsonb,
                prompt_used text, negative_prompt_used text, runpod_job_id varchar(200),
                status varchar(50), result_image_url text, error_message text,
                created_at timestamp, started_at timestamp, completed_at timestamp,
                -- a column that nobody else knows
                worker_region varchar(20));
            create index idx_jobs_status on generation_jobs (status);
            create index idx_jobs_model on generation_jobs (model_id);
            create index idx_jobs_created on generation_jobs (created_at desc);
            create table page_views (id serial primary key, path text);
            """;

    static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put(
                "models",
                "id, name, slug, skin_tone, hair_color, hair_style, lora_file, trigger_word,"
                        + " negative_prompt");
        TABLES.put(
                "reference_images",
                "id, filename, category, storage_path, vision_description, analyzed_at");
        TABLES.put(
                "workflows",
                "id, name, slug, description, comfyui_workflow::text as graph,"
                        + " editable_params::text as params");
        TABLES.put(
                "generation_jobs",
                "id, model_id, workflow_id, reference_image_id, parameters::text as parameters,"
                        + " prompt_used, negative_prompt_used, runpod_job_id, status,"
                        + " result_image_url, error_message, created_at, started_at,"
                        + " completed_at, worker_region");
        TABLES.put("page_views", "id, path");
    }

    static final String LIST =
            """
            select j.*, m.name as model_name, m.slug as model_slug from generation_jobs j
            left join models m on m.id = j.model_id order by j.created_at desc
            """;
    static final String INSERT =
            """
            insert into generation_jobs (model_id, workflow_id, reference_image_id, parameters,
                prompt_used, negative_prompt_used, status, created_at)
            values (1, 1, 1, '{"denoise": 0.75}', 'a pier', 'blurry', 'queued', now()) returning id
            """;
    static final String UPDATE =
            """
            update generation_jobs set status = 'completed', result_image_url = 'https://x.example/a.png',
                completed_at = now() where id = :id
            """;

    /// One pixel.
    private static final String INLINE =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

    private OlderClient() {}

    /// Four models, a hundred references, three hundred jobs of all statuses, with nulls where they may be.
    ///
    /// @param origin where its bucket is in reach
    /// @param finished a job that an engine has finished meanwhile
    static String rows(String origin, PromptId finished) {
        return """
               insert into models (name, slug, hair_style, lora_file, trigger_word) values
                   ('Milan', 'milan', 'long brunette hair', 'milan.safetensors', 'milan'),
                   ('Skyler', 'skyler', null, 'skyler.safetensors', 'skyler'),
                   ('Sky', 'sky', null, null, null), ('Cam', 'cam', null, null, 'cam');
               insert into workflows (name, slug, comfyui_workflow, editable_params)
                   values ('Of old', 'of-old', '{"1": {"class_type": "KSampler", "inputs": {}}}', null);
               insert into reference_images (filename, category, storage_path, vision_description)
                   select 'dune' || n || '.jpg', case when n % 3 = 0 then null else 'beach' end,
                       'beach/dune' || n || '.jpg', case when n % 2 = 0 then 'orange top' end
                   from generate_series(1, 100) as n;
               insert into generation_jobs (model_id, workflow_id, reference_image_id, parameters,
                       prompt_used, status, result_image_url, error_message, created_at, completed_at)
                   select 1 + n % 4, case when n % 5 = 0 then null else 1 end,
                       case when n % 7 = 0 then null else 1 + n % 100 end,
                       case when n % 6 = 0 then null else '{"denoise": 0.75, "seed": 7}'::jsonb end,
                       case when n % 8 = 0 then null else 'a pier' end,
                       case when n <= 100 then 'completed' when n <= 150 then 'failed' else 'queued' end,
                       case when n <= 99 then 'ORIGIN/storage/v1/object/public/generated-images/milan_dune'
                               || n || '_00001_.png'
                           when n = 100 then 'ORIGIN/elsewhere/a%20b.png?token=1' end,
                       case when n > 100 and n <= 150 then 'CUDA out of memory' end,
                       case when n = 250 then null else timestamp '2025-01-01' + n * interval '1 hour' end,
                       case when n <= 150 then timestamp '2025-02-01' end
                   from generate_series(1, 297) as n;
               insert into generation_jobs (model_id, status, result_image_url, created_at, runpod_job_id)
                   values (1, 'completed', 'ORIGIN/storage/v1/object/sign/x', now(), null),
                       (1, 'processing', null, now(), 'unknown-to-all'),
                       (1, 'processing', null, now(), 'FINISHED');
               insert into generation_jobs (model_id, status, result_image_url, created_at) values
                   (2, 'completed', 'ORIGIN/elsewhere/a%20b.png?token=1', now()),
                   (2, 'completed', 'data:image/png;base64,INLINE', now());
               insert into page_views (path) values ('/');
               """
                .replace("INLINE", INLINE)
                .replace("ORIGIN", origin)
                .replace("FINISHED", finished.value());
    }
}
