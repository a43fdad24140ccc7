package blockkit

// views are the kinds of views. A home view has no title and no buttons of its own.
var views = map[surface]shape{
	modal: {
		must: []string{"title", "blocks"},
		fields: map[string]rule{"title": plain(viewTitle), "submit": plain(viewTitle), "close": plain(viewTitle),
			"blocks": listOf(0, viewBlocks, block), "private_metadata": open(privateData), "callback_id": open(anyID),
			"external_id": open(anyID), "clear_on_close": flag, "notify_on_close": flag},
		also: submit,
	},
	home: {
		must: []string{"blocks"},
		fields: map[string]rule{"blocks": listOf(0, viewBlocks, block), "private_metadata": open(privateData),
			"callback_id": open(anyID), "external_id": open(anyID)},
	},
}

// submit asks a modal that takes input for a button to send it.
func submit(j *judge, at string, o object) {
	if _, ok := o["submit"]; !ok && j.inputs > 0 {
		j.object(at, "missing required field submit, there are input blocks")
	}
}

func judgeView(j *judge, v any) {
	o, _ := v.(object)
	kind, ok := o["type"].(string)
	s, known := views[surface(kind)]
	switch {
	case o == nil:
		j.object("/view", "not an object")
	case !ok:
		j.object("/view", "missing required field type")
	case !known:
		j.object("/view", "unknown type %.40q", kind)
	default:
		j.on = surface(kind)
		s.judge(j, "/view", o)
	}
}
