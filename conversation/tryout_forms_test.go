package conversation

import (
	"strings"
	"testing"

	"hspbot/scoring"
)

// TestWhatIfForms: the ways in which people suppose something, each read as what it says, and what
// cannot be read as a whole tries out nothing. The engineer of tableAt, with a bachelor's degree beside
// the master's, has N2, 8.5M and 33 years of age.
func TestWhatIfForms(t *testing.T) {
	for _, row := range []struct{ lang, want, texts string }{
		{"en", "japanese n1", "what if I had N1 instead|whatif n1|what about N1?|how about with N1|and if I got N1?|assume N1|does N1 help me?|how many points would I have with N1?|what happens if i get n1"},
		{"ja", "japanese n1", "N1だと？|N1に受かった場合|N1の場合は？|N1を取るとどうなりますか|N1を取ると何点増える？|N1を取れば|もしN1があれば|N1を持っていたら何点になりますか"},
		{"zh", "japanese n1", "考过N1会怎样|考了N1会多少分|假设N1|有N1的话|N1呢|要是考过N1呢"},
		{"zh-Hant", "japanese n1", "考過N1會怎樣|考過N1會有幾分|假設N1|有N1的話|N1呢|如果我考到N1"},
		{"en", "salary =12000000", "supposing I earn 12 million|if I earned 12 million|what if I made 12M a year|what if my salary goes up to 12 million yen|let's say I earn 12M|what would happen if I earned 12 million"},
		{"ja", "salary =12000000", "給料が1200万だとしたら|もし年収が1200万円だとすると|年収が上がって1200万になった場合は？"},
		{"zh", "salary =12000000", "假设年薪1200万|如果年收入涨到1200万|年薪1200万会怎么样"},
		{"zh-Hant", "salary =12000000", "假設年薪1200萬|如果年收漲到1200萬|年薪1200萬會怎樣"},
		{"en", "salary =6000000", "if my salary drops to 6M"},
		{"zh", "salary =6000000", "如果工资降到600万"},
		{"en", "japanese n1, salary =10000000", "what if I get N1 and earn 10M|say I got N1 and 10M|what if N1, 10M"},
		{"ja", "japanese n1, salary =10000000", "N1と年収1000万なら|N1を取って年収が1000万になったら"},
		{"zh", "japanese n1, salary =10000000", "如果N1加年薪1000万|如果考过N1并且年薪1000万"},
		{"zh-Hant", "japanese n1, salary =10000000", "如果N1加年薪1000萬|如果考過N1而且年薪1000萬"},
		{"en", "japanese none", "what if I fail N2|what if I lose N2|what if I had no Japanese"},
		{"ja", "japanese none", "N2がなければ|N2がなかったら|日本語能力がなかったら"},
		{"zh", "japanese none", "万一我没有N2|如果没有N2|如果不会日语"},
		{"zh-Hant", "japanese none", "萬一我沒有N2|如果沒有N2|如果不會日文"},
		{"en", "degrees bachelor", "what if I only had a bachelor's|what if I only had a bachelor's degree|what if I don't have a master's"},
		{"ja", "degrees bachelor", "学士だけなら|大卒だけの場合|修士がなかったら"},
		{"zh", "degrees bachelor", "如果我只有本科|如果我没有硕士"},
		{"zh-Hant", "degrees bachelor", "如果我只有大學畢業|如果我沒有碩士"},
		{"en", "universities japanese_university", "what if I had a degree from a Japanese university"},
		{"ja", "universities japanese_university", "日本の大学を出ていたら|日本の大学を卒業していれば"},
		{"zh", "universities japanese_university", "如果我是日本大学毕业的|如果我在日本读过大学"},
		{"zh-Hant", "universities japanese_university", "如果我是日本的大學畢業|如果我在日本念過大學"},
		{"en", "universities japanese_university,designated_university", "what if I graduated from Tokyo University"},
		{"ja", "universities japanese_university,designated_university", "東大を出ていたら"},
		{"zh", "universities japanese_university,designated_university", "如果毕业于东京大学"},
		{"en", "age =45", "what if I was 45|what if I were 45"},
		{"ja", "age =45", "45歳なら？"},
		{"zh", "age =45", "如果我到了45岁|到45岁会怎么样"},
		{"en", "licences one", "what if I had a licence|what if I pass AP exam"},
		{"ja", "licences two-or-more", "国家資格を2つ持っていたら"},
		{"zh", "licences one", "如果考一个资格证|如果考过应用情报技术者"},
		{"en", "spouse_income =3000000", "what if my spouse earns 3M"},
		{"ja", "spouse_income =3000000", "配偶者の年収が300万なら"},
		{"zh", "spouse_income =3000000", "如果我老婆年收入300万"},
		{"zh-Hant", "spouse_income =3000000", "如果我太太年收300萬"},
		{"en", "", "what if I don't get N1|what if I had 80|what if I marry|what if I get N1 and a parrot|without"},
		{"ja", "", "もし80点だったら|N1が取れなかったら"},
		{"zh", "", "如果我没考过N1|如果我有80分"},
		{"en", "calendar", "what if I work 2 more years|what if I have 3 more years of experience|what if I wait a year"},
		{"ja", "calendar", "あと2年働いたら|来年になったら|1年待ったら"},
		{"zh", "calendar", "再工作两年的话|再等一年呢"},
		{"zh-Hant", "calendar", "再工作兩年的話|再等一年呢"},
	} {
		for text := range strings.SplitSeq(row.texts, "|") {
			before := tableAt(t, row.lang, "result")
			before.set(scoring.Degrees, scoring.Members(scoring.Bachelor|scoring.Master))
			after := Step(before, Event{Kind: Typed, Text: text, Language: row.lang, At: noon})
			got := ""
			switch n := after.Notice; {
			case after.View == "tryout" && n != nil:
				var list []string
				for _, a := range n.Answers {
					list = append(list, a.Question+" "+a.Arg)
				}
				got = strings.Join(list, ", ")
			case after.View == "calendar":
				got = "calendar"
			}
			if got != row.want || !after.sameAnswers(before) {
				t.Errorf("%s %q: tries %q, want %q", row.lang, text, got, row.want)
			}
		}
	}
}
