// Package blockkit checks Block Kit: it reports what Slack would refuse, cut or silently ignore in
// the blocks of a message, in a view, or in a text of mrkdwn.
//
// It reads the JSON as it would travel, so it is independent of whoever drew it, and it is
// stricter than Slack where Slack is vague: an undocumented field, a text that shows
// nothing and a value over the advised length are problems too. It knows the blocks and
// elements that the tables name; any other is a problem, since it is not known here whether
// Slack takes it.
//
// It refuses to know what the texts mean, who sends them, through which method, and what has
// been sent before.
//
// Each problem is one line: a JSON pointer, a colon, what is wrong. As in Slack's own answers,
// the pointer starts with the argument that carries the document, /blocks or /view, and what
// is missing or unknown in an object is said at the object. Lengths are in code points. No
// problem quotes a text.
package blockkit

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// Message returns the problems of the JSON array of blocks of a message, in the order of the
// blocks; none for blocks that Slack shows as they are. An array without blocks is no problem.
func Message(blocks []byte) []string {
	j := checker{on: message, blockIDs: map[string]bool{}}
	v, err := parse(blocks)
	if err != nil {
		j.object("/blocks", "%v", err)
		return j.problems
	}
	listOf(0, messageBlocks, block)(&j, "/blocks", v)
	if j.markdown > markdownText {
		j.object("/blocks", "%d characters in all markdown blocks, at most %d", j.markdown, markdownText)
	}
	return j.problems
}

// View returns the problems of a modal or home view, a JSON object as views.open or
// views.publish take it.
func View(view []byte) []string {
	j := checker{blockIDs: map[string]bool{}}
	v, err := parse(view)
	if err != nil {
		j.object("/view", "%v", err)
		return j.problems
	}
	if len(view) > viewBytes {
		j.object("/view", "%d bytes, at most %d", len(view), viewBytes)
	}
	checkView(&j, v)
	return j.problems
}

// Text returns the problems of a text of mrkdwn: characters that must be escaped and forms in
// angle brackets that Slack does not know. Each starts with the position of the character,
// counted from 0 in code points.
func Text(s string) []string { return mrkdwn(s) }

var (
	errUTF8  = errors.New("not UTF-8")
	errJSON  = errors.New("not JSON")
	errAfter = errors.New("more than one JSON value")
)

// parse reads one JSON value. Numbers stay as they are written.
func parse(in []byte) (any, error) {
	if !utf8.Valid(in) {
		return nil, errUTF8
	}
	d := json.NewDecoder(bytes.NewReader(in))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, errJSON // the decoder's error may quote the document
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errAfter
	}
	return v, nil
}
