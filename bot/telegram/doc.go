// Package telegram is the bot on Telegram: updates become events, screens become messages.
// Nothing about the interview is decided here, and no session is kept here.
//
//   - place.go: which conversation an update belongs to; groups, topics, people.
//   - update.go: an update as a delivery. intake.go: a delivery as a turn, or as one of the
//     things that need no turn.
//   - render.go, rich.go, keyboard.go: a screen as HTML text, or as a rich message, and an inline
//     keyboard.
//   - surface.go, card.go: which message is edited, which is sent: one live card per
//     conversation.
//   - poll.go, webhook.go: how updates come in. An update is stored before it is acknowledged.
//   - answer.go: every button press is answered, so that the phone stops waiting. share.go: how
//     a result is handed over. remark.go: what is said in a group without a conversation.
//   - ephemeral.go: what in a group only one person sees. photo.go: the profile photo.
//   - link.go: deep links with a referral and a language.
//   - menu.go: commands and descriptions per language.
//   - client.go, errors.go, limits.go: how calls travel, what their errors mean, their limits.
package telegram
