package agent

import (
	"context"
	"strings"
	"testing"
)

func TestCitation(t *testing.T) {
	agent := Citations{Year: func() int { return 2031 }}
	for given, want := range map[string]string{
		"https://www.BBC.co.uk/news?a=1#b":        "Bbc.co.uk. (2031). Retrieved from https://www.BBC.co.uk/news?a=1#b",
		"  http://example.com:8080/x \n":          "Example.com. (2031). Retrieved from http://example.com:8080/x",
		"https://user:pass@word@example.com/a@b":  "Example.com. (2031). Retrieved from https://example.com/a@b",
		"https://user:password@example.com/a@b?c": "Example.com. (2031). Retrieved from https://example.com/a@b?c",
		"https://user@example.com?x=user@y":       "Example.com. (2031). Retrieved from https://example.com?x=user@y",
		"https://bücher.example/straße":           "Bücher.example. (2031). Retrieved from https://bücher.example/straße",
		"https://ÄPFEL.example":                   "Äpfel.example. (2031). Retrieved from https://ÄPFEL.example",
		"https://docs.python.org./3/":             "Docs.python.org. (2031). Retrieved from https://docs.python.org./3/",
		"https://93.184.216.34/":                  "93.184.216.34. (2031). Retrieved from https://93.184.216.34/",
		"HTTPS://example.com":                     "Example.com. (2031). Retrieved from HTTPS://example.com",
		"https://a.com/http://b.com":              "A.com. (2031). Retrieved from https://a.com/http://b.com",
		"":                                        "",
		"example.com":                             "",
		"ftp://example.com":                       "",
		"javascript:alert(1)":                     "",
		"data:text/html,x":                        "",
		"file:///etc/passwd":                      "",
		"https://":                                "",
		"https:///path":                           "",
		"https://.":                               "",
		"https://a..b":                            "",
		"https://-a.example":                      "",
		"https://a b.example":                     "",
		"https://a.example https://b.example":     "",
		"https://a.example\nhttps://b.example":    "",
		"https://a.example:0/":                    "",
		"https://a.example:65535/":                "A.example. (2031). Retrieved from https://a.example:65535/",
		"https://a.example:65536/":                "",
		"https://a.example:/":                     "",
		"https://a.example:x/":                    "",
		"https://a%2eb/":                          "",
		"https://1.2.3.4.5/":                      "",
		"https://[::1/":                           "",
		"https://a.example\\@b.example":           "",
		"https://a.example/\u202ex":               "",
		"https://a.example/<b>":                   "",
		"see https://a.example":                   "",
	} {
		link, err := Link{given}.Checked()
		got := ""
		if err == nil {
			got, err = agent.Do(context.Background(), link, nil)
		}
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q became %q (%v), want %q", given, got, err, want)
		}
	}
	for n, ok := range map[int]bool{2047: true, 2048: true, 2049: false} {
		if _, err := (Link{"https://a.example/" + strings.Repeat("ä", n-18)}).Checked(); (err == nil) != ok {
			t.Errorf("%d characters: %v", n, err)
		}
	}
}
