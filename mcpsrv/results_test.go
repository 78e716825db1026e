package mcpsrv

import (
	"encoding/json"
	"time"
)

// The results of tools as a client reads them.

// Plan is what a call would do: the requests it would send, and what they would change. It is made by carrying the
// call out against a client that sends nothing, so what is shown and what is sent cannot differ.
type Plan struct {
	// Target names what the call is about, by title and id as Hex has them.
	Target string `json:"target"`
	// Requests are those that would be sent, in order; none when nothing would change.
	Requests []PlannedRequest `json:"requests"`
	// Current is the present state of what would change; nil for something that is not there yet.
	Current any `json:"current,omitempty"`
	// Access is who may do what before and after.
	Access []accessChange `json:"access,omitempty"`
	// Diff is the change as a unified diff, empty where the call makes something new or starts something.
	Diff string `json:"diff,omitempty"`
	// Version is a digest of the present state: another one means that somebody changed it.
	Version string `json:"version"`
	// Note is what else is to be known.
	Note string `json:"note,omitempty"`
}

type accessChange struct {
	Who    string `json:"who"`
	Before string `json:"before"`
	After  string `json:"after"`
	Less   bool   `json:"less,omitempty"`
}

// PlannedRequest is a request that would be sent. Secrets are taken out of its body.
type PlannedRequest struct {
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body,omitempty"`
}

type asked struct {
	// Outcome is found, not_found, timeout or error; only found is an answer.
	Outcome   string `json:"outcome"`
	Value     string `json:"value"`
	Source    string `json:"source,omitempty"`
	Raw       string `json:"raw,omitempty"`
	ThreadID  string `json:"thread_id"`
	Status    string `json:"status"`
	WaitedS   int    `json:"waited_s"`
	ErrorType string `json:"error_type,omitempty"`
	Error     string `json:"error_message,omitempty"`
	Next      string `json:"next,omitempty"`
}

// candidate is something that may be meant. How says why.
type candidate struct {
	Kind      string `json:"kind"`
	ID        string `json:"id"`
	StaticID  string `json:"static_id,omitempty"`
	Title     string `json:"title,omitempty"`
	ProjectID string `json:"project_id,omitempty"`
	How       string `json:"how"`
	Score     int    `json:"score"`
}

// cause is something that is known to make runs fail. Certain is only what Hex itself said; likely is what the source
// shows; possible is what cannot be told from here.
type cause struct {
	Kind      string `json:"kind"`
	Certainty string `json:"certainty"`
	CellID    string `json:"cell_id,omitempty"`
	StaticID  string `json:"static_id,omitempty"`
	Label     string `json:"label,omitempty"`
	Line      int    `json:"line,omitempty"`
	Message   string `json:"message"`
	Do        string `json:"do"`
}

// cell is a cell without its source.
type cell struct {
	// ID changes with every write, StaticID stays.
	ID               string `json:"id"`
	StaticID         string `json:"static_id"`
	Type             string `json:"type"`
	Label            string `json:"label,omitempty"`
	ProjectID        string `json:"project_id"`
	DataConnectionID string `json:"data_connection_id,omitempty"`
	OutputDataframe  string `json:"output_dataframe,omitempty"`
}

type cellCreated struct {
	Cell cell   `json:"cell"`
	Hash string `json:"hash"`
}

// cellDeleted keeps what was deleted.
type cellDeleted struct {
	Deleted bool    `json:"deleted"`
	Cell    cell    `json:"cell"`
	Source  *string `json:"source,omitempty"`
	Note    string  `json:"note,omitempty"`
}

// cellError is what a cell of the draft says that went wrong.
type cellError struct {
	CellID   string `json:"cell_id"`
	StaticID string `json:"static_id"`
	Label    string `json:"label,omitempty"`
	Type     string `json:"type,omitempty"`
	Message  string `json:"message"`
	Line     int    `json:"line,omitempty"`
	// Source are the numbered lines around Line, Means is what such a message usually means.
	Source    string `json:"source,omitempty"`
	Means     string `json:"means,omitempty"`
	Traceback string `json:"traceback,omitempty"`
	// FromThisRun is false when the output is of the draft's session and not of the run that is explained.
	FromThisRun bool `json:"from_this_run"`
}

