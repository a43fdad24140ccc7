-- +goose Up
-- Nobody posts on a platform until then, by the clock of the database.
CREATE TABLE pause (
	platform text COLLATE "C" PRIMARY KEY,
	until    timestamptz NOT NULL
);
