package action

import "strings"

// What works everywhere.
const (
	Quit      ID = "quit"
	Back      ID = "back"
	Help      ID = "help"
	Palette   ID = "palette"
	Refresh   ID = "refresh"
	Suspend   ID = "suspend"
	Messages  ID = "messages"
	Mouse     ID = "mouse"
	ThemeNext ID = "theme"
	Activity  ID = "activity"
)

// Places to go.
const (
	GoProjects    ID = "go-projects"
	GoGroups      ID = "go-groups"
	GoCollections ID = "go-collections"
	GoConnections ID = "go-connections"
	GoUsers       ID = "go-users"
	GoThreads     ID = "go-threads"
	GoDrafts      ID = "go-drafts"
	GoAsk         ID = "go-ask"
)

// Motion in lists, results and texts.
const (
	Up       ID = "up"
	Down     ID = "down"
	Left     ID = "left"
	Right    ID = "right"
	PageUp   ID = "page-up"
	PageDown ID = "page-down"
	HalfUp   ID = "half-up"
	HalfDown ID = "half-down"
	Top      ID = "top"
	Bottom   ID = "bottom"
)

// Lists.
const (
	Open       ID = "open"
	Find       ID = "filter"
	Clear      ID = "clear-filter"
	Accept     ID = "accept"
	Sort       ID = "sort"
	SortTurn   ID = "sort-direction"
	NextView   ID = "next-view"
	PrevView   ID = "previous-view"
	CopyID     ID = "copy-id"
	CopyURL    ID = "copy-link"
	OpenWeb    ID = "open-in-browser"
	Preview    ID = "preview"
	CopySource ID = "copy-source"
)

// Projects, cells and runs.
const (
	RunForm      ID = "run"
	RunDraft     ID = "run-draft"
	RunPublished ID = "run-published"
	RunCell      ID = "run-cell"
	Cancel       ID = "cancel-run"
	Runs         ID = "runs"
	Edit         ID = "edit"
	Save         ID = "save"
	EditOutside  ID = "external-editor"
	Ask          ID = "ask-model"
	LeaveEditor  ID = "leave-editor"
	UndoWrite    ID = "undo-write"
	DiscardDraft ID = "discard-draft"
	Focus        ID = "next-pane"
	FocusBack    ID = "previous-pane"
	Render       ID = "render-markdown"
	FullError    ID = "full-error"
	WatchEnd     ID = "notify-at-end"
	Failure      ID = "go-to-failure"
	Search       ID = "search"
	SearchNext   ID = "search-next"
	SearchPrev   ID = "search-previous"
)

// Threads.
const (
	AskOn    ID = "ask-on"
	Send     ID = "send-question"
	Attach   ID = "attach"
	Chart    ID = "show-chart"
	SaveFile ID = "save-to-file"
)

// Dialogs.
const (
	Yes       ID = "yes"
	No        ID = "no"
	NextField ID = "next-field"
	PrevField ID = "previous-field"
	Toggle    ID = "toggle"
	NextHunk  ID = "next-change"
	PrevHunk  ID = "previous-change"
	Split     ID = "unified-or-split"
	KeepEdit  ID = "back-to-editing"
	Mine      ID = "take-mine"
	Theirs    ID = "take-theirs"
	MergeEdit ID = "edit-merge"
	Write     ID = "write"
)

// Moves tells whether the action moves about in what is shown, or turns it. Screens carry these out without offering
// them; any other action works only where it is offered.
func (id ID) Moves() bool {
	switch id {
	case Up, Down, Left, Right, PageUp, PageDown, HalfUp, HalfDown, Top, Bottom,
		Accept, Clear, SortTurn, PrevView, FocusBack, SearchNext, SearchPrev:
		return true
	}
	return strings.HasPrefix(string(id), EditPrefix)
}

// GoPrefix begins the id of an action that goes to a place; the rest is the place's name.
const GoPrefix = "go-"

// EditPrefix begins the id of every command of the code editor: "edit." and the command's own name.
const EditPrefix = "edit."