type cellMatches struct {
	Matches      []lineMatch `json:"matches"`
	TotalLines   int         `json:"total_lines"`
	CellsMatched int         `json:"cells_matched"`
	CellsLooked  int         `json:"cells_searched"`
	HasMore      bool        `json:"has_more"`
	Next         string      `json:"next,omitempty"`
}

type cellPage struct {
	Cells []cellRow `json:"cells"`
	onward
}

// cellReplaced is what became of one cell: written, conflict, failed or not_tried.
type cellReplaced struct {
	CellID  string `json:"cell_id"`
	Label   string `json:"label,omitempty"`
	Outcome string `json:"outcome"`
	Places  int    `json:"places"`
	Hash    string `json:"hash,omitempty"`
	Message string `json:"message,omitempty"`
}

// cellRow is a cell in a list. It repeats the members of cell, less the project's id, which all of them share.
type cellRow struct {
	ID               string `json:"id,omitempty"`
	StaticID         string `json:"static_id,omitempty"`
	Type             string `json:"type,omitempty"`
	Label            string `json:"label,omitempty"`
	DataConnectionID string `json:"data_connection_id,omitempty"`
	OutputDataframe  string `json:"output_dataframe,omitempty"`
	// Hash is missing where only a preview is shown: nobody replaces what they have not seen.
	Hash string `json:"hash,omitempty"`
	// Source is nil for a type without source, and for a long one, which has Preview and Lines instead.
	Source  *string `json:"source,omitempty"`
	Preview string  `json:"preview,omitempty"`
	Lines   int     `json:"lines,omitempty"`
}

type cellShown struct {
	Cell   cell    `json:"cell"`
	Hash   string  `json:"hash,omitempty"`
	Source *string `json:"source,omitempty"`
	passage
}

type cellUpdated struct {
	Cell cell `json:"cell"`
	// Hash and PreviousHash are those of the source after and before; Changed is false when the cell held all this
	// already.
	Hash         string `json:"hash"`
	PreviousHash string `json:"previous_hash"`
	Changed      bool   `json:"changed"`
	Diff         string `json:"diff"`

	// previous is the source that was replaced, for undo.
}

type collectionPage struct {
	Collections []collectionRow `json:"collections"`
	onward
}

type collectionRow struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"name,omitempty"`
	Creator     string `json:"creator,omitempty"`
	Description string `json:"description,omitempty"`
}

// connection is a data connection; what only some may see is nil for others.
type connection struct {
	ID                  string          `json:"id"`
	Name                string          `json:"name"`
	Type                string          `json:"type"`
	Description         string          `json:"description,omitempty"`
	Details             json.RawMessage `json:"connection_details,omitempty"`
	ConnectViaSSH       bool            `json:"connect_via_ssh"`
	IncludeMagic        bool            `json:"include_magic"`
	Writeback           bool            `json:"allow_writeback_cells"`
	SchemaFilters       json.RawMessage `json:"schema_filters,omitempty"`
	SchemaRefresh       json.RawMessage `json:"schema_refresh_schedule,omitempty"`
	SchemaRefreshAccess string          `json:"schema_refresh_access,omitempty"`
	Sharing             json.RawMessage `json:"sharing,omitempty"`
	Access              []accessChange  `json:"access,omitempty"`
}

type collectionShown struct {
	Collection struct {
		ID string `json:"id"`
		// what else it has
		Name, Creator, Description string
	} `json:"collection"`
	Access          []accessChange `json:"access"`
	SharingUsers    any            `json:"sharing_users"`
	SharingGroups   any            `json:"sharing_groups"`
	WorkspaceAccess string         `json:"workspace_access"`
	Next            string         `json:"next"`
}

type connectionPage struct {
	Connections []connectionRow `json:"connections"`
	onward
}

type connectionRow struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"name,omitempty"`
	Type        string `json:"type,omitempty"`
	Description string `json:"description,omitempty"`
	Writeback   bool   `json:"allow_writeback_cells,omitempty"`
}

