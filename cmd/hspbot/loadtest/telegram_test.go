package loadtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"hspbot/bot/telegram"
)

const (
	telegramToken  = "123456:load"
	telegramSecret = "secret-of-the-load-test"
)

// telegramSink is a Telegram that answers every call. Every card is message 7 of its chat.
type telegramSink struct{ *cards }

func (telegramSink) name() string { return telegram.Platform }

// deliver makes an update: a command, or a press of a button of the card.
func (telegramSink) deliver(address string, id int64, person, action string) (*http.Request, error) {
	body := fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"%d","from":{"id":%s,"is_bot":false,"first_name":"P","language_code":"ja"},`+
		`"message":{"message_id":7,"date":1,"chat":{"id":%s,"type":"private","first_name":"P"},"text":"t"},"chat_instance":"1","data":"%s"}}`, id, id, person, person, action)
	if action[0] == '/' {
		body = fmt.Sprintf(`{"update_id":%d,"message":{"message_id":1,"date":1,"from":{"id":%s,"is_bot":false,"first_name":"P","language_code":"ja"},`+
			`"chat":{"id":%s,"type":"private","first_name":"P"},"text":"%s"}}`, id, person, person, action)
	}
	request, err := http.NewRequest(http.MethodPost, address+"/telegram", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Telegram-Bot-Api-Secret-Token", telegramSecret)
	return request, nil
}

// ServeHTTP answers a call.
func (s telegramSink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/json")
	switch method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]; method {
	case "getMe":
		io.WriteString(w, `{"ok":true,"result":{"id":123456,"is_bot":true,"first_name":"B","username":"points_bot"}}`)
	case "getMyCommands":
		io.WriteString(w, `{"ok":true,"result":[]}`)
	case "getMyDescription", "getMyShortDescription":
		io.WriteString(w, `{"ok":true,"result":{}}`)
	case "sendMessage", "editMessageText":
		person := parameter(r, body, "chat_id")
		fmt.Fprintf(w, `{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":%s,"type":"private"},"text":"t"}}`, person)
		s.came(person)
	default:
		io.WriteString(w, `{"ok":true,"result":true}`)
	}
}

// parameter reads one of a call, however it was sent.
func parameter(r *http.Request, body []byte, name string) string {
	switch media, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); media {
	case "application/json":
		var all map[string]json.RawMessage
		_ = json.Unmarshal(body, &all)
		return strings.Trim(string(all[name]), `"`)
	case "multipart/form-data":
		_, rest, _ := bytes.Cut(body, []byte(`name="`+name+`"`))
		_, rest, _ = bytes.Cut(rest, []byte("\r\n\r\n"))
		value, _, _ := bytes.Cut(rest, []byte("\r\n"))
		return string(value)
	}
	form, _ := url.ParseQuery(string(body))
	return form.Get(name)
}
