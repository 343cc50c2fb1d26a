-- The number in each picture's name, kept from before the picture is stored: collecting a job again, after a
-- crash, gives the same names.

create table if not exists picture_numbers (
    job_id int not null references generation_jobs (id),
    ordinal int not null,
    number bigint not null,
    primary key (job_id, ordinal)
);

-- for the time left
create index if not exists idx_jobs_ended on generation_jobs (completed_at desc)
    where status = 'completed' and batch_id is not null;
