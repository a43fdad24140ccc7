package slacktest

import (
	"encoding/json"
	"html"
	"slices"
	"strings"
)

// interactive are the elements that a person can use, with the key of their value in a state;
// empty for those that keep none.
var interactive = map[string]string{
	"button": "", "overflow": "", "workflow_button": "",
	"checkboxes": "selected_options", "radio_buttons": "selected_option", "static_select": "selected_option",
	"multi_static_select": "selected_options", "users_select": "selected_user", "multi_users_select": "selected_users", "conversations_select": "selected_conversation",
	"channels_select": "selected_channel", "plain_text_input": "value", "number_input": "value", "email_text_input": "value",
	"url_text_input": "value", "datepicker": "selected_date", "timepicker": "selected_time",
}

// element is an interactive element in its block.
type element struct {
	block, el object
}

func (e element) kind() string    { return str(e.el["type"]) }
func (e element) action() string  { return str(e.el["action_id"]) }
func (e element) blockID() string { return str(e.block["block_id"]) }

func str(v any) string {
	s, _ := v.(string)
	return s
}

// textOf returns the text of a text object, as people read it.
func textOf(v any) string {
	o, _ := v.(object)
	if str(o["type"]) == "mrkdwn" {
		return visible(str(o["text"]))
	}
	return str(o["text"])
}

// elementsOf returns the elements of a block, interactive or not.
func elementsOf(block object) []object {
	var out []object
	take := func(v any) {
		if o, ok := v.(object); ok {
			out = append(out, o)
		}
	}
	take(block["element"])
	take(block["accessory"])
	if list, ok := block["elements"].([]any); ok {
		for _, v := range list {
			take(v)
		}
	}
	return out
}

// elements returns the interactive elements of blocks in their order.
func elements(blocks []object) []element {
	var out []element
	for _, b := range blocks {
		for _, el := range elementsOf(b) {
			if _, ok := interactive[str(el["type"])]; ok {
				out = append(out, element{b, el})
			}
		}
	}
	return out
}

// options returns the options of an element, those in groups too.
func (e element) options() []object {
	var out []object
	list, _ := e.el["options"].([]any)
	groups, _ := e.el["option_groups"].([]any)
	for _, g := range groups {
		o, _ := g.(object)
		in, _ := o["options"].([]any)
		list = append(slices.Clone(list), in...)
	}
	for _, v := range list {
		if o, ok := v.(object); ok {
			out = append(out, o)
		}
	}
	return out
}

// assignIDs gives ids to blocks and elements that have none, as Slack does, and returns the JSON.
func (s *Server) assignIDs(blocks []object) json.RawMessage {
	for _, b := range blocks {
		if str(b["block_id"]) == "" {
			b["block_id"] = s.id("b")
		}
	}
	for _, e := range elements(blocks) {
		if e.action() == "" {
			e.el["action_id"] = s.id("a")
		}
	}
	raw, err := json.Marshal(blocks)
	if err != nil {
		return nil
	}
	return raw
}

// visible is mrkdwn as people read it: links and mentions by their label, entities as
// characters. Marks for bold and so on stay.
func visible(mrkdwn string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(mrkdwn, "<")
		inside, after, closed := strings.Cut(rest, ">")
		if !ok || !closed {
			out.WriteString(mrkdwn)
			return html.UnescapeString(out.String())
		}
		out.WriteString(before)
		target, label, labelled := strings.Cut(inside, "|")
		if !labelled {
			label = target
		}
		out.WriteString(label)
		mrkdwn = after
	}
}

// plain is all that people read in blocks, a line for each thing.
func plain(blocks []object) string {
	var lines []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case object:
			if _, ok := v["text"].(string); ok {
				if text := textOf(v); text != "" {
					lines = append(lines, text)
				}
				return
			}
			for _, key := range []string{"title", "label", "text", "fields", "element", "elements", "accessory", "placeholder", "options",
				"option_groups", "description", "hint", "rows"} {
				walk(v[key])
			}
		}
	}
	for _, b := range blocks {
		walk(b)
	}
	return strings.Join(lines, "\n")
}
