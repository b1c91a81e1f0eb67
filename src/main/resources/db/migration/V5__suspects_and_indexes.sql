-- Records at which workers ended: noted while they are looked at, once a worker of the partition has ended.
alter table remote_partition add column suspects bigint[] not null default '{}';

-- Links are divided by what their limits are kept for, which is not known to SQL.
drop function link_host(text);

-- Spring Batch asks for the last execution of each partition when a run is planned, in tables that grow with every run.
create index batch_job_execution_instance on batch_job_execution (job_instance_id);
create index batch_step_execution_job on batch_step_execution (job_execution_id, step_name);
