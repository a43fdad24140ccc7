package slacktest

import (
	"maps"
	"slices"
)

// state is what a person has chosen and typed in a message or view: by block_id, by action_id,
// the value as Slack tells it.
type state map[string]map[string]object

// adapt makes a state fit to new blocks. What keeps its block_id, action_id and type keeps
// its value, unless that is no option any more; the rest begins as the blocks say.
func (st state) adapt(blocks []object) {
	old := maps.Clone(st)
	clear(st)
	for _, e := range elements(blocks) {
		key := interactive[e.kind()]
		if key == "" {
			continue
		}
		value := e.initial()
		if kept := old[e.blockID()][e.action()]; kept != nil && kept["type"] == e.kind() && e.allows(kept[key]) {
			value = kept
		}
		st.set(e, value)
	}
}

func (st state) set(e element, value object) {
	if st[e.blockID()] == nil {
		st[e.blockID()] = map[string]object{}
	}
	st[e.blockID()][e.action()] = value
}

// get returns the value of an element.
func (st state) get(e element) object { return st[e.blockID()][e.action()] }

// json is a copy.
func (st state) json() object {
	values := object{}
	for block, actions := range st {
		inner := object{}
		for action, v := range actions {
			inner[action] = v
		}
		values[block] = inner
	}
	return object{"values": values}
}

// initial is the value an element begins with.
func (e element) initial() object {
	out := object{"type": e.kind()}
	switch key := interactive[e.kind()]; key {
	case "selected_options":
		list, _ := e.el["initial_options"].([]any)
		out[key] = slices.Concat([]any{}, list)
	case "selected_users":
		list, _ := e.el["initial_users"].([]any)
		out[key] = slices.Concat([]any{}, list)
	case "selected_option":
		out[key] = e.el["initial_option"]
	case "value":
		out[key] = e.el["initial_value"]
	case "selected_date":
		out[key] = e.el["initial_date"]
	case "selected_time":
		out[key] = e.el["initial_time"]
	default:
		out[key] = nil
	}
	return out
}

// allows reports whether a value consists of options the element still has.
func (e element) allows(value any) bool {
	switch v := value.(type) {
	case []any:
		return !slices.ContainsFunc(v, func(o any) bool { return !e.allows(o) })
	case object:
		return slices.ContainsFunc(e.options(), func(o object) bool { return o["value"] == v["value"] })
	}
	return true
}

// choose returns the value after an option was used: taken or left in checkboxes and multiple
// selects, the only one elsewhere.
func (e element) choose(before, option object) object {
	key := interactive[e.kind()]
	if key != "selected_options" {
		return object{"type": e.kind(), key: option}
	}
	list, _ := before[key].([]any)
	same := func(v any) bool { o, _ := v.(object); return o["value"] == option["value"] }
	if slices.ContainsFunc(list, same) {
		return object{"type": e.kind(), key: slices.DeleteFunc(slices.Clone(list), same)}
	}
	chosen := []any{}
	for _, o := range e.options() { // in the order of the options, as people see them
		if o["value"] == option["value"] || slices.ContainsFunc(list, func(v any) bool {
			was, _ := v.(object)
			return was["value"] == o["value"]
		}) {
			chosen = append(chosen, o)
		}
	}
	return object{"type": e.kind(), key: chosen}
}

// empty reports whether a value says nothing.
func empty(e element, value object) bool {
	switch v := value[interactive[e.kind()]].(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}
