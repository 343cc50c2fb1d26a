-- The four tables that the earlier web client made, exactly as people have them. A database that has them
-- already keeps them as they are: nothing here drops, renames or narrows anything.

create table if not exists models (
    id serial primary key,
    name varchar(100),
    slug varchar(50),
    skin_tone varchar(50),
    hair_color varchar(50),
    hair_style varchar(200),
    lora_file varchar(200),
    trigger_word varchar(100),
    negative_prompt text
);

create table if not exists reference_images (
    id serial primary key,
    filename varchar(500),
    category varchar(100),
    storage_path varchar(1000),
    vision_description text,
    analyzed_at timestamp
);

create table if not exists workflows (
    id serial primary key,
    name varchar(100),
    slug varchar(50),
    description text,
    comfyui_workflow jsonb,
    editable_params jsonb
);

create table if not exists generation_jobs (
    id serial primary key,
    model_id int references models (id),
    workflow_id int null references workflows (id),
    reference_image_id int null references reference_images (id),
    parameters jsonb,
    prompt_used text,
    negative_prompt_used text,
    runpod_job_id varchar(200),
    status varchar(50),
    result_image_url text,
    error_message text,
    created_at timestamp,
    started_at timestamp,
    completed_at timestamp
);

create index if not exists idx_jobs_status on generation_jobs (status);
create index if not exists idx_jobs_model on generation_jobs (model_id);
create index if not exists idx_jobs_created on generation_jobs (created_at desc);
