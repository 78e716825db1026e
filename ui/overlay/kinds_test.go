package overlay

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/diff"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// use is one way of using a dialog to the end, by the keyboard alone and by the mouse alone; both come to the same.
type use struct {
	what string
	make func(t *told) Overlay
	// keys are actions and texts that are typed; mouse are clicks on a text on the screen, the wheel, and texts that are typed.
	keys, mouse []any
	// want is what the dialog has told, blank for nothing, and "…" behind it where it is still open.
	want string
}

// told is what a dialog has told of its decision.
type told struct{ all []string }

func (t *told) say(format string, args ...any) { t.all = append(t.all, fmt.Sprintf(format, args...)) }

func (t *told) answer(yes bool) { t.say("%v", yes) }

// on is a click on a text, wheel some lines down, beside a click outside of the dialog, sees a text that must stand there now.
type (
	on     string
	wheel  int
	side   int
	beside struct{}
	sees   string
)

// times is the same action many times.
func times(n int, id action.ID) (all []any) { return slices.Repeat([]any{id}, n) }

// steps is a list of steps from single ones and lists.
func steps(parts ...any) (all []any) {
	for _, p := range parts {
		if many, ok := p.([]any); ok {
			all = append(all, many...)
		} else {
			all = append(all, p)
		}
	}
	return all
}

// manyLines are more than there is room for.
func manyLines() (all []Line) {
	for i := range 90 {
		all = append(all, Line{Text: fmt.Sprintf("line %d.", i)})
	}
	return all
}

func fourFields(t *told) Overlay {
	entries := []*Entry{
		{Name: "name", Label: "name"}, {Name: "size", Label: "size", Options: []string{"small", "middling", "large"}},
		{Name: "many", Label: "kind", Options: strings.Fields("Athena BigQuery ClickHouse Databricks Postgres Redshift Snowflake Trino")},
		{Name: "note", Label: "note", Note: strings.Repeat("A long note. ", 60)}, (&Entry{Name: "key", Label: "key"}).Whole(true),
	}
	return NewForm("A form", "see it", entries, func(f *Form) string {
		var all []string
		for _, e := range f.Entries() {
			all = append(all, e.Value())
		}
		t.say("%s", strings.Join(all, "|"))
		return ""
	})
}

func changeOf(t *told) Overlay {
	same := strings.Repeat("same\n", 20)
	return &Review{Title: "Save?", OnWrite: func(text string) { t.say("%s", strings.ReplaceAll(text, same, "…")) },
		OnEdit: func() { t.say("edit") }, OnBack: func() { t.say("back") },
		View: diff.NewView(diff.Compare("a\n"+same+"b\n", "A\n"+same+"B\n"))}
}

func merge(t *told) Overlay {
	return NewConflict(ConflictInfo{Title: "Meanwhile", Base: "a\nb\nc\n", Mine: "1\nb\n3\n", Theirs: "x\nb\nz\n",
		OnWrite: func(text string) { t.say("%s", strings.ReplaceAll(text, "\n", " ")) }, OnEdit: func(string) { t.say("edit") },
		OnTheirs: func() { t.say("theirs") }, OnBack: func() { t.say("back") }})
}

func threeTexts(t *told) Overlay {
	r := reviewOf([2]string{"a", "A"}, [2]string{"b", "B"}, [2]string{"c", "C"})
	r.OnWrite = func(chosen []Kept) {
		for _, k := range chosen {
			t.say("%d", k.Part)
		}
	}
	r.OnEdit, r.OnBack = func(part int) { t.say("edit %d", part) }, func() { t.say("back") }
	return r
}

func parts(t *told) Overlay {
	return &Arrange{Title: "Columns", Parts: []Part{{ID: "a", Title: "apple", On: true}, {ID: "b", Title: "bread"},
		{ID: "c", Title: "cake", On: true}},
		OnUsual: func() { t.say("usual") },
		OnDone: func(parts []Part) {
			for _, p := range parts {
				t.say("%s %v", p.ID, p.On)
			}
		}}
}

