package survey

import "strings"

// columnAliases give a column's other names, folded, the name it has here (pyxform's aliases.py).
var columnAliases = map[string]string{
	"command": "type", "tag": "name", "value": "name", "caption": "label", "relevance": "relevant", "requiredmsg": "required_message",
	"jr:requiredmsg": "required_message", "constraining_message": "constraint_message", "jr:constraintmsg": "constraint_message", "calculate": "calculation",
	"readonly": "read_only", "count": "repeat_count", "jr:count": "repeat_count", "list name": "list_name", "media:image": "image",
}

// surveyColumns are the columns understood; those that are true may be translated.
var surveyColumns = map[string]bool{
	"type": false, "name": false, "label": true, "hint": true, "image": true, "required": false, "required_message": true, "relevant": false,
	"constraint": false, "constraint_message": true, "calculation": false, "default": false, "appearance": false, "parameters": false,
	"choice_filter": false, "repeat_count": false, "read_only": false,
}

var choiceColumns = map[string]bool{"list_name": false, "name": false, "label": true, "image": true}

var settingAliases = map[string]string{"set_form_title": "form_title", "title": "form_title", "set_form_id": "form_id", "id_string": "form_id"}

// heading reads a column's name: what it holds and in which language. Old files part the two by
// one colon. Names are folded, languages are not.
func heading(header string, known map[string]bool) (name, lang string, ok bool) {
	sep := ":"
	if strings.Contains(header, "::") {
		sep = "::"
	}
	parts := strings.Split(header, sep)
	if strings.HasPrefix(strings.ToLower(header), "jr:") {
		parts = []string{header}
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if first := strings.ToLower(parts[0]); len(parts) > 1 && (first == "bind" || first == "media" || first == "control" || first == "body") {
		if sep == ":" && len(parts) > 2 && strings.EqualFold(parts[1], "jr") { // bind:jr:constraintMsg
			parts = append([]string{parts[0], parts[1] + ":" + parts[2]}, parts[3:]...)
		}
		parts = parts[1:]
	}
	name = strings.ReplaceAll(strings.ToLower(parts[0]), " ", "_")
	if alias, is := columnAliases[name]; is {
		name = alias
	}
	translated, is := known[name]
	if !is || len(parts) > 1 && !translated {
		return "", "", false
	}
	return name, strings.Join(parts[1:], sep), true
}
