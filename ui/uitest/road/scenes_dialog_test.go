package road

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hextui/hex/assist"
	"hextui/ui/action"
)

// small makes the screen so small that texts do not fit, large as it was.
func small(w *walk) { w.resize(size{70, 12}) }
func large(w *walk) { w.resize(size{120, 40}) }

func (w *walk) resize(s size) {
	w.size = s
	w.do(tea.WindowSizeMsg{Width: s[0], Height: s[1]})
}

// dialogScenes are the dialogs.
func dialogScenes() []scene {
	sides := []press{{id: action.Left}, {id: action.Right}}
	return []scene{
		{scope: action.Dialog, do: small, by: "3 m ~'Members of' ctrl+a enter", at: "change the members", presses: []press{
			{id: action.PageDown}, {id: action.PageUp}, {id: action.Down}, {id: action.Up}, {id: action.Left},
			{id: action.No, sees: "-change the members", then: "esc"}, // out of the marks, which are there again
			{id: action.Accept, first: "D", sees: "-Delete the group"},
			{id: action.Yes, first: "m ~'Members of' ctrl+a enter", sees: "-change the members"},
		}},
		{scope: action.Text, do: small, by: "L", at: "Messages", presses: append(motions(),
			press{id: action.CopySource, sees: "!tea.setClipboardMsg"}, press{id: action.Find, then: "enter"},
			press{id: action.Back, sees: "-Messages"},
		)},
		{scope: action.Text, do: large, by: cell + " c tab tab ~'whole value' v",
			at:      "Row 1 of",
			presses: []press{sides[1], sides[0]}},
		{scope: action.Form, by: "2 n", at: "New collection", presses: []press{
			{id: action.Accept, sees: "A collection needs a name."}, {id: action.NextField}, {id: action.PrevField},
			{id: action.Right, first: "tab tab"}, {id: action.Left}, {id: action.Toggle}, {id: action.Back, sees: "-New collection"},
		}},
		{scope: action.Picker, by: ":", at: "Everything", presses: []press{
			{id: action.Down}, {id: action.Up}, {id: action.PageDown}, {id: action.PageUp}, {id: action.Back, sees: "-Everything"},
			{id: action.Accept, first: ": 'go to the groups'", sees: "9 groups"},
		}},
		{scope: action.Several, by: "3 m", at: "Members of", presses: []press{
			{id: action.Toggle}, {id: action.ToggleAll}, {id: action.Down}, {id: action.Up}, {id: action.PageDown}, {id: action.PageUp},
			{id: action.Back, sees: "-Members of"},
			{id: action.Accept, first: "m ~'Members of' ctrl+a", sees: "Change the members", then: "n"},
		}},
		{scope: action.Review, fresh: true, by: cell + " e ' ' ctrl+end ' ' esc ctrl+s",
			at: "Save ",
			presses: append(motions(),
				press{id: action.Toggle}, press{id: action.ToggleAll}, press{id: action.ToggleAll},
				press{id: action.NextHunk}, press{id: action.PrevHunk},
				press{id: action.Split}, sides[1], sides[0],
				press{id: action.KeepEdit, sees: "-Save "}, press{id: action.Back, first: "ctrl+s", sees: "-Save "},
				press{id: action.Write, first: "ctrl+s", sees: "-Save "},
			)},
		{scope: action.Conflict, fresh: true, do: conflict, at: "was changed in Hex meanwhile", presses: append(motions(),
			press{id: action.Mine}, press{id: action.Theirs}, press{id: action.NextHunk}, press{id: action.PrevHunk}, sides[1], sides[0],
			press{id: action.NextField}, press{id: action.Write},
		)},
		{scope: action.Conflict, fresh: true, do: conflict, at: "was changed in Hex meanwhile",
			presses: []press{{id: action.Back, sees: "-meanwhile"}}},
		{scope: action.Conflict, fresh: true, do: conflict, at: "was changed in Hex meanwhile",
			presses: []press{{id: action.MergeEdit, sees: "<<<<<<< mine"}}},
		{scope: action.Answer, fresh: true, do: answer, by: cell + " A 'shorter' enter",
			at: "line 99",
			presses: append(motions(),
				sides[1], sides[0], press{id: action.CopySource, sees: "!tea.setClipboardMsg"}, press{id: action.Back},
			)},
		{scope: action.Answer, fresh: true, do: answer, by: cell + " A 'shorter' enter",
			at: "line 99",
			presses: []press{
				{id: action.Accept, first: "~'see the change'", sees: "Take the answer", then: "esc"},
			}},
		{scope: action.Consent, do: small, by: "9 ctrl+n", at: "/authorize", presses: []press{
			{id: action.PageDown}, {id: action.PageUp}, {id: action.Down}, {id: action.Up},
			{id: action.CopyURL, sees: "!tea.setClipboardMsg"}, {id: action.Back, sees: "-Sign in to"},
		}},
		{scope: action.Guides, do: func(w *walk) { large(w); guide(w) }, by: "ctrl+g u 'guide.md' enter", at: "y write it",
			presses: []press{
				{then: "y ~'guide.md'"},
				{id: action.UploadGuide, sees: "A draft of a guide", then: "esc"}, {id: action.WriteGuide, then: "esc"},
				{id: action.PublishGuide, sees: "Publish the guide", then: "n"},
				{id: action.PublishGuides, sees: "Publish all drafts", then: "n"},
				{id: action.DropGuide, sees: "Drop the draft", then: "n"}, {id: action.UndoWrite},
			}},
	}
}

