package blockkit

import "slices"

// places has the blocks in which an element may stand.
var places = map[string][]string{
	"button":               {"section", "actions"},
	"overflow":             {"section", "actions"},
	"static_select":        {"section", "actions", "input"},
	"conversations_select": {"section", "actions", "input"},
	"users_select":         {"section", "actions", "input"},
	"checkboxes":           {"section", "actions", "input"},
	"radio_buttons":        {"section", "actions", "input"},
	"plain_text_input":     {"input"},
	"number_input":         {"input"},
	"image":                {"section", "context"},
}

// elements are the elements this package knows.
var elements = kinds{
	"button": {
		must: []string{"text"},
		fields: map[string]rule{"action_id": actionID, "text": plain(buttonText), "value": str(buttonValue),
			"url": link("http", "https", "mailto", "slack"), "style": style, "confirm": confirm, "accessibility_label": shown(spokenLabel)},
	},
	"overflow": {
		must:   []string{"options"},
		fields: map[string]rule{"action_id": actionID, "options": listOf(1, overflowMost, overflowOption.an), "confirm": confirm},
		also:   chosen,
	},
	"static_select": {
		fields: map[string]rule{"action_id": actionID, "placeholder": plain(placeholder), "options": listOf(1, selectOptions, plainOption.an),
			"option_groups": listOf(1, selectOptions, optionGroup.an), "initial_option": plainOption.an, "confirm": confirm, "focus_on_load": focus},
		also: optionsOrGroups,
	},
	"radio_buttons": {
		must: []string{"options"},
		fields: map[string]rule{"action_id": actionID, "options": listOf(1, choiceOptions, richOption.an),
			"initial_option": richOption.an, "confirm": confirm, "focus_on_load": focus},
		also: chosen,
	},
	"checkboxes": {
		must: []string{"options"},
		fields: map[string]rule{"action_id": actionID, "options": listOf(1, choiceOptions, richOption.an),
			"initial_options": listOf(1, choiceOptions, richOption.an), "confirm": confirm, "focus_on_load": focus},
		also: chosen,
	},
	"plain_text_input": {
		fields: map[string]rule{"action_id": actionID, "placeholder": plain(placeholder), "initial_value": open(inputLength), "multiline": flag,
			"min_length": whole(0, inputLength), "max_length": whole(1, inputLength), "dispatch_action_config": dispatch, "focus_on_load": focus},
		also: lengths,
	},
	"number_input": {
		must: []string{"is_decimal_allowed"},
		fields: map[string]rule{"action_id": actionID, "placeholder": plain(placeholder), "is_decimal_allowed": flag, "initial_value": number,
			"min_value": number, "max_value": number, "dispatch_action_config": dispatch, "focus_on_load": focus},
		also: bounds,
	},
	"conversations_select": {
		fields: map[string]rule{"action_id": actionID, "placeholder": plain(placeholder), "initial_conversation": str(anyID),
			"default_to_current_conversation": flag, "response_url_enabled": respond, "filter": filter.an, "confirm": confirm, "focus_on_load": focus},
	},
	"users_select": {
		fields: map[string]rule{"action_id": actionID, "placeholder": plain(placeholder), "initial_user": str(anyID),
			"confirm": confirm, "focus_on_load": focus},
	},
	"image": {
		must:   []string{"alt_text"},
		fields: map[string]rule{"alt_text": shown(altText), "image_url": link("http", "https"), "slack_file": slackFile},
		also:   oneImage,
	},
}

var style = oneOf("primary", "danger")

// element is the rule for an element of the block under way.
func element(j *judge, at string, v any) {
	elements.find(j, at, v, func(kind string) bool {
		fits := slices.Contains(places[kind], j.block)
		if !fits {
			j.object(at, "%s cannot stand in %s", kind, j.block)
		}
		return fits
	})
}

func confirm(j *judge, at string, v any) {
	shape{
		must: []string{"title", "text", "confirm", "deny"},
		fields: map[string]rule{"title": plain(confirmTitle), "text": either(confirmText), "confirm": plain(confirmButton),
			"deny": plain(confirmButton), "style": style},
	}.an(j, at, v)
}

func dispatch(j *judge, at string, v any) {
	on := listOf(1, 2, oneOf("on_enter_pressed", "on_character_entered"))
	shape{must: []string{"trigger_actions_on"}, fields: map[string]rule{"trigger_actions_on": on}}.an(j, at, v)
}

// filter narrows a conversations_select.
var filter = shape{
	fields: map[string]rule{"include": listOf(1, 4, oneOf("im", "mpim", "private", "public")),
		"exclude_external_shared_channels": flag, "exclude_bot_users": flag},
	also: func(j *judge, at string, o object) {
		if len(o) == 0 {
			j.object(at, "empty")
		}
	},
}

// respond is the rule for response_url_enabled.
func respond(j *judge, at string, v any) {
	flag(j, at, v)
	if v == true && (j.on != modal || j.block != "input") {
		j.object(at, "only in input blocks of modals")
	}
}

func lengths(j *judge, at string, o object) {
	least, hasLeast := integer(o["min_length"])
	most, hasMost := integer(o["max_length"])
	if hasLeast && hasMost && least > most {
		j.object(at, "min_length %d over max_length %d", least, most)
	}
}

func bounds(j *judge, at string, o object) {
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
