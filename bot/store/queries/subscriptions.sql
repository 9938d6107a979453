-- name: PutSubscription :exec
INSERT INTO subscriptions (id, enterprise_id, team_id, channel_id, meeting_id, leads, set_by, set_at, parked, origin, late, overrun, rule_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (id) DO UPDATE SET
    enterprise_id = excluded.enterprise_id,
    team_id       = excluded.team_id,
    channel_id    = excluded.channel_id,
    meeting_id    = excluded.meeting_id,
    leads         = excluded.leads,
    set_by        = excluded.set_by,
    set_at        = excluded.set_at,
    parked        = excluded.parked,
    origin        = excluded.origin,
    late          = excluded.late,
    overrun       = excluded.overrun,
    rule_id       = excluded.rule_id;

-- name: GetSubscription :one
SELECT * FROM subscriptions WHERE id = $1;

-- name: FindSubscription :one
SELECT * FROM subscriptions
WHERE enterprise_id = $1 AND team_id = $2 AND channel_id = $3 AND meeting_id = $4;

-- name: SubscriptionsTo :many
SELECT * FROM subscriptions
WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3
ORDER BY set_at, id;

-- name: CountSubscriptionsTo :one
SELECT count(*) FROM subscriptions
WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3;

-- name: SubscriptionsIn :many
SELECT * FROM subscriptions
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND channel_id = sqlc.arg(channel_id)
    AND origin = '' AND rule_id = ''
ORDER BY set_at, id
LIMIT CAST(sqlc.arg(most) AS BIGINT) OFFSET CAST(sqlc.arg(skipped) AS BIGINT);

-- name: CountSubscriptionsIn :one
SELECT count(*) FROM subscriptions
WHERE enterprise_id = $1 AND team_id = $2 AND channel_id = $3 AND origin = '' AND rule_id = '';

-- name: SubscriptionsSetBy :many
SELECT * FROM subscriptions
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND set_by = sqlc.arg(set_by)
    AND origin = '' AND rule_id = ''
ORDER BY set_at, id
LIMIT CAST(sqlc.arg(most) AS BIGINT) OFFSET CAST(sqlc.arg(skipped) AS BIGINT);

-- name: CountSubscriptionsSetBy :one
SELECT count(*) FROM subscriptions
WHERE enterprise_id = $1 AND team_id = $2 AND set_by = $3 AND origin = '' AND rule_id = '';

-- name: AutomaticSubscriptionsOf :many
SELECT * FROM subscriptions
WHERE enterprise_id = $1 AND team_id = $2 AND set_by = $3 AND origin = 'settings'
ORDER BY set_at, id;

-- name: SubscriptionsMadeByRule :many
SELECT * FROM subscriptions WHERE rule_id = $1 AND rule_id <> '' ORDER BY set_at, id;

-- name: SubscriptionsMadeByRules :many
SELECT * FROM subscriptions
WHERE enterprise_id = $1 AND team_id = $2 AND rule_id <> ''
ORDER BY set_at, id;

-- name: DeleteSubscription :exec
DELETE FROM subscriptions WHERE id = $1;
