package blockkit

import "slices"

// plain is the rule for a text object of type plain_text.
func plain(most int) rule { return textObject(most, "plain_text") }

// either is the rule for a text object of either type.
func either(most int) rule { return textObject(most, "plain_text", "mrkdwn") }

func textObject(most int, types ...string) rule {
	k := kinds{
		"plain_text": {must: []string{"text"}, fields: map[string]rule{"text": shown(most), "emoji": flag}},
		"mrkdwn":     {must: []string{"text"}, fields: map[string]rule{"text": marked(most), "verbatim": flag}},
	}
	return func(j *judge, at string, v any) {
		k.find(j, at, v, func(kind string) bool {
			fits := slices.Contains(types, kind)
			if !fits {
				j.object(at, "must be plain_text")
			}
			return fits
		})
	}
}

// marked is the rule for a text of mrkdwn.
func marked(most int) rule {
	return func(j *judge, at string, v any) {
		shown(most)(j, at, v)
		s, _ := v.(string)
		for _, problem := range mrkdwn(s) {
			j.object(at, "%s", problem)
		}
	}
}