// draftStarted is a run of a draft. Its run id names the notebook session, which later runs of the draft share.
type draftStarted struct {
	ProjectID   string `json:"project_id,omitempty"`
	CellID      string `json:"cell_id,omitempty"`
	RunID       string `json:"run_id"`
	Status      string `json:"status"`
	Unpublished bool   `json:"unpublished_route"`
	URL         string `json:"url,omitempty"`
	TraceID     string `json:"trace_id,omitempty"`
	ending
}

// dryRunResult is the answer to a dry run.
type dryRunResult struct {
	DryRun bool `json:"dry_run,omitempty"`
	Plan   Plan `json:"plan"`
}

// explanation says why a run failed, or what is to be done to know.
type explanation struct {
	Verdict string `json:"verdict"`
	Summary string `json:"summary"`
	Run     *run   `json:"run,omitempty"`
	// NewerSuccess is the newest run that completed after this one, LastSuccess the last before it.
	NewerSuccess *run        `json:"newer_success,omitempty"`
	LastSuccess  *run        `json:"last_success,omitempty"`
	CellErrors   []cellError `json:"cell_errors"`
	NotRun       []notRun    `json:"not_run"`
	Suspects     []suspect   `json:"suspects"`
	Causes       []cause     `json:"causes"`
	// Changes says what changed between the last success and this run, Basis what cells and outputs were looked at, and how they
	// relate to what ran, Unseen what could not be looked at.
	Changes        string `json:"changes,omitempty"`
	Basis          string `json:"basis"`
	Unseen         string `json:"unseen,omitempty"`
	CellsLooked    int    `json:"cells_looked_at"`
	OutputsLooked  int    `json:"outputs_looked_at"`
	OutputsSkipped int    `json:"outputs_skipped"`
	Next           string `json:"next,omitempty"`
	// Call is the call that tells more.
	Call string `json:"call,omitempty"`
}

type exported struct {
	ProjectID string `json:"project_id"`
	Filename  string `json:"filename"`
	Bytes     int    `json:"bytes"`
	Content   string `json:"content"`
	passage
}

type grant struct {
	Name   string `json:"name"`
	Access string `json:"access"`
}

type groupPage struct {
	Groups []groupRow `json:"groups"`
	onward
}

type groupRow struct {
	ID      string     `json:"id,omitempty"`
	Name    string     `json:"name,omitempty"`
	Created *time.Time `json:"created,omitempty"`
}

type guidePage struct {
	Drafts []guideRow `json:"drafts"`
	onward
}

type guideRow struct {
	ID   string `json:"id"`
	Path string `json:"file_path"`
}

type guidesPublished struct {
	Published []guideRow `json:"published"`
	Message   string     `json:"message,omitempty"`
}

type guidesWritten struct {
	Files    []guideRow `json:"files"`
	Warnings []string   `json:"warnings"`
	Next     string     `json:"next"`
}

type lineMatch struct {
	CellID string `json:"cell_id"`
	Label  string `json:"label,omitempty"`
	Type   string `json:"type"`
	Line   int    `json:"line"`
	Text   string `json:"text"`
}

// onward says how a list goes on. It is part of every list's result.
type onward struct {
	Pagination pagination `json:"pagination"`
	HasMore    bool       `json:"has_more"`
	Next       string     `json:"next,omitempty"`
}

type outline struct {
	ProjectID string       `json:"project_id"`
	Cells     []outlineRow `json:"cells"`
	Total     int          `json:"total_cells"`
	HasMore   bool         `json:"has_more"`
	Next      string       `json:"next,omitempty"`
}

type outlineRow struct {
	Position         int      `json:"position"`
	ID               string   `json:"id"`
	StaticID         string   `json:"static_id"`
	Type             string   `json:"type"`
	Label            string   `json:"label,omitempty"`
	Lines            int      `json:"lines,omitempty"`
	Begins           string   `json:"begins,omitempty"`
	Headings         []string `json:"headings,omitempty"`
	OutputDataframe  string   `json:"output_dataframe,omitempty"`
	DataConnectionID string   `json:"data_connection_id,omitempty"`
}

