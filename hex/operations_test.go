package hex_test

import (
	"context"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hextui/hex"
)

type operation struct {
	name string
	call func(context.Context, *hex.Client) error
	// request is the method, the path below /api/v1 with its query, and the body.
	request string
	// answer is what Hex may answer; a status stands before it where it is not 200.
	answer string
}

func err2[T any](_ T, err error) error { return err }

const (
	aProject    = `{"id":"p","title":"t"}`
	aCell       = `{"id":"c2","staticId":"s","cellType":"SQL","contents":{"sqlCell":{"source":"x","outputDataframe":"df"}},"projectId":"p"}`
	aConnection = `{"id":"d","name":"n","type":"postgres","connectionDetails":{"postgres":{"hostname":"db.acme.example","port":5432}},` +
		`"sharing":{"workspace":{"members":"QUERY"}}}`
	anImage = `{"imageBase64":"iVBORw0KGgo=","mimeType":"image/png"}`
)

// allOperations are all of Hex's published ones and the few others that the client knows, with requests that use what they can.
var allOperations = []operation{
	{"ListProjects", func(ctx context.Context, c *hex.Client) error {
		return err2(c.ListProjects(ctx, hex.ProjectQuery{OwnerEmail: "a@acme.example", Categories: []string{"a,b"}}))
	}, `GET /projects?categories=a%2Cb&ownerEmail=a%40acme.example`, `{"values":[` + aProject + `]}`},
	{"CreateProject", func(ctx context.Context, c *hex.Client) error { return err2(c.CreateProject(ctx, "T", "D")) },
		`POST /projects {"description":"D","title":"T"}`, `201 ` + aProject},
	{"GetProject", func(ctx context.Context, c *hex.Client) error { return err2(c.GetProject(ctx, "p")) },
		`GET /projects/p?includeSharing=true`, aProject},
	{"UpdateProject", func(ctx context.Context, c *hex.Client) error { return err2(c.UpdateProject(ctx, "p", "Endorsed")) },
		`PATCH /projects/p {"status":"Endorsed"}`, aProject},
	{"UpdateProject", func(ctx context.Context, c *hex.Client) error { return err2(c.UpdateProject(ctx, "p", "")) },
		`PATCH /projects/p {"status":null}`, aProject},
	{"GetQueriedTables", func(ctx context.Context, c *hex.Client) error {
		return err2(c.GetQueriedTables(ctx, "p", hex.Paging{Limit: 5}))
	},
		`GET /projects/p/queriedTables?limit=5`, `{"values":[{"tableName":"orders"}],"traceId":"t"}`},
	{"ExportProject", func(ctx context.Context, c *hex.Client) error { return err2(c.ExportProject(ctx, "p", "")) },
		`POST /projects/export {"projectId":"p"}`, `{"filename":"f.hex.yaml","content":"x: 1"}`},
	{"ExportProject", func(ctx context.Context, c *hex.Client) error { return err2(c.ExportProject(ctx, "p", "7")) },
		`POST /projects/export {"projectId":"p","version":7}`, `{"filename":"f.hex.yaml","content":"x: 1"}`},
	{"ExportProject", func(ctx context.Context, c *hex.Client) error { return err2(c.ExportProject(ctx, "p", "latest")) },
		`POST /projects/export {"projectId":"p","version":"latest"}`, `{"filename":"f.hex.yaml","content":"x: 1"}`},
	{"EditProjectSharingUsers", func(ctx context.Context, c *hex.Client) error {
		return err2(c.EditProjectSharingUsers(ctx, "p", []hex.Grant{{ID: "u", Access: hex.AccessView}}))
	}, `PATCH /projects/p/sharing/users {"sharing":{"upsert":{"users":[{"access":"CAN_VIEW","user":{"id":"u"}}]}}}`, `{"project":` +
		aProject + `}`},
	{"EditProjectSharingGroups", func(ctx context.Context, c *hex.Client) error {
		return err2(c.EditProjectSharingGroups(ctx, "p", []hex.Grant{{ID: "g", Access: hex.AccessNone}}))
	}, `PATCH /projects/p/sharing/groups {"sharing":{"upsert":{"groups":[{"access":"NONE","group":{"id":"g"}}]}}}`, `{"project":` +
		aProject + `}`},
	{"EditProjectSharingCollections", func(ctx context.Context, c *hex.Client) error {
		return err2(c.EditProjectSharingCollections(ctx, "p", []hex.Grant{{ID: "k", Access: hex.AccessEdit}}))
	}, `PATCH /projects/p/sharing/collections {"sharing":{"upsert":{"collections":[{"access":"CAN_EDIT","collection":{"id":"k"}}]}}}`,
		`{"project":` + aProject + `}`},
	{"EditProjectSharingOrgAndPublic", func(ctx context.Context, c *hex.Client) error {
		return err2(c.EditProjectSharingOrgAndPublic(ctx, "p", hex.AccessAppOnly, ""))
	}, `PATCH /projects/p/sharing/workspaceAndPublic {"sharing":{"workspace":"APP_ONLY"}}`, `{"project":` + aProject + `}`},
	{"RunProject", func(ctx context.Context, c *hex.Client) error {
		return err2(c.RunProject(ctx, "p", hex.RunRequest{UpdatePublished: true,
			Notifications: []hex.Notification{{Type: "FAILURE", UserIDs: []string{"u"}}}}))
	}, `POST /projects/p/runs {"updatePublishedResults":true,"notifications":[{"type":"FAILURE","includeSuccessScreenshot":false,` +
		`"userIds":["u"]}]}`,
		`201 {"projectId":"p","runId":"r","projectVersion":3}`},
	{"GetProjectRuns", func(ctx context.Context, c *hex.Client) error {
		return err2(c.GetProjectRuns(ctx, "p", hex.RunQuery{}))
	}, `GET /projects/p/runs`, `{"runs":[]}`},
	{"GetRunStatus", func(ctx context.Context, c *hex.Client) error { return err2(c.GetRunStatus(ctx, "p", "r")) },
		`GET /projects/p/runs/r`, `{"runId":"r","status":"PENDING"}`},
	{"CancelRun", func(ctx context.Context, c *hex.Client) error { return c.CancelRun(ctx, "p", "r") }, `DELETE /projects/p/runs/r`,
		`204 `},
	{"GetChartImageFromRun", func(ctx context.Context, c *hex.Client) error {
		return err2(c.GetChartImageFromRun(ctx, "p", "r", "s", hex.ImageOptions{Width: 640, Height: 480, IncludeTitle: true}))
	}, `GET /projects/p/runs/r/cells/s/image?height=480&includeTitle=true&width=640`, anImage},
	{"RunDraft", func(ctx context.Context, c *hex.Client) error {
		return err2(c.RunDraft(ctx, "p", hex.DraftRunRequest{UseCachedSQL: new(false)}))
	},
		`POST /projects/p/notebook/run {"useCachedSqlResults":false}`, `{"projectId":"p","runId":"r","status":"PENDING"}`},
	{"RunCell", func(ctx context.Context, c *hex.Client) error { return err2(c.RunCell(ctx, "c", true)) },
		`POST /cells/c/run {"dryRun":true}`, `{"cellId":"c","runId":null,"status":"PENDING"}`},
	{"ListCells", func(ctx context.Context, c *hex.Client) error {
		return err2(c.ListCells(ctx, hex.CellQuery{ProjectID: "p"}))
	}, `GET /cells?projectId=p`, `{"values":[` + aCell + `]}`},
	{"GetCell", func(ctx context.Context, c *hex.Client) error { return err2(c.GetCell(ctx, "c")) }, `GET /cells/c`, aCell},
	{"CreateCell", func(ctx context.Context, c *hex.Client) error {
		return err2(c.CreateCell(ctx, hex.NewCell{ProjectID: "p", Type: hex.CellSQL, Source: "select 1", Label: "L", DataConnectionID: "d",
			OutputDataframe: "df", ParentCellID: "s", Position: hex.ChildFirst}))
	}, `POST /cells {"cellType":"SQL","contents":{"sqlCell":{"dataConnectionId":"d","outputDataframe":"df","source":"select 1"}},` +
		`"label":"L","location":{"childPosition":"FIRST","parentCellId":"s"},"projectId":"p"}`, aCell},
	{"CreateCell", func(ctx context.Context, c *hex.Client) error {
		return err2(c.CreateCell(ctx, hex.NewCell{ProjectID: "p", Type: hex.CellMarkdown, AfterCellID: "c"}))
	}, `POST /cells {"cellType":"MARKDOWN","contents":{"markdownCell":{"source":""}},"location":{"insertAfterCellId":"c"},` +
		`"projectId":"p"}`, aCell},
	{"UpdateCell", func(ctx context.Context, c *hex.Client) error {
		return err2(c.UpdateCell(ctx, "c", hex.CellUpdate{SQL: new("x"), OutputDataframe: new("df"), DataConnectionID: new("")}))
	}, `PATCH /cells/c {"contents":{"sqlCell":{"outputDataframe":"df","source":"x"}},"dataConnectionId":null}`, aCell},
	{"UpdateCell", func(ctx context.Context, c *hex.Client) error {
		return err2(c.UpdateCell(ctx, "c", hex.CellUpdate{DataConnectionID: new("d")}))
	},
		`PATCH /cells/c {"dataConnectionId":"d"}`, aCell},
	{"DeleteCell", func(ctx context.Context, c *hex.Client) error { return c.DeleteCell(ctx, "c") }, `DELETE /cells/c`, `{"cellId":"c"}`},
	{"GetCellOutput", func(ctx context.Context, c *hex.Client) error { return err2(c.GetCellOutput(ctx, "c")) }, `GET /cells/c/output`,
		outputHead + `{"type":"cell_run_error","message":"m"}}`},
	{"GetChartImageFromLogic", func(ctx context.Context, c *hex.Client) error {
		return err2(c.GetChartImageFromLogic(ctx, "c", hex.ImageOptions{}))
	}, `GET /cells/c/image`, anImage},
	{"ListCollections", func(ctx context.Context, c *hex.Client) error {
		return err2(c.ListCollections(ctx, hex.CollectionQuery{SortBy: "NAME"}))
	}, `GET /collections?sortBy=NAME`, `{"values":[]}`},
	{"GetCollection", func(ctx context.Context, c *hex.Client) error { return err2(c.GetCollection(ctx, "k")) }, `GET /collections/k`,
		`{"id":"k"}`},
	{"CreateCollection", func(ctx context.Context, c *hex.Client) error {
		return err2(c.CreateCollection(ctx, hex.NewCollection{Name: "N",
			Sharing: &hex.CollectionSharing{Users: []hex.CollectionGrant{{ID: "u", Access: "MEMBER"}}}}))
	}, `POST /collections {"name":"N","sharing":{"users":[{"id":"u","access":"MEMBER"}]}}`, `201 {"id":"k"}`},
	{"EditCollection", func(ctx context.Context, c *hex.Client) error {
		return err2(c.EditCollection(ctx, "k", hex.CollectionEdit{Description: new(""),
			Sharing: &hex.CollectionSharing{Groups: []hex.CollectionGrant{{ID: "g", Access: "NONE"}}}}))
	}, `PATCH /collections/k {"description":"","sharing":{"upsert":{"groups":[{"id":"g","access":"NONE"}]}}}`, `{"id":"k"}`},
	{"ListGroups", func(ctx context.Context, c *hex.Client) error {
		return err2(c.ListGroups(ctx, hex.GroupQuery{SortBy: "NAME", SortDirection: hex.Ascending}))
	}, `GET /groups?sortBy=NAME&sortDirection=ASC`, `{"values":[]}`},
	{"GetGroup", func(ctx context.Context, c *hex.Client) error { return err2(c.GetGroup(ctx, "g")) }, `GET /groups/g`, `{"id":"g"}`},
	{"CreateGroup", func(ctx context.Context, c *hex.Client) error { return err2(c.CreateGroup(ctx, "N", []string{"u"})) },
		`POST /groups {"members":{"users":[{"id":"u"}]},"name":"N"}`, `201 {"id":"g","name":"N","members":{}}`},
	{"EditGroup", func(ctx context.Context, c *hex.Client) error {
		return err2(c.EditGroup(ctx, "g", hex.GroupEdit{Name: "M", Add: []string{"u"}, Remove: []string{"v"}}))
	}, `PATCH /groups/g {"members":{"add":{"users":[{"id":"u"}]},"remove":{"users":[{"id":"v"}]}},"name":"M"}`, `{"id":"g"}`},
	{"DeleteGroup", func(ctx context.Context, c *hex.Client) error { return c.DeleteGroup(ctx, "g") }, `DELETE /groups/g`, `204 `},
	{"ListDataConnections", func(ctx context.Context, c *hex.Client) error {
		return err2(c.ListDataConnections(ctx, hex.ConnectionQuery{SortBy: "CREATED_AT"}))
	}, `GET /data-connections?sortBy=CREATED_AT`, `{"values":[` + aConnection + `,{"id":"e","name":"m","type":"duckdb"}]}`},
	{"GetDataConnection", func(ctx context.Context, c *hex.Client) error { return err2(c.GetDataConnection(ctx, "d")) },
		`GET /data-connections/d`, aConnection},
	{"CreateDataConnection", func(ctx context.Context, c *hex.Client) error {
		return err2(c.CreateDataConnection(ctx, hex.NewDataConnection{Name: "N", Type: hex.ConnectionPostgres,
			Details: hex.ConnectionDetails{Postgres: &hex.PostgresDetails{
				Hostname: "db.acme.example", Port: 5432, Database: "shop", Username: "hex", Password: "pw"}}}))
	}, `POST /data-connections {"name":"N","type":"postgres","connectionDetails":{"postgres":{"hostname":"db.acme.example",` +
		`"port":5432,"database":"shop","username":"hex","password":"pw"}}}`, `201 ` + aConnection},
	{"EditDataConnection", func(ctx context.Context, c *hex.Client) error {
		grant := hex.ConnectionGrant{Access: hex.ConnectionAccessQuery}
		grant.Group.ID = "g"
		return err2(c.EditDataConnection(ctx, "d", hex.DataConnectionEdit{NoSchemaRefresh: true, IncludeMagic: new(false),
			Groups:  []hex.ConnectionGrant{grant},
			Details: &hex.ConnectionDetails{Snowflake: &hex.SnowflakeDetails{Role: new(hex.NullText(""))}}}))
	}, `PATCH /data-connections/d {"connectionDetails":{"snowflake":{"role":null}},"includeMagic":false,"schemaRefreshSchedule":null,` +
		`"sharing":{"groups":{"upsert":[{"group":{"id":"g"},"access":"QUERY"}]}}}`, `201 ` + aConnection},
	{"UpdateDataConnectionSchema", func(ctx context.Context, c *hex.Client) error {
		return err2(c.UpdateDataConnectionSchema(ctx, "d", []hex.StatusUpdate{{Type: "TABLE", Name: "a.b", Status: "Gold"},
			{Type: "DATABASE", Name: "a"}}))
	}, `PATCH /data-connections/d/schema {"updates":[{"type":"TABLE","name":"a.b","status":"Gold"},{"type":"DATABASE","name":"a",` +
		`"status":null}]}`,
		`{"updated":{"databases":[{"name":"a","status":null}],"schemas":[],"tables":[{"name":"a.b","status":"Gold"}]}}`},
	{"Me", func(ctx context.Context, c *hex.Client) error { return err2(c.Me(ctx)) }, `GET /users/me`, `{"org":{"id":"o"}}`},
	{"ListUsers", func(ctx context.Context, c *hex.Client) error {
		return err2(c.ListUsers(ctx, hex.UserQuery{GroupID: "g", UserIDs: []string{"u", "v"}, SortBy: "EMAIL"}))
	}, `GET /users?groupId=g&sortBy=EMAIL&userIds=u%2Cv`, `{"values":[{"id":"u"}]}`},
	{"DeactivateUser", func(ctx context.Context, c *hex.Client) error { return err2(c.DeactivateUser(ctx, "u")) },
		`POST /users/u/deactivate`, `{"user":{"id":"u"}}`},
	{"IngestSemanticProject", func(ctx context.Context, c *hex.Client) error {
		return err2(c.IngestSemanticProject(ctx, "m", []byte("PK"), hex.IngestOptions{DryRun: new(true)}))
	}, `POST /semantic-projects/m/ingest dryRun=true file=PK`,
		`201 {"traceId":"t","contents":["a.yaml"],"problems":[{"severity":"warning","message":"m","cause_paths":[["a",1]],` +
			`"impact_paths":[]}]}`},
	{"UpdateSemanticProject", func(ctx context.Context, c *hex.Client) error {
		return err2(c.UpdateSemanticProject(ctx, "m", []hex.StatusUpdate{{Type: "VIEW", Name: "v", Status: "Gold"}}))
	}, `PATCH /semantic-projects/m {"updates":[{"type":"VIEW","name":"v","status":"Gold"}]}`, `{"updated":{"datasets":[],"views":[]}}`},
	{"UpsertGuideDraft", func(ctx context.Context, c *hex.Client) error {
		return err2(c.UpsertGuideDraft(ctx, []hex.GuideFile{{FilePath: "a.md", Contents: "# A",
			Source: &hex.GuideSource{Source: "unknown", ID: "x"}}}, true))
	}, `PUT /guides/draft {"files":[{"filePath":"a.md","contents":"# A","externalSource":{"source":"unknown","id":"x"}}],` +
		`"forceWrite":true}`,
		`{"files":[{"id":"f","filePath":"a.md"}],"warnings":[],"traceId":"t"}`},
	{"ListDraftGuides", func(ctx context.Context, c *hex.Client) error {
		return err2(c.ListDraftGuides(ctx, hex.GuideQuery{Source: &hex.GuideSource{Source: "github", Owner: "acme", Repo: "guides"}}))
	}, `GET /guides/draft/list?externalSource=` + url.QueryEscape(`{"source":"github","owner":"acme","repo":"guides"}`),
		`{"values":[{"id":"f","filePath":"a.md"}]}`},
	{"PublishGuideDrafts", func(ctx context.Context, c *hex.Client) error {
		return err2(c.PublishGuideDrafts(ctx, []string{"f"}, false))
	},
		`POST /guides/publish {"orgGuideFileIds":["f"]}`, `{"message":"m","publishedGuides":[],"traceId":"t"}`},
	{"PublishGuideDrafts", func(ctx context.Context, c *hex.Client) error { return err2(c.PublishGuideDrafts(ctx, nil, true)) },
		`POST /guides/publish {"publishAllDraftGuides":true}`, `{"message":"m","publishedGuides":[],"traceId":"t"}`},
	{"DeleteGuideDraft", func(ctx context.Context, c *hex.Client) error { return c.DeleteGuideDraft(ctx, "f") }, `DELETE /guides/draft/f`,
		`204 `},
	{"CreateThread", func(ctx context.Context, c *hex.Client) error {
		return err2(c.CreateThread(ctx, hex.NewThread{Prompt: hex.Prompt{Text: "Why?",
			Attachments: &hex.Attachments{DataConnectionID: "d"}}, ProjectID: "p"}))
	}, `POST /threads {"prompt":"Why?","attachments":{"dataConnectionId":"d"},"projectId":"p"}`,
		`{"threadId":"t","url":"https://app.hex.tech/thread/t","createdAt":"2026-01-01T00:00:00.000Z","projectId":null}`},
	{"ContinueThread", func(ctx context.Context, c *hex.Client) error {
		return err2(c.ContinueThread(ctx, "t", hex.Prompt{Text: "And?"}))
	},
		`POST /threads/t/followup {"prompt":"And?"}`, `{"threadId":"t","url":"u"}`},
	{"ListThreads", func(ctx context.Context, c *hex.Client) error {
		return err2(c.ListThreads(ctx, hex.ThreadQuery{Source: "MCP", Days: 7, HasFeedback: new(false),
			Roles: []hex.Role{hex.RoleAdmin, hex.RoleGuest}}))
	}, `GET /threads?hasFeedback=false&numDays=7&roles=ADMIN%2CGUEST&source=MCP`,
		`{"threads":[{"id":"t"}],"pagination":{"after":null,"before":null}}`},
	{"GetThread", func(ctx context.Context, c *hex.Client) error { return err2(c.GetThread(ctx, "t")) }, `GET /threads/t`,
		`{"threadId":"t","status":"IDLE","error":null,"response":[{"type":"text","text":"So."},{"type":"cell","id":"c","staticId":"s",` +
			`"label":null}]}`},
	{"GetThreadMessages", func(ctx context.Context, c *hex.Client) error {
		return err2(c.GetThreadMessages(ctx, "t", hex.MessageQuery{Paging: hex.Paging{Limit: 50}}))
	}, `GET /threads/t/messages?limit=50`, `{"content":[{"type":"text","text":"So."}],"pagination":{}}`},
	{"ListTopics", func(ctx context.Context, c *hex.Client) error { return err2(c.ListTopics(ctx, hex.Paging{})) }, `GET /context/topics`,
		`{"topics":[{"id":"x","name":"Sales"}]}`},
	{"CreatePresignedUrl", func(ctx context.Context, c *hex.Client) error {
		return err2(c.CreatePresignedUrl(ctx, "p", hex.Embed{Inputs: map[string]any{"days": 7}, ExpiresIn: time.Minute,
			Display: &hex.EmbedDisplay{Theme: "dark"}}))
	}, `POST /embedding/createPresignedUrl/p {"displayOptions":{"theme":"dark"},"expiresIn":60000,"inputParameters":{"days":7}}`,
		`{"url":"https://app.hex.tech/embed/x"}`},
	{"ListSuggestions", func(ctx context.Context, c *hex.Client) error {
		return err2(c.ListSuggestions(ctx, hex.SuggestionQuery{Status: "open"}))
	}, `GET /suggestions?status=open`, `{"values":[]}`},
	{"GetSuggestion", func(ctx context.Context, c *hex.Client) error { return err2(c.GetSuggestion(ctx, "s")) }, `GET /suggestions/s`,
		`{"id":"s","sources":[{}],"proposedChanges":[{}]}`},
	{"UpdateSuggestion", func(ctx context.Context, c *hex.Client) error {
		return err2(c.UpdateSuggestion(ctx, "s", hex.SuggestionVerdict{Status: "dismissed", DismissReason: "no"}))
	}, `POST /suggestions/s {"status":"dismissed","dismissReason":"no"}`, `204 `},
	{"UpdateSuggestionChange", func(ctx context.Context, c *hex.Client) error {
		return err2(c.UpdateSuggestionChange(ctx, "s", "h", hex.SuggestionVerdict{Status: "COMPLETED", UpdateTarget: "file_update"}))
	}, `POST /suggestions/s/changes/h {"status":"COMPLETED","updateTarget":"file_update"}`, `{}`},
	{"ReviewSuggestion", func(ctx context.Context, c *hex.Client) error { return err2(c.ReviewSuggestion(ctx, "s")) },
		`POST /suggestions/s/review`, `{"anything":1}`},
	{"UpdateComputeProfiles", func(ctx context.Context, c *hex.Client) error {
		return err2(c.UpdateComputeProfiles(ctx, []string{"p", "q"}, hex.ComputeProfile{Size: "LARGE"}))
	}, `POST /projects/compute-profile/batch {"computeProfile":{"size":"LARGE"},"projectIds":["p","q"]}`, `{"traceId":"t"}`},
}

func TestOperations(t *testing.T) {
	for _, op := range allOperations {
		t.Run(op.name, func(t *testing.T) {
			var got string
			seen := &events{}
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				got = written(r)
				status := 200
				if _, body, ok := strings.Cut(op.answer, " "); ok && op.answer[0] != '{' {
					fmt.Sscan(op.answer, &status)
					answer(w, status, body)
					return
				}
				answer(w, status, op.answer)
			}, observed(seen))
			if err := op.call(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if got != op.request {
				t.Errorf("sent\n%s, want\n%s", got, op.request)
			}
			if name := seen.of(hex.EventSent)[0].Op; name != op.name {
				t.Errorf("it calls itself %s", name)
			}
		})
	}
}

// written is a request in one line.
func written(r *http.Request) string {
	line := r.Method + " " + strings.TrimPrefix(r.URL.RequestURI(), "/api/v1")
	if kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		for form := multipart.NewReader(r.Body, params["boundary"]); ; {
			part, err := form.NextPart()
			if err != nil {
				return line
			}
			b, _ := io.ReadAll(part)
			line += " " + part.FormName() + "=" + string(b)
		}
	}
	b, _ := io.ReadAll(r.Body)
	if len(b) > 0 {
		line += " " + string(b)
	}
	return line
}
