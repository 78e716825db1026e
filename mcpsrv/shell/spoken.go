package shell

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

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
		if i < 0 || strings.Count(text[:at[0]], `"`)%2 == 1 || !strings.Contains(name, "_") && !calledFor(text[:at[0]], text[at[1]:]) {
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
