-- +goose Up
-- Whose conversation it is: what stands after the first colon of the id, or all of it.
CREATE INDEX session_person ON session (platform, substring(id from position(':'::bytea in id) + 1), id);
