-- An attempt that has booked nothing may be made again under its id, as when a form is
-- corrected and sent off once more.
-- name: AddBooking :execrows
INSERT INTO bookings (id, enterprise_id, team_id, user_id, channel_id, sought, role, state, refusal, meeting_id,
    posted_channel_id, posted_ts, made_at, tell_at, told_at, idle_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (id) DO UPDATE SET
    sought  = excluded.sought,
    role    = excluded.role,
    state   = excluded.state,
    refusal = excluded.refusal,
    made_at = excluded.made_at,
    tell_at = excluded.tell_at,
    told_at = excluded.told_at
WHERE bookings.state IN ('refused', 'missing');

-- name: GetBooking :one
SELECT * FROM bookings WHERE id = $1;

-- What was found to be booked stays so, whatever somebody else has found out before.
-- name: CompleteBooking :execrows
UPDATE bookings SET state = sqlc.arg(state), refusal = sqlc.arg(refusal), meeting_id = sqlc.arg(meeting_id), told_at = 0
WHERE id = sqlc.arg(id) AND state <> sqlc.arg(booked) AND state <> sqlc.arg(state);

-- name: ClaimBooking :execrows
UPDATE bookings SET tell_at = sqlc.arg(until)
WHERE id = sqlc.arg(id) AND told_at = 0 AND tell_at <= sqlc.arg(now);

-- name: HoldBooking :exec
UPDATE bookings SET tell_at = sqlc.arg(until) WHERE id = sqlc.arg(id);

-- name: MarkBookingTold :exec
UPDATE bookings SET told_at = sqlc.arg(told_at), posted_channel_id = sqlc.arg(posted_channel_id), posted_ts = sqlc.arg(posted_ts)
WHERE id = sqlc.arg(id);

-- name: MarkBookingIdle :exec
UPDATE bookings SET idle_at = sqlc.arg(idle_at) WHERE id = sqlc.arg(id);

-- name: BookingsOfMeeting :many
SELECT * FROM bookings WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3 ORDER BY id;

-- name: DeleteBookings :exec
DELETE FROM bookings WHERE made_at < sqlc.arg(made_before);
