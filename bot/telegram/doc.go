// Package telegram is the bot on Telegram: updates become events, screens become messages.
// Nothing about the interview is decided here, and no session is kept here.
//
//   - place.go: which conversation an update belongs to; groups, topics, people.
//   - update.go: an update as a delivery.
//   - render.go: a screen as HTML text and an inline keyboard.
//   - card.go: which message is edited, which is sent: one live card per conversation.
//   - poll.go, webhook.go: how updates come in. An update is stored before it is acknowledged.
//   - answer.go: every button press is answered, so that the phone stops waiting.
//   - client.go: how calls travel.
//   - link.go: deep links with a referral and a language.
//   - menu.go: commands and descriptions per language.
//   - errors.go: what an error of the Bot API means.
package telegram