func fortyChoices(t *told) Overlay {
	var choices []Choice
	for i := range 40 {
		choices = append(choices, Choice{Title: fmt.Sprintf("choice %d.", i), Do: func() { t.say("%d", i) }})
	}
	choices[5].Reason = "not now"
	p := NewPicker("Pick", "a number", choices)
	p.OnReason = func(reason string) { t.say("%s", reason) }
	return p
}

func fortyItems(t *told) Overlay {
	var items []Item
	for i := range 40 {
		items = append(items, Item{ID: fmt.Sprint(i), Title: fmt.Sprintf("item %d.", i), Marked: i == 1})
	}
	return NewSeveral("Mark", "a number", "see the change", items, func(added, removed []Item) string {
		t.say("+%s -%s", ids(added), ids(removed))
		return ""
	})
}

func plan(t *told) *Plan { return NewPlan("Do it?", "do it", false, manyLines(), t.answer) }

func answered(t *told) Overlay {
	a := &Answer{Title: "An answer", Spin: func() string { return "-" }, OnCopy: func(text string) { t.say("%d", len(text)) },
		OnClose: func() { t.say("closed") }}
	for _, l := range manyLines() {
		a.Add(l.Text + "\n")
	}
	a.End([]Line{{Text: "the end"}}, func() { t.say("taken") })
	return a
}

func signIn(t *told) Overlay {
	return &Waiting{Title: "Sign in", Lines: manyLines(), Doing: func() string { return "waiting" }, Spin: func() string { return "-" },
		OnCopy: func() { t.say("copied") }, OnGiveUp: func() { t.say("given up") }}
}

func textOf(t *told) Overlay {
	x := &Text{Title: "A text", Lines: manyLines(), OnCopy: func() { t.say("copied") }}
	x.Turn = func(step int) { t.say("%+d", step) }
	return x
}

