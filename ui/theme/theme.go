// Package theme says how things look: one [Theme] holds a style for every role a piece of text
// can have. Widgets ask for roles ("faint", "selection", "keyword"), never for colours. It knows
// neither widgets nor Hex.
package theme

import (
	"image/color"

	"hextui/ui/paint"
)

// Style is the look of a cell.
type Style = paint.Style

// Theme is one complete look. Every role is set in every theme; a role never differs from plain
// text by colour alone where it carries meaning (words and glyphs carry it too).
type Theme struct {
	Name string
	Dark bool

	// Weights of text.
	Text, Title, Faint, Accent Style
	// Header is the first line, Footer the last; Key is a key in the footer or in help.
	Header, Footer, Key Style
	// Rule is a thin line; Bar the accent bar of the focused row; Ghost a suggestion not yet typed.
	Rule, Bar, Ghost Style
	// Levels.
	OK, Warn, Error, Info Style
	// Run states.
	Running, Pending, Errored, Completed, Killed Style
	// Match marks found text; Fresh a row that just changed; Badge a small label such as DRAFT.
	Match, Fresh, Badge, Danger Style
	// Input is a text field; Gutter the editor's line numbers; GutterNow that of the cursor's line.
	Input, Placeholder, Gutter, GutterNow Style
	// Syntax.
	Keyword, Func, String, Number, Comment, Operator, Param, Type, Constant Style
	// Diff lines, and the changed words within them.
	Added, Removed, AddedWord, RemovedWord, Hunk Style
	// Overlay is the ground of a dialog, OverlayRule its frame.
	Overlay, OverlayRule Style

	// Selected is laid over the row under the cursor, Blurred over it when its list has no focus,
	// Marked over selected text in the editor, CurrentLine over the editor's line.
	Selected, Blurred, Marked, CurrentLine func(Style) Style
	// Dim is laid over everything below an overlay, and over content that is no longer fresh.
	Dim func(Style) Style

	Glyphs Glyphs
}

// palette is the colours of a theme. Own is that of plain text on the terminal's own ground, nil for the terminal's own: only it is
// sure to be readable there. Text and title are those on grounds of the theme.
type palette struct {
	own                                               color.Color
	text, title, faint, rule, gutter, accent          color.Color
	green, yellow, red, blue, violet, cyan, orange    color.Color
	selected, blurred, marked, line, overlay          color.Color
	addedGround, removedGround, addedWord, removedWrd color.Color
	match, matchText                                  color.Color
}

// Dark is for light text on a dark ground.
func Dark() Theme {
	t := build(palette{
		text: hex(0xd6d6dd), title: hex(0xffffff), faint: hex(0x858594), rule: hex(0x3d3d4a), gutter: hex(0x62626f), accent: hex(0xb69cff),
		green: hex(0x7fd88f), yellow: hex(0xe8c46b), red: hex(0xff7a85), blue: hex(0x7fb4ff), violet: hex(0xc9a5ff), cyan: hex(0x79d4d0),
		orange:   hex(0xf0a878),
		selected: hex(0x33304a), blurred: hex(0x27262f), marked: hex(0x47427a), line: hex(0x23232b), overlay: hex(0x1d1d25),
		addedGround: hex(0x16301f), removedGround: hex(0x3a1a20), addedWord: hex(0x24572f), removedWrd: hex(0x6b2630),
		match: hex(0x6a5a1c), matchText: hex(0xffe9a3),
	})
	t.Name, t.Dark = "dark", true
	return t
}

// Light is for dark text on a light ground.
func Light() Theme {
	t := build(palette{
		text: hex(0x2b2b33), title: hex(0x000000), faint: hex(0x6f6f7b), rule: hex(0xc9c9d3), gutter: hex(0x9a9aa6), accent: hex(0x5b3fd1),
		green: hex(0x1c7a35), yellow: hex(0x8a6100), red: hex(0xc0213a), blue: hex(0x1d57c2), violet: hex(0x7a35c9), cyan: hex(0x0b6f78),
		orange:   hex(0xa8480c),
		selected: hex(0xe3ddff), blurred: hex(0xececf1), marked: hex(0xc9bdff), line: hex(0xf3f3f7), overlay: hex(0xf7f7fb),
		addedGround: hex(0xe0f5e4), removedGround: hex(0xfde3e6), addedWord: hex(0xb2e6bd), removedWrd: hex(0xf9bcc4),
		match: hex(0xffe58a), matchText: hex(0x3d2f00),
	})
	t.Name = "light"
	return t
}

