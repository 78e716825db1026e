package ui

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// What a person's own editor left of a source that was lent to it is taken as the person means it, not as the editor's habits are.

// marks are the byte order marks that editors write, with the names of the encodings that they say.
var marks = [...]struct{ mark, name string }{
	{"\xef\xbb\xbf", "a byte order mark of UTF-8"},
	{"\xff\xfe", "a byte order mark of UTF-16"}, {"\xfe\xff", "a byte order mark of UTF-16"},
}

// edited is what the editor left of source. A last line ending that the editor added is no edit, nor are line endings that it turned into
// another kind, throughout or here and there, which note says. What is no UTF-8, or begins with a byte order mark that source has not, is
// an error.
func edited(source, left []byte) (text []byte, note string, err error) {
	for _, m := range marks {
		if bytes.HasPrefix(left, []byte(m.mark)) && !bytes.HasPrefix(source, []byte(m.mark)) {
			return nil, "", fmt.Errorf("it begins with %s; have your editor write UTF-8 without one", m.name)
		}
	}
	if at := notUTF8(left); at >= 0 && utf8.Valid(source) {
		return nil, "", fmt.Errorf("line %d is not UTF-8; have your editor write UTF-8", bytes.Count(left[:at], []byte("\n"))+1)
	}
	was, is := endings(source), endings(left)
	switch {
	case was == "\n" && is == "\r\n":
		left = bytes.ReplaceAll(left, []byte("\r\n"), []byte("\n"))
		note = "Your editor wrote CR LF at the ends of lines; they are LF again, as they were."
	case was == "\r\n" && is == "\n":
		left = bytes.ReplaceAll(left, []byte("\n"), []byte("\r\n"))
		note = "Your editor wrote LF at the ends of lines; they are CR LF again, as they were."
	case mixed(left) && !mixed(source):
		left, note = bytes.ReplaceAll(left, []byte("\r\n"), []byte("\n")), "LF"
		if was == "\r\n" {
			left, note = bytes.ReplaceAll(left, []byte("\n"), []byte("\r\n")), "CR LF"
		}
		note = "Your editor left both LF and CR LF at the ends of lines; all end with " + note + " now."
	}
	if !bytes.HasSuffix(source, []byte("\n")) && bytes.HasSuffix(left, []byte("\n")) {
		left = bytes.TrimSuffix(left[:len(left)-1], []byte("\r"))
	}
	return left, note, nil
}

// notUTF8 is where text is no UTF-8, -1 if it is.
func notUTF8(text []byte) int {
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return -1
}

// endings is the one kind of line ending that text has, empty where it has none or two.
func endings(text []byte) string {
	all, long := bytes.Count(text, []byte("\n")), bytes.Count(text, []byte("\r\n"))
	switch {
	case all > 0 && long == 0:
		return "\n"
	case all > 0 && long == all:
		return "\r\n"
	}
	return ""
}

// mixed tells whether text has both kinds of line endings.
func mixed(text []byte) bool { return bytes.IndexByte(text, '\n') >= 0 && endings(text) == "" }
