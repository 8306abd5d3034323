package survey

import "strings"

// kind is what a value is: the types of XPath, and dates, which JavaRosa adds.
type kind uint8

const (
	anyKind kind = iota // known when it is reckoned
	text
	number
	boolean
	date     // local milliseconds since 1970, shown as a day
	dateTime // the same, kept with its time
	nodes
)

// questionType says how the answers of a type are kept and read.
type questionType struct {
	kind    kind
	answer  string // integer, decimal, date, time, dateTime, one, many, geopoint, text; "" has no answer
	list    bool   // is followed by the name of a list or file
	silent  bool   // is not shown
	meta    bool   // answers itself
	holding bool   // holds other questions
}

// types are the types of XLSForm that can be asked here.
var types = map[string]questionType{
	"text":                 {kind: text, answer: "text"},
	"integer":              {kind: number, answer: "integer"},
	"decimal":              {kind: number, answer: "decimal"},
	"date":                 {kind: date, answer: "date"},
	"time":                 {kind: text, answer: "time"},
	"dateTime":             {kind: dateTime, answer: "dateTime"},
	"note":                 {kind: text, answer: "text"},
	"select_one":           {kind: text, answer: "one", list: true},
	"select_multiple":      {kind: text, answer: "many", list: true},
	"select_one_from_file": {kind: text, answer: "one", list: true},
	"rank":                 {kind: text, answer: "many", list: true},
	"range":                {kind: number, answer: "decimal"},
	"acknowledge":          {kind: text, answer: "text"},
	"calculate":            {kind: anyKind, answer: "text", silent: true},
	"hidden":               {kind: text, answer: "text", silent: true},
	"image":                {kind: text, answer: "text"},
	"geopoint":             {kind: text, answer: "geopoint"},
	"start":                {kind: dateTime, answer: "dateTime", silent: true, meta: true},
	"end":                  {kind: dateTime, answer: "dateTime", silent: true, meta: true},
	"today":                {kind: date, answer: "date", silent: true, meta: true},
	"deviceid":             {kind: text, answer: "text", silent: true, meta: true},
	"username":             {kind: text, answer: "text", silent: true, meta: true},
	"group":                {kind: text, holding: true},
	"repeat":               {kind: text, holding: true},
}

// Types are the types that are understood, for a person who wrote another.
var Types = []string{"text", "integer", "decimal", "date", "time", "dateTime", "note", "select_one", "select_multiple", "select_one_from_file", "rank", "range",
	"acknowledge", "calculate", "hidden", "image", "geopoint", "begin_group", "begin_repeat", "start", "end", "today", "deviceid", "username"}

// typeAliases are other spellings, lower case (pyxform's aliases and question_type_dictionary).
var typeAliases = map[string]string{
	"string": "text", "int": "integer", "datetime": "dateTime", "photo": "image", "trigger": "acknowledge", "imei": "deviceid",
	"add text prompt": "text", "add integer prompt": "integer", "add decimal prompt": "decimal", "add date prompt": "date", "add note prompt": "note",
	"add image prompt": "image", "add photo prompt": "image", "add location prompt": "geopoint", "location": "geopoint", "gps": "geopoint",
	"start time": "start", "end time": "end", "get start time": "start", "get end time": "end", "get today": "today", "get device id": "deviceid", "device id": "deviceid",
}

// listAliases are the spellings of a type that a list follows, longest first.
var listAliases = []Pair{
	{"add select multiple prompt using", "select_multiple"}, {"add select one prompt using", "select_one"},
	{"select all that apply from", "select_multiple"}, {"select all that apply", "select_multiple"},
	{"select one from file", "select_one_from_file"}, {"select_one_from_file", "select_one_from_file"},
	{"select one from", "select_one"}, {"select_one", "select_one"}, {"select one", "select_one"}, {"select1", "select_one"},
	{"select_multiple", "select_multiple"}, {"select multiple", "select_multiple"}, {"rank", "rank"},
}

// begins and ends of groups and repeats, with a space or a line between the words.
var brackets = map[string]string{
	"begin group": "group", "begin lgroup": "repeat", "begin repeat": "repeat", "begin looped group": "repeat",
	"end group": "/group", "end lgroup": "/repeat", "end repeat": "/repeat", "end looped group": "/repeat",
}

// rowType is what the column type says: the type, the list or file that follows it, or_other.
func rowType(cell string) (name, list string, other, ok bool) {
	words := strings.Fields(cell)
	said := strings.Join(words, " ")
	lower := strings.ToLower(said)
	if b, ok := brackets[strings.Replace(lower, "_", " ", 1)]; ok {
		return b, "", false, true
	}
	for _, a := range listAliases {
		if lower != a.Name && !strings.HasPrefix(lower, a.Name+" ") {
			continue
		}
		rest := strings.TrimSpace(said[len(a.Name):])
		for _, tail := range []string{" or_other", " or other", " or specify other"} {
			if r, cut := strings.CutSuffix(strings.ToLower(rest), tail); cut && a.Value != "rank" && a.Value != "select_one_from_file" {
				rest, other = rest[:len(r)], true
				break
			}
		}
		return a.Value, rest, other, !strings.Contains(rest, " ")
	}
	if t, ok := typeAliases[lower]; ok {
		return t, "", false, true
	}
	for t, info := range types {
		if strings.EqualFold(t, said) && !info.holding && !info.list {
			return t, "", false, true
		}
	}
	return said, "", false, false
}
