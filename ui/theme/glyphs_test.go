package theme

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// everywhere are the characters beyond ASCII that DejaVu Sans Mono, Menlo, Consolas and Cascadia all have, as far as a program like this
// draws such. They are of the Windows Glyph List 4, which Consolas and Cascadia are made to cover; the tables of characters of DejaVu Sans
// Mono 2.37 and the sources of Cascadia 2407 were looked through for each, and Menlo is made from DejaVu's letters. That Consolas has
// no ticks, ballots, stars, braille and keyboard signs is known from terminals that take nothing from other fonts.
const everywhere = "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷" + "–—‘’‚“”„†‡•…‰‹›€™" + "←↑→↓↔↕" + "∂∆∏∑−∕∙√∞∩∫≈≠≡≤≥⌂⌐" +
	"■□▪▫▲►▼◄◊○●◘◙◦☺☻☼♀♂♠♣♥♦♪♫" + "λμπΩ"

// standIns are drawn in the place of characters of texts from elsewhere that cannot be drawn, or stand in texts that are not drawn. A
// font's own sign for what it has not says the same.
const standIns = "�␀␡␍⟦⟧\ufeff"

// beyond tells whether a character is in no font for sure. Letters are those of texts; lines and blocks are drawn by terminals
// themselves, and are in three of the fonts.
func beyond(r rune) bool {
	return r > 0x7e && (r < 0x2500 || r > 0x259f) && !strings.ContainsRune(everywhere, r) && (r < 0xc0 || r > 0x17f)
}

// Every sign that a text of the UI has can be drawn with the fonts that terminals come with.
func TestSignsAreInEveryFont(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		name := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "uitest" || d.Name() == "deedtest" || d.Name() == "testdata"):
			return filepath.SkipDir
		case !strings.HasSuffix(name, ".go"), strings.HasSuffix(name, "_test.go"), name == "paint/ascii.go": // which turns signs into ASCII
			return nil
		}
		files++
		for _, r := range drawn(t, path) {
			if beyond(r) && !strings.ContainsRune(standIns, r) {
				t.Errorf("ui/%s draws %c (%U), which not every font has", name, r, r)
			}
		}
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("%d files were looked through (%v)", files, err)
	}
}

// drawn are the runes of a file's strings and characters.
func drawn(t *testing.T, path string) (runes []rune) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && (lit.Kind == token.STRING || lit.Kind == token.CHAR) {
			text := lit.Value
			if plain, err := strconv.Unquote(text); err == nil {
				text = plain
			}
			runes = append(runes, []rune(text)...)
		}
		return true
	})
	return runes
}
