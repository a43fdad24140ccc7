// Package loadtest measures the bot under load: Telegram and Slack, SQLite and PostgreSQL, with
// few and with many conversations stored. It holds tests only.
//
//	go test -run '^$' -bench Load -benchtime 20000x ./cmd/hspbot/loadtest
//	go test -run '^$' -bench Load/slack/sqlite/stored=1000$ -benchtime 20000x ./cmd/hspbot/loadtest
//	go test -run '^$' -bench Pace -benchtime 5000x ./cmd/hspbot/loadtest
//
// BenchmarkLoad is a closed loop: 64 people without a pause, each of whom does the next thing
// when they see the next screen. BenchmarkPace is an open one: 50 people who do 500 things a
// second between them, however long the bot takes; a wait counts from the moment at which
// something was due. -benchtime is the number of turns. Three of four people are new, every
// fourth comes back to an interview that was stored half done.
//
// Deliveries come over HTTP on loopback, as the platforms send them, with the secret or the
// signature, presses on Slack with the whole message. Calls go to a sink that answers at once.
// Every turn is on disk before it is acknowledged. No limits of rate are kept. The bot is a
// process of its own, this test binary once more, so that what it takes is its own; it shares
// the processors with the people, the sink and PostgreSQL.
//
// What is reported:
//
//   - turns/s; p50-ms, p99-ms, p99.9-ms: from a delivery, or from when it was due, until its
//     screen is at the sink.
//   - cpu-µs/turn: processor time of the bot, not of PostgreSQL.
//   - MiB: what the bot holds resident at the end. Its caches are bounded; after 20000 turns
//     they hold some 1800 people, and are full after 200000.
//   - ready-ms: from the start of the process until it takes deliveries.
//   - idle-cpu-ms: processor time that the start takes besides, until the bot is at rest.
//   - db-commits/turn: SQLite, transactions that wrote; PostgreSQL, all of them, with those
//     that only read.
//   - db-rows/turn: rows inserted, updated and deleted, of PostgreSQL only.
//   - db-KiB/turn: what the bot wrote into files, with SQLite; the growth of the log, with
//     PostgreSQL, in which the first change of a page after a checkpoint is the whole page.
//
// HSPBOT_TEST_PROFILE names a file for the processor profile of the bot, the last one that
// ran, from its start to its end.
//
// It refuses to know what a screen says, and whether it is the right one: a turn is done when
// one card has come. The stored conversations are copies of one that the bot has written
// itself, half an interview; the statement that copies it changes nothing but whose it is.
//
// The tour: load_test.go is what is measured, run_test.go how, world_test.go on what;
// crowd_test.go are the people; telegram_test.go and slack_test.go what they do and the sinks;
// child_test.go is the bot, process_test.go its process; sqlite_test.go and postgres_test.go
// are the databases.
package loadtest
