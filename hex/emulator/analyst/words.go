package analyst

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// dimensions are what a measure can be split by, by the words for it.
var dimensions = map[string]string{
	"channel": "channel", "channels": "channel", "source": "channel",
	"country": "country", "countries": "country", "market": "country", "markets": "country",
	"category": "category", "categories": "category", "range": "category", "ranges": "category",
	"product": "product", "products": "product",
	"segment": "segment", "segments": "segment", "city": "city", "cities": "city",
	"reason": "reason", "reasons": "reason", "status": "status", "device": "device", "devices": "device",
	"campaign": "campaign", "campaigns": "campaign", "page": "landing_page", "pages": "landing_page",
	"day": "day", "days": "day", "daily": "day", "week": "week", "weeks": "week", "weekly": "week", "trend": "week",
	"month": "month", "months": "month", "monthly": "month",
}

var channels = [...]string{"organic", "paid", "email", "direct", "referral"}

var categories = [...]string{"Outdoor", "Kitchen", "Home", "Clothing", "Office"}

// countryNames are the shop's countries; countryWords what else they are called.
var countryNames = map[string]string{
	"US": "the United States", "GB": "the United Kingdom", "DE": "Germany", "FR": "France", "CA": "Canada",
	"NL": "the Netherlands", "AU": "Australia", "SE": "Sweden", "ES": "Spain", "BR": "Brazil",
}

var countryWords = map[string]string{
	"united states": "US", "usa": "US", "america": "US", "united kingdom": "GB", "britain": "GB", "uk": "GB", "germany": "DE",
	"france": "FR", "canada": "CA", "netherlands": "NL", "holland": "NL", "australia": "AU", "sweden": "SE", "spain": "ES", "brazil": "BR",
}

// text is a prompt as the reader sees it: as it was, and in lower-case words
// between single spaces, with a space at either end.
type text struct{ raw, words string }

var notWord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^\p{L}\p{N}_-]+`) })

func newText(prompt string) text {
	return text{prompt, " " + strings.TrimSpace(notWord().ReplaceAllString(strings.ToLower(prompt), " ")) + " "}
}

func (t text) has(phrase string) bool { return strings.Contains(t.words, " "+phrase+" ") }

// without is the text with a phrase taken out, so that it is not read again.
func (t text) without(phrase string) text {
	return text{t.raw, strings.Replace(t.words, " "+phrase+" ", " ", 1)}
}

// measureIn finds the measure that is asked for: the one with the longest
// phrase. A word that can also name a split counts only when there is no other.
func measureIn(t text) (found measure, phrase string) {
	for _, m := range measures() {
		for _, w := range m.words {
			if t.has(w) && weight(w) > weight(phrase) {
				found, phrase = m, w
			}
		}
	}
	return found, phrase
}

func weight(phrase string) int {
	if dimensions[phrase] != "" {
		return 1
	}
	return 2 * len(phrase)
}

var afterBy = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(` (?:by|per|each|every|which|across|what) (?:each |landing |product |order |refund |customer |sales )*([\p{L}]+) `)
})

// dimensionIn finds what to split by: a word after "by" or its like, else any
// word for a dimension.
func dimensionIn(t text) string {
	for _, m := range afterBy().FindAllStringSubmatch(t.words, -1) {
		if by := dimensions[m[1]]; by != "" {
			return by
		}
	}
	for _, word := range []string{"daily", "weekly", "monthly", "trend"} {
		if t.has(word) {
			return dimensions[word]
		}
	}
	if t.has("over time") {
		return "week"
	}
	for _, word := range []string{"channels", "countries", "markets", "categories", "ranges", "products", "segments", "cities", "reasons", "devices", "campaigns", "pages"} {
		if t.has(word) {
			return dimensions[word]
		}
	}
	return ""
}

// limits reads what the question is narrowed to.
func (q *Question) limits(t text) {
	for _, c := range channels {
		if t.has(c) {
			q.Channel = c
		}
	}
	for _, c := range categories {
		if t.has(strings.ToLower(c)) {
			q.Category = c
		}
	}
	for words, code := range countryWords {
		if t.has(words) {
			q.Country = code
		}
	}
	// As codes they count in capitals only: "tell us" is no country.
	for word := range strings.FieldsFuncSeq(t.raw, func(r rune) bool { return r < 'A' || (r > 'Z' && r < 'a') || r > 'z' }) {
		if countryNames[word] != "" {
			q.Country = word
		}
	}
}

var namedTable = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile("(?i)\\b(?:table|from|join|in)\\s+[`\"']([a-z][\\w.]*)[`\"']"),
		regexp.MustCompile(`(?i)\b(?:table|from|join|in|query)\s+(?:the\s+)?([a-z]\w*(?:[._]\w+)+)\b`),
		regexp.MustCompile(`(?i)\btable\s+(?:called|named)\s+([a-z][\w.]*)\b`),
		regexp.MustCompile(`(?i)\bthe\s+([a-z]\w*)\s+table\b`),
	}
})

// unknownTable is the name of a table that the prompt speaks of and that does
// not exist; empty when there is none.
func unknownTable(prompt string) string {
	for _, form := range namedTable() {
		for _, m := range form.FindAllStringSubmatch(prompt, -1) {
			name := strings.ToLower(m[1])
			last := name[strings.LastIndexByte(name, '.')+1:]
			if !slices.Contains(knownTables[:], last) && !slices.Contains([]string{"following", "same", "whole", "summary", "pivot", "right", "result"}, last) {
				return m[1]
			}
		}
	}
	return ""
}

var commands = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:ignore|disregard|forget|override)\b[^.?!]{0,40}\b(?:instructions?|rules?|prompts?|guides?)\b|\bsystem prompt\b|\byou are now\b|\b(?:drop|truncate|alter)\s+table\b|\bdelete\s+from\b|\binsert\s+into\b|\b(?:reveal|print|show)\b[^.?!]{0,30}\b(?:password|secret|token|credential)s?\b`)
})

// isInjection tells whether the prompt gives orders instead of asking.
func isInjection(prompt string) bool { return commands().MatchString(prompt) }
