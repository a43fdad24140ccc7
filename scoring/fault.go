package scoring

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// Fault is what kind of thing is wrong with a profile, for who says it in another language.
type Fault string

// The faults. Where a value is wrong, the fault is what would be right.
const (
	FaultJSON       Fault = "json"         // is not JSON
	FaultNotObject  Fault = "not_object"   // is not one object
	FaultKey        Fault = "key"          // the key is not one of the contract here
	FaultTwice      Fault = "twice"        // the key is given twice
	FaultTogether   Fault = "together"     // must not be given together with another
	FaultAfterDay   Fault = "after_day"    // a day after the day of the assessment
	FaultBefore     Fault = "before"       // a day before the arrival in Japan
	FaultSameDay    Fault = "same_day"     // two entries of earlier with the same day
	FaultEntry      Fault = "entry"        // an entry of earlier without before or facts
	FaultNotEarlier Fault = "not_earlier"  // the key must not be in the facts of earlier
	FaultNotScored  Fault = "not_scored"   // a category that is not scored
	FaultNotCovered Fault = "not_covered"  // a day before the tables here
	FaultEmptyRange Fault = "empty_range"  // from is not less than below
	FaultDate       Fault = "date"         // want a date
	FaultSince      Fault = "since"        // want a date or "none"
	FaultYesNo      Fault = "yes_no"       // want true or false
	FaultOneOf      Fault = "one_of"       // want one of the names
	FaultSomeOf     Fault = "some_of"      // want a list of some of the names
	FaultWhole      Fault = "whole"        // want a whole number
	FaultWholes     Fault = "wholes"       // want a list of whole numbers
	FaultWholeRange Fault = "whole_range"  // want a whole number or a range of such
	FaultRange      Fault = "number_range" // want a number or a range
	FaultCareer     Fault = "career"       // want a number, a range, or an object of these by category
	FaultObject     Fault = "object"       // want an object
	FaultEarlier    Fault = "earlier"      // want a list of entries with before and facts
)

// Faults are all of them.
var Faults = []Fault{FaultJSON, FaultNotObject, FaultKey, FaultTwice, FaultTogether, FaultAfterDay, FaultBefore, FaultSameDay, FaultEntry, FaultNotEarlier,
	FaultNotScored, FaultNotCovered, FaultEmptyRange, FaultDate, FaultSince, FaultYesNo, FaultOneOf, FaultSomeOf, FaultWhole, FaultWholes, FaultWholeRange,
	FaultRange, FaultCareer, FaultObject, FaultEarlier}

// problem is what is wrong with a value, or what would be right. A nil one is not known yet.
type problem struct {
	fault Fault
	names []string // those that would be right
	text  string
}

// pointerAt returns the JSON pointer (RFC 6901) of the value or the name that a reader of valid
// JSON has come to, up to the byte at.
func pointerAt(b []byte, at int) string {
	type level struct {
		name  string
		index int // of the element; -1 in an object
		value bool
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var levels []level
	pointer := ""
	for {
		before := int(d.InputOffset())
		t, err := d.Token()
		start := int(d.InputOffset()) - len(bytes.TrimLeft(b[before:d.InputOffset()], " \t\r\n,:"))
		delim, isDelim := t.(json.Delim)
		closes := delim == '}' || delim == ']'
		if err != nil || start > at || closes && start == at { // what closes at the byte has not been read
			return pointer
		}
		if closes {
			levels = levels[:len(levels)-1]
		} else if n := len(levels); n > 0 {
			top := &levels[n-1]
			switch {
			case top.index >= 0:
				top.index++
			case !top.value:
				top.name, top.value = t.(string), true
				isDelim = false
			default:
				top.value = false
			}
		}
		pointer = ""
		for _, l := range levels {
			step := l.name
			if l.index >= 0 {
				step = strconv.Itoa(l.index - 1)
			}
			pointer += pointerTo(step)
		}
		switch {
		case isDelim && delim == '{':
			levels = append(levels, level{index: -1})
		case isDelim && delim == '[':
			levels = append(levels, level{})
		}
	}
}

// pointerTo is the pointer to a name in the whole.
func pointerTo(name string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(shorten([]byte(name)))
}
