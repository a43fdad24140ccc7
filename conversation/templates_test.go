package conversation

import (
	"slices"
	"strings"
	"testing"

	"hspbot/locales"
)

// ways are how people wrap a word in each language: those that change nothing about an
// answer, and those after which it must not be taken. W stands for the word.
var ways = map[string]struct{ same, never []string }{
	"en": {
		same:  []string{"W", "I have W", "i have a W", "W please", "W!", "It's W", "My answer is W", "W 😊", "  W. ", "yes, W"},
		never: []string{"not W", "I don't have W", "no W", "W?", "what is W", "W (expected next year)", "I will get W soon", "W in progress", "failed W", "W pending", "without W", "maybe not W", "I was told W may count", "studying for W", "I am a W candidate", "almost W"},
	},
	"ja": {
		same:  []string{"W", "Wです", "Wを持っています", "W持ってます", "Wあります", "Wです。", "W😊", "Ｗ", "はい、Wです", "Wだと思います"},
		never: []string{"Wではない", "Wじゃありません", "W予定", "W取得予定です", "W在学中", "W中退", "W落ちました", "W申請中", "Wはない", "Wはありません", "Wって何", "Wですか", "Wとは", "来年W", "Wを目指して勉強中"},
	},
	"zh-Hant": {
		same:  []string{"W", "我有W", "有W", "W了", "W吧", "應該是W", "W😊", "我是W", "W。"},
		never: []string{"沒有W", "不是W", "W在讀", "準備考W", "W沒過", "W申請中", "W嗎", "什麼是W", "打算明年W", "快W了", "還沒W"},
	},
	"zh": {
		same:  []string{"W", "我有W", "有W", "W了", "W吧", "应该是W", "W😊", "我是W", "W。", "我的是W"},
		never: []string{"没有W", "不是W", "W在读", "准备考W", "W没过", "W申请中", "W吗", "什么是W", "打算明年W", "W挂了", "快W了", "W是什么", "没W", "还没W"},
	},
}

// TestWays wraps every word that names an option in the ways of its language: polite words
// and signs change nothing; after a denial, a plan, a failure or a question it is not taken.
func TestWays(t *testing.T) {
	tried, taken := map[string]int{}, map[string]int{}
	for _, tag := range locales.Tags() {
		w := ways[tag]
		if len(w.same) == 0 {
			t.Fatalf("no ways for %s", tag)
		}
		for i := range questions {
			q := &questions[i]
			if q.id == "goal" || q.style == number && q.id != "spouse_income" {
				continue // what one will do is a plan; a number is read elsewhere
			}
			before := tableAt(t, tag, q.id)
			for id, list := range locales.In(tag).Words()["option"][q.wordsID()] {
				if id == "none" || id == "under-1" {
					continue
				}
				for _, word := range list {
					want := Step(before, Event{Kind: Typed, Text: word, At: noon})
					if want.sameAnswers(before) {
						continue // not an answer by itself
					}
					for _, way := range w.same {
						text := strings.Replace(strings.Replace(way, "W", word, 1), "Ｗ", word, 1)
						tried[tag]++
						if after := Step(before, Event{Kind: Typed, Text: text, At: noon}); after.sameAnswers(want) {
							taken[tag]++
						} else if !after.sameAnswers(before) {
							t.Errorf("%s at %s: %q is taken as %s, %q as %s", tag, q.id, text, stored(after, q.id), word, stored(want, q.id))
						}
					}
					for _, way := range w.never {
						text := strings.Replace(way, "W", word, 1)
						after := Step(before, Event{Kind: Typed, Text: text, At: noon})
						if q.answersWith(after, id) && !strings.Contains(word, "not") {
							t.Errorf("%s at %s: %q is taken as %s", tag, q.id, text, stored(after, q.id))
						}
					}
				}
			}
		}
		t.Logf("%s: %d of %d polite forms are taken", tag, taken[tag], tried[tag])
		if taken[tag]*100 < tried[tag]*90 {
			t.Errorf("%s: only %d of %d polite forms are taken", tag, taken[tag], tried[tag])
		}
	}
}

// answersWith reports whether the answer to q contains an option.
func (q *question) answersWith(s State, id string) bool {
	return slices.ContainsFunc(strings.Split(id, "+"), func(one string) bool {
		o := q.option(one)
		return o != nil && (q.style == pages && o.holds(s.Facts.Value(o.fact)) || q.style == single && s.Facts.Value(o.fact) == o.on)
	})
}
