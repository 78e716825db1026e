package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// keys are the names that the protocol reads in an object, each with those below it: nil where the names are somebody else's,
// such as those of a tool's arguments. Under the name "*" is what holds for every other name.
//
// mcp-go decodes with encoding/json, which takes a name in any case and the last of two: of {"method":"ping","Method":"tools/list"}
// it would run tools/list. Whoever looked at the message on its way here, a gateway that lets some methods through, may
// have read the other one. So a message that can be read in two ways is refused before anything is decoded.
type keys map[string]keys

// protocolKeys are the names in a message of either era.
func protocolKeys() keys {
	icon := keys{"src": nil, "mimeType": nil, "sizes": nil, "theme": nil}
	program := keys{"name": nil, "version": nil, "title": nil, "description": nil, "websiteUrl": nil, "icons": icon}
	capabilities := keys{
		"extensions": nil, "experimental": nil, "roots": {"listChanged": nil}, "sampling": {"context": nil, "tools": nil},
		"elicitation": {"form": nil, "url": nil},
		"tasks": {"list": nil, "cancel": nil, "requests": {
			"tools": {"call": nil}, "sampling": {"createMessage": nil}, "elicitation": {"create": nil},
		}},
	}
	meta := keys{
		"progressToken": nil, "traceparent": nil, "tracestate": nil, "baggage": nil,
		"io.modelcontextprotocol/protocolVersion": nil, "io.modelcontextprotocol/clientInfo": program,
		"io.modelcontextprotocol/clientCapabilities": capabilities, "io.modelcontextprotocol/logLevel": nil,
		"io.modelcontextprotocol/subscriptionId": nil, "io.modelcontextprotocol/related-task": {"taskId": nil},
	}
	result := keys{"_meta": meta, "resultType": nil, "action": nil, "content": nil}
	return keys{
		"jsonrpc": nil, "id": nil, "method": nil, "result": result, "error": {"code": nil, "message": nil, "data": nil},
		"params": {
			"_meta": meta, "name": nil, "arguments": nil, "uri": nil, "cursor": nil, "level": nil,
			"protocolVersion": nil, "capabilities": capabilities, "clientInfo": program,
			"requestId": nil, "reason": nil, "progressToken": nil, "progress": nil, "total": nil, "message": nil,
			"ref": {"type": nil, "name": nil, "uri": nil}, "argument": {"name": nil, "value": nil}, "context": {"arguments": nil},
			"requestState": nil, "inputResponses": {"*": result}, "task": {"ttl": nil}, "taskId": nil,
			"notifications": {"toolsListChanged": nil, "promptsListChanged": nil, "resourcesListChanged": nil,
				"resourceSubscriptions": nil, "taskIds": nil},
		},
	}
}

// ambiguous is a message that can be read in two ways.
type ambiguous struct {
	// sentence is the first thing that is wrong.
	sentence string
	// ids counts the message's ids.
	ids int
}

// id is the message's, where that can be read in one way only.
func (a ambiguous) id(text []byte) json.RawMessage {
	var members map[string]json.RawMessage
	if a.ids != 1 || json.Unmarshal(text, &members) != nil || !validID(members["id"]) {
		return nil
	}
	return members["id"]
}

// check says in what way a message is ambiguous, nil if in none. What is no JSON object it leaves to others.
func (k keys) check(text []byte) *ambiguous {
	if len(text) == 0 || text[0] != '{' {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	bad := &ambiguous{}
	if !k.walk(d, 0, bad) || bad.sentence == "" {
		return nil
	}
	return bad
}

// deepest is as deep as encoding/json goes.
const deepest = 10000

// walk reads one value; false if it is no JSON. Of what is wrong it keeps the first.
func (k keys) walk(d *json.Decoder, depth int, bad *ambiguous) bool {
	opening, err := d.Token()
	if err != nil || depth > deepest {
		return false
	}
	switch opening {
	case json.Delim('['):
		for d.More() {
			if !k.walk(d, depth+1, bad) {
				return false
			}
		}
	case json.Delim('{'):
		if !k.walkObject(d, depth, bad) {
			return false
		}
	default:
		return true
	}
	_, err = d.Token()
	return err == nil
}

func (k keys) walkObject(d *json.Decoder, depth int, bad *ambiguous) bool {
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		name, isName := token.(string)
		if err != nil || !isName {
			return false
		}
		below, meant := k.of(name)
		switch {
		case bad.sentence != "":
		case meant != name:
			bad.sentence = fmt.Sprintf("The key %s must be written %q. Nothing was done.", quoted(name), meant)
		case seen[name]:
			bad.sentence = fmt.Sprintf("The key %s stands twice in one object. Nothing was done: send each key once.", quoted(name))
		}
		seen[name] = true
		if depth == 0 && name == "id" {
			bad.ids++
		}
		if !below.walk(d, depth+1, bad) {
			return false
		}
	}
	return true
}

// of is what is below a name, and how the name is written that encoding/json would take it for.
func (k keys) of(name string) (below keys, meant string) {
	if below, known := k[name]; known {
		return below, name
	}
	for known, below := range k {
		if strings.EqualFold(known, name) {
			return below, known
		}
	}
	return k["*"], name
}

// quoted is a key of a stranger's for a sentence.
func quoted(name string) string {
	const most = 40
	if r := []rune(name); len(r) > most {
		name = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", name)
}
