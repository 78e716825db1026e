package emulator

import (
	"net/http"
	"net/url"
	"testing"

	"hextui/hex/emulator/store"
)

// FuzzCursor feeds cursors of any form: they are read or refused, and what is
// read is written back as it was.
func FuzzCursor(f *testing.F) {
	for _, text := range []string{"", "null", "x", "djI6WyIyMDI0LTEyLTA5VDE1OjM5OjI2LjA5M1oiLCI0NzU5ZjMzYyJd", "djI6W251bGwsImEiXQ",
		"djI6WzUsImEiXQ", "djI6W3t9LDFd"} {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, times bool) {
		c := &call{request: &http.Request{URL: &url.URL{RawQuery: url.Values{"after": {text}}.Encode()}}}
		key, err := c.cursor("after", times)
		if err != nil || key == nil {
			return
		}
		again := &call{request: &http.Request{URL: &url.URL{RawQuery: url.Values{"after": {string(cursorText(*key, times))}}.Encode()}}}
		back, err := again.cursor("after", times)
		if err != nil || *back != *key {
			t.Errorf("%q is %+v, which comes back as %+v, %v", text, *key, (*store.Key)(back), err)
		}
	})
}