func build(p palette) Theme {
	fg := func(c color.Color, attrs ...uint8) Style {
		s := Style{Fg: c}
		for _, a := range attrs {
			s.Attrs |= a
		}
		return s
	}
	ground := func(c color.Color, attrs ...uint8) func(Style) Style {
		return func(s Style) Style {
			s.Bg = c
			if s.Fg == nil {
				s.Fg = p.text
			}
			for _, a := range attrs {
				s.Attrs |= a
			}
			return s
		}
	}
	return Theme{
		Text: fg(p.own), Title: fg(p.own, paint.Bold), Faint: fg(p.faint), Accent: fg(p.accent, paint.Bold),
		Header: fg(p.own), Footer: fg(p.faint), Key: fg(p.accent, paint.Bold),
		Rule: fg(p.rule), Bar: fg(p.accent, paint.Bold), Ghost: fg(p.faint, paint.Italic),
		OK: fg(p.green), Warn: fg(p.yellow), Error: fg(p.red, paint.Bold), Info: fg(p.blue),
		Running: fg(p.blue, paint.Bold), Pending: fg(p.yellow), Errored: fg(p.red, paint.Bold), Completed: fg(p.green), Killed: fg(p.faint),
		Match: Style{Fg: p.matchText, Bg: p.match}, Fresh: fg(p.yellow, paint.Bold), Badge: fg(p.orange, paint.Bold),
		Danger: fg(p.red, paint.Bold),
		Input:  fg(p.own), Placeholder: fg(p.faint, paint.Italic), Gutter: fg(p.gutter), GutterNow: fg(p.accent),
		Keyword: fg(p.violet, paint.Bold), Func: fg(p.blue), String: fg(p.green), Number: fg(p.orange), Comment: fg(p.faint, paint.Italic),
		Operator: fg(p.cyan), Param: fg(p.yellow, paint.Bold), Type: fg(p.cyan), Constant: fg(p.orange),
		Added: Style{Fg: p.text, Bg: p.addedGround}, Removed: Style{Fg: p.text, Bg: p.removedGround},
		AddedWord:   Style{Fg: p.title, Bg: p.addedWord, Attrs: paint.Bold},
		RemovedWord: Style{Fg: p.title, Bg: p.removedWrd, Attrs: paint.Bold}, Hunk: fg(p.cyan),
		Overlay: Style{Fg: p.text, Bg: p.overlay}, OverlayRule: Style{Fg: p.accent, Bg: p.overlay},
		Selected: lifted(ground(p.selected), p.faint, p.text), Blurred: ground(p.blurred), Marked: ground(p.marked),
		CurrentLine: ground(p.line),
		Dim:         func(s Style) Style { return Style{Fg: p.faint, Bg: s.Bg} },
		Glyphs:      Unicode(),
	}
}

// lifted brings faint text up to plain text before it is laid on a ground that it would not stand out from.
func lifted(ground func(Style) Style, faint, text color.Color) func(Style) Style {
	return func(s Style) Style {
		if s.Fg == faint {
			s.Fg = text
		}
		return ground(s)
	}
}

