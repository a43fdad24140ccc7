-- +goose Up
-- Ids, deliveries, states and surfaces are bytes: they may hold any character, and they
-- sort as bytes do. Times are microseconds since 1970, 0 is none; seen and state are JSON.
-- A row is owing while version > shown.
CREATE TABLE session (
	platform text COLLATE "C" NOT NULL,
	id       bytea   NOT NULL,
	version  bigint  NOT NULL,
	shown    bigint  NOT NULL,
	created  bigint  NOT NULL,
	touched  bigint  NOT NULL,
	seen     bytea   NOT NULL,
	state    bytea   NOT NULL,
	surface  bytea   NOT NULL DEFAULT '',
	due      bigint  NOT NULL DEFAULT 0,
	tries    bigint  NOT NULL DEFAULT 0,
	gone     boolean NOT NULL DEFAULT false,
	PRIMARY KEY (platform, id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

CREATE INDEX session_owing ON session (platform, due, touched) WHERE version > shown AND NOT gone;

CREATE TABLE record (
	kind bytea NOT NULL,
	id   bytea NOT NULL,
	body bytea NOT NULL,
	PRIMARY KEY (kind, id)
);
