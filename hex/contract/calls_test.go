package contract

import (
	"context"
	"slices"
	"time"

	"hextui/hex"
)

// call is one way of making an operation's request: with as little as it takes, with everything set, or with a choice that
// makes another form of it.
type call struct {
	op, with string
	do       func(context.Context, *hex.Client, *scene) error
}

func only[T any](_ T, err error) error { return err }

// calls are all that the client can do. Together they set every field of every option at least once.
func calls() []call {
	return slices.Concat(projectCalls(), sharingCalls(), runCalls(), cellCalls(), collectionCalls(), groupCalls(), userCalls(),
		connectionCalls(), semanticCalls(), guideCalls(), threadCalls(), unpublishedCalls())
}

func projectCalls() []call {
	return []call{
		{"ListProjects", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListProjects(ctx, hex.ProjectQuery{}))
		}},
		{"ListProjects", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListProjects(ctx, hex.ProjectQuery{
				Paging: hex.Paging{Limit: 3}, IncludeArchived: true, IncludeComponents: true, IncludeTrashed: true, IncludeUnlisted: true,
				IncludeSharing: true,
				Statuses:       []string{"Endorsed", "In development"}, Categories: []string{"Finance", "Data quality"},
				CreatorEmail: "maya@acme.example",
				OwnerEmail:   "maya@acme.example", CollectionID: s.collection(), SortBy: hex.SortPublished, SortDirection: hex.Ascending,
			}))
		}},
		{"ListProjects", "pages", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(hex.Collect(c.ProjectPages(ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 30}, IncludeSharing: true,
				SortBy: hex.SortEdited})))
		}},
		{"CreateProject", "a title", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateProject(ctx, "Proof", ""))
		}},
		{"CreateProject", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateProject(ctx, "Proof", "It holds."))
		}},
		{"GetProject", "", func(ctx context.Context, c *hex.Client, s *scene) error { return only(c.GetProject(ctx, s.project())) }},
		{"UpdateProject", "a status", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateProject(ctx, s.draft(), "Endorsed"))
		}},
		{"UpdateProject", "no status", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateProject(ctx, s.draft(), ""))
		}},
		{"GetQueriedTables", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetQueriedTables(ctx, s.project(), hex.Paging{}))
		}},
		{"GetQueriedTables", "pages", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(hex.Collect(c.QueriedTablePages(ctx, s.project(), hex.Paging{Limit: 1})))
		}},
		{"ExportProject", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ExportProject(ctx, s.project(), ""))
		}},
		{"ExportProject", "draft", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ExportProject(ctx, s.project(), "draft"))
		}},
		{"ExportProject", "latest", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ExportProject(ctx, s.project(), "latest"))
		}},
		{"ExportProject", "a version", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ExportProject(ctx, s.project(), "12"))
		}},
		{"CreatePresignedUrl", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreatePresignedUrl(ctx, s.project(), hex.Embed{}))
		}},
		{"CreatePresignedUrl", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreatePresignedUrl(ctx, s.project(), hex.Embed{
				UserAttributes: map[string]string{"region": "EU"}, Scope: []string{"EXPORT_PDF", "EXPORT_CSV"},
				Inputs:    map[string]any{"start_date": "2026-01-01"},
				ExpiresIn: 5 * time.Minute, TestMode: true,
				Display: &hex.EmbedDisplay{Theme: "dark", ShowRunButton: true, NoHeaderPadding: true, NoBasePadding: true, NoOutline: true,
					NoFooter: true},
			}))
		}},
	}
}

