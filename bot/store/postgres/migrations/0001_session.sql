-- +goose Up
-- Ids, deliveries, states and surfaces are bytes: they may hold any character, and they
-- sort as bytes do. Times are microseconds since 1970, 0 for none. The columns seen, state
-- and changes are JSON; the surface is what the platform makes of it. At wake the platform looks
-- at a conversation though nobody does anything; at expires the session is deleted, where that
-- is not some time after touched.
CREATE TABLE session (
	platform text COLLATE "C" NOT NULL,
	id       bytea   NOT NULL,
	version  bigint  NOT NULL,
	shown    bigint  NOT NULL,
	created  bigint  NOT NULL,
	touched  bigint  NOT NULL,
	seen     bytea   NOT NULL,
	state    bytea   NOT NULL,
	surface  bytea   NOT NULL,
	changes  bytea   NOT NULL,
	due      bigint  NOT NULL,
	tries    bigint  NOT NULL,
	gone     boolean NOT NULL,
	wake     bigint  NOT NULL,
	expires  bigint  NOT NULL,
	PRIMARY KEY (platform, id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

-- Those never put off have due = 0, so they come first.
CREATE INDEX session_owing ON session (platform, due, touched) WHERE version > shown AND NOT gone;
CREATE INDEX session_touched ON session (touched);
CREATE INDEX session_wake ON session (platform, wake) WHERE wake > 0;
CREATE INDEX session_expires ON session (expires) WHERE expires > 0;
-- Whose conversation it is: what stands after the first colon of the id, or all of it.
CREATE INDEX session_person ON session (platform, substring(id from position(':'::bytea in id) + 1), id);

CREATE TABLE record (
	kind bytea NOT NULL,
	id   bytea NOT NULL,
	body bytea NOT NULL,
	PRIMARY KEY (kind, id)
);
