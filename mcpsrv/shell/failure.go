package shell

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"hextui/hex"
	"hextui/mcpsrv/answer"
)

// failure is a failed call as a person at a shell reads it: without the names that only agents know.
type failure struct {
	*answer.Failure
	arguments []argument
}

// Unwrap is the failure.
func (f *failure) Unwrap() error { return f.Failure }

func (f *failure) Error() string {
	var b strings.Builder
	b.WriteString(f.Message)
	if f.Message != "" && !strings.ContainsAny(f.Message[len(f.Message)-1:], ".:!?") {
		b.WriteByte('.')
	}
	for _, issue := range f.Issues {
		b.WriteString("\n  " + issue)
	}
	switch f.Kind {
	case answer.KindDeclined, answer.KindDenied, answer.KindConflict:
	case string(hex.RateLimited):
		fmt.Fprintf(&b, " Try again in %d s; --max-wait waits for it.", f.RetryAfterS)
	default:
		if f.Hint != "" && len(f.Issues) > 0 {
			b.WriteByte('\n')
		}
		if f.Hint != "" {
			b.WriteString(" " + f.Hint)
		}
	}
	if f.TraceID != "" {
		b.WriteString(" (trace id " + f.TraceID + ")")
	}
	return strings.TrimSpace(forPeople().Replace(spoken(inCommands(b.String(), ""), f.arguments)))
}

// toolCall is what may be a call as texts for agents have it: a tool and its arguments, none of which is an object.
var toolCall = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b([a-z]+(?:_[a-z]+)+) (\{(?:"(?:[^"\\\n]|\\.)*"|[^"{}\n])*\})`)
})

// inCommands writes the calls in a text as the commands that do the same. The project, where it is known, is that of their cells.
func inCommands(text, project string) string {
	if !strings.Contains(text, ` {"`) { // as long lists of rows are, which are not to be searched for more
		return text
	}
	return toolCall().ReplaceAllStringFunc(text, func(call string) string {
		tool, object, _ := strings.Cut(call, " ")
		all := rows()
		at := slices.IndexFunc(all, func(r row) bool { return r.tool == tool })
		var args map[string]any
		if at < 0 || json.Unmarshal([]byte(object), &args) != nil {
			return call
		}
		return all[at].typed(args, project)
	})
}

// typed is the command with these arguments, as it is typed; a cell may be told by its static id, which is found in its project only.
func (r row) typed(args map[string]any, project string) string {
	line := "hextui " + r.path()
	for word := range strings.FieldsSeq(r.args) {
		name, _, _ := strings.Cut(strings.TrimRight(word, "?+~"), "=")
		if value, given := args[name]; given {
			line += " " + quoted(value)
			delete(args, name)
		}
	}
	if strings.HasPrefix(r.args, "cell_id") && project != "" && args["project_id"] == nil {
		line += " --project " + quoted(project)
	}
	if _, given := args[r.waits]; given {
		if !r.watch {
			line += " --wait"
		}
		delete(args, r.waits)
	}
	for _, name := range slices.Sorted(maps.Keys(args)) {
		flag := "--" + strings.ReplaceAll(name, "_", "-")
		for pair := range strings.FieldsSeq(r.names) {
			if from, to, _ := strings.Cut(pair, "="); from == name {
				flag = "--" + to
			}
		}
		if line += " " + flag; args[name] != true {
			line += "=" + quoted(args[name])
		}
	}
	return line
}

// quoted is a value as a shell takes it for one word.
func quoted(value any) string {
	text := fmt.Sprint(value)
	special := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.:@/", r)
	}
	if text != "" && !strings.ContainsFunc(text, special) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// forPeople puts the commands in the place of the names of tools, and says otherwise what only agents can do or meet.
var forPeople = sync.OnceValue(func() *strings.Replacer {
	paths := map[string]string{}
	for _, r := range rows() {
		if paths[r.tool] == "" {
			paths[r.tool] = "hextui " + r.path()
		}
	}
	pairs := []string{
		"The call: ", "The command: ",
		"What was started read-only, or without this tool, does not do this.", "--read-only lets nothing through that writes.",
		"; or the cursor of an audit", "",
	}
	names := slices.SortedFunc(maps.Keys(paths), func(a, b string) int { return len(b) - len(a) }) // some begin as others are
	for _, name := range names {
		pairs = append(pairs, name, paths[name])
	}
	return strings.NewReplacer(pairs...)
})

// argumentName is what may be the name of an argument of a tool, with the place in it that a complaint is about.
var argumentName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b([a-z][a-z0-9_]*)\b(\[\d+\])?`) })

// spoken is a text about the arguments of a tool as a person at a shell knows them: by their flags, or by the words that stand for them
// in help. What stands in quotation marks is somebody's, and a name that is an everyday word is taken for one of an argument only where
// a text asks for it.
func spoken(text string, all []argument) string {
	var b strings.Builder
	done := 0
	for _, at := range argumentName().FindAllStringSubmatchIndex(text, -1) {
		name := text[at[2]:at[3]]
		i := slices.IndexFunc(all, func(a argument) bool { return a.Name == name })
		if i < 0 || strings.Count(text[:at[0]], `"`)%2 == 1 || !strings.Contains(name, "_") && !calledFor(text[:at[0]], text[at[1]:]) &&
			at[4] < 0 {
			continue
		}
		b.WriteString(text[done:at[0]] + strings.TrimSuffix(all[i].called(), "…"))
		done = at[1]
		switch rest := text[done:]; {
		case all[i].form == asBool && strings.HasPrefix(rest, " true"):
			done += len(" true")
		case at[4] >= 0 && strings.HasPrefix(rest, "."): // a member of an entry
			b.WriteString(": ")
			done++
		}
	}
	return b.String() + text[done:]
}

// calledFor tells by what is around a word whether it is the name of an argument that is asked for or complained of.
func calledFor(before, after string) bool {
	begins := func(all ...string) bool {
		return slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(after, s) })
	}
	if before == "" {
		return begins(" must ", " is missing", "[", ":")
	}
	sentence := before[strings.LastIndex(before, ". ")+1:]
	ends := func(s string) bool { return strings.HasSuffix(before, s) }
	return strings.HasPrefix(strings.TrimLeft(sentence, " "), "Give ") && (after == "" || begins(",", ".", " or ", " nor ", " true")) &&
		(ends("Give ") || ends("either ") || ends(", ") || ends(" or "))
}
