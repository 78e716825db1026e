package chart

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed font.txt
var fontText string

// capRows is the height of a capital letter in dots. Some letters reach two dots
// below the line.
const capRows = 7

// glyph is a letter's rows; each has a '1' where there is a dot.
type glyph []string

// font is the letters by their runes. Every line of its text is a letter and its
// rows from top to bottom.
var font = sync.OnceValue(func() map[rune]glyph {
	letters := map[rune]glyph{' ': {"000", "000", "000", "000", "000", "000", "000"}}
	for line := range strings.Lines(fontText) {
		letters[rune(line[0])] = strings.Fields(line)[1:]
	}
	return letters
})

// unknown stands for a letter that the font does not have.
var unknown = glyph{"1111", "1001", "1001", "1001", "1001", "1001", "1111"}

// plain maps letters with marks to those without, which the font has.
var plain = sync.OnceValue(func() map[rune]rune {
	all := map[rune]rune{}
	for _, group := range []string{
		"AÀÁÂÃÄÅĀ", "CÇĆČ", "DĎ", "EÈÉÊËĘĚ", "IÌÍÎÏ", "LŁ", "NÑŃŇ", "OÒÓÔÕÖØ", "RŘ", "SŚŠ", "TŤ", "UÙÚÛÜŮ", "YÝ", "ZŹŻŽ",
		"aàáâãäåāą", "cçćč", "dď", "eèéêëęě", "iìíîïı", "lł", "nñńň", "oòóôõöøō", "rř", "sśšß", "tť", "uùúûüůū", "yýÿ", "zźżž",
		"-–—−‑", "'‘’", "\"“”„", ".·•",
	} {
		letters := []rune(group)
		for _, l := range letters[1:] {
			all[l] = letters[0]
		}
	}
	return all
})

func glyphOf(r rune) glyph {
	if folded, ok := plain()[r]; ok {
		r = folded
	}
	if g, ok := font()[r]; ok {
		return g
	}
	return unknown
}

// textWidth is how wide a text is in dots.
func textWidth(s string) int {
	width := -1
	for _, r := range s {
		width += len(glyphOf(r)[0]) + 1
	}
	return max(width, 0)
}

// shortened is as much of a text as fits into a width, in dots.
func shortened(s string, width int) string {
	if textWidth(s) <= width {
		return s
	}
	letters := []rune(s)
	for len(letters) > 0 && textWidth(string(letters)+"..") > width {
		letters = letters[:len(letters)-1]
	}
	if len(letters) == 0 {
		return ""
	}
	return string(letters) + ".."
}
