-- name: AddNotice :exec
-- Nothing of a notice that is not dead changes.
INSERT INTO notices (id, subscription_id, enterprise_id, team_id, channel_id, meeting_id, occurrence_id,
    starts_at, ends_at, lead, told_to, due_at, state, reason, claimed_at, sent_at, posted_channel_id, posted_ts, about)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'pending', '', 0, 0, '', '', $13)
ON CONFLICT (enterprise_id, team_id, channel_id, meeting_id, occurrence_id, starts_at, lead, told_to) DO UPDATE SET
    subscription_id   = excluded.subscription_id,
    ends_at           = excluded.ends_at,
    due_at            = excluded.due_at,
    state             = excluded.state,
    reason            = excluded.reason,
    claimed_at        = excluded.claimed_at,
    sent_at           = excluded.sent_at,
    posted_channel_id = excluded.posted_channel_id,
    posted_ts         = excluded.posted_ts
WHERE notices.state = 'dead';

-- name: FindNotice :one
SELECT * FROM notices
WHERE enterprise_id = $1 AND team_id = $2 AND channel_id = $3 AND meeting_id = $4
    AND occurrence_id = $5 AND starts_at = $6 AND lead = $7 AND told_to = $8;

-- name: GetNotice :one
SELECT * FROM notices WHERE id = $1;

-- name: GetDue :one
-- A notice with what it belongs to, and what is posted before it; none if any part
-- of that is missing. free_at is the backoff of its workspace.
SELECT sqlc.embed(notices), sqlc.embed(subscriptions), sqlc.embed(watches),
    CAST((SELECT count(*) FROM notices AS others
        WHERE others.enterprise_id = notices.enterprise_id AND others.team_id = notices.team_id
            AND others.channel_id = notices.channel_id AND others.state = 'pending' AND others.due_at <= sqlc.arg(now)
            AND (others.starts_at < notices.starts_at
                OR (others.starts_at = notices.starts_at AND others.due_at < notices.due_at)
                OR (others.starts_at = notices.starts_at AND others.due_at = notices.due_at AND others.id < notices.id))
    ) AS BIGINT) AS ahead,
    CAST(coalesce((SELECT turns.free_at FROM turns
        WHERE turns.enterprise_id = notices.enterprise_id AND turns.team_id = notices.team_id AND turns.channel_id = ''
    ), 0) AS BIGINT) AS free_at
FROM notices
JOIN subscriptions ON subscriptions.id = notices.subscription_id
JOIN watches ON watches.enterprise_id = notices.enterprise_id AND watches.team_id = notices.team_id
    AND watches.meeting_id = notices.meeting_id
WHERE notices.id = sqlc.arg(id);

-- name: PutNotice :execrows
-- What has ended stays so, but for one that was posted after all.
UPDATE notices SET
    subscription_id   = $2,
    due_at            = $3,
    state             = $4,
    reason            = $5,
    claimed_at        = $6,
    sent_at           = $7,
    posted_channel_id = $8,
    posted_ts         = $9
WHERE id = $1 AND (state IN ('pending', 'claimed') OR $4 = 'sent');

-- name: ClaimNotice :one
UPDATE notices SET state = 'claimed', claimed_at = CASE WHEN claimed_at = 0 THEN $2 ELSE claimed_at END
WHERE id = $1 AND state IN ('pending', 'claimed')
RETURNING *;

-- name: MarkNoticeSent :one
UPDATE notices SET state = 'sent', due_at = 0, sent_at = $2, posted_channel_id = $3, posted_ts = $4
WHERE id = $1
RETURNING *;

-- name: OpenNotices :many
SELECT * FROM notices
WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3 AND state IN ('pending', 'claimed')
ORDER BY due_at, starts_at, id;

-- name: CountAhead :one
SELECT count(*) FROM notices
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND channel_id = sqlc.arg(channel_id)
    AND state = 'pending' AND due_at <= sqlc.arg(now)
    AND (starts_at < sqlc.arg(starts_at)
        OR (starts_at = sqlc.arg(starts_at) AND due_at < sqlc.arg(due_at))
        OR (starts_at = sqlc.arg(starts_at) AND due_at = sqlc.arg(due_at) AND id < sqlc.arg(id)));

-- name: EndNotices :exec
UPDATE notices SET state = 'dead'
WHERE subscription_id = $1 AND state IN ('pending', 'claimed');

-- name: DeleteNotices :execrows
-- One whose message is still to be updated is needed for that.
DELETE FROM notices
WHERE notices.state NOT IN ('pending', 'claimed') AND notices.starts_at < $1
    AND NOT EXISTS (SELECT 1 FROM live_messages WHERE live_messages.id = notices.id);

-- name: NextDue :one
-- Casting makes it a number where there is no row.
SELECT cast(coalesce(min(due_at), 0) AS bigint) FROM notices WHERE state = 'pending';
