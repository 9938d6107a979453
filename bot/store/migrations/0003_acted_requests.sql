-- +goose Up
-- Requests that have acted, by a digest of their signature, so that none acts
-- twice, in whichever process it comes again. They are deleted after some minutes.
CREATE TABLE acted_requests (
    id       TEXT PRIMARY KEY,
    acted_at BIGINT NOT NULL
);

CREATE INDEX acted_requests_by_time ON acted_requests (acted_at);

-- +goose Down
DROP TABLE acted_requests;
