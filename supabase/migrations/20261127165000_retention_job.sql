-- The job that applies retention, twice a minute.
-- Tested in: jobs.test.ts, retention.test.ts.

select private.add_job(
  'expire', interval '30 seconds', 'select private.expire()',
  'messages whose time is over become tombstones, quarantine is emptied');
