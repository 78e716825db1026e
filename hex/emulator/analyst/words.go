package analyst

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// splits are what a measure can be split by, by the words for it.
var splits = map[string]string{
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

var ranges = [...]string{"Outdoor", "Kitchen", "Home", "Clothing", "Office"}

// countries are the shop's countries; countryWords what they are called.
var countries = map[string]string{
	"US": "the United States", "GB": "the United Kingdom", "DE": "Germany", "FR": "France", "CA": "Canada",
	"NL": "the Netherlands", "AU": "Australia", "SE": "Sweden", "ES": "Spain", "BR": "Brazil",
}

var countryWords = map[string]string{
	"united states": "US", "usa": "US", "america": "US", "united kingdom": "GB", "britain": "GB", "uk": "GB", "germany": "DE",
	"france": "FR", "canada": "CA", "netherlands": "NL", "holland": "NL", "australia": "AU", "sweden": "SE",
	"spain": "ES", "brazil": "BR",
}

// The forms are made at the first question, not when the program starts.
var (
	notWord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^\p{L}\p{N}_-]+`) })
	afterBy = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(` (?:by|per|each|every|which|across|what) (?:each |landing |product |order |refund |customer |sales )*([\p{L}]+) `)
	})
	change = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(` (?:compared?|vs|versus|why|changed?|grow|grown|growth|drop|dropped|fall|fell|rise|rose) `)
	})
	trend = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(` (?:(?:ris|grow|increas|improv|climb|fall|dropp|declin|decreas|shrink)ing|(?:going|go) (?:up|down)) `)
	})
	topForm = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(` (?:top|best|largest|biggest|first) (\d{1,3}) `)
	})
	tableForms = sync.OnceValue(func() []*regexp.Regexp {
		return []*regexp.Regexp{
			regexp.MustCompile("(?i)\\b(?:table|from|join|in)\\s+[`\"']([a-z][\\w.]*)[`\"']"),
			regexp.MustCompile(`(?i)\b(?:table|from|join|in|query)\s+(?:the\s+)?([a-z]\w*(?:[._]\w+)+)\b`),
			regexp.MustCompile(`(?i)\btable\s+(?:called|named)\s+([a-z][\w.]*)\b`),
			regexp.MustCompile(`(?i)\bthe\s+([a-z]\w*)\s+table\b`),
		}
	})
	injection = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(?:ignore|disregard|forget|override)\b[^.?!]{0,40}\b(?:instructions?|rules?|prompts?|guides?)\b` +
			`|\bsystem prompt\b|\byou are now\b|\b(?:drop|truncate|alter)\s+table\b|\bdelete\s+from\b|\binsert\s+into\b` +
			`|\b(?:reveal|print|show)\b[^.?!]{0,30}\b(?:password|secret|token|credential)s?\b`)
	})
)

// plain is a prompt in lower-case words between single spaces, with a space at either end.
func plain(prompt string) string {
	return " " + strings.TrimSpace(notWord().ReplaceAllString(strings.ToLower(prompt), " ")) + " "
}

func has(words, phrase string) bool { return strings.Contains(words, " "+phrase+" ") }

// measureIn finds the measure that is asked for: the one with the longest phrase. A word that can also name a split counts
// only when there is no other.
func measureIn(words string) (found line, phrase string) {
	weight := func(phrase string) int {
		if splits[phrase] != "" {
			return 1
		}
		return 2 * len(phrase)
	}
	for _, l := range table() {
		for _, w := range l.words {
			if has(words, w) && weight(w) > weight(phrase) {
				found, phrase = l, w
			}
		}
	}
	return found, phrase
}

// splitIn finds what to split by: a word after "by" or its like, else any word that can mean nothing else.
func splitIn(words string) string {
	for _, m := range afterBy().FindAllStringSubmatch(words, -1) {
		if by := splits[m[1]]; by != "" {
			return by
		}
	}
	if has(words, "over time") {
		return "week"
	}
	for _, word := range []string{
		"daily", "weekly", "monthly", "trend",
		"channels", "countries", "markets", "categories", "ranges", "products", "segments", "cities", "reasons", "devices", "campaigns",
		"pages",
	} {
		if has(words, word) {
			return splits[word]
		}
	}
	return ""
}

// narrow reads what the question is narrowed to.
func (q *Question) narrow(words, prompt string) {
	for _, c := range channels {
		if has(words, c) {
			q.Channel = c
		}
	}
	for _, r := range ranges {
		if has(words, strings.ToLower(r)) {
			q.Range = r
		}
	}
	for name, code := range countryWords {
		if has(words, name) {
			q.Country = code
		}
	}
	// As codes they count in capitals only: "tell us" is no country.
	for word := range strings.FieldsFuncSeq(prompt, func(r rune) bool { return r < 'A' || (r > 'Z' && r < 'a') || r > 'z' }) {
		if countries[word] != "" {
			q.Country = word
		}
	}
}

// topIn is how many lines are asked for; 0 when nothing is said.
func topIn(words string) int {
	if m := topForm().FindStringSubmatch(words); m != nil {
		n, _ := strconv.Atoi(m[1]) // the form admits digits only
		return min(n, 100)
	}
	return 0
}

// unknownTable is the name of a table that the prompt speaks of and that does not exist; empty when there is none.
func unknownTable(prompt string) string {
	for _, form := range tableForms() {
		for _, m := range form.FindAllStringSubmatch(prompt, -1) {
			name := strings.ToLower(m[1])
			last := name[strings.LastIndexByte(name, '.')+1:]
			if !slices.Contains(append(Tables(), "following", "same", "whole", "summary", "pivot", "right", "result"), last) {
				return m[1]
			}
		}
	}
	return ""
}
