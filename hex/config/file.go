package config

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// FileError is what is wrong with config.toml. It never quotes the file's values.
type FileError struct {
	Path     string
	Problems []Problem
}

// Problem is one thing that is wrong with config.toml.
type Problem struct {
	// Line counts from 1; 0 where no line can be named.
	Line    int
	Message string
}

// Error has a line of text for each problem.
func (e *FileError) Error() string {
	var lines []string
	for _, p := range e.Problems {
		where := e.Path
		if p.Line > 0 {
			where = fmt.Sprintf("%s, line %d", where, p.Line)
		}
		lines = append(lines, where+": "+p.Message)
	}
	return strings.Join(lines, "\n")
}

// file is config.toml as read.
type file struct {
	Default  string
	Settings Settings
	Hub      map[string]string
	profiles map[string]Profile
}

// parse reads config.toml. The error is a [*FileError] that names every problem; the file has what is good.
func parse(path, text string) (file, error) {
	r := reader{text: text}
	var f file
	var tree map[string]any
	if _, err := toml.Decode(text, &tree); err != nil {
		r.problems = append(r.problems, syntaxProblem(err))
	} else {
		f = r.file(tree)
	}
	if len(r.problems) == 0 {
		return f, nil
	}
	slices.SortFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(a.Line-b.Line, strings.Compare(a.Message, b.Message))
	})
	return f, &FileError{path, r.problems}
}

func syntaxProblem(err error) Problem {
	p := Problem{Message: "it is not valid TOML"}
	var syntax toml.ParseError
	if errors.As(err, &syntax) {
		p.Line = syntax.Position.Line
		p.Message = "this is not valid TOML: " + tokenLike().ReplaceAllString(syntax.Message, Hidden)
	}
	return p
}

// reader walks the tree of a TOML file and gathers what is wrong with it.
type reader struct {
	text     string
	problems []Problem
}

// maxProblems is how many problems are told at once: finding the line of one takes its time.
const maxProblems = 20

func (r *reader) complain(at []string, format string, args ...any) {
	if len(r.problems) == maxProblems {
		return
	}
	message := tokenLike().ReplaceAllString(fmt.Sprintf(format, args...), Hidden)
	r.problems = append(r.problems, Problem{lineOf(r.text, at), message})
}

const settingNames = "theme, editor, mouse, motion, vim, models, python, escape_ms, pictures and keys"

func (r *reader) file(tree map[string]any) file {
	f := file{profiles: map[string]Profile{}}
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		at := []string{key}
		switch value := tree[key]; key {
		case "profile":
			f.Default = r.word(at, value)
		case "hub":
			f.Hub = r.hub(at, value)
		case "profiles":
			for name, p := range r.table(at, value) {
				f.profiles[name] = r.profile([]string{key, name}, name, p)
			}
		default:
			if !r.setting(&f.Settings, at, value) {
				r.complain(at, "unknown key %q; known here are profile, profiles, hub, %s", key, settingNames)
			}
		}
	}
	if _, there := f.profiles[f.Default]; f.Default != "" && !there {
		r.complain([]string{"profile"}, "profile = %q names a profile that is not in this file; add [profiles.%s] or name another",
			f.Default, f.Default)
		f.Default = ""
	}
	return f
}

// hub reads the settings of the agents that help with code. Which there are is said in the room of the hub; a key is none of them.
func (r *reader) hub(at []string, value any) map[string]string {
	out := map[string]string{}
	for name, value := range r.table(at, value) {
		at := append(slices.Clone(at), name)
		if strings.HasSuffix(name, "_key") || name == "redis_url" {
			r.complain(at, "%s is a secret and must not stand in this file: keep it with hextui hub key %s", name, strings.ToUpper(name))
			continue
		}
		out[name] = r.word(at, value)
	}
	return out
}

func (r *reader) profile(at []string, name string, value any) Profile {
	p := Profile{Name: name}
	if !profileName().MatchString(name) {
		r.complain(at, "the name of a profile is made of letters, digits, - and _")
	}
	for key, value := range r.table(at, value) {
		at := append(slices.Clone(at), key)
		switch key {
		case "base_url":
			p.BaseURL = r.word(at, value)
			_, err := Address(p.BaseURL)
			if unfilled := (*NotFilledIn)(nil); errors.As(err, &unfilled) {
				r.complain(at, "base_url is %s, but nothing is expanded in this file: write the host itself, or leave it out and set "+
					"HEX_API_BASE_URL", unfilled.Found)
			} else if err != nil {
				r.complain(at, "base_url: %v", err)
			}
		case "token":
			p.Token = Place(r.word(at, value))
			if says := p.Token.check(); says != "" {
				r.complain(at, "%s", says)
				p.Token = Anywhere
			}
		case "mcp_client_id":
			p.MCPClient = r.word(at, value)
		default:
			if !r.setting(&p.Settings, at, value) {
				r.complain(at, "unknown key %q; known here are base_url, token, mcp_client_id, %s", key, settingNames)
			}
		}
	}
	return p
}

// yes reads true or false.
func (r *reader) yes(at []string, value any) *bool {
	on, ok := value.(bool)
	if !ok {
		r.complain(at, "%s must be true or false, not %s", at[len(at)-1], typeName(value))
		return nil
	}
	return &on
}

