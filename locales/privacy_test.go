package locales

import (
	"strings"
	"testing"
)

// privacyFacts are what is said about privacy before the first question, fact by fact, in the
// words of each language.
var privacyFacts = []struct {
	fact  string
	words map[string]string
}{
	{"answers are kept", map[string]string{"en": "your answers", "ja": "回答", "zh": "您的回答", "zh-Hant": "您的回答"}},
	{"the language is kept", map[string]string{"en": "language", "ja": "言語", "zh": "语言", "zh-Hant": "語言"}},
	{"dates of use are kept", map[string]string{"en": "dates of use", "ja": "利用日", "zh": "使用日期", "zh-Hant": "使用日期"}},
	{"the referral is kept", map[string]string{"en": "who sent you", "ja": "紹介元", "zh": "推荐来源", "zh-Hant": "推薦來源"}},
	{"no name", map[string]string{"en": "no name", "ja": "お名前やメッセージは保存しません", "zh": "不保存姓名", "zh-Hant": "不儲存姓名"}},
	{"no messages", map[string]string{"en": "no messages", "ja": "お名前やメッセージは保存しません", "zh": "和聊天内容", "zh-Hant": "和聊天內容"}},
	{"nothing goes to immigration", map[string]string{"en": "Nothing goes to immigration", "ja": "入管には送りません", "zh": "也不会发给入管", "zh-Hant": "也不會傳給入管"}},
	{"unused it is deleted", map[string]string{"en": "30 days), all of it is deleted", "ja": "30日）使わないと、すべて削除", "zh": "30天）不用就全部删除", "zh-Hant": "30天）不用就全部刪除"}},
	{"notices keep it longer", map[string]string{"en": "with notices on, on a later date", "ja": "お知らせを受け取る間は、表示する日まで保存", "zh": "开启通知的，保存到所显示的日期", "zh-Hant": "開啟通知的，儲存到所顯示的日期"}},
	{"it can be seen", map[string]string{"en": "/mydata", "ja": "/mydata", "zh": "/mydata", "zh-Hant": "/mydata"}},
	{"it can be deleted", map[string]string{"en": "/forget", "ja": "/forget", "zh": "/forget", "zh-Hant": "/forget"}},
}

// TestPrivacyIsTheSame: every language states the same facts about privacy.
func TestPrivacyIsTheSame(t *testing.T) {
	for _, tag := range Tags() {
		text := In(tag).Say("intro.privacy")
		for _, f := range privacyFacts {
			word, ok := f.words[tag]
			if !ok {
				t.Errorf("no words for %q in %s", f.fact, tag)
			}
			if !strings.Contains(text, word) {
				t.Errorf("%s does not say that %s: %s", tag, f.fact, text)
			}
		}
	}
}
