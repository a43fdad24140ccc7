package telegram

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"hspbot/bot"
	"hspbot/bot/inbound"
)

// maxBody is the most bytes of an update that are read.
const maxBody = 256 << 10

// Handler is the webhook, which hands updates to a bot. It answers 2xx only after the update is on disk; a failure on
// our side is 503, upon which Telegram delivers again.
func (t *Telegram) Handler(b *bot.Bot) http.Handler {
	in := intake{Telegram: t, bot: b}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "POST only", http.StatusMethodNotAllowed)
			return
		}
		secret := r.Header.Get("X-Telegram-Bot-Api-Secret-Token")
		if subtle.ConstantTimeCompare([]byte(secret), []byte(t.o.Secret)) != 1 {
			t.o.Intake.Count(inbound.Signature)
			http.Error(w, "wrong secret", http.StatusUnauthorized)
			return
		}
		t.o.Intake.Arrive()
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		u, ok := parseUpdate(body)
		if err != nil || !ok {
			http.Error(w, "not an update", http.StatusBadRequest)
			return
		}
		reply, err := in.take(r.Context(), in.reader.read(&u))
		if err != nil {
			w.Header().Set("Retry-After", "2")
			http.Error(w, "try again", http.StatusServiceUnavailable)
			return
		}
		if reply.query == "" {
			return
		}
		// The answer to a button press rides on the response: one call saved.
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(struct {
			Method string `json:"method"`
			Query  string `json:"callback_query_id"`
			Text   string `json:"text,omitempty"`
		}{"answerCallbackQuery", reply.query, reply.text})
	})
}
