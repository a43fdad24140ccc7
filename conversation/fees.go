package conversation

import (
	"slices"
	"strings"

	"hspbot/scoring"
)

// What the status and permanent residence cost, by the day. 1号 is granted for five years.

var (
	statusFees    = []string{"five_years", "change_or_extension"}
	residenceFees = []string{"permanent_residence"}
)

// feesOn returns those fees that are asked for on the day.
func feesOn(day scoring.Date, ids ...string) []scoring.Fee {
	return slices.DeleteFunc(scoring.InForce(scoring.Fees, day), func(f scoring.Fee) bool { return !slices.Contains(ids, f.ID) })
}

// fee writes a fee by a text that names what it is for.
func (t *turn) fee(text string, f scoring.Fee) string {
	v := t.voice
	return v.Say(text, "What", v.Say("fee."+f.ID), "Yen", v.Yen(int64(f.Yen)), "Online", v.Yen(int64(f.Online)))
}

// fees names what is paid for the status and for permanent residence.
func (t *turn) fees() string {
	var list []string
	for _, f := range feesOn(t.today, append(statusFees, residenceFees...)...) {
		text := "rules.fee"
		if f.Online > 0 {
			text = "rules.fee_online"
		}
		list = append(list, t.fee(text, f))
	}
	return strings.Join(list, t.voice.Say("list.semicolon"))
}

// feesInShort names what the status and permanent residence cost, "" where that is not known.
func (t *turn) feesInShort() string {
	status, residence := feesOn(t.today, statusFees...), feesOn(t.today, residenceFees...)
	if len(status) == 0 || len(residence) == 0 {
		return ""
	}
	v := t.voice
	return v.Say("result.fees", "Status", v.Yen(int64(status[0].Yen)), "Online", v.Yen(int64(status[0].Online)), "Residence", v.Yen(int64(residence[0].Yen)))
}