func sharingCalls() []call {
	return []call{
		{"EditProjectSharingUsers", "one", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditProjectSharingUsers(ctx, s.draft(), []hex.Grant{{ID: s.user(), Access: hex.AccessView}}))
		}},
		{"EditProjectSharingGroups", "every access", func(ctx context.Context, c *hex.Client, s *scene) error {
			var grants []hex.Grant
			for _, access := range []hex.Access{hex.AccessNone, hex.AccessAppOnly, hex.AccessView, hex.AccessEdit, hex.AccessFull} {
				grants = append(grants, hex.Grant{ID: s.group(), Access: access})
			}
			return only(c.EditProjectSharingGroups(ctx, s.draft(), grants))
		}},
		{"EditProjectSharingGroups", "more than a call takes", func(ctx context.Context, c *hex.Client, s *scene) error {
			group := s.group()
			return only(c.EditProjectSharingGroups(ctx, s.draft(), slices.Repeat([]hex.Grant{{ID: group, Access: hex.AccessView}}, 30)))
		}},
		{"EditProjectSharingCollections", "one", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditProjectSharingCollections(ctx, s.draft(), []hex.Grant{{ID: s.collection(), Access: hex.AccessView}}))
		}},
		{"EditProjectSharingOrgAndPublic", "the workspace", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditProjectSharingOrgAndPublic(ctx, s.draft(), hex.AccessView, ""))
		}},
		{"EditProjectSharingOrgAndPublic", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditProjectSharingOrgAndPublic(ctx, s.draft(), hex.AccessEdit, hex.AccessAppOnly))
		}},
	}
}

func runCalls() []call {
	return []call{
		{"RunProject", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.RunProject(ctx, s.project(), hex.RunRequest{}))
		}},
		{"RunProject", "inputs", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.RunProject(ctx, s.project(), hex.RunRequest{Inputs: map[string]any{"start_date": "2026-01-01"},
				UseCachedSQL: new(false), DryRun: true}))
		}},
		{"RunProject", "everything else", func(ctx context.Context, c *hex.Client, s *scene) error {
			all := hex.Notification{
				Type: "ALL", IncludeSuccessScreenshot: true, ScreenshotFormat: "png", SlackChannelIDs: []string{"C0123456789"},
				UserIDs:  []string{s.user()},
				GroupIDs: []string{s.group()}, Subject: "Done", Body: "It ran.",
			}
			return only(c.RunProject(ctx, s.project(), hex.RunRequest{
				UpdatePublished: true, UseCachedSQL: new(true),
				Notifications: []hex.Notification{all, {Type: "FAILURE", UserIDs: []string{s.user()}}},
			}))
		}},
		{"RunProject", "a saved view", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.RunProject(ctx, s.project(), hex.RunRequest{ViewID: s.view()}))
		}},
		{"GetProjectRuns", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetProjectRuns(ctx, s.project(), hex.RunQuery{}))
		}},
		{"GetProjectRuns", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetProjectRuns(ctx, s.project(), hex.RunQuery{Limit: 2, Offset: 1, Status: hex.RunCompleted,
				Trigger: hex.TriggerScheduled}))
		}},
		{"GetRunStatus", "", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetRunStatus(ctx, s.project(), s.run()))
		}},
		{"CancelRun", "", func(ctx context.Context, c *hex.Client, s *scene) error {
			return c.CancelRun(ctx, s.project(), s.active())
		}},
		{"CancelRun", "a finished run", func(ctx context.Context, c *hex.Client, s *scene) error {
			return refusedOr(c.CancelRun(ctx, s.project(), s.run()), hex.Unprocessable)
		}},
		{"GetChartImageFromRun", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetChartImageFromRun(ctx, s.project(), s.run(), s.sample("staticId", "CHART", staticID), hex.ImageOptions{}))
		}},
		{"GetChartImageFromRun", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetChartImageFromRun(ctx, s.project(), s.run(), s.sample("staticId", "CHART", staticID),
				hex.ImageOptions{Width: 400, Height: 300, IncludeTitle: true}))
		}},
	}
}

// refusedOr makes a success of the refusal that a call is made for.
func refusedOr(err error, kind hex.Kind) error {
	if hex.IsKind(err, kind) {
		return nil
	}
	return err
}

