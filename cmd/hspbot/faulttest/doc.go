// Package faulttest breaks what the bot stands on, while people talk with it, and counts what
// came of it. It holds tests only: go test -run Fault ./cmd/hspbot/faulttest.
//
// The bot is the real program, in processes of its own, with its settings from the
// environment; the platforms are the fakes, PostgreSQL is real. The tests refuse to know how
// the bot is made: they see what people see, what the platform was asked, what the store holds
// in the end, and the pages for operators. What no setting can say, that the bot keeps no
// limits of rate and that its clock is wrong, comes from one line that the build of the tests
// puts into the program, see build_test.go.
//
// After each fault: no answer is lost or counts twice, nobody is stuck, each result is the
// one the answers deserve, nothing is owed any more, and no card comes twice but where the
// end of a send was unknown.
//
// The short form takes some seconds for each fault. HSPBOT_FAULTS=long lets more people talk
// for longer, and breaks more. What a scenario has counted is one line of its log (-v).
//
// The tour:
//
//   - build_test.go, replica_test.go, balance_test.go, linux_test.go: the program, its
//     processes, and what stands in front of them.
//   - crowd_test.go, count_test.go, world_test.go: people who talk, and what became of them.
//     sink_test.go: a platform that only counts, for many.
//   - The faults: kill_test.go, restart_test.go, database_test.go, network_test.go,
//     disk_test.go, clock_test.go, platform_test.go, poison_test.go, backlog_test.go,
//     memory_test.go, slack_test.go, slackloss_test.go.
package faulttest