type outputColumn struct {
	Name string `json:"name"`
	Type string `json:"type,omitempty"`
}

type pagination struct {
	After  string `json:"after,omitempty"`
	Before string `json:"before,omitempty"`
}

// passage is a part of a long text. The text itself is a member of the result that the passage belongs to.
type passage struct {
	FromLine   int    `json:"from_line,omitempty"`
	FromChar   int    `json:"from_char,omitempty"`
	ToLine     int    `json:"to_line,omitempty"`
	TotalLines int    `json:"total_lines"`
	Complete   bool   `json:"complete" doc:"False when only a part of the text is shown."`
	Next       string `json:"next,omitempty"`
}

// project is all there is to know of a project.
type project struct {
	ID             string     `json:"id"`
	Title          string     `json:"title"`
	Description    string     `json:"description,omitempty"`
	Type           string     `json:"type"`
	Status         string     `json:"status,omitempty"`
	Categories     []string   `json:"categories"`
	Owner          string     `json:"owner"`
	Creator        string     `json:"creator"`
	ReviewRequired bool       `json:"review_required"`
	Created        *time.Time `json:"created,omitempty"`
	Edited         *time.Time `json:"edited,omitempty"`
	Published      *time.Time `json:"published,omitempty"`
	Archived       *time.Time `json:"archived,omitempty"`
	Trashed        *time.Time `json:"trashed,omitempty"`
	ResultsUpdated *time.Time `json:"results_updated,omitempty"`
	Views          views      `json:"views"`
	Schedules      []schedule `json:"schedules"`
	Sharing        *sharing   `json:"sharing,omitempty"`
	URL            string     `json:"url,omitempty"`
	Next           string     `json:"next,omitempty"`
}

type projectCreated struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
}

type projectMatches struct {
	Values        []projectRow `json:"values"`
	TotalMatched  int          `json:"total_matched"`
	TotalSearched int          `json:"total_searched"`
	HasMore       bool         `json:"has_more"`
	Complete      bool         `json:"complete"`
	AsOf          time.Time    `json:"as_of"`
	Next          string       `json:"next,omitempty"`
}

type projectPage struct {
	Projects   []projectRow `json:"projects"`
	HasMore    bool         `json:"has_more"`
	NextCursor string       `json:"next_cursor,omitempty"`
	Next       string       `json:"next,omitempty"`
}

// projectRow is a project in a list: what one needs to choose, and what else there is to be asked for.
type projectRow struct {
	ID        string     `json:"id,omitempty"`
	Title     string     `json:"title,omitempty"`
	Type      string     `json:"type,omitempty"`
	Status    string     `json:"status,omitempty"`
	Owner     string     `json:"owner,omitempty"`
	Edited    *time.Time `json:"edited,omitempty"`
	Published *time.Time `json:"published,omitempty"`
	Archived  bool       `json:"archived,omitempty"`
	Trashed   bool       `json:"trashed,omitempty"`
	Match     string     `json:"match,omitempty"`

	Description string     `json:"description,omitempty"`
	Creator     string     `json:"creator,omitempty"`
	Created     *time.Time `json:"created,omitempty"`
	Categories  []string   `json:"categories,omitempty"`
	Views30Days int        `json:"views_30_days,omitempty"`
	LastViewed  *time.Time `json:"last_viewed,omitempty"`
	Schedules   []schedule `json:"schedules,omitempty"`
	URL         string     `json:"url,omitempty"`
}

type replaced struct {
	Cells    []cellReplaced `json:"cells"`
	Written  int            `json:"written"`
	Failed   int            `json:"failed"`
	Complete bool           `json:"complete"`
	Next     string         `json:"next,omitempty"`
}

type resolved struct {
	Resolved   bool        `json:"resolved"`
	Candidates []candidate `json:"candidates"`
	Total      int         `json:"total_candidates"`
	// Complete is false when there was no time to look at everything.
	Complete bool      `json:"complete"`
	AsOf     time.Time `json:"as_of,omitzero"`
	Note     string    `json:"note,omitempty"`
}

