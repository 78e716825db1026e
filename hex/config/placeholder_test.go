package config

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestNotFilledIn(t *testing.T) {
	t.Parallel()
	for value, found := range map[string]string{
		"${HEX_API_KEY}":                "${HEX_API_KEY}",
		"${input:hex-key}":              "${input:hex-key}",
		"${env:HEX_API_KEY}":            "${env:HEX_API_KEY}",
		"${HEX_API_KEY:-}":              "${…}",
		"Bearer ${HEX_API_KEY}":         "${HEX_API_KEY}",
		"https://${HEX_HOST}/api/v1":    "${HEX_HOST}",
		"$HEX_API_KEY":                  "$HEX_API_KEY",
		"$env:HEX_API_KEY":              "$env:HEX_API_KEY",
		"https://$HEX_HOST/api":         "$HEX_HOST",
		"$HEX_HOST:443":                 "$HEX_HOST",
		"%HEX_API_KEY%":                 "%HEX_API_KEY%",
		"http://%PROXY%:3128":           "%PROXY%",
		"<your-token>":                  "<your-token>",
		"<" + personal + ">":            "<…>",
		"hxtp_<YOUR TOKEN>":             "<YOUR TOKEN>",
		"${" + personal + "}":           "${…}",
		"{{ token }}":                   "{{…}}",
		"{env:HEX_API_KEY}":             "{env:HEX_API_KEY}",
		"$(pass show hex)":              "$(…)",
		" ${HEX_API_KEY}\n":             "${HEX_API_KEY}",
		"https://<name>.hex.tech/api":   "<…>",
		"http://me:<password>@proxy:80": "<…>",
	} {
		var unfilled *NotFilledIn
		if err := FilledIn(value); !errors.As(err, &unfilled) || unfilled.Found != found {
			t.Errorf("%s is %v", value, err)
		}
	}
	for _, value := range []string{personal, another, "old$style%token", "a$B", "%41%42", "eu", "acme.hex.tech",
		"http://127.0.0.1:8765/api/v1",
		"http://me:pa$$w%20rd@proxy.acme.example:3128", "localhost,.acme.example,10.0.0.0/8", "", "$", "%%", "$5"} {
		if err := FilledIn(value); err != nil {
			t.Errorf("%s: %v", value, err)
		}
	}
}

// TestNothingIsResolvedFromVariables of a client that did not expand them: before anything is sent, and in words that
// blame neither the token nor Hex.
func TestNothingIsResolvedFromVariables(t *testing.T) {
	t.Parallel()
	const client = "the client or shell that starts hextui did not expand"
	good := map[string]string{"HEX_API_KEY": personal}
	with := func(name, value string) map[string]string {
		env := map[string]string{name: value}
		for k, v := range good {
			if env[k] == "" {
				env[k] = v
			}
		}
		return env
	}
	for name, c := range map[string]struct {
		file  string
		env   map[string]string
		flags Flags
		says  []string
	}{
		"the token": {"", with("HEX_API_KEY", "${HEX_API_KEY}"), Flags{},
			[]string{"the token in environment HEX_API_KEY cannot be used: it is ${HEX_API_KEY}", client,
				"Claude Code", "Cursor ${env:NAME}"}},
		"the other token": {"", with("HEX_API_TOKEN", "%HEX%"), Flags{}, []string{"HEX_API_TOKEN cannot be used: it is %HEX%", client}},
		"an input":        {"", with("HEX_API_KEY", "${input:hex}"), Flags{}, []string{"${input:hex}", "${input:ID} of the inputs"}},
		"an example": {"", with("HEX_API_KEY", "<your-token>"), Flags{},
			[]string{"it is <your-token>, the placeholder of an example: put the value itself there"}},
		"a named token": {"[profiles.a]\ntoken = \"env:LAB_TOKEN\"\n", map[string]string{"LAB_TOKEN": "$LAB"}, Flags{},
			[]string{"environment LAB_TOKEN cannot be used: it is $LAB", client}},
		"an address": {"", with("HEX_API_URL", "https://$HEX_HOST"), Flags{}, []string{"environment HEX_API_URL: it is $HEX_HOST", client}},
		"one of two addresses": {"", map[string]string{"HEX_API_URL": "eu", "HEX_API_BASE_URL": "${R}"}, Flags{},
			[]string{"environment HEX_API_BASE_URL: it is ${R}", client}},
		"a flag":   {"", good, Flags{BaseURL: "${env:HEX_REGION}"}, []string{"flag --base-url: it is ${env:HEX_REGION}", client}},
		"profiles": {"", with("HEX_PROFILE", "${PROFILE}"), Flags{}, []string{"environment HEX_PROFILE", "it is ${PROFILE}", client}},
		"the proxy": {"", with("HTTPS_PROXY", "http://me:s3cret@${PROXY}:3128"), Flags{},
			[]string{"environment HTTPS_PROXY: it is ${PROXY}", client}},
		"the proxy in small letters": {"", with("https_proxy", "%PROXY%"), Flags{}, []string{"environment https_proxy: it is %PROXY%"}},
		"what goes by no proxy":      {"", with("NO_PROXY", "${NO_PROXY}"), Flags{}, []string{"environment NO_PROXY: it is ${NO_PROXY}"}},
		"certificates":               {"", with("SSL_CERT_FILE", "$CERTS"), Flags{}, []string{"environment SSL_CERT_FILE: it is $CERTS"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.write(t, "config.toml", c.file, 0o600)
			for k, v := range c.env {
				w.env[k] = v
			}
			got, err := w.load(t).Resolve(context.Background(), c.flags)
			var unfilled *NotFilledIn
			if !errors.As(err, &unfilled) || !got.Token.IsZero() {
				t.Fatalf("it says %v, with the token %q", err, got.Token.Reveal())
			}
			for _, says := range c.says {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("%v\ndoes not say %q", err, says)
				}
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("%v shows a password", err)
			}
		})
	}
	w := newWorld(t)
	w.write(t, "config.toml", "[profiles.a]\nbase_url = \"${HEX_URL}\"\n", 0o600)
	if _, err := Load(w.environment()); err == nil || !strings.Contains(err.Error(), "base_url is ${HEX_URL}, but nothing is expanded") {
		t.Errorf("the file says %v", err)
	}
	w = newWorld(t)
	w.env["HEX_API_KEY"], w.env["HEX_API_URL"], w.env["HTTPS_PROXY"] = "dev", "http://127.0.0.1:8765", "${PROXY}"
	if _, err := w.load(t).Resolve(context.Background(), Flags{}); err != nil {
		t.Errorf("this computer, which is reached without a proxy: %v", err)
	}
}
