package agent

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"hextui/mcpsrv/hub/upstream"
)

func TestWords(t *testing.T) {
	for given, want := range map[string]string{
		"set OPENAI_API_KEY to a valid one":            "set OPENAI_API_KEY to a valid one",
		"TAVILY_API_KEY is missing: set it":            "TAVILY_API_KEY is missing: set it",
		"sent Bearer sk-123 to it":                     "sent Bearer *** to it",
		"api_key=abc, token: def; password = x y":      "api_key=***, token: ***; password = *** y",
		"dial tcp 10.1.2.3:443: no":                    "dial tcp [address]: no",
		"open /home/me/.config/x: no":                  "open [path]: no",
		`open C:\Users\me\x: no`:                       `open [path] no`,
		"asked https://user:x@api.example/v1?k=1 once": "asked [address] once",
		"either/or, 1/2, and version 1.2.3":            "either/or, 1/2, and version 1.2.3",
	} {
		if got := Words(&upstream.Error{Message: given}); got != want {
			t.Errorf("%q becomes %q, want %q", given, got, want)
		}
	}
	for _, err := range []error{errors.New("open /etc/x"), fmt.Errorf("x: %w", context.Canceled), fmt.Errorf("x: %w",
		context.DeadlineExceeded)} {
		if got := Words(err); strings.Contains(got, "/") || strings.Contains(got, "x") && !strings.Contains(got, "fault") {
			t.Errorf("%v is said as %q", err, got)
		}
	}
	if got := Words(&upstream.Error{Message: strings.Repeat("ä", 600)}); got != strings.Repeat("ä", 500)+"... (truncated)" {
		t.Errorf("a long one becomes %q", got)
	}
}
