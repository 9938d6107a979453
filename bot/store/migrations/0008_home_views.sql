-- +goose Up
-- The Home tabs that people have opened: what each shows is published again when it
-- changes. What was published is known by its digest alone.
CREATE TABLE home_views (
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    user_id       TEXT NOT NULL,
    hash          TEXT NOT NULL, -- Slack's, of what was published; '' for none
    digest        TEXT NOT NULL, -- of what was published; '' where that is not known
    opened_at     BIGINT NOT NULL, -- the last time
    published_at  BIGINT NOT NULL,
    slot_at       BIGINT NOT NULL, -- when it may be published
    PRIMARY KEY (enterprise_id, team_id, user_id)
);

CREATE INDEX home_views_by_opening ON home_views (opened_at);
CREATE INDEX subscriptions_of_a_setter ON subscriptions (enterprise_id, team_id, set_by);

-- +goose Down
DROP INDEX subscriptions_of_a_setter;
DROP TABLE home_views;