// uses are the kinds of dialogs, by the name of their types, and what is done with each.
func uses() map[string][]use {
	long := func(t *told) Overlay {
		return &Confirm{Title: "Quit?", Body: strings.Repeat("Much is said. ", 120) + "The end.", Yes: "quit",
			OnYes: func() { t.say("yes") }, OnNo: func() { t.say("no") }}
	}
	typing := func(t *told) Overlay {
		return plan(t).NeedText("Type its title:", "title", func(s string) bool { return s == "abc" })
	}
	consent := func(t *told) Overlay { return NewConsent("An agent asks", "approve", "decline", manyLines(), t.answer) }
	return map[string][]use{
		"Confirm": {
			{"agreed to", long, []any{action.Yes}, []any{on("y quit")}, "yes"},
			{"agreed to by the marked answer", long, []any{action.Right, action.Left, action.Accept}, []any{on("y quit")}, "yes"},
			{"refused", long, []any{action.No}, []any{on("n cancel")}, "no"},
			{"read to its end", long, steps(times(60, action.Down), sees("The end."), action.Back),
				[]any{wheel(60), sees("The end."), on("n cancel")}, "no"},
		},
		"Plan": {
			{"agreed to", func(t *told) Overlay { return plan(t) }, []any{action.Yes}, []any{on("y do it")}, "true"},
			{"read and refused", func(t *told) Overlay { return plan(t) }, steps(times(20, action.PageDown), sees("line 89."), action.No),
				[]any{wheel(99), sees("line 89."), wheel(-99), sees("line 0."), on("n cancel")}, "false"},
			{"agreed to by its title", typing, []any{"abc", action.Accept}, []any{"abc", on("enter do it")}, "true"},
			{"with a wrong title", typing, []any{"ab", action.Accept, sees("That is not it")},
				[]any{"ab", on("enter do it"), sees("That is not it")}, "…"},
			{"left without its title", typing, []any{action.Back}, []any{on("esc cancel")}, "false"},
			{"left while it goes on", func(t *told) Overlay {
				return NewBusy("Do it?", "reading", func() string { return "-" }, func() { t.say("left") })
			}, []any{action.Back}, []any{on("esc leave")}, "left"},
			{"read what came of it", func(t *told) Overlay { return NewTold("Done", manyLines(), func() { t.say("closed") }) },
				steps(times(20, action.PageDown), sees("line 89."), action.Accept),
				[]any{wheel(99), sees("line 89."), on("esc close")}, "closed"},
		},
		"Consent": {
			{"given", consent, []any{action.Yes}, []any{on("y approve")}, "true"},
			{"read and refused", consent, steps(times(20, action.PageDown), sees("line 89."), action.Accept),
				[]any{wheel(99), sees("line 89."), on("n decline")}, "false"},
		},
		"Form": {
			{"filled and sent", fourFields,
				steps("me", action.NextField, action.Right, action.NextField, action.Left, action.Toggle, action.Right, action.NextField,
					"so", action.Down,
					"K", action.Accept),
				steps(on("name"), "me", on("middling"), on("›"), wheel(5), on("key"), "K", wheel(-1), on("note"), "so",
					on("enter see it")),
				"me|middling|BigQuery|so|K"},
			{"every choice", fourFields,
				steps(action.NextField, times(2, action.Right), action.NextField, times(8, action.Left), action.Left, action.Accept),
				steps(on("large"), slices.Repeat([]any{on("‹")}, 9), on("enter see it")), "|large|Trino||"},
			{"left", fourFields, []any{"me", action.Back}, []any{"me", beside{}, on("esc cancel")}, ""},
		},
		"Picker": {
			{"picked far below", fortyChoices, steps(times(33, action.Down), action.Accept), []any{wheel(33), on("enter pick")}, "33"},
			{"picked by typing", fortyChoices, []any{"17", action.Accept}, []any{"17", on("choice 17.")}, "17"},
			{"what cannot be", fortyChoices, steps(times(5, action.Down), action.Accept), []any{wheel(5), on("choice 5.")}, "not now …"},
			{"left", fortyChoices, []any{action.Back}, []any{on("esc close")}, ""},
			{"left at once", fortyChoices, []any{action.Back}, []any{beside{}}, ""},
		},
		"Several": {
			{"marked far below", fortyItems, steps(action.Down, action.Toggle, times(31, action.Down), action.Toggle, action.Accept),
				[]any{on("item 1."), wheel(33), on("item 33."), on("enter see the change")}, "+33 -1"},
			{"all that are found", fortyItems, []any{"35", action.ToggleAll, action.Accept},
				[]any{"35", on("^a mark all"), on("enter see the change")}, "+35 -"},
			{"left", fortyItems, []any{action.Toggle, action.Back}, []any{on("item 0."), on("esc cancel")}, ""},
		},
		"Arrange": {
			{"shown, hidden and moved", parts, []any{action.Toggle, action.Right, action.Down, action.Down, action.Up, action.Accept},
				[]any{on("apple"), on("→"), on("enter take")}, "b false a false c true"},
			{"moved back", parts, []any{action.Down, action.Down, action.Left, action.Left, action.Accept},
				[]any{wheel(2), on("←"), on("←"), on("enter take")}, "c true a true b false"},
			{"the usual ones", parts, steps(times(3, action.Down), action.Accept), []any{on("back to the usual")}, "usual"},
			{"left", parts, []any{action.Toggle, action.Back}, []any{on("apple"), on("esc cancel")}, ""},
		},
		"Review": {
			{"all is written", changeOf, []any{action.Write}, []any{on("enter write")}, "A\n…B\n"},
			{"one change is left out", changeOf, []any{action.NextHunk, action.Toggle, action.Write},
				[]any{on("n next change"), on("space keep or drop"), on("enter write")}, "A\n…b\n"},
			{"another one by itself", changeOf, []any{action.Toggle, action.Write},
				[]any{on(" A"), on("space keep or drop"), on("enter write")}, "a\n…B\n"},
			{"back to editing", changeOf, []any{action.KeepEdit}, []any{on("e back to editing")}, "edit"},
			{"left", changeOf, []any{action.Back}, []any{on("esc cancel")}, "back"},
			{"read to its end", changeOf, []any{action.Bottom, sees(" B"), action.Back},
				[]any{wheel(99), sees(" B"), on("esc cancel")}, "back"},
		},
		"Reviews": {
			{"two are written", threeTexts, []any{action.NextSection, action.ToggleAll, action.Write},
				[]any{on("cell 2"), on("a all of it"), on("enter write")}, "0 2"},
			{"one change", threeTexts, []any{action.NextHunk, action.NextHunk, action.Toggle, action.Write},
				[]any{on("n next change"), on("n next change"), on("space keep or drop"), on("enter write")}, "0 1"},
			{"edited", threeTexts, []any{action.NextSection, action.KeepEdit}, []any{on("cell 2"), on("e back to editing")}, "edit 1"},
			{"left", threeTexts, []any{action.Back}, []any{on("esc cancel")}, "back"},
		},
		"Conflict": {
			{"each part decided", merge, []any{action.Mine, action.Theirs, action.Write},
				[]any{on("m take mine"), on("t take theirs"), on("enter write")},
				"1 b z "},
			{"the second first", merge, []any{action.NextHunk, action.Mine, action.Theirs, action.Write},
				[]any{on("n next part"), on("m take mine"), on("t take theirs"), on("enter write")}, "x b 3 "},
			{"all theirs", merge, []any{action.Theirs, action.Theirs, action.Write},
				[]any{on("t take theirs"), on("t take theirs"), on("enter write")},
				"theirs"},
			{"the other texts", merge, []any{action.NextField, sees("now in Hex"), action.Back},
				[]any{on("tab next text"), sees("now in Hex"), on("esc cancel")},
				"back"},
			{"edited", merge, []any{action.MergeEdit}, []any{on("e edit the merge")}, "edit"},
		},
		"Text": {
			{"read and copied", textOf,
				[]any{action.Bottom, sees("line 89."), action.Top, sees("line 0."), action.CopySource, action.Back},
				[]any{wheel(99), sees("line 89."), wheel(-99), sees("line 0."), on("y copy"), on("esc close")}, "copied"},
			{"searched", textOf,
				[]any{action.Find, "77", sees("line 77."), action.Accept, action.Find, action.Clear, sees("line 2."), action.Back},
				[]any{on("/ find"), "77", sees("line 77."), on("line 77."), on("/ 77"), beside{}, sees("line 2."), on("esc close")}, ""},
			{"another one", textOf, []any{action.Right, action.Left, action.Back},
				[]any{on("→ right"), on("← left"), beside{}}, "+1 -1"},
		},
		"Picture": {{"looked at", func(*told) Overlay { return &Picture{Title: "A picture", Image: image.NewRGBA(image.Rect(0, 0, 8, 8))} },
			[]any{action.Back}, []any{on("esc close")}, ""}},
		"Answer": {
			{"taken", answered, []any{action.Accept}, []any{on("enter see the change")}, "closed taken"},
			{"read and copied", answered, steps(times(30, action.PageUp), sees("line 0."), times(30, action.PageDown), sees("the end"),
				action.CopySource, action.Back),
				[]any{wheel(-99), sees("line 0."), wheel(99), sees("the end"), on("y copy"), on("esc drop")},
				fmt.Sprint(90*len("line 10.\n")-10, " closed")},
		},
		"Waiting": {{"read, copied and given up", signIn, steps(times(30, action.PageDown), sees("waiting"), action.CopyURL, action.Back),
			[]any{wheel(99), sees("waiting"), on("y copy the link"), on("esc give up")}, "copied given up"}},
	}
}

