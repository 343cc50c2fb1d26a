package studio.atelier.db;

/// The statement behind "Run again".
final class JobCopy {
    static final String SQL =
            """
            with original as (
                select j.*,
                    coalesce(b.model_name, m.name, '') as m_name,
                    coalesce(b.model_slug, m.slug, '') as m_slug,
                    coalesce(b.lora_file, m.lora_file, '') as m_lora,
                    coalesce(b.workflow_name, w.name, '') as w_name,
                    coalesce(b.workflow_slug, w.slug, '') as w_slug,
                    coalesce(b.graph, w.comfyui_workflow) as w_graph,
                    coalesce(j.reference_name, r.filename) as r_name,
                    coalesce(j.reference_path, r.storage_path) as r_path,
                    coalesce(j.reference_sha256, r.sha256) as r_sha256
                from generation_jobs j
                left join batches b on b.id = j.batch_id
                left join models m on m.id = j.model_id
                left join workflows w on w.id = j.workflow_id
                left join reference_images r on r.id = j.reference_image_id
                where j.id = :job),
            batch as (
                insert into batches (model_id, workflow_id, model_name, model_slug, lora_file,
                    workflow_name, workflow_slug, graph, reference_count, variations, job_count)
                select model_id, workflow_id, m_name, m_slug, m_lora, w_name, w_slug, w_graph, 1, 1, 1
                from original
                where w_graph is not null and r_path is not null and m_slug <> ''
                returning id)
            insert into generation_jobs (batch_id, model_id, workflow_id, status, created_at,
                reference_image_id, reference_name, reference_path, reference_sha256,
                variation, seed, prompt_used, negative_prompt_used, parameters, needs)
            select batch.id, model_id, workflow_id, 'queued', now() at time zone 'utc',
                reference_image_id, r_name, r_path, r_sha256,
                1, :seed, coalesce(prompt_used, ''), coalesce(negative_prompt_used, ''),
                jsonb_set(coalesce(parameters, '{}'), '{seed}', to_jsonb(cast(:seed as bigint))),
                needs
            from original, batch
            returning batch_id
            """;

    private JobCopy() {}
}