func cellCalls() []call {
	return []call{
		{"ListCells", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListCells(ctx, hex.CellQuery{ProjectID: s.project()}))
		}},
		{"ListCells", "pages", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(hex.Collect(c.CellPages(ctx, hex.CellQuery{ProjectID: s.project(), Paging: hex.Paging{Limit: 2}})))
		}},
		{"GetCell", "", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetCell(ctx, s.sample("cellId", hex.CellSQL, presentID)))
		}},
		{"CreateCell", "as little as it takes", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateCell(ctx, hex.NewCell{ProjectID: s.draft(), Type: hex.CellCode}))
		}},
		{"CreateCell", "SQL over a connection", func(ctx context.Context, c *hex.Client, s *scene) error {
			draft := s.draft()
			return only(c.CreateCell(ctx, hex.NewCell{
				ProjectID: draft, Type: hex.CellSQL, Label: "Orders", Source: "select 1", DataConnectionID: s.warehouse(),
				OutputDataframe: "orders",
				AfterCellID:     s.cell(draft, hex.CellMarkdown),
			}))
		}},
		{"CreateCell", "SQL over dataframes", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateCell(ctx, hex.NewCell{ProjectID: s.draft(), Type: hex.CellSQL, Source: "select 1", DataframeSQL: true}))
		}},
		{"CreateCell", "Markdown", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateCell(ctx, hex.NewCell{ProjectID: s.draft(), Type: hex.CellMarkdown, Source: "# One"}))
		}},
		{"UpdateCell", "SQL, everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateCell(ctx, s.cell(s.draft(), hex.CellSQL),
				hex.CellUpdate{SQL: new("select 2"), OutputDataframe: new("two"), DataConnectionID: new(s.warehouse())}))
		}},
		{"UpdateCell", "detach", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateCell(ctx, s.cell(s.draft(), hex.CellSQL), hex.CellUpdate{DataConnectionID: new("")}))
		}},
		{"UpdateCell", "code", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateCell(ctx, s.cell(s.draft(), hex.CellCode), hex.CellUpdate{Code: new("x = 2")}))
		}},
		{"UpdateCell", "Markdown", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateCell(ctx, s.cell(s.draft(), hex.CellMarkdown), hex.CellUpdate{Markdown: new("# Two")}))
		}},
		{"DeleteCell", "", func(ctx context.Context, c *hex.Client, s *scene) error {
			return c.DeleteCell(ctx, s.cell(s.draft(), hex.CellCode))
		}},
		{"GetCellOutput", "", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetCellOutput(ctx, s.output()))
		}},
		{"GetChartImageFromLogic", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetChartImageFromLogic(ctx, s.drawn(), hex.ImageOptions{}))
		}},
		{"GetChartImageFromLogic", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetChartImageFromLogic(ctx, s.drawn(), hex.ImageOptions{Width: 2000, Height: 100, IncludeTitle: true}))
		}},
	}
}

func collectionCalls() []call {
	sharing := func(s *scene) *hex.CollectionSharing {
		all := &hex.CollectionSharing{Users: []hex.CollectionGrant{{ID: s.user(), Access: "MANAGER"}},
			Groups: []hex.CollectionGrant{{ID: s.group(), Access: "MEMBER"}}}
		all.Workspace = &struct {
			Members string `json:"members"`
		}{"MEMBER"}
		return all
	}
	return []call{
		{"ListCollections", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListCollections(ctx, hex.CollectionQuery{}))
		}},
		{"ListCollections", "pages", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(hex.Collect(c.CollectionPages(ctx, hex.CollectionQuery{Paging: hex.Paging{Limit: 2}, SortBy: "NAME"})))
		}},
		{"GetCollection", "", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetCollection(ctx, s.collection()))
		}},
		{"CreateCollection", "a name", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateCollection(ctx, hex.NewCollection{Name: fresh("Proof")}))
		}},
		{"CreateCollection", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateCollection(ctx, hex.NewCollection{Name: fresh("Proof"), Description: "All of it.", Sharing: sharing(s)}))
		}},
		{"EditCollection", "a name", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditCollection(ctx, s.collection(), hex.CollectionEdit{Name: fresh("Proof")}))
		}},
		{"EditCollection", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditCollection(ctx, s.collection(),
				hex.CollectionEdit{Name: fresh("Proof"), Description: new(""), Sharing: sharing(s)}))
		}},
	}
}

