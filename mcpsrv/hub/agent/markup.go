package agent

import (
	"regexp"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// active finds scripts and addresses that are programs. It is made at its first use.
var active = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?is)<script[^>]*>.*?</script[^>]*>|javascript:|vbscript:|data:text/html`)
})

// scripted tells whether a browser would carry something of a text out: a script, an address that is one, or a handler. A handler is
// an attribute inside a tag, so that "online = True" and on='id' in a question about code are none.
func scripted(s string) bool {
	return active().MatchString(s) || strings.Contains(s, "<") && handled(s)
}

// mostRead is how many bytes are read to find handlers, each as often as a tag begins before it. Who needs more wrote no text.
const mostRead = 8 << 20

// handled tells whether a tag of the text has a handler. The tokenizer is that of browsers: it sees handlers behind a slash, behind
// quoted angle brackets and in capital letters.
func handled(s string) bool {
	read, last := 0, strings.LastIndexByte(s, '>')
	for i := range len(s) - 1 {
		if s[i] != '<' || !letter(s[i+1]) {
			continue
		}
		// Not where the tokenizer would go on, but from each bracket: what stands in a textarea or a comment to one reader is markup to
		// another.
		rest := s[i:]
		if last < i && known(rest) {
			rest += ">"
		}
		z := html.NewTokenizer(strings.NewReader(rest))
		kind := z.Next()
		if (kind == html.StartTagToken || kind == html.SelfClosingTagToken) && handler(z) {
			return true
		}
		if read += len(z.Raw()); kind == html.ErrorToken { // it read to the end
			read += len(rest)
		}
		if read > mostRead {
			return true
		}
	}
	return false
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// known tells whether a text begins with one of HTML's tags, which the page around it may close where nobody else did. One letter alone
// may as well be a variable behind "less than".
func known(s string) bool {
	end := 1
	for end < len(s) && end < 20 && (letter(s[end]) || s[end] >= '0' && s[end] <= '9') {
		end++
	}
	return end > 2 && atom.Lookup([]byte(strings.ToLower(s[1:end]))) != 0
}

func handler(z *html.Tokenizer) bool {
	_, more := z.TagName()
	for more {
		var name []byte
		if name, _, more = z.TagAttr(); strings.HasPrefix(string(name), "on") {
			return true
		}
	}
	return false
}
