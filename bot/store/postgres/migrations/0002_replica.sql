-- +goose Up
-- Marks are JSON, empty for none; marked is the version of the newest. Those of turns up to
-- settled count no more. Holder is the replica that posts, empty for none: its lease counts
-- as long as the replica is alive. News is set when another one has taken a turn.
ALTER TABLE session
	ADD COLUMN marks   bytea   NOT NULL DEFAULT '',
	ADD COLUMN marked  bigint  NOT NULL DEFAULT 0,
	ADD COLUMN settled bigint  NOT NULL DEFAULT 0,
	ADD COLUMN holder  text COLLATE "C" NOT NULL DEFAULT '',
	ADD COLUMN news    boolean NOT NULL DEFAULT false;

CREATE INDEX session_news ON session (holder, platform) WHERE news;

-- A replica is alive until then, by the clock of the database. It has joined at began, and
-- has last counted the others at counted.
CREATE TABLE replica (
	id      text COLLATE "C" PRIMARY KEY,
	began   timestamptz NOT NULL,
	counted timestamptz NOT NULL DEFAULT '-infinity',
	until   timestamptz NOT NULL
);