// run is a run as it stands.
type run struct {
	RunID     string     `json:"run_id"`
	ProjectID string     `json:"project_id"`
	Status    string     `json:"status"`
	Finished  bool       `json:"finished"`
	Trigger   string     `json:"trigger,omitempty"`
	Version   string     `json:"version,omitempty"`
	Started   *time.Time `json:"started,omitempty"`
	Ended     *time.Time `json:"ended,omitempty"`
	ElapsedS  float64    `json:"elapsed_s"`
	URL       string     `json:"url,omitempty"`
	TraceID   string     `json:"trace_id,omitempty"`
}

type runCancelled struct {
	Cancelled bool   `json:"cancelled"`
	ProjectID string `json:"project_id"`
	RunID     string `json:"run_id"`
	Status    string `json:"status,omitempty"`
}

type runPage struct {
	Runs       []runRow `json:"runs"`
	HasMore    bool     `json:"has_more"`
	NextOffset int      `json:"next_offset,omitempty"`
	Next       string   `json:"next,omitempty"`
}

// runRow is a run in a list.
type runRow struct {
	RunID    string     `json:"run_id,omitempty"`
	Status   string     `json:"status,omitempty"`
	Trigger  string     `json:"trigger,omitempty"`
	Version  string     `json:"version,omitempty"`
	Started  *time.Time `json:"started,omitempty"`
	Ended    *time.Time `json:"ended,omitempty"`
	ElapsedS float64    `json:"elapsed_s,omitempty"`
	URL      string     `json:"url,omitempty"`
	TraceID  string     `json:"trace_id,omitempty"`
}

type runStarted struct {
	ProjectID string `json:"project_id"`
	RunID     string `json:"run_id"`
	Version   string `json:"version,omitempty"`
	URL       string `json:"url,omitempty"`
	TraceID   string `json:"trace_id,omitempty"`
	ending
}

type runWaited struct {
	Run      run    `json:"run"`
	Finished bool   `json:"finished"`
	WaitedS  int    `json:"waited_s"`
	Next     string `json:"next,omitempty"`
}

type schedule struct {
	Cadence string `json:"cadence"`
	Enabled bool   `json:"enabled"`
	When    string `json:"when,omitempty"`
}

type shareError struct {
	IDs    []string `json:"ids"`
	Reason string   `json:"reason"`
}

// shared is a project's sharing after a change. Errors are what Hex refused of it in an answer that is otherwise good.
type shared struct {
	ProjectID string         `json:"project_id"`
	Title     string         `json:"title,omitempty"`
	Access    []accessChange `json:"access"`
	Sharing   *sharing       `json:"sharing,omitempty"`
	Errors    []shareError   `json:"errors"`
	Complete  bool           `json:"complete"`
	Next      string         `json:"next,omitempty"`
}

type sharing struct {
	Workspace   string  `json:"workspace"`
	PublicWeb   string  `json:"public_web"`
	Support     string  `json:"support"`
	Users       []grant `json:"users"`
	Groups      []grant `json:"groups"`
	Collections []grant `json:"collections"`
}

type tablePage struct {
	Tables []tableRow `json:"tables"`
	onward
}

type tableRow struct {
	Table          string `json:"table"`
	ConnectionID   string `json:"data_connection_id"`
	ConnectionName string `json:"data_connection_name"`
}

type threadMessage struct {
	At   *time.Time `json:"at,omitempty"`
	Text string     `json:"text"`
}

type threadPage struct {
	Threads []threadRow `json:"threads"`
	onward
}

type threadPart struct {
	Type     string `json:"type"`
	ID       string `json:"id,omitempty"`
	StaticID string `json:"static_id,omitempty"`
	Label    string `json:"label,omitempty"`
}

type threadRow struct {
	ID       string     `json:"id,omitempty"`
	Title    string     `json:"title,omitempty"`
	Source   string     `json:"source,omitempty"`
	UserID   string     `json:"user_id,omitempty"`
	Created  *time.Time `json:"created,omitempty"`
	Summary  string     `json:"summary,omitempty"`
	Warnings []string   `json:"warnings,omitempty"`
	Credits  *float64   `json:"credits_used,omitempty"`
	URL      string     `json:"url,omitempty"`
}

