-- Several engines: what a job needs of an engine, and which engines of other desktops could run it.

-- Each different set of needs once: node classes, a LoRA, model files.
create table if not exists job_needs (
    id bigserial primary key,
    hash varchar(64) not null unique,
    body jsonb not null
);

alter table generation_jobs
    -- 0: not known, as of jobs from before; any engine may try
    add column if not exists needs bigint not null default 0;

create index if not exists idx_jobs_wanted on generation_jobs (needs, priority desc, id)
    where status = 'queued' and batch_id is not null;

-- What the desktops on this database said of their engines lately. Needs 0: that the engine is there at all.
create table if not exists engine_verdicts (
    home varchar(100) not null,
    engine varchar(200) not null,
    needs bigint not null,
    able boolean not null,
    said_at timestamptz not null default now(),
    primary key (home, engine, needs)
);
