package hex

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// maxRefusal bounds what is read of an error answer.
const maxRefusal = 1 << 20

// refused is the failure of a request that was answered with an error status.
func (c *Client) refused(q *request, resp *http.Response) *Error {
	// A cut error answer is still one: its status is known, and what came of it is read.
	body, cut := io.ReadAll(io.LimitReader(resp.Body, maxRefusal))
	said := readRefusal(resp.Header.Get("Content-Type"), body)
	status := resp.StatusCode
	e := Error{
		Kind: kindOfStatus(status), Status: status, Code: said.code, Message: said.message,
		TraceID: cmp.Or(said.traceID, resp.Header.Get("X-Trace-Id")),
		Issues:  said.issues, InvalidInputs: said.invalid, UnknownInputs: said.unknown,
		cause: cut,
	}
	if e.Kind == RateLimited || e.Kind == Unavailable {
		e.RetryAfter = retryAfter(resp.Header)
	}
	if e.Kind == RateLimited {
		e.Message, e.Limit = withoutAdvice(e.Message), c.limit.of(q.group)
	}
	if status < 400 {
		e.Message = "The request was sent on to another address, which is not followed."
	}
	nothingDone := status < 500 && status != http.StatusRequestTimeout || q.retry503 && status == http.StatusServiceUnavailable
	e.MayHaveHappened = q.write() && !nothingDone
	return q.fail(e)
}

func kindOfStatus(status int) Kind {
	switch status {
	case http.StatusUnauthorized:
		return Unauthorized
	case http.StatusForbidden, http.StatusPaymentRequired:
		return Forbidden
	case http.StatusNotFound, http.StatusGone:
		return NotFound
	case http.StatusConflict, http.StatusUnprocessableEntity:
		return Unprocessable
	case http.StatusRequestTimeout:
		return Timeout
	case http.StatusTooManyRequests:
		return RateLimited
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return Unavailable
	}
	switch {
	case status >= 500:
		return Server
	case status >= 400:
		return Invalid
	}
	return Decode
}

// withoutAdvice takes out of a refusal for going too fast what it says of when to try again: that is said in one place, and once.
func withoutAdvice(message string) string {
	var rest []string
	for _, said := range strings.SplitAfter(message, ". ") {
		low := strings.ToLower(said)
		if !strings.Contains(low, "again") && !strings.Contains(low, "retry") && !strings.Contains(low, "wait") {
			rest = append(rest, said)
		}
	}
	return strings.TrimSpace(strings.Join(rest, ""))
}

// refusal is what an error answer says. Hex's operations move from one shape to another over time, so all are
// understood everywhere.
type refusal struct {
	code, message, traceID string
	issues                 []string
	invalid                []InvalidInput
	unknown                []string
}

// readRefusal never fails: what cannot be understood is left empty.
func readRefusal(contentType string, body []byte) refusal {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	switch {
	case len(body) == 0:
		return refusal{}
	case body[0] == '<' || strings.Contains(contentType, "html"):
		return refusal{message: pageTitle(body)}
	case body[0] == '{':
		fields := object(body)
		if fields == nil {
			fields = beginning(body)
		}
		return readFields(fields)
	case body[0] == '[':
		return refusal{issues: texts(body)}
	case json.Valid(body):
		return refusal{message: unlessBare(text(body))}
	case utf8.Valid(body):
		return refusal{message: unlessBare(string(body))}
	}
	return refusal{}
}

// readFields reads the newer shape (code, message, issues), the older one (reason, details, traceId, problems), RunProject's
// on inputs (invalid, notFound), and what proxies are in the habit of sending (error, errors, detail).
func readFields(f map[string]json.RawMessage) refusal {
	r := refusal{code: text(f["code"]), traceID: text(f["traceId"])}
	for _, name := range []string{"message", "reason", "error", "detail", "title"} {
		if inner := object(f[name]); inner != nil && r.message == "" {
			nested := readFields(inner)
			r.message, r.code = nested.message, cmp.Or(r.code, nested.code)
			continue
		}
		r.message = cmp.Or(r.message, unlessBare(text(f[name])))
	}
	for _, name := range []string{"issues", "details", "problems", "errors"} {
		r.issues = append(r.issues, texts(f[name])...)
	}
	for _, item := range list(f["invalid"]) {
		in := object(item)
		r.invalid = append(r.invalid, InvalidInput{text(in["paramName"]), text(in["paramValue"]), text(in["dataType"]),
			text(in["inputCellType"])})
	}
	r.unknown = texts(f["notFound"])
	return r
}

