package config

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// NotFilledIn is the error of a value that is still the name of what was to stand in its place: a variable that nobody
// replaced by its value, or the placeholder of an example.
type NotFilledIn struct {
	// Found is what stands there, such as "${HEX_API_KEY}". Where it may be a secret all the same it is its form alone: "<…>".
	Found string
	// Example tells that it is the placeholder of an example, and no variable.
	Example bool
}

// Error says whose task it was, and in which form each client takes the name of a variable.
func (e *NotFilledIn) Error() string {
	if e.Example {
		return "it is " + e.Found + ", the placeholder of an example: put the value itself there, without brackets"
	}
	return "it is " + e.Found + ", the name of a variable that the client or shell that starts hextui did not expand: it knows another " +
		"form, or has no such variable. In their files Claude Code and Gemini CLI expand ${NAME}, Cursor ${env:NAME}, VS Code " +
		"${env:NAME} and ${input:ID} of the inputs in the same file; Codex passes on what env_vars lists; Claude Desktop and Zed expand " +
		"nothing. A shell expands $NAME, but not between single quotes, and cmd.exe %NAME%. docs/configuration.md has an example for each"
}

// form is one way to write the place of a value.
type form struct {
	open, close string
	example     bool
}

// forms are looked for anywhere in a value: none of them can be in a token or an address.
func forms() []form {
	return []form{{"${", "}", false}, {"$(", ")", false}, {"{{", "}}", false}, {"{env:", "}", false}, {"<", ">", true}}
}

// bare is $NAME, PowerShell's $env:NAME, and cmd.exe's %NAME%.
var bare = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[a-z]+://)?(?:(\$(?:env:)?)([A-Za-z_]\w*)()|(%)([A-Za-z_]\w*)(%))(?:[:/].*)?$`)
})

// showable is what can be shown: a name in capitals, the id of an input, words that begin with "your". No token is any of these.
var showable = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(?:env|input):)?[A-Z][A-Z0-9_]{0,63}$|^input:[A-Za-z_-]{1,40}$|^(?i:your)[-_ A-Za-z]{0,40}$`)
})

// FilledIn refuses a value that is the name of a variable or a placeholder instead, with a [*NotFilledIn].
func FilledIn(value string) error {
	value = strings.TrimSpace(value)
	for _, f := range forms() {
		_, rest, opened := strings.Cut(value, f.open)
		if name, _, closed := strings.Cut(rest, f.close); opened && closed {
			return &NotFilledIn{f.open + shown(name) + f.close, f.example}
		}
	}
	found := bare().FindStringSubmatch(value)
	switch {
	case found == nil:
		return nil
	case found[1] != "":
		return &NotFilledIn{Found: found[1] + shown(found[2])}
	}
	return &NotFilledIn{Found: "%" + shown(found[5]) + "%"}
}

// shown is a name where it is sure to be no secret.
func shown(name string) string {
	if showable().MatchString(name) {
		return name
	}
	return "…"
}

// checkNetwork refuses variables of the network that were not filled in. Go's own messages would be about Hex's host, or
// hold a proxy's password.
func (c Config) checkNetwork(baseURL string) error {
	if !strings.HasPrefix(baseURL, "https://") {
		return nil // this computer
	}
	for _, names := range [][]string{{"HTTPS_PROXY", "https_proxy"}, {"NO_PROXY", "no_proxy"}, {"SSL_CERT_FILE"}, {"SSL_CERT_DIR"}} {
		for _, name := range names {
			if c.getenv(name) == "" {
				continue
			}
			if err := FilledIn(c.getenv(name)); err != nil {
				return fmt.Errorf("environment %s: %w", name, err)
			}
			break // the first of them counts
		}
	}
	return nil
}
