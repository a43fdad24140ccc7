package loadtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"hspbot/bot/slack"
)

const (
	slackToken  = "xoxb-load"
	slackSecret = "0123456789abcdef0123456789abcdef"
	slackTeam   = "T1"
)

// slackSink is a Slack that answers every call. Every card is the message 1.000001 of the
// direct message with its person.
type slackSink struct {
	*cards
	shown *sync.Map // the blocks of the present card, by person
}

func (slackSink) name() string { return slack.Platform }

// deliver makes a signed delivery: a text in the direct message, or a press of a button of the
// card, with the whole message it is on.
func (s slackSink) deliver(address string, id int64, person, action string) (*http.Request, error) {
	path, media, body := "/slack/events", "application/json", text(id, person, action)
	if action[0] != '/' {
		path, media = "/slack/interactions", "application/x-www-form-urlencoded"
		body = "payload=" + url.QueryEscape(s.press(id, person, action))
	}
	request, err := http.NewRequest(http.MethodPost, address+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(slackSecret))
	mac.Write([]byte("v0:" + stamp + ":" + body))
	request.Header.Set("Content-Type", media)
	request.Header.Set("X-Slack-Request-Timestamp", stamp)
	request.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return request, nil
}

func text(id int64, person, text string) string {
	return fmt.Sprintf(`{"token":"t","team_id":"%[1]s","api_app_id":"A1","event":{"client_msg_id":"%[2]d","type":"message","text":"%[3]s","user":"U%[4]s",`+
		`"ts":"2.%06[2]d","team":"%[1]s","channel":"D%[4]s","event_ts":"2.%06[2]d","channel_type":"im"},"type":"event_callback","event_id":"Ev%[2]d","event_time":2,`+
		`"authorizations":[{"enterprise_id":null,"team_id":"%[1]s","user_id":"UBOT","is_bot":true,"is_enterprise_install":false}],"is_ext_shared_channel":false}`,
		slackTeam, id, text, person)
}

func (s slackSink) press(id int64, person, action string) string {
	blocks, ok := s.shown.Load(person)
	if !ok {
		blocks = []byte("[]") // of a card from before
	}
	return fmt.Sprintf(`{"type":"block_actions","user":{"id":"U%[4]s","username":"p","name":"p","team_id":"%[1]s"},"api_app_id":"A1","token":"t",`+
		`"container":{"type":"message","message_ts":"1.000001","channel_id":"D%[4]s","is_ephemeral":false},"trigger_id":"%[2]d.1.x","team":{"id":"%[1]s","domain":"d"},`+
		`"enterprise":null,"is_enterprise_install":false,"channel":{"id":"D%[4]s","name":"directmessage"},"message":{"user":"UBOT","type":"message","ts":"1.000001",`+
		`"bot_id":"B1","app_id":"A1","text":"t","team":"%[1]s","blocks":%[5]s},"state":{"values":{}},"response_url":"%[6]s/actions/%[4]s","actions":[{"action_id":"do1",`+
		`"block_id":"me#1","text":{"type":"plain_text","text":"t","emoji":true},"value":"%[3]s","type":"button","action_ts":"2.%06[2]d"}]}`,
		slackTeam, id, action, person, blocks, s.url)
}

// ServeHTTP answers a call, and an answer to a press.
func (s slackSink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/json")
	if person, ok := strings.CutPrefix(r.URL.Path, "/actions/"); ok {
		io.WriteString(w, "ok")
		var answer struct{ Blocks json.RawMessage }
		_ = json.Unmarshal(body, &answer)
		s.shown.Store(person, []byte(answer.Blocks))
		s.came(person)
		return
	}
	switch method := strings.TrimPrefix(r.URL.Path, "/api/"); method {
	case "auth.test":
		io.WriteString(w, `{"ok":true,"team_id":"`+slackTeam+`","user_id":"UBOT","bot_id":"B1"}`)
	case "users.info":
		io.WriteString(w, `{"ok":true,"user":{"id":"`+parameter(r, body, "user")+`","team_id":"`+slackTeam+`","locale":"ja-JP"}}`)
	case "chat.postMessage", "chat.update":
		channel := parameter(r, body, "channel")
		io.WriteString(w, `{"ok":true,"channel":"`+channel+`","ts":"1.000001"}`)
		person := strings.TrimPrefix(channel, "D")
		s.shown.Store(person, []byte(parameter(r, body, "blocks")))
		s.came(person)
	default:
		io.WriteString(w, `{"ok":true}`)
	}
}
