-- When a person was last here, kept when their sessions end. Of those who came before this column, the live sessions
-- and what they did themselves say it; what a key did for them does not.

alter table tandem.app_user add column last_seen_at timestamptz;

update tandem.app_user u
set last_seen_at = seen.at
from (
  select user_id, max(at) as at
  from (
    select user_id, last_seen_at as at from tandem.session
    union all
    select actor_id, at from tandem.audit where actor_kind = 'user' and actor_id is not null and act <> 'access.sign-in-failed'
  ) known
  group by user_id
) seen
where seen.user_id = u.id;