// conflict edits a cell that is changed behind the person's back.
func conflict(w *walk) {
	w.push(cell + " e ctrl+end ' ' esc ctrl+s")
	w.meanwhile("Weekly revenue", "weekly_orders", "select 1\n-- two\n-- three")
	w.push("enter")
}

// answer has the language model answer at once.
func answer(w *walk) {
	m := newModel()
	m.local = true
	m.parts = make(chan assist.Part, 2)
	code := "select 1"
	m.parts <- assist.Part{Text: strings.Repeat("line 99\n", 99), Code: &code}
	close(m.parts)
	w.model.Assistant = m
}

// editorScenes are the commands of the editor, each at the end of a line in the middle of a text.
func editorScenes() []scene {
	own := func(first, names string) (all []press) {
		for _, name := range strings.Fields(names) {
			all = append(all, press{id: action.ID(action.EditPrefix + name), first: first})
		}
		return all
	}
	return []scene{{
		scope: action.Editor, fresh: true, do: longText, at: "select (a11", each: "ctrl+g alt+g '60' enter end",
		presses: slices.Concat(
			own("left left", `move-left move-right move-word-left move-word-right move-line-start move-line-end move-page-up
				move-page-down move-up move-down move-block-up move-block-down move-document-start move-document-end`),
			own("", "move-bracket select-bracket"),
			own("left left", `select-left select-right select-word-left select-word-right select-line-start select-line-end
				select-page-up select-page-down select-up select-down select-block-up select-block-down select-document-start
				select-document-end select-all select-word select-line`),
			own("alt+s", "deselect"),
			own("left left", `new-line indent dedent delete-left delete-right delete-word-left delete-word-right
				delete-to-line-start delete-to-line-end delete-line duplicate-line raise-line lower-line toggle-comment undo redo`),
			own("", "scroll-up scroll-down"), own("pgdown up up up", "center-cursor"),
			own("ctrl+f 'select' enter", "find-next find-previous"),
			[]press{
				{id: "edit.copy", first: "alt+s", sees: "!tea.setClipboardMsg"}, {id: "edit.cut", first: "alt+s"}, {id: "edit.paste"},
				{id: "edit.set-mark", first: "left left"},
				{id: action.Save, sees: "Save ", then: "esc"}, {id: action.EditOutside, sees: "No editor is set"},
				{id: action.Ask, sees: "Ask a model", then: "esc"}, {id: action.Search, then: "esc"},
				{id: action.ReplaceAll, sees: "Replace", then: "esc"}, {id: action.GoToLine, sees: "Go to", then: "esc"},
				{id: action.Wrap, sees: "go on in the next row"}, {id: action.Wrap},
				{id: action.Fold, sees: "-CELLS"}, {id: action.Fold, sees: "CELLS"},
				{id: action.Focus, then: "esc e"}, {id: action.Cancel, sees: "The draft is not running."},
				{id: action.RunDraft, sees: "Save ", then: "esc"}, {id: action.DiscardDraft, then: "n"}, {id: action.LeaveEditor},
			}),
	}}
}

// longText fills a cell with more than a screen.
func longText(w *walk) {
	w.push(cell + " e ~'editing' ctrl+a")
	var b strings.Builder
	for i := range 120 {
		if i%10 == 4 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "  select (a%d, b)\n", i)
	}
	w.do(tea.PasteMsg{Content: b.String()})
}