// Mono uses no colour at all: weight, underline and reversal carry every role. It is what
// NO_COLOR and TERM=dumb get.
func Mono() Theme {
	plain, bold, faint := Style{}, Style{Attrs: paint.Bold}, Style{Attrs: paint.Faint}
	under, reverse := Style{Underline: paint.UnderlineSingle}, Style{Attrs: paint.Reverse}
	boldUnder := Style{Attrs: paint.Bold, Underline: paint.UnderlineSingle}
	with := func(attr uint8) func(Style) Style {
		return func(s Style) Style { s.Attrs |= attr; return s }
	}
	return Theme{
		Name: "mono", Dark: true,
		Text: plain, Title: bold, Faint: faint, Accent: bold,
		Header: plain, Footer: plain, Key: bold,
		Rule: faint, Bar: bold, Ghost: faint,
		OK: plain, Warn: under, Error: bold, Info: plain,
		Running: bold, Pending: plain, Errored: boldUnder, Completed: plain, Killed: faint,
		Match: under, Fresh: bold, Badge: reverse, Danger: boldUnder,
		Input: plain, Placeholder: faint, Gutter: faint, GutterNow: bold,
		Keyword: bold, Func: plain, String: plain, Number: plain, Comment: faint,
		Operator: plain, Param: under, Type: plain, Constant: plain,
		Added: bold, Removed: faint, AddedWord: boldUnder, RemovedWord: under, Hunk: faint,
		Overlay: plain, OverlayRule: bold,
		Selected: func(s Style) Style { s.Attrs = s.Attrs&^paint.Faint | paint.Reverse; return s }, Blurred: with(paint.Bold),
		Marked:      with(paint.Reverse),
		CurrentLine: func(s Style) Style { return s },
		Dim:         func(s Style) Style { return Style{Attrs: paint.Faint | s.Attrs&paint.Reverse} },
		Glyphs:      Unicode(),
	}
}

// Neutral is for a ground that is not known: plain text and what is selected are the terminal's own, and the colours are readable on
// white and on black.
func Neutral() Theme {
	t, m := build(palette{
		faint: hex(0x7c7c88), rule: hex(0x8c8c98), gutter: hex(0x8c8c98), accent: hex(0x8465d6),
		green: hex(0x2a8a48), yellow: hex(0x9a7414), red: hex(0xd84a58), blue: hex(0x3f7fd6), violet: hex(0x9a62d0), cyan: hex(0x1f8a90),
		orange: hex(0xb8672c),
	}), Mono()
	t.Name, t.Dark = "neutral", true
	t.Overlay, t.OverlayRule = m.Overlay, t.Accent
	t.Match, t.Added, t.Removed = m.Match, t.OK, t.Error
	t.AddedWord = Style{Fg: t.OK.Fg, Attrs: paint.Bold | paint.Reverse}
	t.RemovedWord = Style{Fg: t.Error.Fg, Attrs: paint.Bold | paint.Reverse}
	t.Selected, t.Blurred, t.Marked, t.CurrentLine = plainReverse, m.Blurred, plainReverse, m.CurrentLine
	return t
}

// plainReverse turns a cell round in the terminal's own colours.
func plainReverse(s Style) Style {
	s.Fg, s.Bg, s.Attrs = nil, nil, s.Attrs&^paint.Faint|paint.Reverse
	return s
}

// HighContrast is the dark theme with the greys taken out, for bright rooms and tired eyes.
func HighContrast() Theme {
	white, black := hex(0xffffff), hex(0x000000)
	t := build(palette{
		own: white, text: white, title: white, faint: hex(0xc8c8c8), rule: hex(0x9a9a9a), gutter: hex(0xb8b8b8), accent: hex(0xffd75f),
		green: hex(0x5fff87), yellow: hex(0xffff5f), red: hex(0xff8787), blue: hex(0x87d7ff), violet: hex(0xffafff), cyan: hex(0x5fffff),
		orange:   hex(0xffaf5f),
		selected: hex(0x005fd7), blurred: hex(0x3a3a3a), marked: hex(0x005fd7), line: hex(0x262626), overlay: black,
		addedGround: hex(0x005f00), removedGround: hex(0x870000), addedWord: hex(0x008700), removedWrd: hex(0xd70000),
		match: hex(0xffff00), matchText: black,
	})
	t.Name, t.Dark = "contrast", true
	return t
}

// ByName returns the theme called dark, light, mono, contrast, colourblind or neutral; ok is false for any other name.
func ByName(name string) (t Theme, ok bool) {
	switch name {
	case "dark":
		return Dark(), true
	case "light":
		return Light(), true
	case "mono":
		return Mono(), true
	case "neutral":
		return Neutral(), true
	case "contrast":
		return HighContrast(), true
	case "colourblind":
		return ColourBlind(true), true
	}
	return Theme{}, false
}

func hex(v uint32) color.Color {
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}
