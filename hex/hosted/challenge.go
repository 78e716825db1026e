package hosted

import (
	"net/http"
	"strings"
)

// challenge is what a server says in WWW-Authenticate of how to sign in.
type challenge struct {
	metadata string // the address of its protected-resource document
	scopes   []string
	problem  string // such as invalid_token or insufficient_scope
}

// readChallenge takes the Bearer challenge out of an answer's headers; without one it is empty.
func readChallenge(h http.Header) challenge {
	for _, value := range h.Values("WWW-Authenticate") {
		if params, ok := bearer(value); ok {
			return challenge{params["resource_metadata"], strings.Fields(params["scope"]), params["error"]}
		}
	}
	return challenge{}
}

// bearer reads the parameters of the first Bearer challenge in a header's value, which may hold several schemes.
func bearer(value string) (params map[string]string, found bool) {
	params = map[string]string{}
	for rest := value; ; {
		rest = strings.TrimLeft(rest, " \t,")
		if rest == "" {
			return params, found
		}
		end := strings.IndexAny(rest, " \t,=")
		if end < 0 {
			end = len(rest)
		}
		name := strings.ToLower(rest[:end])
		rest = strings.TrimLeft(rest[end:], " \t")
		if !strings.HasPrefix(rest, "=") { // a scheme begins
			if found {
				return params, true
			}
			found = name == "bearer"
			continue
		}
		var text string
		text, rest = parameter(strings.TrimLeft(rest[1:], " \t"))
		if _, twice := params[name]; found && !twice {
			params[name] = text
		}
	}
}

// parameter reads a token or a quoted string off the front.
func parameter(s string) (text, rest string) {
	if !strings.HasPrefix(s, `"`) {
		end := strings.IndexAny(s, " \t,")
		if end < 0 {
			end = len(s)
		}
		return s[:end], s[end:]
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			return b.String(), s[i+1:]
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}