// object, list and text read a value that may have any type, and give nothing for a wrong one.
func object(raw json.RawMessage) map[string]json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	return fields
}

func list(raw json.RawMessage) []json.RawMessage {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		return nil
	}
	return items
}

func text(raw json.RawMessage) string {
	var s string
	var n json.Number
	switch {
	case json.Unmarshal(raw, &s) == nil:
		return s
	case json.Unmarshal(raw, &n) == nil:
		return n.String()
	}
	return ""
}

// texts reads one complaint or a list of them, each a text or an object that says something.
func texts(raw json.RawMessage) []string {
	items := list(raw)
	if items == nil && len(raw) > 0 {
		items = []json.RawMessage{raw}
	}
	var all []string
	for _, item := range items {
		if s := complaint(item); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// complaint is {message}, or {name, type, reason, value} as updates of schemas have it, or a text.
func complaint(raw json.RawMessage) string {
	f := object(raw)
	if f == nil {
		return text(raw)
	}
	what := strings.TrimSpace(text(f["type"]) + " " + text(f["name"]))
	value := text(f["value"])
	if what != "" && f["message"] == nil {
		if why := unfit(text(f["reason"]), value); why != "" {
			return what + ": " + why
		}
	}
	why := cmp.Or(text(f["message"]), text(f["reason"]))
	if value != "" {
		why += " (" + value + ")"
	}
	if what == "" || f["message"] != nil {
		return why
	}
	return what + ": " + why
}

// unfit is in words why an update of a status cannot be made; empty for a reason that is not known.
func unfit(reason, value string) string {
	switch reason {
	case "not_found":
		return "there is none of this name"
	case "invalid_status":
		return fmt.Sprintf("the workspace has no status %q", value)
	case "ambiguous_name":
		return "there are several of this name: put the name of the database before it"
	case "database_not_supported":
		return "a connection of this kind has no databases that take a status"
	case "invalid_name_format":
		return "this is no full name: a database goes by its name, a schema by DATABASE.SCHEMA, a table by SCHEMA.TABLE"
	}
	return ""
}

// beginning reads the whole text fields in front of where a JSON object was cut off.
func beginning(body []byte) map[string]json.RawMessage {
	fields := map[string]json.RawMessage{}
	d := json.NewDecoder(bytes.NewReader(body))
	if _, err := d.Token(); err != nil {
		return nil
	}
	for {
		key, err := d.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return fields
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return fields
		}
		fields[name] = value
	}
}

var titleTag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`) })

// pageTitle says what a web page calls itself.
func pageTitle(body []byte) string {
	title := ""
	if m := titleTag().FindSubmatch(body[:min(len(body), 64<<10)]); m != nil {
		title = strings.TrimSpace(html.UnescapeString(string(m[1])))
	}
	if title == "" {
		return "A web page came instead of an answer of Hex's API."
	}
	return "A web page came instead of an answer of Hex's API: " + title
}

// unlessBare drops a text that says no more than the status does, so that a better sentence takes its place.
func unlessBare(s string) string {
	switch strings.ToLower(strings.TrimRight(strings.TrimSpace(s), ".!")) {
	case "unauthorized", "authorization not provided", "forbidden", "insufficient access", "not found", "bad request", "invalid input data",
		"unprocessable content", "unprocessable entity", "too many requests", "internal server error", "bad gateway", "service unavailable",
		"gateway timeout", "upstream request timeout", "error":
		return ""
	}
	return s
}
