// Package slacktest is a strict Slack for tests: the Web API, the deliveries by HTTP and by
// Socket Mode, OAuth, and the people in their workspaces, with the faults that happen in the real one, in one
// process.
//
// It knows the protocol and nothing of the app that is tested. Where Slack would refuse a
// call, it refuses it with Slack's error code; where Slack would silently ignore, cut or alter
// something, it says so in [Server.Violations], and the test fails. Malformed calls (unknown or
// missing arguments, wrong types, broken text or blocks, a scope the app never asks for) are
// violations too, in addition to their error: no test should make them by accident. Refusals that
// depend on the world (channel_not_found, hash_conflict, token_expired, a trigger too old) are
// not.
//
// It is stricter than Slack in some places: every &, < and > in mrkdwn has to be escaped, text
// has to accompany blocks, an update has to say what becomes of the blocks, calls are POST,
// and attachments are not accepted.
//
// The tour:
//
//   - server.go, serve.go, args.go, spec.go, testdata/web-methods.json: the server, handling a call,
//     and checking it against the description of the Web API.
//   - team.go, person.go, channel.go, message.go, token.go: workspaces, people, conversations.
//   - chat.go, lookup.go, views.go, files.go, oauth.go, auth.go: the methods. respond.go:
//     response_urls. text.go: what may be shown, as package blockkit checks it.
//   - event.go, payload.go, deliver.go, http.go, socket.go, socketconn.go, ack.go: how what people do
//     is delivered to the app, and what its acknowledgement does.
//   - act.go, press.go, modal.go, state.go, blocks.go: what people do with what they see.
//   - limit.go, fault.go, wait.go: rates, faults, and waiting without sleeping.
//
// Triggers, tokens, codes, response_urls and rates live by [Options.Now]; how long
// the app has to acknowledge, and the timestamps of signatures, go by the real clock.
package slacktest
