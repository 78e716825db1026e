package install

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"
)

// editTOML puts the server into a file of TOML: as a table of its own at the end, or where it has one, in that.
func editTOML(src []byte, _ Client, member string, s Server) (out []byte, replaces bool, err error) {
	var before map[string]any
	if err := toml.Unmarshal(bytes.TrimPrefix(src, bom), &before); err != nil {
		return nil, false, fmt.Errorf("it is no TOML: %s", firstLine(err))
	}
	newline := "\n"
	if bytes.Contains(src, []byte("\r\n")) {
		newline = "\r\n"
	}
	lines := []string{"command = " + compact(s.Command), "args = " + compact(s.Args)}
	servers, _ := before[member].(map[string]any)
	mine, there := servers[s.Name].(map[string]any)
	if !there {
		if inline(src, member) {
			return nil, false, errors.New("its servers are written on one line, to which nothing can be added from elsewhere")
		}
		out = appendTable(src, fmt.Sprintf("[%s.%s]", member, s.Name), lines, newline)
		return out, false, checkTOML(before, out, member, s)
	}
	command, _ := mine["command"].(string)
	if !ours(command, s) {
		return nil, false, &Taken{Name: s.Name, Command: command}
	}
	if command == s.Command && reflect.DeepEqual(texts(mine["args"]), s.Args) {
		return src, true, nil
	}
	out, err = updateTable(src, member, s.Name, map[string]string{"command": lines[0], "args": lines[1]}, newline)
	if err != nil {
		return nil, false, err
	}
	return out, true, checkTOML(before, out, member, s)
}

// inline tells whether the servers are one value: nothing may be added to that by a table of its own.
func inline(src []byte, member string) bool {
	for at := 0; at < len(src); {
		end := statement(src, at)
		key, _, _ := strings.Cut(string(src[at:end]), "=")
		if strings.Trim(strings.TrimSpace(key), `"'`) == member {
			return true
		}
		at = end
	}
	return false
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

func texts(v any) []string {
	list, _ := v.([]any)
	out := make([]string, 0, len(list))
	for _, item := range list {
		text, ok := item.(string)
		if !ok {
			return nil
		}
		out = append(out, text)
	}
	return out
}

func appendTable(src []byte, head string, lines []string, newline string) []byte {
	out := bytes.Clone(src)
	if len(bytes.TrimPrefix(out, bom)) > 0 {
		if !bytes.HasSuffix(out, []byte("\n")) {
			out = append(out, newline...)
		}
		out = append(out, newline...)
	}
	return append(out, head+newline+strings.Join(lines, newline)+newline...)
}

// updateTable replaces the lines of some keys in a table, and adds those that are not there.
func updateTable(src []byte, member, name string, lines map[string]string, newline string) ([]byte, error) {
	head := regexp.MustCompile(`(?m)^[ \t]*\[[ \t]*"?` + regexp.QuoteMeta(member) + `"?[ \t]*\.[ \t]*["']?` + regexp.QuoteMeta(name) +
		`["']?[ \t]*\][^\n]*(\n|$)`)
	found := head.FindAllIndex(src, -1)
	if len(found) != 1 {
		return nil, errors.New("the entry is written in a way that is not known here")
	}
	var out bytes.Buffer
	at := found[0][1]
	out.Write(src[:at])
	if src[at-1] != '\n' {
		out.WriteString(newline)
	}
	for _, key := range []string{"command", "args"} {
		out.WriteString(lines[key] + newline)
	}
	for at < len(src) {
		end := statement(src, at)
		text := src[at:end]
		if bytes.HasPrefix(bytes.TrimLeft(text, " \t"), []byte("[")) {
			break
		}
		key, _, _ := strings.Cut(string(text), "=")
		if _, mine := lines[strings.Trim(strings.TrimSpace(key), `"'`)]; !mine {
			out.Write(text)
		}
		at = end
	}
	out.Write(src[at:])
	return out.Bytes(), nil
}

// statement is the end of a line, or of the lines of a value that goes on over several.
func statement(src []byte, at int) int {
	depth := 0
	for at < len(src) {
		rest := src[at:]
		switch {
		case bytes.HasPrefix(rest, []byte(`"""`)), bytes.HasPrefix(rest, []byte("'''")):
			end := bytes.Index(rest[3:], rest[:3])
			if end < 0 {
				return len(src)
			}
			at += end + 6
		case rest[0] == '"' || rest[0] == '\'':
			at += quotedLength(rest)
		case rest[0] == '#':
			end := bytes.IndexByte(rest, '\n')
			if end < 0 {
				return len(src)
			}
			at += end
		case rest[0] == '[' || rest[0] == '{':
			depth++
			at++
		case rest[0] == ']' || rest[0] == '}':
			depth--
			at++
		case rest[0] == '\n' && depth <= 0:
			return at + 1
		default:
			at++
		}
	}
	return at
}

func quotedLength(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && text[0] == '"':
			i++
		case text[i] == text[0], text[i] == '\n':
			return i + 1
		}
	}
	return len(text)
}

// checkTOML makes sure that an edit did what it should and nothing else, whatever the file looks like.
func checkTOML(before map[string]any, out []byte, member string, s Server) error {
	var after map[string]any
	if err := toml.Unmarshal(bytes.TrimPrefix(out, bom), &after); err != nil {
		return errors.New("its servers are written in a way that is not known here")
	}
	wrong := errors.New("the entry could not be put in without changing others")
	servers, _ := after[member].(map[string]any)
	mine, _ := servers[s.Name].(map[string]any)
	if mine["command"] != s.Command || !reflect.DeepEqual(texts(mine["args"]), s.Args) {
		return wrong
	}
	old, _ := before[member].(map[string]any)
	was, _ := old[s.Name].(map[string]any)
	for _, table := range []map[string]any{mine, was} {
		delete(table, "command")
		delete(table, "args")
	}
	if len(was) == 0 {
		delete(servers, s.Name)
		delete(old, s.Name)
	}
	if len(servers) == 0 && len(old) == 0 {
		delete(after, member)
		delete(before, member)
	}
	if len(before) == 0 && len(after) == 0 || reflect.DeepEqual(before, after) {
		return nil
	}
	return wrong
}
