// Package telegramtest is a strict Bot API server for tests: Telegram as the bot sees it, with
// the people who use it and the faults that happen in the real one, in one process.
//
// It knows the protocol and nothing of the bot that is tested. Where Telegram would refuse a
// call, it refuses it with the same error; where Telegram would silently ignore, drop or
// alter something, it says so in [Server.Violations], and the test fails. Malformed calls
// (wrong types, broken markup, texts too long) are violations too, in addition to their 400: no test
// should make them by accident. Refusals that depend on the world (chat not found, message
// is not modified, query is too old, blocked, 409, 429) are not.
//
// It is stricter than Telegram in some places: every &, < and > in HTML has to be escaped,
// numbers in JSON bodies may not be strings, and the bot may not begin a private chat.
//
// The tour:
//
//   - server.go, serve.go: the server, its options, handling a call.
//   - params.go, spec.go, testdata/bot-api.json: reading a call and checking it against the
//     description of the Bot API.
//   - text.go, html.go, rich.go, render.go, keyboard.go: what a message may contain. draw.go: how
//     clients draw it.
//   - world.go, message.go: chats, people, messages. turn.go: what happens to chats.
//   - send.go, edit.go, ephemeral.go, answer.go, profile.go, webhook.go: the methods.
//   - update.go, poll.go, deliver.go: how what people do is delivered to the bot.
//   - person.go, press.go: people. wait.go: waiting for them without sleeping.
//   - fault.go, limit.go, call.go: faults, rates, and the record of calls.
//
// All time that Telegram counts in seconds (retry_after, long polls, the life of a press,
// pauses between deliveries) passes at [Options.Second] a second, so that tests can be fast.
package telegramtest
