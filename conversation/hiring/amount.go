package hiring

import (
	"math"

	"hspbot/conversation"
	"hspbot/conversation/typed"
	"hspbot/locales"
)

// ReadSalary reads a yearly salary as HR typed it ("8.5M", "850万円", "8,500,000"), in yen
// and by the rules of the interview: what could be meant otherwise is not guessed. Then
// problem says in the language what is wanted, and is empty otherwise.
func ReadSalary(language, text string) (yen float64, problem string) {
	v := locales.In(language)
	r := conversation.ReadYen(language, text)
	if r.Doubt == typed.Clear && r.Below == r.From+1 {
		return r.From, ""
	}
	if r.Doubt == typed.Clear { // a range: the points of an offer need one amount
		return 0, v.Say("hiring.doubt.range", "Example", v.Say("question.salary.example"))
	}
	if r.Doubt == typed.Scale && len(r.Suggest) > 0 {
		meant := v.Yen(int64(math.Round(r.Suggest[0])))
		if conversation.ReadYen(language, meant).Doubt == typed.Clear { // ¥88,888 would be asked back again
			return 0, v.Say("hiring.doubt.meant", "Example", meant)
		}
	}
	return 0, v.Say("hiring.doubt."+r.Doubt.String(), "Example", v.Say("question.salary.example"))
}
