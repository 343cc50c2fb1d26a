-- What a person has put away: models and workflows that are no longer offered. Jobs and pictures made with them keep
-- them, and the older client goes on seeing them.

alter table models
    add column if not exists archived_at timestamptz;

alter table workflows
    add column if not exists archived_at timestamptz;