type threadShown struct {
	ThreadID string `json:"thread_id"`
	Title    string `json:"title,omitempty"`
	Status   string `json:"status"`
	Finished bool   `json:"finished"`
	URL      string `json:"url,omitempty"`
	// Answer is the text of the latest answer, or a part of it; Parts are the cells and projects that it made.
	Answer     string          `json:"answer"`
	Parts      []threadPart    `json:"parts"`
	Messages   []threadMessage `json:"messages"`
	ErrorType  string          `json:"error_type,omitempty"`
	Error      string          `json:"error_message,omitempty"`
	CreditsUse *float64        `json:"credits_used,omitempty"`
	passage
}

type threadStarted struct {
	ThreadID  string `json:"thread_id"`
	URL       string `json:"url,omitempty"`
	ProjectID string `json:"project_id,omitempty"`
	Next      string `json:"next"`
}

type userPage struct {
	Users []userRow `json:"users"`
	onward
}

type userRow struct {
	ID        string     `json:"id,omitempty"`
	Name      string     `json:"name,omitempty"`
	Email     string     `json:"email,omitempty"`
	Role      string     `json:"role,omitempty"`
	LastLogin *time.Time `json:"last_login,omitempty"`
}

type views struct {
	Days7   int        `json:"days_7"`
	Days14  int        `json:"days_14"`
	Days30  int        `json:"days_30"`
	AllTime int        `json:"all_time"`
	Last    *time.Time `json:"last,omitempty"`
}

// ending is how a run that was started went on while it was waited for. It is part of the results of all tools that start one.
type ending struct {
	// Finished is true when the run has ended; Run is then as it ended.
	Finished bool `json:"finished"`
	WaitedS  int  `json:"waited_s,omitempty"`
	Run      *run `json:"run,omitempty"`
	// Output is what a run of the draft gave, Explanation why a run failed.
	Output      *output      `json:"output,omitempty"`
	Explanation *explanation `json:"explanation,omitempty"`
	Next        string       `json:"next"`
}

// notRun is a cell that a run did not come to, and the one above it at which it ended.
type notRun struct {
	CellID   string `json:"cell_id"`
	StaticID string `json:"static_id"`
	Label    string `json:"label,omitempty"`
	Type     string `json:"type"`
	// AfterCellID is the cell above that failed, After what it is called.
	AfterCellID string `json:"after_cell_id"`
	After       string `json:"after,omitempty"`
}

// suspect is a cell that may be why a run failed, and why it is taken for that.
type suspect struct {
	CellID   string   `json:"cell_id,omitempty"`
	StaticID string   `json:"static_id"`
	Label    string   `json:"label,omitempty"`
	Type     string   `json:"type"`
	Reasons  []string `json:"reasons"`
}

// output is what a cell gave, with its rows as a client reads them.
type output struct {
	CellID    string               `json:"cell_id"`
	ProjectID string               `json:"project_id"`
	RunID     string               `json:"run_id,omitempty"`
	Kind      string               `json:"kind"`
	Columns   []outputColumn       `json:"columns,omitempty"`
	Rows      []map[string]*string `json:"rows"`
	Returned  int                  `json:"rows_returned"`
	Total     *int                 `json:"total_rows,omitempty"`
	TotalKind string               `json:"total_kind,omitempty"`
	HasMore   bool                 `json:"has_more"`
	Next      string               `json:"next,omitempty"`
	CutValues int                  `json:"cut_values,omitempty"`
	Message   string               `json:"message,omitempty"`
	Failed    *cellError           `json:"failed_cell,omitempty"`
}

type projectsFound struct {
	Projects []struct {
		ID          string `json:"id"`
		Title       string `json:"title"`
		Description string `json:"description"`
		Summary     string `json:"summary"`
		Type        string `json:"type"`
		URL         string `json:"url"`
	} `json:"projects"`
	Total int    `json:"total"`
	Next  string `json:"next"`
}
