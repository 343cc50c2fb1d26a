-- Supabase lets everybody who has the public key of a project read and write every table that is made there,
-- unless the table says otherwise. Only the owner of the database works with these; the tables of the older client
-- stay as they are.

do $$
declare
    visitor text;
begin
    for visitor in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
        execute format(
            'revoke all on atelier_settings, batches, generated_images, reference_tags, picture_numbers,'
                || ' job_needs, engine_verdicts from %I',
            visitor);
    end loop;
end
$$;
