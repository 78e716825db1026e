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
	Redraw    ID = "redraw"
	Messages  ID = "messages"
	Mouse     ID = "mouse"
	ThemeNext ID = "theme"
	// EnterToken asks for another token of the workspace.
	EnterToken ID = "enter-token"
	Activity   ID = "activity"
	// OpenTold opens what was told of last: the thread that answered, or the run that ended.
	OpenTold ID = "open-told"
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
	GoHome        ID = "go-home"
	GoAllRuns     ID = "go-all-runs"
	GoSettings    ID = "go-settings"
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
	Columns    ID = "columns"
	Star       ID = "star"
	SaveView   ID = "save-view"
	DropView   ID = "forget-view"
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
	ReplaceAll   ID = "replace-all"
	// ReplaceThis, SkipThis and ReplaceRest answer of one match after the other.
	ReplaceThis ID = "replace-this"
	SkipThis    ID = "skip-this"
	ReplaceRest ID = "replace-rest"
	GoToLine    ID = "go-to-line"
	SearchNext  ID = "search-next"
	SearchPrev  ID = "search-previous"
)

// Deeds on a project. Those from Publish on are done in Hex, because its API cannot: here they are a sentence and a link.
const (
	SetStatus  ID = "set-status"
	Share      ID = "share"
	NewProject ID = "create-project"
	EmbedLink  ID = "embed-link"
	Deeds      ID = "all-deeds"
	Publish    ID = "publish"
	Rename     ID = "rename-project"
	Archive    ID = "archive"
	Delete     ID = "delete-project"
	Schedule   ID = "schedule"
)

// Deeds on a cell. Label is done in Hex. RunStatement is what Hex's API cannot do.
const (
	CellAbove    ID = "new-cell-above"
	CellBelow    ID = "new-cell-below"
	DeleteCell   ID = "delete-cell"
	Duplicate    ID = "duplicate-cell"
	Connect      ID = "change-connection"
	RenameResult ID = "rename-result"
	Label        ID = "label-cell"
	BringBack    ID = "bring-back-cell"
	SaveAll      ID = "save-all"
	RunStatement ID = "run-statement"
)

// A project as files.
const (
	ExportFile    ID = "export-file"
	ExportJupyter ID = "export-jupyter"
	SyncFolder    ID = "sync-folder"
)

// Sharing.
const (
	SetLevel   ID = "set-level"
	AddWho     ID = "add-who"
	TakeAway   ID = "take-access-away"
	DropEdit   ID = "drop-edit"
	ReviewAll  ID = "review-sharing"
	ReadPeople ID = "read-on"
)

// Guides.
const (
	GoGuides      ID = "go-guides"
	UploadGuide   ID = "upload-guide"
	WriteGuide    ID = "write-guide"
	PublishGuide  ID = "publish-guide"
	PublishGuides ID = "publish-all-guides"
	DropGuide     ID = "drop-guide"
)

// The document of a project, and results.
const (
	Fold        ID = "fold"
	Wrap        ID = "wrap-lines"
	LineUp      ID = "line-up"
	LineDown    ID = "line-down"
	NextSection ID = "next-section"
	PrevSection ID = "previous-section"

	Record  ID = "show-row"
	CopyAs  ID = "copy-as"
	Figures ID = "column-figures"
	Compare ID = "compare-with-before"
)

// Threads.
const (
	AskOn    ID = "ask-on"
	Send     ID = "send-question"
	Attach   ID = "attach"
	SignIn   ID = "sign-in"
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
	ToggleAll ID = "toggle-all"
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
		Accept, Clear, SortTurn, PrevView, FocusBack, SearchNext, SearchPrev, LineUp, LineDown, NextSection, PrevSection:
		return true
	}
	return strings.HasPrefix(string(id), EditPrefix)
}

// GoPrefix begins the id of an action that goes to a place; the rest is the place's name.
const GoPrefix = "go-"

// EditPrefix begins the id of every command of the code editor: "edit." and the command's own name.
const EditPrefix = "edit."
