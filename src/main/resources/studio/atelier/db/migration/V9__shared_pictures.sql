-- Two jobs of the web client may tell of the same picture, and each shows it. Pictures of ours still have a key of
-- their own.

alter table generated_images
    add column if not exists shares_file boolean not null default false;

create index if not exists idx_images_path on generated_images (storage_path);
create unique index if not exists idx_images_own_path on generated_images (storage_path)
    where not shares_file;

alter table generated_images
    drop constraint if exists generated_images_storage_path_key;
