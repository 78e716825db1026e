package theme

// Glyphs are the signs beside words; all are one column wide. Those of text are in every font that terminals come with: DejaVu Sans
// Mono, Menlo, Consolas and Cascadia. Lines and blocks are drawn by most terminals themselves.
type Glyphs struct {
	Completed, Errored, Running, Pending, Killed, NoKernel, Unknown string
	// Retired is for what should not be used any more, which is no failure.
	Retired                                                        string
	Bar, Dot, Circle, Diamond, Star, Arrow, Up, Down, Rule, Column string
	// Scroll shows which part of a list is in sight.
	Scroll                 string
	Check, Cross, Ellipsis string
	// Chart and Table stand before what an answer cites, Table before a component.
	Chart, Table string
	Spinner      []string
	Spark        []string
}

// Unicode is the usual set of glyphs.
func Unicode() Glyphs {
	return Glyphs{
		Completed: "√", Errored: "×", Running: "►", Pending: "◦", Killed: "■", NoKernel: "!", Unknown: "?", Retired: "▼",
		Bar: "▌", Dot: "●", Circle: "○", Diamond: "♦", Star: "*", Arrow: "→", Up: "↑", Down: "↓", Rule: "─", Column: "│",
		Scroll: "┃", Check: "√", Cross: "×", Ellipsis: "…",
		Chart: "%", Table: "≡",
		Spinner: []string{"·", "•", "●", "•"},
		Spark:   []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	}
}