func groupCalls() []call {
	return []call{
		{"ListGroups", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListGroups(ctx, hex.GroupQuery{}))
		}},
		{"ListGroups", "pages", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(hex.Collect(c.GroupPages(ctx, hex.GroupQuery{Paging: hex.Paging{Limit: 2}, SortBy: "NAME",
				SortDirection: hex.Descending})))
		}},
		{"GetGroup", "", func(ctx context.Context, c *hex.Client, s *scene) error { return only(c.GetGroup(ctx, s.group())) }},
		{"CreateGroup", "a name", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateGroup(ctx, fresh("Proof"), nil))
		}},
		{"CreateGroup", "members", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateGroup(ctx, fresh("Proof"), []string{s.user()}))
		}},
		{"EditGroup", "a name", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditGroup(ctx, s.group(), hex.GroupEdit{Name: fresh("Proof")}))
		}},
		{"EditGroup", "members", func(ctx context.Context, c *hex.Client, s *scene) error {
			user := s.user()
			return only(c.EditGroup(ctx, s.group(), hex.GroupEdit{Add: []string{user}, Remove: []string{user}}))
		}},
		{"EditGroup", "more members than a call takes", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditGroup(ctx, s.group(), hex.GroupEdit{Remove: slices.Repeat([]string{s.user()}, 120)}))
		}},
		{"DeleteGroup", "", func(ctx context.Context, c *hex.Client, s *scene) error { return c.DeleteGroup(ctx, s.group()) }},
	}
}

func userCalls() []call {
	return []call{
		{"Me", "", func(ctx context.Context, c *hex.Client, s *scene) error { return only(c.Me(ctx)) }},
		{"ListUsers", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListUsers(ctx, hex.UserQuery{}))
		}},
		{"ListUsers", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListUsers(ctx, hex.UserQuery{
				Paging: hex.Paging{Limit: 500}, GroupID: s.group(), UserIDs: []string{s.user(), s.user()}, SortBy: "EMAIL",
				SortDirection: hex.Descending,
			}))
		}},
		{"ListUsers", "pages", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(hex.Collect(c.UserPages(ctx, hex.UserQuery{Paging: hex.Paging{Limit: 7}})))
		}},
		{"DeactivateUser", "", func(ctx context.Context, c *hex.Client, s *scene) error { return only(c.DeactivateUser(ctx, s.user())) }},
	}
}

func semanticCalls() []call {
	return []call{
		{"IngestSemanticProject", "a file", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.IngestSemanticProject(ctx, s.semantic(), archive(), hex.IngestOptions{}))
		}},
		{"IngestSemanticProject", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.IngestSemanticProject(ctx, s.semantic(), archive(),
				hex.IngestOptions{Verbose: new(true), Debug: new(true), DryRun: new(true)}))
		}},
		{"UpdateSemanticProject", "a status", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateSemanticProject(ctx, s.semantic(),
				[]hex.StatusUpdate{{Type: "DATASET", Name: "orders", Status: "Endorsed"}}))
		}},
		{"UpdateSemanticProject", "no status", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateSemanticProject(ctx, s.semantic(), []hex.StatusUpdate{{Type: "DATASET", Name: "orders"}}))
		}},
	}
}

func guideCalls() []call {
	github := &hex.GuideSource{Source: "github", Owner: "acme", Repo: "guides", Base: "https://github.com", Branch: "main",
		CommitHash: "0123456789abcdef0123456789abcdef01234567", Path: "a.md"}
	return []call{
		{"UpsertGuideDraft", "one", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpsertGuideDraft(ctx, []hex.GuideFile{{FilePath: fresh("proof") + ".md", Contents: "# Proof"}}, false))
		}},
		{"UpsertGuideDraft", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpsertGuideDraft(ctx, []hex.GuideFile{
				{FilePath: fresh("proof") + ".md", Contents: "# Proof", Source: github},
				{FilePath: fresh("proof") + ".md", Contents: "# Proof", Source: &hex.GuideSource{Source: "unknown", ID: "x"}},
			}, true))
		}},
		{"ListDraftGuides", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListDraftGuides(ctx, hex.GuideQuery{}))
		}},
		{"ListDraftGuides", "a source", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListDraftGuides(ctx, hex.GuideQuery{Paging: hex.Paging{Limit: 5},
				Source: &hex.GuideSource{Source: "github", Owner: "acme", Repo: "guides"}}))
		}},
		{"PublishGuideDrafts", "some", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.PublishGuideDrafts(ctx, []string{s.guide()}, false))
		}},
		{"PublishGuideDrafts", "all", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.PublishGuideDrafts(ctx, nil, true))
		}},
		{"DeleteGuideDraft", "", func(ctx context.Context, c *hex.Client, s *scene) error { return c.DeleteGuideDraft(ctx, s.guide()) }},
	}
}

