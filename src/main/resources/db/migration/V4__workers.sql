-- What a worker has to know of a run.
alter table run
    -- the job as the manager read it
    add column spec    jsonb,
    -- of release-media and of this schema; only workers of the same take its partitions
    add column version text,
    -- when the time budget is over
    add column ends_at timestamptz;

-- The queue of partitions: the table of Spring Integration's JdbcChannelMessageStore, as its script for PostgreSQL has it.
create sequence int_message_seq;
create table int_channel_message (
    message_id       char(36)     not null,
    group_key        char(36)     not null,
    created_date     bigint       not null,
    message_priority bigint,
    message_sequence bigint       not null default nextval('int_message_seq'),
    message_content  bytea,
    region           varchar(100) not null,
    primary key (region, group_key, created_date, message_sequence)
);
create index int_channel_message_id on int_channel_message (message_id);
create index int_channel_message_order on int_channel_message
    (region, group_key, message_priority desc nulls last, created_date, message_sequence);

create table worker (
    id         bigint generated always as identity primary key,
    name       text        not null,
    host       text        not null,
    pid        bigint      not null,
    version    text        not null,
    threads    int         not null,
    started_at timestamptz not null default now(),
    -- moves every second while it is alive
    seen_at    timestamptz not null default now(),
    ended_at   timestamptz,
    -- partitions at work, partitions done, records looked at
    busy       int         not null default 0,
    partitions bigint      not null default 0,
    records    bigint      not null default 0
);

-- A partition that was put into the queue. It is over in the transaction that takes its message out for good.
create table remote_partition (
    step_execution_id bigint primary key,
    manager_step_id   bigint  not null,
    job_execution_id  bigint  not null,
    run_id            bigint  not null,
    name              text    not null,
    message_id        char(36) not null,
    version           text    not null,
    -- how often work on it began and was neither finished nor given back
    attempts          int     not null default 0,
    worker_id         bigint,
    begun_at          timestamptz,
    looked            bigint  not null default 0,
    -- nobody is to begin it any more, and whoever is at it is to stop
    closed            boolean not null default false,
    ended_at          timestamptz
);
create index remote_partition_step on remote_partition (manager_step_id);
create index remote_partition_run on remote_partition (run_id);
create index remote_partition_open on remote_partition (worker_id) where ended_at is null;
