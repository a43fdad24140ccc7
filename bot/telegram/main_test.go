package telegram

import (
	"os"
	"testing"

	"hspbot/bot/store/postgres/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Tests{Of: m}.Run()) }