func threadCalls() []call {
	return []call{
		{"CreateThread", "a prompt", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateThread(ctx, hex.NewThread{Prompt: hex.Prompt{Text: "How many orders were there?"}}))
		}},
		{"CreateThread", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateThread(ctx, hex.NewThread{
				Prompt: hex.Prompt{Text: "How many orders were there?", Attachments: &hex.Attachments{
					DataConnectionID: s.warehouse(), TableIDs: []string{strangersID}, SemanticDatasetIDs: []string{strangersID},
					SemanticViewIDs: []string{strangersID},
					ProjectIDs:      []string{s.project()},
				}},
				ProjectID: s.draft(), Muted: true,
			}))
		}},
		{"CreateThread", "a new project", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateThread(ctx, hex.NewThread{Prompt: hex.Prompt{Text: "How many orders were there?"}, NewProject: true,
				PreviewID: strangersID}))
		}},
		{"ContinueThread", "a prompt", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ContinueThread(ctx, s.thread(), hex.Prompt{Text: "And returns?"}))
		}},
		{"ContinueThread", "attachments", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ContinueThread(ctx, s.thread(), hex.Prompt{Text: "And returns?",
				Attachments: &hex.Attachments{DataConnectionID: s.warehouse()}}))
		}},
		{"ListThreads", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListThreads(ctx, hex.ThreadQuery{}))
		}},
		{"ListThreads", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListThreads(ctx, hex.ThreadQuery{
				Paging: hex.Paging{Limit: 5}, Source: "PUBLIC_API", Type: "THREADS", UserID: s.user(), Days: 30, HasFeedback: new(true),
				Roles:    []hex.Role{hex.RoleAdmin, hex.RoleEditor},
				Warnings: []string{"DATA_LIMITATION", "OTHER"}, TopicIDs: []string{strangersID}, ResourceIDs: []string{s.project()},
			}))
		}},
		{"ListThreads", "pages", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(hex.Collect(c.ThreadPages(ctx, hex.ThreadQuery{Paging: hex.Paging{Limit: 4}})))
		}},
		{"GetThread", "", func(ctx context.Context, c *hex.Client, s *scene) error { return only(c.GetThread(ctx, s.thread())) }},
		{"GetThreadMessages", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetThreadMessages(ctx, s.thread(), hex.MessageQuery{}))
		}},
		{"GetThreadMessages", "pages", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(hex.Collect(c.ThreadMessagePages(ctx, s.thread(), hex.MessageQuery{Paging: hex.Paging{Limit: 1}, Full: true})))
		}},
		{"ListTopics", "nothing", func(ctx context.Context, c *hex.Client,
			s *scene) error {
			return only(c.ListTopics(ctx, hex.Paging{}))
		}},
		{"ListTopics", "pages", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(hex.Collect(c.TopicPages(ctx, hex.Paging{Limit: 2})))
		}},
	}
}

// unpublishedCalls are of operations that are in no published document.
func unpublishedCalls() []call {
	return []call{
		{"RunDraft", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.RunDraft(ctx, s.project(), hex.DraftRunRequest{UseCachedSQL: new(false)}))
		}},
		{"RunCell", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.RunCell(ctx, s.sample("cellId", hex.CellSQL, presentID), true))
		}},
		{"ListSuggestions", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListSuggestions(ctx, hex.SuggestionQuery{Paging: hex.Paging{Limit: 5}, Status: "open", SortBy: "CREATED_DATE",
				SortDirection: hex.Descending}))
		}},
		{"GetSuggestion", "", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetSuggestion(ctx, s.suggestion()))
		}},
		{"UpdateSuggestion", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateSuggestion(ctx, s.suggestion(), hex.SuggestionVerdict{Status: "dismissed", DismissReason: "not ours"}))
		}},
		{"UpdateSuggestionChange", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateSuggestionChange(ctx, s.suggestion(), s.suggestedChange(),
				hex.SuggestionVerdict{Status: "completed", UpdateTarget: "data_warehouse_update"}))
		}},
		{"ReviewSuggestion", "", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ReviewSuggestion(ctx, s.suggestion()))
		}},
		{"UpdateComputeProfiles", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateComputeProfiles(ctx, []string{s.project()}, hex.ComputeProfile{Image: "python-3.12", Size: "LARGE"}))
		}},
	}
}
