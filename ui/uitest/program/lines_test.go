package program

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// widest is how many columns a line of the sources may have, a tab counting four.
const widest = 140

// A line fits a screen, unless it is a part of a text between backquotes, which is as it is: a pattern, a query, a JSON document, a tag.
func TestLinesFitAScreen(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != "."):
			return filepath.SkipDir
		case filepath.Ext(path) != ".go":
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil || strings.Contains(string(source[:min(len(source), 400)]), "DO NOT EDIT") {
			return err
		}
		var texts map[int]bool
		for i, line := range strings.Split(string(source), "\n") {
			printed := strings.HasSuffix(path, "example_test.go") && strings.HasPrefix(strings.TrimSpace(line), "// ")
			if printed || utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")) <= widest {
				continue // what an example prints is one line
			}
			if texts == nil {
				texts = backquoted(source)
			}
			if !texts[i+1] {
				t.Errorf("%s:%d has more than %d columns: break it", path, i+1, widest)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// backquoted are the lines, from 1, that have a part of a text between backquotes.
func backquoted(source []byte) map[int]bool {
	lines := map[int]bool{}
	files := token.NewFileSet()
	file := files.AddFile("", files.Base(), len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	for {
		at, is, text := s.Scan()
		if is == token.EOF {
			return lines
		}
		if is == token.STRING && text[0] == '`' {
			first := file.Line(at)
			for i := range 1 + strings.Count(text, "\n") {
				lines[first+i] = true
			}
		}
	}
}
