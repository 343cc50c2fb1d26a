-- What the gallery asks for. The search index needs the extension pg_trgm, which a database's owner may usually
-- create; where that is not allowed, searching works without it, only slower.

create index if not exists idx_jobs_reference on generation_jobs (reference_image_id);

do $$
declare
    home text;
begin
    create extension if not exists pg_trgm;
    -- It may have been there before, in a schema that is not on the search path.
    select n.nspname into home
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_trgm';
    execute format(
        'create index if not exists idx_jobs_prompt_search on generation_jobs'
            || ' using gin (prompt_used %1$I.gin_trgm_ops, negative_prompt_used %1$I.gin_trgm_ops)',
        home);
exception
    when others then
        raise notice 'searching goes without an index: %', sqlerrm;
end
$$;