// kindKeys are the keys that the dialogs name, with the words of the program's own table.
func kindKeys(t *testing.T) action.KeyMap {
	t.Helper()
	var all []action.Binding
	for scope, keys := range map[action.Scope]string{
		action.Dialog:  "yes:y:yes no:n:no back:esc:cancel accept:enter:choose up:↑:up down:↓:down",
		action.Form:    "accept:enter:send next-field:tab:next_field left:←:left right:→:change toggle:space:change back:esc:cancel",
		action.Picker:  "accept:enter:pick back:esc:close",
		action.Several: "accept:enter:done toggle:tab:mark toggle-all:ctrl+a:mark_all back:esc:cancel",
		action.Review: "write:enter:write toggle:space:keep_or_drop toggle-all:a:all_of_it next-section:]:next_cell " +
			"next-change:n:next_change split:u:side_by_side back-to-editing:e:back_to_editing back:esc:cancel",
		action.Conflict: "take-mine:m:take_mine take-theirs:t:take_theirs next-change:n:next_part next-field:tab:next_text " +
			"edit-merge:e:edit_the_merge write:enter:write back:esc:cancel",
		action.Text:    "copy-source:y:copy back:esc:close filter:/:find left:←:left right:→:right",
		action.Answer:  "accept:enter:see_the_change copy-source:y:copy back:esc:drop",
		action.Consent: "copy-link:y:copy_the_link back:esc:give_up",
	} {
		for _, key := range strings.Fields(keys) {
			id, rest, _ := strings.Cut(key, ":")
			name, word, _ := strings.Cut(rest, ":")
			word = strings.ReplaceAll(word, "_", " ")
			all = append(all, action.Binding{Scope: scope, Action: action.ID(id), Keys: []string{name}, Help: word, Long: word})
		}
	}
	m, err := action.NewKeyMap(all)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// user uses one dialog on a screen.
type user struct {
	t      *testing.T
	stack  Stack
	canvas *paint.Canvas
	look   Look
}

func (u *user) rows() (rows []string) {
	u.canvas.Clear()
	u.stack.Draw(u.canvas.Surface(), u.look)
	for line := range strings.SplitSeq(u.canvas.String(), "\n") {
		rows = append(rows, plainText(line))
	}
	return rows
}

// do takes a step of a way of using it.
func (u *user) do(step any) {
	u.t.Helper()
	rows, d := u.rows(), u.stack.Top()
	if d.Done() {
		u.t.Fatalf("it is over before %v", step)
	}
	switch step := step.(type) {
	case action.ID:
		if !d.Do(step) {
			u.t.Fatalf("it does not know %s", step)
		}
	case string:
		for _, r := range step {
			if d.Typing() {
				d.Key(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
		}
	case on:
		u.stack.Click(below(u.t, rows, string(step)))
	case beside:
		u.stack.Click(0, 0)
	case wheel:
		for range max(int(step), -int(step)) {
			d.Wheel(min(max(int(step), -1), 1))
		}
	case side:
		d.Side(int(step))
	case sees:
		below(u.t, rows, string(step))
	}
}

// below is where a text stands, at its lowest: the names of keys are below what is said.
func below(t *testing.T, rows []string, text string) (x, y int) {
	t.Helper()
	for y, row := range slices.Backward(rows) {
		if i := strings.Index(row, text); i >= 0 {
			return paint.Width(row[:i]), y
		}
	}
	t.Fatalf("there is no %q on\n%s", text, strings.Join(rows, "\n"))
	return 0, 0
}

// Every kind of dialog is opened, filled, chosen in, scrolled, agreed to and left by the keyboard alone and by the mouse alone, with the
// same outcome, on every size of terminal. A kind without a row fails it.
func TestEveryKindOfDialogByKeysAndByMouse(t *testing.T) {
	all := uses()
	for _, kind := range kinds(t) {
		if len(all[kind]) == 0 {
			t.Errorf("the kind of dialogs %s is used by no row", kind)
		}
	}
	for kind, rows := range all {
		for _, r := range rows {
			for _, size := range [][2]int{{60, 14}, {80, 22}, {120, 38}} { // a terminal without header and footer
				for with, script := range map[string][]any{"keys": r.keys, "mouse": r.mouse} {
					t.Run(fmt.Sprint(kind, " ", r.what, " ", with, " ", size), func(t *testing.T) {
						got, dark := &told{}, theme.Dark()
						u := &user{t: t, canvas: paint.NewCanvas(size[0], size[1]), look: Look{Theme: &dark, Keys: kindKeys(t)}}
						d := r.make(got)
						u.stack.Push(d)
						for _, step := range script {
							u.do(step)
						}
						said := strings.Join(got.all, " ")
						if !d.Done() {
							said = strings.TrimSpace(said + " …")
						}
						if said != r.want {
							t.Errorf("told %q, want %q\n%s", said, r.want, strings.Join(u.rows(), "\n"))
						}
					})
				}
			}
		}
	}
}

// kinds are the types of this package that are dialogs.
func kinds(t *testing.T) (names []string) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "Scope" {
				continue
			}
			if star, ok := f.Recv.List[0].Type.(*ast.StarExpr); ok {
				names = append(names, star.X.(*ast.Ident).Name)
			}
		}
	}
	return names
}
