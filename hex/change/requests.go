package change

import (
	"bytes"
	"encoding/json"
	"strings"

	"hextui/hex"
)

// Request is a request that will be sent, without the secrets in its body.
type Request struct {
	Op     string          `json:"op"`
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body,omitempty"`
}

func shown(all []hex.Request) []Request {
	out := make([]Request, len(all))
	for i, q := range all {
		out[i] = Request{Op: q.Op, Method: q.Method, Path: q.Path}
		if q.Body != nil {
			out[i].Body = WithoutSecrets(q.Body)
		}
	}
	return out
}

// Redacted stands where a secret was.
const Redacted = "[redacted]"

// SecretMember tells whether a member of what is sent to Hex holds a secret by its name: it is not shown, and Hex may not give it back.
func SecretMember(name string) bool { return secret(name) }

// secret tells whether the member of a JSON object of this name, whatever its case and signs, holds a secret.
func secret(name string) bool {
	switch strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name)) {
	case "password", "passphrase", "token", "accesstoken", "refreshtoken", "apikey", "secret", "clientsecret",
		"secretaccesskey", "privatekey", "connectionstring", "jdbcurl", "serviceaccountjsonconfig", "authorization":
		return true
	}
	return false
}

// WithoutSecrets is a body with the values of secret members taken out.
func WithoutSecrets(body []byte) json.RawMessage {
	unreadable := json.RawMessage(`"[not JSON]"`)
	tree, err := decoded(body)
	if err != nil {
		return unreadable
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // a person reads it: < is not \u003c
	if e.Encode(blank(tree)) != nil {
		return unreadable
	}
	return bytes.TrimSpace(out.Bytes())
}

func decoded(body []byte) (tree any, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	err = d.Decode(&tree)
	return tree, err
}

func blank(tree any) any {
	switch node := tree.(type) {
	case map[string]any:
		for name, value := range node {
			if secret(name) && value != nil {
				node[name] = Redacted
				continue
			}
			node[name] = blank(value)
		}
	case []any:
		for i := range node {
			node[i] = blank(node[i])
		}
	}
	return tree
}
