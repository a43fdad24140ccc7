// Package terminal is the bot in a terminal, and at the end of a pipe: it draws screens as
// text and reads lines. It decides nothing about the interview.
//
// It comes with the program, needs no account and no network, and proves that the
// interview knows no platform.
//
// The tour:
//
//   - terminal.go: the loop, and when a card is cleared; welcome.go: whose answers are kept.
//   - input.go, editor.go, keyboard.go: reading lines, from a pipe and as a person edits them.
//   - render.go, table.go: [Render], a screen as text; card.go: in pages.
//   - wrap.go, width.go: lines that fit, where a Japanese or Chinese character takes two columns.
//   - keys.go, resolve.go: how a choice is named, and resolve, what a typed line means.
package terminal
