package slacktest

import "encoding/json"

// Metadata is what a message tells other apps.
type Metadata struct {
	Event   string         `json:"event_type"`
	Payload map[string]any `json:"event_payload"`
}

// metadata reads and checks what a call wants to tell other apps.
func (c *call) metadata() (*Metadata, *refusal) {
	raw := c.args.raw("metadata")
	if raw == nil {
		return nil, nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil, c.malformed("invalid_metadata_format")
	}
	for name := range fields {
		if name != "event_type" && name != "event_payload" {
			return nil, c.malformed("invalid_metadata_schema", "unknown field "+name)
		}
	}
	m := &Metadata{}
	if json.Unmarshal(raw, m) != nil || m.Event == "" || m.Payload == nil {
		return nil, c.malformed("invalid_metadata_schema", "event_type and event_payload are required")
	}
	return m, nil
}
