-- +goose Up
-- When the platform looks at a conversation though nobody does anything, and when the session is
-- deleted, where that is not some time after touched: 0 for never and for that. Candidates on
-- Slack are looked at soon: nothing was known of their time before.
ALTER TABLE session ADD COLUMN wake bigint NOT NULL DEFAULT 0, ADD COLUMN expires bigint NOT NULL DEFAULT 0;
UPDATE session SET wake = touched WHERE platform = 'slack' AND encode(id, 'escape') LIKE '%/%/%';
CREATE INDEX session_wake ON session (platform, wake) WHERE wake > 0;
CREATE INDEX session_expires ON session (expires) WHERE expires > 0;
