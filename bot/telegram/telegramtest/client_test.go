package telegramtest_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/bot/telegram/telegramtest"
)

// library starts the library the project uses against a fake.
func library(t *testing.T, s *telegramtest.Server, o ...bot.Option) *bot.Bot {
	t.Helper()
	c := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(c.CloseIdleConnections)
	o = append(o, bot.WithServerURL(s.URL()), bot.WithHTTPClient(10*time.Second, c), bot.WithNotAsyncHandlers())
	b, err := bot.New(s.Token(), o...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestLibrary drives the fake with the library: polling, messages, edits, files, presses.
func TestLibrary(t *testing.T) {
	s, _ := newServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	keyboard := func(label string) *models.InlineKeyboardMarkup {
		return &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: label, CallbackData: "a:1"}}}}
	}
	b := library(t, s, bot.WithDefaultHandler(func(ctx context.Context, b *bot.Bot, u *models.Update) {
		var err error
		switch {
		case u.CallbackQuery != nil:
			m := u.CallbackQuery.Message.Message
			_, err = b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID, Text: "はい"})
			_, err2 := b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: m.Chat.ID, MessageID: m.ID,
				Text: "<i>done</i>", ParseMode: models.ParseModeHTML})
			err = errors.Join(err, err2)
		case u.Message != nil:
			_, err = b.SendMessage(ctx, &bot.SendMessageParams{ChatID: u.Message.Chat.ID, Text: "<b>7 &lt; 8</b>",
				ParseMode: models.ParseModeHTML, ReplyMarkup: keyboard("はい")})
		}
		if err != nil && ctx.Err() == nil { // the test may end before an answer is there
			t.Error(err)
		}
	}))
	wg.Go(func() { b.Start(ctx) })
	defer wg.Wait()
	defer cancel()
	p := s.AddPerson("ja")
	p.Deeplink("sakura")
	m := p.Sees(func(m telegramtest.Message) bool { return m.Text == "7 < 8" })
	if m.HTML != "<b>7 &lt; 8</b>" || m.Keyboard.String() != "[はい]\n" {
		t.Errorf("message = %v", m)
	}
	if q := p.AwaitAnswer(p.Press("はい")); q.Text != "はい" {
		t.Errorf("query = %+v", q)
	}
	if m := p.Sees(func(m telegramtest.Message) bool { return m.Edits == 1 }); m.HTML != "<i>done</i>" || m.Keyboard != nil {
		t.Errorf("message = %v", m)
	}
	if _, err := b.SendDocument(ctx, &bot.SendDocumentParams{ChatID: p.ID(), Caption: "yours",
		Document: &models.InputFileUpload{Filename: "a.txt", Data: strings.NewReader("A")}}); err != nil {
		t.Error(err)
	}
	if _, err := b.SetMyCommands(ctx, &bot.SetMyCommandsParams{LanguageCode: "ja", Scope: &models.BotCommandScopeAllPrivateChats{},
		Commands: []models.BotCommand{{Command: "start", Description: "開始"}}}); err != nil {
		t.Error(err)
	}
	if _, err := b.GetWebhookInfo(ctx); err != nil {
		t.Error(err)
	}
	if chat, err := b.GetChat(ctx, &bot.GetChatParams{ChatID: p.ID()}); err != nil || chat.Type != models.ChatTypePrivate {
		t.Errorf("chat = %v, %v", chat, err)
	}
}

// TestLibraryErrors has each refusal come out of the library as its own error.
func TestLibraryErrors(t *testing.T) {
	s, _ := newServer(t)
	b := library(t, s)
	p := s.AddPerson("")
	p.Say("a")
	send := func(chat int64) error {
		_, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: chat, Text: "a"})
		return err
	}
	s.Fail(telegramtest.Fault{Kind: telegramtest.TooMany, Chat: p.ID(), RetryAfter: 2})
	var many *bot.TooManyRequestsError
	if err := send(p.ID()); !errors.As(err, &many) || many.RetryAfter != 2 {
		t.Errorf("429 = %v", err)
	}
	group := s.AddGroup("g")
	to := s.MigrateToSupergroup(group, p.ID())
	var moved *bot.MigrateError
	if err := send(group); !errors.As(err, &moved) || int64(moved.MigrateToChatID) != to {
		t.Errorf("migrate = %v", err)
	}
	if err := send(1); !errors.Is(err, bot.ErrorBadRequest) || !strings.Contains(err.Error(), "chat not found") {
		t.Errorf("400 = %v", err)
	}
	p.Block()
	if err := errAfter(t, send, p.ID()); !errors.Is(err, bot.ErrorForbidden) {
		t.Errorf("403 = %v", err)
	}
	s.Fail(telegramtest.Fault{Kind: telegramtest.BadGateway, Times: 1})
	if err := send(to); err == nil || !strings.Contains(err.Error(), "invalid character '<'") {
		t.Errorf("502 = %v", err)
	}
	s.Fail(telegramtest.Fault{Kind: telegramtest.ResetAfter})
	if err := send(to); err == nil || len(s.Chat(to).Messages) != 2 {
		t.Errorf("reset = %v", err)
	}
	if _, err := b.SetWebhook(t.Context(), &bot.SetWebhookParams{URL: "http://localhost:1/"}); err != nil {
		t.Error(err)
	}
	s.Revoke()
	if err := send(to); !errors.Is(err, bot.ErrorUnauthorized) {
		t.Errorf("401 = %v", err)
	}
}

// errAfter repeats a call until it is no longer answered 429.
func errAfter(t *testing.T, send func(int64) error, chat int64) error {
	t.Helper()
	for {
		var many *bot.TooManyRequestsError
		if err := send(chat); !errors.As(err, &many) {
			return err
		}
	}
}
