// Package slack is the bot on Slack: deliveries become events, screens become Block Kit
// messages. Nothing about the interview is decided here, and no session is kept here.
//
// A conversation is one of two: a person's own, held in the direct message with the app or
// in messages that only they see; or a candidate's, held in a thread of a channel, where
// everybody in the channel may answer.
//
//   - place.go: which conversation a delivery belongs to.
//   - intake.go, press.go, command.go: a delivery as a turn, or as one of the things that need no turn.
//   - allow.go: who may do what. people.go: what Slack says of people, their languages and channels.
//   - begin.go, label.go, shortcut.go: how a candidate is begun, and what is asked before.
//   - ephemeral.go: what one person looks at, beside the card of all.
//   - render.go, buttons.go, table.go: a screen as blocks.
//   - surface.go, change.go, card.go: which message is changed, which is posted. head.go: the first
//     message of a candidate's thread. share.go: the summary for the channel.
//   - view.go: how modals are opened, built and answered. modal.go, form.go, offer.go: answers typed in
//     a modal, or all in a form; what HR asks about an offer.
//   - greet.go: what is said unasked. step.go: a step of a workflow.
//   - invite.go: how the candidate answers instead, on another platform.
//   - data.go: files for one person.
//   - home.go: the Home tab.
//   - list.go: the candidates of a channel or of all channels, and the file of them.
//   - settings.go, settingsmodal.go: what the admins of a workspace set, and what everybody sets.
//   - time.go: what the clock does: reminders, warnings, the end of a candidate. undo.go: deletions
//     and fresh starts, which can be undone for a while.
//   - leave.go: a workspace that removes the app, and its data. token.go: the token of the only one.
//   - client.go, errors.go, limits.go: how calls travel, what their errors mean, their limits. plain.go:
//     what is shown where blocks are refused. text.go: a text as it is.
//
// Below it: wire reads what comes in, install keeps the tokens of workspaces, slacktest is
// the Slack of the tests.
package slack
