package blockkit

import "slices"

// places has the blocks in which an element may stand.
var places = map[string][]string{
	"button":               {"section", "actions"},
	"overflow":             {"section", "actions"},
	"static_select":        {"section", "actions", "input"},
	"conversations_select": {"section", "actions", "input"},
	"users_select":         {"section", "actions", "input"},
	"multi_users_select":   {"section", "input"},
	"checkboxes":           {"section", "actions", "input"},
	"radio_buttons":        {"section", "actions", "input"},
	"plain_text_input":     {"input"},
	"number_input":         {"input"},
	"image":                {"section", "context"},
}

// elements are the elements this package knows.
var elements = byType{
	"button": {
		must: []string{"text"},
		fields: map[string]rule{"action_id": actionID, "text": plainText(buttonText), "value": nonEmpty(buttonValue),
			"url": link("http", "https", "mailto", "slack"), "style": style, "confirm": confirm, "accessibility_label": visibleText(spokenLabel)},
	},
	"overflow": {
		must:   []string{"options"},
		fields: map[string]rule{"action_id": actionID, "options": listOf(1, overflowMost, overflowOption.rule), "confirm": confirm},
		also:   initialOptions,
	},
	"static_select": {
		fields: map[string]rule{"action_id": actionID, "placeholder": plainText(placeholder), "options": listOf(1, selectOptions, plainOption.rule),
			"option_groups": listOf(1, selectOptions, optionGroup.rule), "initial_option": plainOption.rule, "confirm": confirm, "focus_on_load": focus},
		also: optionsOrGroups,
	},
	"radio_buttons": {
		must: []string{"options"},
		fields: map[string]rule{"action_id": actionID, "options": listOf(1, choiceOptions, richOption.rule),
			"initial_option": richOption.rule, "confirm": confirm, "focus_on_load": focus},
		also: initialOptions,
	},
	"checkboxes": {
		must: []string{"options"},
		fields: map[string]rule{"action_id": actionID, "options": listOf(1, choiceOptions, richOption.rule),
			"initial_options": listOf(1, choiceOptions, richOption.rule), "confirm": confirm, "focus_on_load": focus},
		also: initialOptions,
	},
	"plain_text_input": {
		fields: map[string]rule{"action_id": actionID, "placeholder": plainText(placeholder), "initial_value": anyLength(inputLength), "multiline": boolean,
			"min_length": integerRange(0, inputLength), "max_length": integerRange(1, inputLength), "dispatch_action_config": dispatch, "focus_on_load": focus},
		also: lengths,
	},
	"number_input": {
		must: []string{"is_decimal_allowed"},
		fields: map[string]rule{"action_id": actionID, "placeholder": plainText(placeholder), "is_decimal_allowed": boolean, "initial_value": number,
			"min_value": number, "max_value": number, "dispatch_action_config": dispatch, "focus_on_load": focus},
		also: bounds,
	},
	"conversations_select": {
		fields: map[string]rule{"action_id": actionID, "placeholder": plainText(placeholder), "initial_conversation": nonEmpty(anyID),
			"default_to_current_conversation": boolean, "response_url_enabled": respond, "filter": filter.rule, "confirm": confirm, "focus_on_load": focus},
	},
	"users_select": {
		fields: map[string]rule{"action_id": actionID, "placeholder": plainText(placeholder), "initial_user": nonEmpty(anyID),
			"confirm": confirm, "focus_on_load": focus},
	},
	"multi_users_select": {
		fields: map[string]rule{"action_id": actionID, "placeholder": plainText(placeholder), "initial_users": listOf(1, manyUsers, nonEmpty(anyID)),
			"max_selected_items": integerRange(1, manyUsers), "confirm": confirm, "focus_on_load": focus},
	},
	"image": {
		must:   []string{"alt_text"},
		fields: map[string]rule{"alt_text": visibleText(altText), "image_url": link("http", "https"), "slack_file": slackFile},
		also:   oneImage,
	},
}

var style = oneOf("primary", "danger")

// element is the rule for an element of the block under way.
func element(j *checker, at string, v any) {
	elements.check(j, at, v, func(kind string) bool {
		fits := slices.Contains(places[kind], j.block)
		if !fits {
			j.object(at, "%s cannot stand in %s", kind, j.block)
		}
		return fits
	})
}

func confirm(j *checker, at string, v any) {
	shape{
		must: []string{"title", "text", "confirm", "deny"},
		fields: map[string]rule{"title": plainText(confirmTitle), "text": anyText(confirmText), "confirm": plainText(confirmButton),
			"deny": plainText(confirmButton), "style": style},
	}.rule(j, at, v)
}

func dispatch(j *checker, at string, v any) {
	on := listOf(1, 2, oneOf("on_enter_pressed", "on_character_entered"))
	shape{must: []string{"trigger_actions_on"}, fields: map[string]rule{"trigger_actions_on": on}}.rule(j, at, v)
}

// filter narrows a conversations_select.
var filter = shape{
	fields: map[string]rule{"include": listOf(1, 4, oneOf("im", "mpim", "private", "public")),
		"exclude_external_shared_channels": boolean, "exclude_bot_users": boolean},
	also: func(j *checker, at string, o object) {
		if len(o) == 0 {
			j.object(at, "empty")
		}
	},
}

// respond is the rule for response_url_enabled.
func respond(j *checker, at string, v any) {
	boolean(j, at, v)
	if v == true && (j.on != modal || j.block != "input") {
		j.object(at, "only in input blocks of modals")
	}
}

func lengths(j *checker, at string, o object) {
	least, hasLeast := integer(o["min_length"])
	most, hasMost := integer(o["max_length"])
	if hasLeast && hasMost && least > most {
		j.object(at, "min_length %d over max_length %d", least, most)
	}
}

func bounds(j *checker, at string, o object) {
	least, hasLeast := decimal(o["min_value"])
	most, hasMost := decimal(o["max_value"])
	first, hasFirst := decimal(o["initial_value"])
	if hasLeast && hasMost && least.Cmp(most) > 0 {
		j.object(at, "min_value over max_value")
	}
	if hasFirst && (hasLeast && first.Cmp(least) < 0 || hasMost && first.Cmp(most) > 0) {
		j.object(at+"/initial_value", "not within min_value and max_value")
	}
	if hasFirst && o["is_decimal_allowed"] == false && !first.IsInt() {
		j.object(at+"/initial_value", "decimals are not allowed")
	}
}
