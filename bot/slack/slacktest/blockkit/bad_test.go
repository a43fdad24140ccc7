package blockkit_test

import "testing"

// TestBad changes one thing of a good document. The problem is where the change is, unless it
// says otherwise.
func TestBad(t *testing.T) {
	const mrkdwn = `{"type":"mrkdwn","text":"a"}`
	for _, c := range []struct{ doc, change, value, at, what string }{
		// what blocks and elements need
		{"message", "/blocks/0/text", "", "/blocks/0", "missing required field text"},
		{"message", "/blocks/0/type", "", "/blocks/0", "missing required field type"},
		{"message", "/blocks/0/type", `"heading"`, "/blocks/0", "unknown type"},
		{"message", "/blocks/1/text", "", "/blocks/1", "neither text nor fields"},
		{"message", "/blocks/1/accessory/text", "", "/blocks/1/accessory", "missing required field text"},
		{"message", "/blocks/1/accessory/confirm/title", "", "/blocks/1/accessory/confirm", "missing required field title"},
		{"message", "/blocks/1/accessory/confirm/deny", "", "/blocks/1/accessory/confirm", "missing required field deny"},
		{"message", "/blocks/1/text/text", "", "/blocks/1/text", "missing required field text"},
		{"message", "/blocks/3/fields", "[]", "", "0 items, at least 1"},
		{"message", "/blocks/5/elements/4/option_groups/0/options", "[]", "", "0 items, at least 1"},
		{"message", "/blocks/4/elements", "[]", "", "0 items, at least 1"},
		{"message", "/blocks/4/elements", "", "/blocks/4", "missing required field elements"},
		{"message", "/blocks/4/elements/2/alt_text", "", "/blocks/4/elements/2", "missing required field alt_text"},
		{"message", "/blocks/4/elements/2/image_url", "", "/blocks/4/elements/2", "image_url or slack_file"},
		{"message", "/blocks/4/elements/2/slack_file", `{"id":"F1"}`, "/blocks/4/elements/2", "image_url or slack_file"},
		{"message", "/blocks/5/elements", "[]", "", "0 items, at least 1"},
		{"message", "/blocks/5/elements/1/options", "[]", "", "0 items, at least 1"},
		{"message", "/blocks/5/elements/1/options/0/value", "", "/blocks/5/elements/1/options/0", "missing required field value"},
		{"message", "/blocks/5/elements/4/option_groups/1/label", "", "/blocks/5/elements/4/option_groups/1", "missing required field label"},
		{"message", "/blocks/6/label", "", "/blocks/6", "missing required field label"},
		{"message", "/blocks/6/element", "", "/blocks/6", "missing required field element"},
		{"message", "/blocks/7/alt_text", "", "/blocks/7", "missing required field alt_text"},
		{"message", "/blocks/7/slack_file/url", `"https://example.com/"`, "/blocks/7/slack_file", "id or url"},
		{"message", "/blocks/8/elements/0/elements/0/text", "", "/blocks/8/elements/0/elements/0", "missing required field text"},
		{"message", "/blocks/8/elements/1/style", "", "/blocks/8/elements/1", "missing required field style"},
		{"message", "/blocks/9/text", "", "/blocks/9", "missing required field text"},
		{"modal", "/view/blocks/1/element/is_decimal_allowed", "", "/view/blocks/1/element", "missing required field is_decimal_allowed"},
		{"modal", "/view/blocks/4/element/initial_users", "[]", "", "0 items, at least 1"},
		{"modal", "/view/blocks/4/element/max_selected_items", "0", "", "not within 1 and 1000"},

		// what they do not know
		{"message", "/blocks/0/style", `"big"`, "/blocks/0", `unknown field "style"`},
		{"message", "/blocks/2/text", mrkdwn, "/blocks/2", `unknown field "text"`},
		{"message", "/blocks/5/elements/0/label", `"a"`, "/blocks/5/elements/0", `unknown field "label"`},
		{"message", "/blocks/5/elements/3/initial_options", `[]`, "/blocks/5/elements/3", `unknown field "initial_options"`},
		{"message", "/blocks/5/elements/2/options/1/url", `"https://example.com/"`, "/blocks/5/elements/2/options/1", `unknown field "url"`},
		{"message", "/blocks/1/accessory/confirm/type", `"confirm"`, "/blocks/1/accessory/confirm", `unknown field "type"`},
		{"message", "/blocks/0/text/verbatim", `true`, "/blocks/0/text", `unknown field "verbatim"`},
		{"message", "/blocks/1/text/emoji", `true`, "/blocks/1/text", `unknown field "emoji"`},
		{"message", "/blocks/8/elements/0/elements/0/style/big", `true`, "/blocks/8/elements/0/elements/0/style", `unknown field "big"`},

		// types of values
		{"message", "/blocks/0/text", `"a"`, "", "not an object"},
		{"message", "/blocks/5/elements/1/options/0", `"a"`, "", "not an object"},
		{"message", "/blocks/0/text/text", `1`, "", "not a string"},
		{"message", "/blocks/0/text/emoji", `"yes"`, "", "not a boolean"},
		{"message", "/blocks/0/level", `5`, "", "not within 1 and 4"},
		{"message", "/blocks/0/block_id", `7`, "", "not a string"},
		{"message", "/blocks/3/fields", mrkdwn, "", "not an array"},
		{"message", "/blocks/5/elements/0/action_id", `null`, "", "not a string"},
		{"message", "/blocks/6/element/max_length", `3001`, "", "not within 1 and 3000"},
		{"message", "/blocks/6/element/max_length", `"9"`, "", "not an integer"},
		{"message", "/blocks/6/element/max_length", `1.5`, "", "not an integer"},
		{"modal", "/view/blocks/1/element/min_value", `0`, "", "not a number in a string"},

		// plain text, where nothing else is shown
		{"message", "/blocks/0/text/type", `"mrkdwn"`, "/blocks/0/text", "must be plain_text"},
		{"message", "/blocks/1/accessory/text", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/1/accessory/confirm/title", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/1/accessory/confirm/confirm", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/1/accessory/confirm/deny", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/3/accessory/placeholder", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/3/accessory/options/0/text", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/3/accessory/options/0/description", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/5/elements/1/options/0/text", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/5/elements/4/option_groups/0/label", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/6/label", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/6/hint", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/7/title", mrkdwn, "", "must be plain_text"},
		{"modal", "/view/title", mrkdwn, "", "must be plain_text"},
		{"modal", "/view/submit", mrkdwn, "", "must be plain_text"},
		{"modal", "/view/close", mrkdwn, "", "must be plain_text"},
		{"message", "/blocks/1/text/type", `"markdown"`, "/blocks/1/text", "unknown type"},

		// empty texts
		{"message", "/blocks/0/text/text", `""`, "", "empty"},
		{"message", "/blocks/1/text/text", `" \n"`, "", "empty"},
		{"message", "/blocks/5/elements/0/text/text", `"\u3000"`, "", "empty"},
		{"message", "/blocks/5/elements/0/value", `""`, "", "empty"},
		{"message", "/blocks/5/elements/0/action_id", `""`, "", "empty"},
		{"message", "/blocks/5/block_id", `""`, "", "empty"},
		{"message", "/blocks/5/elements/1/options/0/value", `""`, "", "empty"},
		{"message", "/blocks/7/alt_text", `""`, "", "empty"},
		{"message", "/blocks/9/text", `""`, "", "empty"},
		{"modal", "/view/title/text", `""`, "", "empty"},

		// mrkdwn
		{"message", "/blocks/1/text/text", `"a & b"`, "", "character 2: stray &"},
		{"message", "/blocks/3/fields/0/text", `"年<x>"`, "", "character 1: unknown form"},
		{"message", "/blocks/4/elements/0/text", `"a > b"`, "", "character 2: stray >"},
		{"message", "/blocks/5/elements/2/options/1/description/text", `"1 < 2"`, "", "character 2: stray <"},
		{"message", "/blocks/1/accessory/confirm/text/text", `"<@u1>"`, "", "character 0: unknown form"},

		// once only
		{"message", "/blocks/1/block_id", `"h"`, "", "another block has it"},
		{"modal", "/view/blocks/2/block_id", `"age"`, "", "another block has it"},
		{"message", "/blocks/5/elements/1/action_id", `"b1"`, "", "another element of the block has it"},
		{"message", "/blocks/5/elements/2/options/1/value", `"a"`, "", "another option has it"},
		{"message", "/blocks/5/elements/4/option_groups/0/options/0/value", `"b"`,
			"/blocks/5/elements/4/option_groups/1/options/0/value", "another option has it"},
		{"message", "/blocks/5/elements/2/initial_options/-", `{"text":{"type":"mrkdwn","text":"*A*"},"value":"a"}`,
			"/blocks/5/elements/2/initial_options/1/value", "another option has it"},

		// what is chosen at first
		{"message", "/blocks/3/accessory/initial_option/text/text", `"b"`, "/blocks/3/accessory/initial_option", "not exactly one of the options"},
		{"message", "/blocks/3/accessory/initial_option/text/emoji", `true`, "/blocks/3/accessory/initial_option", "not exactly one of the options"},
		{"message", "/blocks/5/elements/2/initial_options/0/value", `"c"`, "/blocks/5/elements/2/initial_options/0", "not exactly one of the options"},
		{"message", "/blocks/5/elements/2/initial_options", `[]`, "", "0 items, at least 1"},
		{"message", "/blocks/5/elements/3/initial_option/value", `"b"`, "/blocks/5/elements/3/initial_option", "not exactly one of the options"},
		{"message", "/blocks/5/elements/4/initial_option/value", `"c"`, "/blocks/5/elements/4/initial_option", "not exactly one of the options"},
		{"message", "/blocks/5/elements/4/options", `[{"text":{"type":"plain_text","text":"C"},"value":"c"}]`,
			"/blocks/5/elements/4", "options or option_groups"},

		// words and addresses
		{"message", "/blocks/1/accessory/style", `"default"`, "", "not one of primary, danger"},
		{"message", "/blocks/1/accessory/style", `""`, "", "not one of primary, danger"},
		{"message", "/blocks/1/accessory/confirm/style", `"warning"`, "", "not one of primary, danger"},
		{"message", "/blocks/1/accessory/url", `"example.com"`, "", "not an address"},
		{"message", "/blocks/1/accessory/url", `""`, "", "not an address"},
		{"message", "/blocks/4/elements/2/image_url", `"data:image/png;base64,"`, "", "not an address"},
		{"message", "/blocks/5/elements/6/filter", `{}`, "", "empty"},
		{"message", "/blocks/5/elements/6/filter/include", `[]`, "", "0 items, at least 1"},
		{"message", "/blocks/5/elements/6/filter/include/0", `"dm"`, "", "not one of"},
		{"message", "/blocks/6/element/dispatch_action_config/trigger_actions_on/0", `"on_blur"`, "", "not one of"},
		{"message", "/blocks/6/element/min_length", `-1`, "", "not within 0 and 3000"},
		{"message", "/blocks/6/element/max_length", `1`, "/blocks/6/element", "min_length 2 over max_length 1"},
		{"message", "/blocks/8/elements/1/style", `"dash"`, "", "not one of bullet, ordered"},

		// places
		{"message", "/blocks/1/accessory", `{"type":"plain_text_input"}`, "", "plain_text_input cannot stand in section"},
		{"message", "/blocks/5/elements/0", `{"type":"number_input","is_decimal_allowed":true}`, "", "number_input cannot stand in actions"},
		{"message", "/blocks/5/elements/0", `{"type":"image","alt_text":"a","image_url":"https://example.com/"}`, "", "image cannot stand in actions"},
		{"message", "/blocks/4/elements/0", `{"type":"button","text":{"type":"plain_text","text":"A"}}`, "", "button cannot stand in context"},
		{"message", "/blocks/6/element", `{"type":"button","text":{"type":"plain_text","text":"A"}}`, "", "button cannot stand in input"},
		{"message", "/blocks/6/element", `{"type":"overflow","options":[]}`, "", "overflow cannot stand in input"},
		{"message", "/blocks/5/elements/0", `{"type":"slider"}`, "", "unknown type"},
		{"message", "/blocks/2", `{"type":"file","external_id":"a","source":"remote"}`, "", "file blocks cannot stand in a message"},
		{"modal", "/view/blocks/0", `{"type":"markdown","text":"a"}`, "", "markdown blocks cannot stand in a modal"},
		{"home", "/view/blocks/0", `{"type":"markdown","text":"a"}`, "", "markdown blocks cannot stand in a home"},
		{"home", "/view/blocks/0", `{"type":"file"}`, "", "file blocks cannot stand in a home"},
		{"message", "/blocks/5/elements/3/focus_on_load", `true`, "", "only in views"},
		{"modal", "/view/blocks/2/element/focus_on_load", `true`, "", "another element has the focus"},
		{"message", "/blocks/5/elements/6/response_url_enabled", `true`, "", "only in input blocks of modals"},

		// views
		{"modal", "/view/title", "", "/view", "missing required field title"},
		{"modal", "/view/blocks", "", "/view", "missing required field blocks"},
		{"modal", "/view/submit", "", "/view", "missing required field submit"},
		{"modal", "/view/size", `"large"`, "/view", `unknown field "size"`},
		{"modal", "/view/type", `"dialog"`, "/view", "unknown type"},
		{"home", "/view/title", `{"type":"plain_text","text":"a"}`, "/view", `unknown field "title"`},
		{"home", "/view/submit", `{"type":"plain_text","text":"a"}`, "/view", `unknown field "submit"`},
		{"home", "/view/close", `{"type":"plain_text","text":"a"}`, "/view", `unknown field "close"`},
		{"home", "/view/blocks", "", "/view", "missing required field blocks"},
		{"modal", "/view/blocks/1/element", `{"type":"number_input","is_decimal_allowed":true,"min_value":"2","max_value":"1.9"}`, "",
			"min_value over max_value"},
		{"modal", "/view/blocks/1/element/initial_value", `"1e9"`, "", "not a number"},
		{"modal", "/view/blocks/1/element/min_value", `"31"`, "/view/blocks/1/element/initial_value", "not within"},
		{"modal", "/view/blocks/1/element/max_value", `"29.5"`, "/view/blocks/1/element/initial_value", "not within"},
		{"modal", "/view/blocks/1/element/initial_value", `"30.5"`, "", "decimals are not allowed"},
		{"modal", "/view/blocks/1/element/initial_value", `"thirty"`, "", "not a number"},
	} {
		doc := document(t, c.doc)
		change(t, doc, c.change, c.value)
		if c.at == "" {
			c.at = c.change
		}
		t.Run(c.doc+c.change, func(t *testing.T) { only(t, problems(t, doc), c.at, c.what) })
	}
}
