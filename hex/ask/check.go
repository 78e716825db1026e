package ask

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"hextui/hex"
)

// Check says what is wrong with a prompt: it is empty, or it holds an SQL statement that writes. The analyst runs what it is
// given, so such a statement goes to no road. SQL that reads is passed on word for word. The error is an *[hex.Error] of kind
// [hex.Invalid].
func Check(prompt string) error {
	if strings.TrimSpace(prompt) == "" {
		return &hex.Error{Kind: hex.Invalid, Op: "CreateThread", Message: "The question is empty.",
			Hint: "Say what is to be found out, with exact names and the time that is meant."}
	}
	if statement := writes(prompt); statement != "" {
		return &hex.Error{Kind: hex.Invalid, Op: "CreateThread",
			Message: fmt.Sprintf("The question holds an SQL statement that writes (%s), and was not sent.", statement),
			Hint:    "Ask with a select, or say in words what is to be found out; write to a warehouse with its own tools."}
	}
	return nil
}

// writes is the beginning of the first SQL statement in a text that writes, empty where there is none. Words of the language
// stand in prose too, so a statement is taken for one only if it goes on like one, and begins where statements do or is in
// capitals.
func writes(text string) string {
	text = comments().ReplaceAllString(text, " ")
	for _, at := range statements().FindAllStringIndex(text, -1) {
		before := strings.TrimRight(text[:at[0]], " \t")
		found := strings.Join(strings.Fields(text[at[0]:at[1]]), " ")
		verb, _, _ := strings.Cut(found, " ")
		if before == "" || strings.ContainsRune("\n\r;:`\"'(){}>", rune(before[len(before)-1])) || verb == strings.ToUpper(verb) {
			return found
		}
	}
	return ""
}

var comments = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)/\*.*?\*/|--[^\n]*`) })

var statements = sync.OnceValue(func() *regexp.Regexp {
	const name, things = "[\\w.\"`\\[\\]$@-]+", `(?:table|view|schema|database|index|function|procedure|role|user|warehouse|stage|column)`
	return regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
		`insert\s+(?:(?:or\s+\w+|overwrite|ignore)\s+)?into\s+` + name + `\s*(?:\(|select\b|values\b|default\b|with\b|table\b)`,
		`insert\s+overwrite\s+(?:table\s+)?` + name,
		`replace\s+into\s+` + name + `\s*(?:\(|select\b|values\b)`,
		`update\s+(?:only\s+)?` + name + `(?:\s+(?:as\s+)?\w+)?\s+set\s+` + name + `\s*=`,
		`delete\s+from\s+(?:only\s+)?` + name + `(?:\s+(?:as\s+)?\w+)??\s*(?:where\b|using\b|returning\b|;|$|[\r\n` + "`" + `"')])`,
		`merge\s+into\s+` + name + `(?:\s+(?:as\s+)?\w+)?\s+using\b`,
		`truncate\s+(?:table\s+)` + name,
		`drop\s+(?:materialized\s+|external\s+)?` + things + `\s+(?:if\s+exists\s+)?` + name +
			`\s*(?:;|$|,|cascade\b|restrict\b|[\r\n` + "`" + `"')])`,
		`alter\s+` + things + `\s+(?:if\s+exists\s+)?` + name + `\s+(?:add|drop|rename|alter|modify|set|owner|unset|swap)\b`,
		`create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+|transient\s+|materialized\s+|external\s+|unlogged\s+|unique\s+)*` + things +
			`\s+(?:if\s+not\s+exists\s+)?` + name + `\s*(?:\(|as\b|on\b|like\b|clone\b)`,
		`select\s+[^;]*?\binto\s+(?:temp(?:orary)?\s+|table\s+)?` + name + `\s+from\b`,
		`grant\s+[\w\s,]+\s+on\s+[\w\s."` + "`" + `]+\s+to\s+` + name,
		`revoke\s+[\w\s,]+\s+on\s+[\w\s."` + "`" + `]+\s+from\s+` + name,
		`copy\s+into\s+` + name + `\s+from\b`,
	}, "|") + ")")
})
