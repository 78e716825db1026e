package config

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
)

func TestATokenDoesNotShowItself(t *testing.T) {
	token := mustToken(t, personal)
	type hidden struct{ inner Token }
	type shown struct{ Token Token }
	values := map[string]any{
		"token": token, "pointer": &token, "in a struct": shown{token}, "in an unexported field": hidden{token},
		"in a list": []Token{token}, "in a map": map[string]any{"k": token}, "connection": Connection{Token: token},
	}
	for name, v := range values {
		var out bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%10.3s", "%T"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		text, err := json.Marshal(v)
		check(t, err)
		out.Write(text)
		slog.New(slog.NewTextHandler(&out, nil)).Info("m", "v", v)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("m", "v", v)
		for _, encode := range []func() error{
			func() error { return toml.NewEncoder(&out).Encode(map[string]any{"v": fmt.Sprint(v)}) },
			func() error { return xml.NewEncoder(&out).Encode(token) },
		} {
			check(t, encode())
		}
		for _, form := range []string{personal, personal[5:15], fmt.Sprintf("%x", personal)[:20], fmt.Sprintf("%X", personal)[:20]} {
			if strings.Contains(out.String(), form) {
				t.Errorf("%s shows %q:\n%s", name, form, out.String())
			}
		}
	}
	if d := cmp.Diff(values["in a map"], map[string]any{}); strings.Contains(d, personal[5:15]) {
		t.Errorf("a comparison shows the token: %s", d)
	}
	want(t, "revealed", token.Reveal(), personal)
}

func TestNewToken(t *testing.T) {
	for text, says := range map[string]string{
		personal:                     "",
		"  " + personal + "\r\n":     "",
		"dev":                        "",
		"":                           "empty",
		" \n":                        "empty",
		"Bearer " + personal:         "Bearer",
		"bearer " + personal:         "Bearer",
		`"` + personal + `"`:         "quotation marks",
		"'" + personal + "'":         "quotation marks",
		personal + " " + another:     "spaces",
		personal + "\n" + another:    "spaces",
		personal + "\x1b[0m":         "characters",
		"hxtp_é":                     "characters",
		"hxtp_\u200b1":               "characters",
		strings.Repeat("x", 8193):    "too long",
		"\x00" + personal + "secret": "characters",
	} {
		token, err := NewToken(text)
		if says == "" {
			check(t, err)
			want(t, "token", token.Reveal(), strings.TrimSpace(text))
			continue
		}
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "0123") {
			t.Errorf("%.20q: %v", text, err)
		}
		if !token.IsZero() {
			t.Errorf("%.20q gave a token", text)
		}
	}
	var none Token
	want(t, "no token", []string{none.Reveal(), none.String(), fmt.Sprint(none)}, []string{"", "", ""})
}

func TestKind(t *testing.T) {
	for text, kind := range map[string]string{personal: "personal token", another: "workspace token", "dev": "token"} {
		want(t, text, mustToken(t, text).Kind(), kind)
	}
}

func TestAddress(t *testing.T) {
	for text, wanted := range map[string]string{
		"":                            "https://app.hex.tech/api/v1",
		"us":                          "https://app.hex.tech/api/v1",
		" EU ":                        "https://eu.hex.tech/api/v1",
		"hipaa":                       "https://hc.hex.tech/api/v1",
		"acme.hex.tech":               "https://acme.hex.tech/api/v1",
		"https://acme.hex.tech/api":   "https://acme.hex.tech/api/v1",
		"http://127.0.0.1:8765":       "http://127.0.0.1:8765/api/v1",
		"http://hex.acme.example/api": "",
	} {
		got, err := Address(text)
		if (err == nil) != (wanted != "") || got != wanted {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	for url, id := range map[string]string{"https://eu.hex.tech/api/v1": "eu", "https://app.hex.tech/api/v1": "us",
		"https://hc.hex.tech/api/v1": "hipaa", "https://acme.hex.tech/api/v1": "", ":": ""} {
		want(t, url, RegionOf(url).ID, id)
	}
	want(t, "how", HowToGetToken("https://eu.hex.tech/api/v1"),
		"In the browser open https://eu.hex.tech, then Settings, then API keys, then New token.")
}