// setting reads the last key of at into s; it tells whether there is such a setting.
func (r *reader) setting(s *Settings, at []string, value any) bool {
	switch at[len(at)-1] {
	case "theme":
		s.Theme = r.oneOf(at, value, Themes())
	case "editor":
		s.Editor = r.word(at, value)
	case "mouse":
		s.Mouse = r.yes(at, value)
	case "motion":
		s.Motion = r.oneOf(at, value, Motions())
	case "vim":
		s.Vim = r.yes(at, value)
	case "models":
		s.Models = r.yes(at, value)
	case "python":
		s.Python = r.yes(at, value)
	case "escape_ms":
		s.Escape = r.escape(at, value)
	case "pictures":
		s.Pictures = r.oneOf(at, value, Pictures())
	case "keys":
		s.Keys = map[string][]string{}
		for action, keys := range r.table(at, value) {
			if own := r.keys(append(slices.Clone(at), action), keys); own != nil { // what makes no sense leaves the action its keys
				s.Keys[action] = own
			}
		}
	default:
		return false
	}
	return true
}

// oneOf reads one of some words; an empty text says nothing.
func (r *reader) oneOf(at []string, value any, words []string) string {
	word := r.word(at, value)
	if word != "" && !slices.Contains(words, word) {
		last := len(words) - 1
		r.complain(at, "%s is %s or %s, not %q", at[len(at)-1], strings.Join(words[:last], ", "), words[last], word)
		return ""
	}
	return word
}

// The shortest and the longest wait after an Escape: the shorter one splits arrows even on this computer, and after the longer
// one nobody takes the key for pressed.
const (
	leastEscape = 10 * time.Millisecond
	mostEscape  = 2 * time.Second
)

// escape reads a number of milliseconds.
func (r *reader) escape(at []string, value any) time.Duration {
	n, ok := value.(int64)
	d := time.Duration(n) * time.Millisecond
	if !ok || n < 0 || n > int64(mostEscape/time.Millisecond) || d < leastEscape {
		r.complain(at, "escape_ms is how many milliseconds an Escape waits for the rest of a key, from %d to %d",
			leastEscape.Milliseconds(), mostEscape.Milliseconds())
		return 0
	}
	return d
}

// KeysAt is where config.toml sets the keys of an action under some flags, as "file, line 7"; empty where it does not.
func (c Config) KeysAt(f Flags, action string) string {
	text, err := readConfig(c.Path())
	if err != nil {
		return ""
	}
	p, _ := c.chooseProfile(f, &Connection{})
	for _, at := range [][]string{{"profiles", p.Name, "keys", action}, {"keys", action}} {
		if line := lineOf(text, at); line > 0 {
			return fmt.Sprintf("%s, line %d", c.Path(), line)
		}
	}
	return ""
}

// keys reads the keys of one action: one text or a list of them.
func (r *reader) keys(at []string, value any) []string {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	out := []string{}
	for _, item := range list {
		key, ok := item.(string)
		if !ok || key == "" {
			r.complain(at, `the keys of an action are a text such as "ctrl+s" or a list of such texts, not %s`, typeName(item))
			return nil
		}
		out = append(out, key)
	}
	return out
}

func (r *reader) word(at []string, value any) string {
	s, ok := value.(string)
	if !ok {
		r.complain(at, "%s must be a text in quotation marks, not %s", at[len(at)-1], typeName(value))
	}
	return s
}

func (r *reader) table(at []string, value any) map[string]any {
	t, ok := value.(map[string]any)
	if !ok {
		r.complain(at, "%s must be a table, such as [%s], not %s", at[len(at)-1], strings.Join(at, "."), typeName(value))
	}
	return t
}

func typeName(value any) string {
	switch v := value.(type) {
	case string:
		if v == "" {
			return "an empty text"
		}
		return "a text"
	case bool:
		return "true or false"
	case int64, float64:
		return "a number"
	case []any, []map[string]any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return "a date"
}

// lineOf finds the line on which a key of a valid file is set, 0 if none does. The parser tells no lines, but any
// beginning of the file that ends between two values can be parsed, and has the key or not yet. A value may go on over
// lines; the first is the one named.
func lineOf(text string, key []string) int {
	ends := []int{0} // where each number of lines ends
	for line := range strings.Lines(text) {
		ends = append(ends, ends[len(ends)-1]+len(line))
	}
	has := func(lines int) (there, valid bool) {
		var tree map[string]any
		md, err := toml.Decode(text[:ends[lines]], &tree)
		return err == nil && md.IsDefined(key...), err == nil
	}
	// between finds a beginning that can be parsed, longer than one and shorter than the other.
	between := func(short, long int) (at int, there, found bool) {
		middle := (short + long) / 2
		for at := middle; at > short; at-- {
			if there, valid := has(at); valid {
				return at, there, true
			}
		}
		for at := middle + 1; at < long; at++ {
			if there, valid := has(at); valid {
				return at, there, true
			}
		}
		return 0, false, false
	}
	without, with := 0, len(ends)-1
	if there, _ := has(with); !there {
		return 0
	}
	for {
		at, there, found := between(without, with)
		switch {
		case !found:
			return without + 1
		case there:
			with = at
		default:
			without = at
		}
	}
}
