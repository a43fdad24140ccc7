// Package terminal is the bot in a terminal, and at the end of a pipe: it draws screens as
// text and reads lines. It decides nothing about the interview, and reads nothing of what is typed but
// the keys that it draws itself.
//
// It comes with the program, needs no account and no network, and proves that the
// interview knows no platform.
//
// The tour:
//
//   - terminal.go: what is on the terminal; run.go: the loop; welcome.go: whose answers are kept.
//   - input.go, editor.go, keyboard.go: reading lines, from a pipe and as a person edits them.
//   - render.go, table.go: [Render], a screen as text; card.go: in pages; file.go: what it hands over.
//   - wrap.go, width.go: lines that fit, where a Japanese or Chinese character takes two columns.
//   - keys.go: the keys of options, and what a line does.
package terminal
