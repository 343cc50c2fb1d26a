-- What editing and importing references needs. Rows are only ever marked as deleted: jobs and galleries refer to
-- them, and the older client goes on seeing them.

alter table reference_images
    -- of the person's own file, where the stored bytes differ from it: turned upright, or without its place
    add column if not exists source_sha256 varchar(64),
    add column if not exists deleted_at timestamptz,
    -- when this studio last changed the row, so that other desktops see at a glance that something did
    add column if not exists changed_at timestamptz;

create index if not exists idx_references_source_sha256 on reference_images (source_sha256)
    where source_sha256 is not null;
create index if not exists idx_references_changed on reference_images (changed_at)
    where changed_at is not null;
