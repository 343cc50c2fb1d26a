-- What Atelier adds. Old `timestamp` columns hold UTC; new ones carry their zone.

create table if not exists atelier_settings (
    key varchar(100) primary key,
    value text not null
);

create table if not exists batches (
    id bigserial primary key,
    model_id int references models (id),
    workflow_id int references workflows (id),
    model_name varchar(100) not null,
    model_slug varchar(50) not null,
    lora_file varchar(200) not null,
    workflow_name varchar(100) not null,
    workflow_slug varchar(50) not null,
    -- the graph as it was, so that editing the workflow changes nothing already asked for
    graph jsonb not null,
    reference_count int not null,
    variations int not null,
    job_count int not null,
    created_at timestamptz not null default now()
);

alter table generation_jobs
    add column if not exists batch_id bigint references batches (id),
    add column if not exists variation int,
    add column if not exists seed bigint,
    add column if not exists priority int not null default 0,
    add column if not exists attempt int not null default 0,
    add column if not exists engine varchar(200),
    add column if not exists claimed_by varchar(100),
    add column if not exists fencing_token bigint not null default 0,
    add column if not exists lease_until timestamptz,
    -- when this attempt was surely accepted by the engine
    add column if not exists submitted_at timestamptz,
    add column if not exists not_before timestamptz,
    add column if not exists cancel_requested_at timestamptz,
    add column if not exists problem_code varchar(60),
    add column if not exists problem_arguments jsonb,
    add column if not exists problem_detail text,
    add column if not exists reference_name varchar(500),
    add column if not exists reference_path varchar(1000),
    add column if not exists reference_sha256 varchar(64);

create sequence if not exists fencing_tokens;
-- the number in `{model_slug}_{reference}_{counter}_.png`: one sequence, so that no two engines collide
create sequence if not exists picture_counter;

create index if not exists idx_jobs_batch on generation_jobs (batch_id, id);
create index if not exists idx_jobs_waiting on generation_jobs (priority desc, id)
    where status = 'queued' and batch_id is not null;
create index if not exists idx_jobs_leased on generation_jobs (lease_until)
    where status = 'processing' and batch_id is not null;
create unique index if not exists idx_jobs_engine_job on generation_jobs (runpod_job_id)
    where batch_id is not null and runpod_job_id is not null;

create table if not exists generated_images (
    id bigserial primary key,
    job_id int not null references generation_jobs (id),
    ordinal int not null,
    storage_path varchar(1000) not null,
    sha256 varchar(64) not null,
    width int not null,
    height int not null,
    bytes bigint not null,
    created_at timestamptz not null default now(),
    rating int,
    rated_at timestamptz,
    flag varchar(10),
    flagged_at timestamptz,
    note text,
    noted_at timestamptz,
    deleted_at timestamptz,
    unique (job_id, ordinal),
    unique (storage_path)
);

create index if not exists idx_images_job on generated_images (job_id);

alter table reference_images
    add column if not exists sha256 varchar(64),
    add column if not exists width int,
    add column if not exists height int,
    add column if not exists bytes bigint,
    add column if not exists created_at timestamptz default now();

create index if not exists idx_references_sha256 on reference_images (sha256);

create table if not exists reference_tags (
    reference_image_id int not null references reference_images (id) on delete cascade,
    tag varchar(100) not null,
    primary key (reference_image_id, tag)
);
