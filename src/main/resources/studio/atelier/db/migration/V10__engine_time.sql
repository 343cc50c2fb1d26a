-- What every sending of a job cost: an engine is paid for the time that it worked, whatever came of it.

alter table generation_jobs
    -- of this attempt: since when the engine is known to work on it, and how long it worked as it says itself
    add column if not exists ran_from timestamptz,
    add column if not exists ran_seconds double precision;

-- Sendings after which their job was put back. Those that a job ended with are in its own row. No reference to it: what
-- was spent stays spent when the job is deleted.
create table if not exists earlier_attempts (
    id bigserial primary key,
    job_id int not null,
    engine varchar(200) not null,
    -- the engine's id of it: pictures that came of it may still be on somebody's disk
    prompt varchar(200),
    submitted_at timestamptz,
    ran_from timestamptz,
    ran_seconds double precision,
    ended_at timestamptz not null
);

create index if not exists idx_earlier_attempts_ended on earlier_attempts (ended_at);
create index if not exists idx_earlier_attempts_job on earlier_attempts (job_id);

do $$
declare
    visitor text;
begin
    for visitor in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
        execute format('revoke all on earlier_attempts from %I', visitor);
    end loop;
end
$$;
