package hex_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hextui/hex"
)

// kindOfStatus is what a status means, whatever comes with it.
var kindOfStatus = map[int]hex.Kind{
	400: hex.Invalid, 401: hex.Unauthorized, 403: hex.Forbidden, 404: hex.NotFound, 408: hex.Timeout, 409: hex.Unprocessable,
	410: hex.NotFound,
	415: hex.Invalid, 422: hex.Unprocessable, 429: hex.RateLimited, 500: hex.Server, 502: hex.Unavailable, 503: hex.Unavailable,
	504: hex.Unavailable,
}

// mixed is one of countless bodies of an error: members of all the shapes that are known, each as it should be or as something
// else, alone, in a list, in another object, as a web page, or cut off anywhere.
func mixed(dice *rand.Rand) (contentType, body string) {
	texts := []any{"It is archived", "", nil, 7, true, "Bearer " + token, "<b>bold</b>", "<script>alert(1)</script>", "a\x1b[31mb\u202e",
		strings.Repeat("long ", 300)}
	text := func() any { return texts[dice.IntN(len(texts))] }
	some := func(one func() any) any {
		switch dice.IntN(5) {
		case 0:
			return text()
		case 1:
			return map[string]any{"message": text()}
		}
		list := []any{}
		for range dice.IntN(3) {
			list = append(list, one())
		}
		return list
	}
	members := map[string]func() any{
		"code": text, "message": text, "reason": text, "traceId": text,
		"error":  func() any { return map[string]any{"code": text(), "message": text()} },
		"issues": func() any { return some(func() any { return map[string]any{"message": text()} }) },
		"details": func() any {
			return some(func() any { return map[string]any{"name": text(), "type": text(), "reason": text()} })
		},
		"problems": func() any { return some(func() any { return map[string]any{"severity": "error", "message": text()} }) },
		"invalid": func() any {
			return some(func() any {
				return map[string]any{"paramName": text(), "paramValue": text(), "dataType": text(), "inputCellType": text()}
			})
		},
		"notFound": func() any { return some(text) },
	}
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if dice.IntN(3) == 0 {
			object[name] = members[name]()
		}
	}
	b, err := json.Marshal(object)
	if err != nil {
		panic(err)
	}
	body = string(b)
	switch dice.IntN(6) {
	case 0:
		body = "[" + body + `,"and"]`
	case 1:
		page := "<!DOCTYPE html><html><head><title>Oops &amp; <i>so</i> " + token + "</title></head><body><p>" + body + "</p></body></html>"
		return []string{"text/html", "application/json", ""}[dice.IntN(3)], page[:dice.IntN(len(page)+1)]
	case 2, 3:
		body = body[:dice.IntN(len(body)+1)]
	}
	return []string{"application/json", "text/plain", "text/html; charset=utf-8", ""}[dice.IntN(4)], body
}

var markup = regexp.MustCompile(`(?i)<(!doctype|/?(html|head|body|title|p)\b)`)

// Whatever comes as an error becomes one that can be decided on and shown.
func TestAnyMixtureOfErrorShapes(t *testing.T) {
	var status int
	var contentType, body string
	o := hex.Options{Token: token, Limits: hex.NoLimits, RetryFor: -1, Transport: inProcess(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("X-Trace-Id", "abc "+token)
		w.WriteHeader(status)
		w.Write([]byte(body))
	})}
	for seed := range uint64(400) {
		dice := rand.New(rand.NewPCG(seed, 2))
		for _, status = range slices.Sorted(maps.Keys(kindOfStatus)) {
			contentType, body = mixed(dice)
			// A refusal for going too fast holds back what follows, and so each answer is to a client of its own.
			c, err := hex.New(o)
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.RunProject(t.Context(), "p", hex.RunRequest{})
			c.Close()
			e := failure(t, err)
			all := fmt.Sprintf("%v %+v", e, *e)
			switch {
			case e.Kind != kindOfStatus[status] || e.Status != status:
				t.Errorf("%d is of kind %s", status, e.Kind)
			case strings.TrimSpace(e.Message) == "":
				t.Error("it says nothing")
			case strings.Contains(all, token):
				t.Error("it says the token")
			case markup.MatchString(all):
				t.Error("it says the page's markup")
			default:
				checkSentence(t, e)
			}
			if t.Failed() {
				t.Fatalf("seed %d, %d, %s %q:\n%q\n%+v", seed, status, contentType, body, e.Error(), e)
			}
		}
	}
}
