-- The catalogue. A platform with tables of its own puts updatable views of these names into the schema before the
-- first start; "if not exists" then leaves them alone, and the indexes are made for tables only.
create table if not exists release (
    id         uuid primary key,
    tenant_id  text not null,
    title      text,
    status     text check (status in ('draft', 'submitted', 'approved', 'rejected')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table if not exists media (
    id           bigint generated always as identity primary key,
    release_id   uuid        not null,
    track_id     uuid,
    position     int         not null default 0,
    cloud_id     text        not null,
    cloud_url    text        not null,
    type         text        not null check (type in ('audio', 'video', 'image', 'document')),
    name         text        not null,
    is_link      boolean     not null default false,
    release_path text,
    metadata     jsonb       not null default '{}' check (jsonb_typeof(metadata) = 'object'),
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    unique (release_id, cloud_id)
);

do $$
begin
    if exists (select from pg_class where oid = 'release'::regclass and relkind = 'r') then
        create index if not exists release_tenant on release (tenant_id);
    end if;
    if exists (select from pg_class where oid = 'media'::regclass and relkind = 'r') then
        create index if not exists media_release on media (release_id, position, id);
    end if;
end
$$;

-- One row a start of a job; a run that was cut short is taken up under the same row.
create table run (
    id          bigint generated always as identity primary key,
    job         text        not null,
    -- what the run was asked for; only a run that is asked for the same takes up one that was cut short
    request     jsonb       not null,
    state       text        not null check (state in ('running', 'stopped', 'failed', 'completed', 'abandoned')),
    host        text        not null,
    pid         bigint      not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    selected    bigint,
    enriched    bigint,
    unchanged   bigint,
    failed      bigint,
    skipped     bigint,
    exported    bigint,
    error       text
);
create index run_job on run (job, id desc);

-- What a record's file or link is: a result counts only while it is the same.
create function source_hash(cloud_id text, cloud_url text) returns uuid immutable parallel safe language sql
return md5(cloud_id || E'\n' || cloud_url)::uuid;

-- The ledger: one row for every media row that was ever looked at. It has no foreign keys, because the catalogue may
-- be views.
create table enrichment (
    media_id         bigint primary key,
    -- what was looked at
    source_hash      uuid        not null,
    media_updated_at timestamptz not null,
    -- size and time of the file that was looked at; empty where there is no cheap way to tell
    fingerprint      text        not null,
    status           text        not null,
    reason           text,
    outcome          text        not null check (outcome in ('enriched', 'unchanged', 'failed', 'skipped')),
    -- what this product wrote into metadata, and which engine said it
    facts            jsonb       not null,
    engine           jsonb       not null,
    attempts         int         not null,
    looked_at        timestamptz not null,
    next_due_at      timestamptz,
    -- checks of a link that failed one after the other, far enough apart to count, and when the last of them was
    link_failures    int         not null default 0,
    link_failure_at  timestamptz,
    last_run_id      bigint      not null
);
create index enrichment_run on enrichment (last_run_id, outcome);
create index enrichment_due on enrichment (next_due_at) where next_due_at is not null;

-- The keys of a record's metadata that enrichment established: an import does not overwrite them.
create function established_keys(media bigint) returns text[] stable language sql
return coalesce(
    (select array(select jsonb_object_keys(e.facts)) || '{processedAt}'::text[]
     from enrichment e where e.media_id = media),
    '{}');
