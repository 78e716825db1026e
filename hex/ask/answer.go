package ask

import (
	"regexp"
	"strings"
	"sync"

	"hextui/hex"
)

// Outcome is what came of a question.
type Outcome string

// The outcomes. Only Found is an answer.
const (
	Found    Outcome = "found"
	NotFound Outcome = "not_found"
	TimedOut Outcome = "timeout"
	Failed   Outcome = "error"
)

// Answer is what came of a question, judged.
type Answer struct {
	Outcome Outcome
	// Value is what the pattern found: its first group that took part, or the whole match; without a pattern the answer.
	Value string
	// Groups are the named groups of the pattern that took part.
	Groups map[string]string
	// Raw is the whole answer, as Markdown.
	Raw string
	// Failure is set when the outcome is Failed.
	Failure *Failure
}

// Judge judges a thread that was waited for, by a pattern, nil for none.
func Judge(s Seen, pattern *regexp.Regexp) Answer {
	if !s.Done {
		return Answer{Outcome: TimedOut}
	}
	a := Answer{Outcome: Found, Raw: Text(s.Thread.Thread)}
	if s.Status == hex.ThreadError || s.Error != nil {
		a.Outcome, a.Failure = Failed, Explain(s.Error)
		return a
	}
	a.Value = strings.TrimSpace(a.Raw)
	if pattern != nil {
		a.Value, a.Groups = found(pattern, a.Raw)
	}
	if a.Value == "" {
		a.Outcome = NotFound
	}
	return a
}

// found is what a pattern takes out of a text.
func found(pattern *regexp.Regexp, text string) (value string, groups map[string]string) {
	at := pattern.FindStringSubmatchIndex(text)
	if at == nil {
		return "", nil
	}
	value, first := text[at[0]:at[1]], true
	for i, name := range pattern.SubexpNames() {
		if i == 0 || at[2*i] < 0 {
			continue
		}
		group := text[at[2*i]:at[2*i+1]]
		if first {
			value, first = group, false
		}
		if name != "" {
			if groups == nil {
				groups = map[string]string{}
			}
			groups[name] = group
		}
	}
	if first && pattern.NumSubexp() > 0 {
		value = "" // it has groups, and none took part
	}
	return value, groups
}

// Text is the text of a thread's latest answer, as Markdown.
func Text(t hex.Thread) string {
	var texts []string
	for _, p := range t.Response {
		if text := Shown(p.Text); text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n\n")
}

// Shown is a text of a thread without what the analyst thought on the way.
func Shown(text string) string {
	if !strings.Contains(text, "<") {
		return text
	}
	text, taken := thoughts().ReplaceAllString(text, ""), len(text)
	if len(text) == taken {
		return text
	}
	return strings.TrimSpace(text)
}

// thoughts are blocks of thinking; one that was cut off reaches to the end.
var thoughts = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?is)<thinking\b[^>]*>.*?(?:</thinking\s*>|$)\n*`)
})

// Turn is something that was said in a thread.
type Turn struct {
	// Role is user or assistant, or another that Hex names; empty where it names none.
	Role string
	// Text is Markdown. Failure is set instead where the analyst failed.
	Text    string
	Failure *Failure
}

// Said reads a message of a thread, which Hex gives as one text with the role before it. ok is false for one that holds
// nothing to show: thinking, and calls of tools.
func Said(text string) (t Turn, ok bool) {
	if m := role().FindStringSubmatch(text); m != nil {
		t.Role, text = strings.ToLower(m[1]+m[2]), text[len(m[0]):]
	}
	switch t.Role {
	case "human":
		t.Role = "user"
	case "agent":
		t.Role = "assistant"
	}
	if t.Role == "tool" || t.Role == "system" {
		return t, false
	}
	if t.Role != "user" {
		text = Shown(text)
		if m := failed().FindStringSubmatch(strings.TrimSpace(text)); m != nil {
			t.Failure = Explain(&hex.ThreadFailure{Type: m[1], Message: m[2]})
			return t, true
		}
	}
	t.Text = text
	return t, strings.TrimSpace(text) != ""
}

// role is how a message begins. Hex's document says that the role comes first, and not in which form.
var role = sync.OnceValue(func() *regexp.Regexp {
	const roles = `(user|human|assistant|agent|tool|system)`
	return regexp.MustCompile(`(?i)^(?:\[` + roles + `\]:?|\*{0,2}` + roles + `\*{0,2}:\*{0,2})\s+`)
})

var failed = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?is)^<error(?:\s+type="([A-Z_]*)")?[^>]*>(.*)</error>$`)
})
