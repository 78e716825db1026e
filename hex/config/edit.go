package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// withProfile is the text of config.toml with a profile's address and place of token in it. It works on lines, so that
// everything a person wrote stays, and reads the result back: a file written in some way that lines do not show, such
// as profiles in one inline table, is refused with the lines to put in by hand.
func withProfile(text string, p Profile, use bool) (string, error) {
	ending := "\n"
	if strings.Contains(text, "\r\n") {
		ending = "\r\n"
	}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	if lines[0] == "" && len(lines) == 1 {
		lines = nil
	}
	lines = withTable(lines, p)
	if use {
		lines = setKey(lines, 0, slices.IndexFunc(lines, isHeader), "profile", p.Name) // withTable saw to a header
	}
	out := strings.Join(lines, ending) + ending
	if err := verify(text, out, p, use); err != nil {
		return "", err
	}
	return out, nil
}

func isHeader(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " \t"), "[") }

// withTable sets the profile's keys in its table, which is added at the end when it is not there.
func withTable(lines []string, p Profile) []string {
	name := regexp.QuoteMeta(p.Name)
	own := regexp.MustCompile(`^\s*\[\s*profiles\s*\.\s*(` + name + `|"` + name + `"|'` + name + `')\s*\]\s*(#.*)?$`)
	at := slices.IndexFunc(lines, own.MatchString)
	if at < 0 {
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		at = len(lines)
		lines = append(lines, "[profiles."+p.Name+"]")
	}
	for _, kv := range [][2]string{{"token", string(p.Token)}, {"base_url", p.BaseURL}} {
		end := len(lines)
		if next := slices.IndexFunc(lines[at+1:], isHeader); next >= 0 {
			end = at + 1 + next
		}
		lines = setKey(lines, at+1, end, kv[0], kv[1])
	}
	return lines
}

// setKey sets a key among lines from up to end ; an empty value takes it away. A new key is the first of them, or, at
// the top of the file, the last, so that the comment that opens the file stays its opening.
func setKey(lines []string, from, end int, key, value string) []string {
	is := regexp.MustCompile(`^(\s*)` + key + `\s*=`)
	line := fmt.Sprintf("%s = %q", key, value)
	if i := slices.IndexFunc(lines[from:end], is.MatchString); i >= 0 {
		i += from
		if value == "" {
			return slices.Delete(lines, i, i+1)
		}
		lines[i] = is.FindStringSubmatch(lines[i])[1] + line
		return lines
	}
	if value == "" {
		return lines
	}
	if from > 0 {
		return slices.Insert(lines, from, line)
	}
	// The comment right above the first table belongs to that table.
	for end > 0 && strings.HasPrefix(strings.TrimSpace(lines[end-1]), "#") {
		end--
	}
	last := end
	for last > 0 && strings.TrimSpace(lines[last-1]) == "" {
		last--
	}
	if last == end {
		return slices.Insert(lines, last, line, "")
	}
	return slices.Insert(lines, last, line)
}

// verify reads both texts and makes sure that nothing but the profile changed.
func verify(before, after string, p Profile, use bool) error {
	var was, is map[string]any
	if _, err := toml.Decode(before, &was); err != nil {
		return err
	}
	if was == nil {
		was = map[string]any{}
	}
	profiles, _ := was["profiles"].(map[string]any)
	if profiles == nil {
		profiles = map[string]any{}
		was["profiles"] = profiles
	}
	own, _ := profiles[p.Name].(map[string]any)
	if own == nil {
		own = map[string]any{}
		profiles[p.Name] = own
	}
	for key, value := range map[string]string{"base_url": p.BaseURL, "token": string(p.Token)} {
		if value == "" {
			delete(own, key)
		} else {
			own[key] = value
		}
	}
	if use {
		was["profile"] = p.Name
	}
	if _, err := toml.Decode(after, &is); err != nil || !reflect.DeepEqual(was, is) {
		return errors.New(byHand(p, use))
	}
	return nil
}

// byHand says what to write where we cannot.
func byHand(p Profile, use bool) string {
	says := fmt.Sprintf("set base_url = %q and token = %q in [profiles.%s] yourself", p.BaseURL, string(p.Token), p.Name)
	if use {
		says += fmt.Sprintf(", and profile = %q at the top", p.Name)
	}
	return says
}

// modeOf is the mode of a file that is to be replaced; a new one is its owner's alone.
func modeOf(path string) fs.FileMode {
	if info, err := os.Stat(path); err == nil {
		return info.Mode().Perm()
	}
	return 0o600
}
