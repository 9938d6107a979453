-- name: AddRule :one
-- In place of the one for the same meetings, which keeps its id.
INSERT INTO rules (id, enterprise_id, team_id, channel_id, pattern, mine_of, words, leads, set_by, set_at, suspended, matched)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (enterprise_id, team_id, channel_id, pattern, mine_of) DO UPDATE SET
    words     = excluded.words,
    leads     = excluded.leads,
    set_by    = excluded.set_by,
    set_at    = excluded.set_at,
    suspended = excluded.suspended,
    matched   = excluded.matched
RETURNING *;

-- name: ChangeRule :exec
UPDATE rules SET leads = $2, set_by = $3, set_at = $4, suspended = $5, matched = $6 WHERE id = $1;

-- name: GetRule :one
SELECT * FROM rules WHERE id = $1;

-- name: LockRule :one
UPDATE rules SET id = id WHERE id = $1 RETURNING *;

-- name: DeleteRule :exec
DELETE FROM rules WHERE id = $1;

-- name: RulesIn :many
SELECT * FROM rules
WHERE enterprise_id = $1 AND team_id = $2 AND channel_id = $3
ORDER BY set_at, id;

-- name: RulesSetBy :many
SELECT * FROM rules
WHERE enterprise_id = $1 AND team_id = $2 AND set_by = $3
ORDER BY set_at, id;

-- name: RulesOf :many
SELECT * FROM rules
WHERE enterprise_id = $1 AND team_id = $2
ORDER BY set_at, id;

-- name: WorkspacesWithRules :many
SELECT DISTINCT enterprise_id, team_id FROM rules ORDER BY enterprise_id, team_id;

-- name: PutRuleSkip :exec
INSERT INTO rule_skips (enterprise_id, team_id, channel_id, meeting_id, seen_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (enterprise_id, team_id, channel_id, meeting_id) DO UPDATE SET seen_at = excluded.seen_at;

-- name: DeleteRuleSkip :exec
DELETE FROM rule_skips WHERE enterprise_id = $1 AND team_id = $2 AND channel_id = $3 AND meeting_id = $4;

-- name: RuleSkipsIn :many
SELECT * FROM rule_skips WHERE enterprise_id = $1 AND team_id = $2 ORDER BY channel_id, meeting_id;

-- name: DeleteOldRuleSkips :exec
DELETE FROM rule_skips WHERE seen_at < sqlc.arg(seen_before);
