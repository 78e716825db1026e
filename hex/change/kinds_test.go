package change_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
)

// scene is a change that is wanted, and what is to be seen of it. Each is made of things that are its own.
type scene struct {
	what change.Change
	// target, fields ("name: before > after", in order), warnings and affected are what the plan must say; fields and warnings that
	// hold a * are parts.
	target   string
	fields   []string
	warnings []string
	affected []string
	risk     change.Risk
	// meddle has somebody else change the target in between; nil where Hex tells nothing of it.
	meddle func(context.Context) error
	// state tells what the change is about, before and after; for what Hex tells nothing of it is nil.
	state func() string
	// undoes is set where an undo makes the state the earlier one again, stops where it only ends what goes on.
	undoes, stops bool
}

// kind is one kind of change, as it is listed in docs/requests.md.
type kind struct {
	name string
	make func(*world) scene
}

func done[T any](_ T, err error) error { return err }

func kinds() []kind {
	return append(append(append(projectKinds(), cellKinds()...), peopleKinds()...), workspaceKinds()...)
}

func projectKinds() []kind {
	return []kind{
		{"CreateProject", func(w *world) scene {
			title := w.fresh("New")
			return scene{
				what: change.CreateProject{Title: title, Description: "About"}, target: `new project "` + title + `"`, risk: change.Write,
				fields: []string{"title:  > " + title, "description:  > About"}, state: func() string {
					n := 0
					for p, err := range hex.Items(w.other.ProjectPages(w.ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100}})) {
						if err == nil && p.Title == title {
							n++
						}
					}
					return fmt.Sprint(n)
				},
			}
		}},
		{"SetStatus", func(w *world) scene {
			p := w.project()
			must(w.other.UpdateProject(w.ctx, p.ID, "In development"))
			return scene{
				what: change.SetStatus{ProjectID: p.ID, Status: "Endorsed"}, target: fmt.Sprintf("project %q (%s)", p.Title, p.ID),
				risk:   change.Overwrite,
				fields: []string{"status: In development > Endorsed"}, undoes: true,
				meddle: func(ctx context.Context) error { return done(w.other.UpdateProject(ctx, p.ID, "Deprecated")) },
				state:  func() string { p := must(w.other.GetProject(w.ctx, p.ID)); return p.StatusName() },
			}
		}},
		{"Export", func(w *world) scene {
			p := w.published()
			return scene{what: change.Export{ProjectID: p.ID}, target: "project " + p.ID, risk: change.Write}
		}},
		{"EmbedURL", func(w *world) scene {
			p := w.published()
			return scene{
				what: change.EmbedURL{ProjectID: p.ID}, target: fmt.Sprintf("project %q (%s)", p.Title, p.ID), risk: change.Secret,
				warnings: []string{"*without a login*"}, meddle: func(context.Context) error {
					w.net.tell(p.Title,
						"Another title")
					return nil
				},
			}
		}},
		{"ShareWithUsers", func(w *world) scene {
			p, who := w.project(), w.people()
			must(w.other.EditProjectSharingUsers(w.ctx, p.ID, []hex.Grant{{ID: who[0].ID, Access: hex.AccessEdit}}))
			return scene{
				what: change.ShareWithUsers{ProjectID: p.ID, Grants: []change.Grant{
					{Who: change.Who{ID: who[0].ID}, Access: hex.AccessView}, {Who: change.Who{ID: who[1].ID}, Access: hex.AccessAppOnly},
				}},
				target: fmt.Sprintf("project %q (%s)", p.Title, p.ID), risk: change.Access,
				fields: []string{"user " + who[0].Email + ": CAN_EDIT > CAN_VIEW", "user " + who[1].Email + ":  > APP_ONLY"},
				warnings: []string{"The user " + who[0].Email + " would have less: CAN_VIEW instead of CAN_EDIT.",
					"Nobody would be left who may edit it, but its owner *"},
				affected: []string{"2 user: " + who[0].Email + " " + who[1].Email}, undoes: true,
				state: func() string { return w.access(p.ID) },
				meddle: func(ctx context.Context) error {
					return done(w.other.EditProjectSharingUsers(ctx, p.ID, []hex.Grant{{ID: who[2].ID, Access: hex.AccessFull}}))
				},
			}
		}},
		{"ShareWithGroups", func(w *world) scene {
			p, a, b := w.project(), w.group(), w.group()
			return scene{
				what: change.ShareWithGroups{ProjectID: p.ID, Grants: []change.Grant{
					{Who: change.Who{ID: a.ID}, Access: hex.AccessView}, {Who: change.Who{ID: b.ID}, Access: hex.AccessEdit},
				}},
				target: fmt.Sprintf("project %q (%s)", p.Title, p.ID), risk: change.Access,
				fields:   []string{"group " + a.Name + ":  > CAN_VIEW", "group " + b.Name + ":  > CAN_EDIT"},
				affected: []string{"2 group: " + a.Name + " " + b.Name}, undoes: true, state: func() string { return w.access(p.ID) },
				meddle: func(ctx context.Context) error {
					return done(w.other.EditProjectSharingGroups(ctx, p.ID, []hex.Grant{{ID: a.ID, Access: hex.AccessFull}}))
				},
			}
		}},
		{"ShareWithCollections", func(w *world) scene {
			p := w.project()
			k := must(w.other.CreateCollection(w.ctx, hex.NewCollection{Name: w.fresh("Collection")}))
			return scene{
				what: change.ShareWithCollections{ProjectID: p.ID,
					Grants: []change.Grant{{Who: change.Who{ID: k.ID}, Access: hex.AccessView}}},
				target: fmt.Sprintf("project %q (%s)", p.Title, p.ID), risk: change.Access,
				fields: []string{"collection " + k.Name + ":  > CAN_VIEW"}, affected: []string{"1 collection: " + k.Name},
				undoes: true, state: func() string { return w.access(p.ID) },
				meddle: func(ctx context.Context) error {
					return done(w.other.EditProjectSharingOrgAndPublic(ctx, p.ID, hex.AccessView, ""))
				},
			}
		}},
		{"ShareWithAll", func(w *world) scene {
			p := w.project()
			must(w.other.EditProjectSharingOrgAndPublic(w.ctx, p.ID, hex.AccessEdit, hex.AccessNone))
			return scene{
				what:   change.ShareWithAll{ProjectID: p.ID, Workspace: hex.AccessNone, Public: hex.AccessAppOnly},
				target: fmt.Sprintf("project %q (%s)", p.Title, p.ID), risk: change.Access,
				fields: []string{"workspace: CAN_EDIT > ", "public web:  > APP_ONLY"},
				warnings: []string{"The workspace would have less: NONE instead of CAN_EDIT.", "Everybody on the web *",
					"Nobody would be left who may edit it, but its owner *"},
				affected: []string{"0 member of the workspace: ", "0 visitor from the web: "}, undoes: true,
				state: func() string { return w.access(p.ID) },
				meddle: func(ctx context.Context) error {
					return done(w.other.EditProjectSharingOrgAndPublic(ctx, p.ID, hex.AccessView, ""))
				},
			}
		}},
		{"Share", func(w *world) scene {
			p, who := w.project(), w.people()
			must(w.other.EditProjectSharingUsers(w.ctx, p.ID, []hex.Grant{{ID: who[0].ID, Access: hex.AccessEdit}}))
			return scene{
				what: change.Share{ProjectID: p.ID, Public: hex.AccessAppOnly, Users: []change.Grant{
					{Who: change.Who{ID: who[0].ID, Name: who[0].Email}, Access: hex.AccessView},
					{Who: change.Who{ID: who[1].ID, Name: who[1].Email}, Access: hex.AccessEdit},
				}},
				target: fmt.Sprintf("project %q (%s)", p.Title, p.ID), risk: change.Access,
				fields: []string{"user " + who[0].Email + ": CAN_EDIT > CAN_VIEW", "user " + who[1].Email + ":  > CAN_EDIT",
					"public web:  > APP_ONLY"},
				warnings: []string{"The user " + who[0].Email + " would have less: CAN_VIEW instead of CAN_EDIT.",
					"Everybody on the web *"},
				affected: []string{"2 user: " + who[0].Email + " " + who[1].Email, "0 visitor from the web: "}, undoes: true,
				state: func() string { return w.access(p.ID) },
				meddle: func(ctx context.Context) error {
					return done(w.other.EditProjectSharingUsers(ctx, p.ID, []hex.Grant{{ID: who[2].ID, Access: hex.AccessFull}}))
				},
			}
		}},
		{"RunProject", func(w *world) scene {
			p := w.published()
			return scene{
				what:   change.RunProject{ProjectID: p.ID, Run: hex.RunRequest{UpdatePublished: true}},
				target: fmt.Sprintf("project %q (%s)", p.Title, p.ID),
				risk:   change.Execute, stops: true, warnings: []string{"What viewers of the app see would be replaced *"},
				affected: []string{"0 viewer of the app: "},
				meddle:   func(context.Context) error { w.net.tell(`"lastPublishedAt":"2`, `"lastPublishedAt":"3`); return nil },
				state: func() string {
					return fmt.Sprint(len(must(w.other.GetProjectRuns(w.ctx, p.ID,
						hex.RunQuery{Limit: 100, Trigger: hex.TriggerAPI})).Runs))
				},
			}
		}},
		{"RunDraft", func(w *world) scene {
			p := w.project()
			w.cell(p.ID, "select 1 as one")
			return scene{
				what: change.RunDraft{ProjectID: p.ID}, target: fmt.Sprintf("project %q (%s)", p.Title, p.ID), risk: change.Execute,
				warnings: []string{change.Unpublished},
				meddle:   func(context.Context) error { w.net.tell(`"lastEditedAt":"2`, `"lastEditedAt":"3`); return nil },
			}
		}},
		{"RunCell", func(w *world) scene {
			p := w.project()
			c := w.cell(p.ID, "select 1 as one")
			return scene{
				what:     change.RunCell{Cell: change.CellRef{ID: c.ID}},
				target:   fmt.Sprintf("SQL cell %q (%s) of project %s", c.Label, c.ID, p.ID),
				risk:     change.Execute,
				warnings: []string{change.Unpublished}, meddle: w.edit(c),
			}
		}},
		{"CancelRun", func(w *world) scene {
			run := w.run()
			status := func() hex.RunStatus { return must(w.other.GetRunStatus(w.ctx, run.ProjectID, run.RunID)).Status }
			return scene{
				what:   change.CancelRun{ProjectID: run.ProjectID, RunID: run.RunID},
				target: fmt.Sprintf("run %s of project %q (%s)", run.RunID, published, run.ProjectID), risk: change.Destroy,
				fields: []string{"status: goes on > KILLED"},
				state: func() string {
					if status().Finished() {
						return "ended"
					}
					return "goes on"
				},
				meddle: func(ctx context.Context) error {
					err := w.other.CancelRun(ctx, run.ProjectID, run.RunID)
					for err == nil && !status().Finished() {
						err = ctx.Err()
					}
					return err
				},
			}
		}},
		{"CreateThread", func(w *world) scene {
			p := w.project()
			return scene{
				what: change.CreateThread{Thread: hex.NewThread{Prompt: hex.Prompt{Text: "How many orders were there?"}, ProjectID: p.ID}},
				risk: change.Execute, target: fmt.Sprintf("new thread in the project %q (%s)", p.Title, p.ID),
				warnings: []string{"The analyst may change the draft of the project."},
				meddle:   func(context.Context) error { w.net.tell(p.Title, "Another title"); return nil },
			}
		}},
		{"ContinueThread", func(w *world) scene {
			id := w.thread()
			return scene{
				what: change.ContinueThread{ThreadID: id, Prompt: hex.Prompt{Text: "And how many customers?"}}, risk: change.Execute,
				target: "thread *" + id + ")",
				meddle: func(context.Context) error { w.net.tell(`"status":"IDLE"`, `"status":"ERROR"`); return nil },
			}
		}},
	}
}

// edit has somebody else write a cell.
func (w *world) edit(c hex.Cell) func(context.Context) error {
	return func(ctx context.Context) error {
		return done(w.other.UpdateCell(ctx, c.ID, hex.CellUpdate{SQL: new("select 'theirs' as one")}))
	}
}

func cellKinds() []kind {
	return []kind{
		{"SaveCell", func(w *world) scene {
			p := w.project()
			c := w.cell(p.ID, "select 1 as one")
			return scene{
				what:   change.SaveCell{Cell: change.CellRef{ID: c.ID}, Source: new("select 2 as two"), OutputDataframe: new("twos")},
				target: fmt.Sprintf("SQL cell %q (%s) of project %s", c.Label, c.ID, p.ID), risk: change.Overwrite,
				fields: []string{"result: " + c.OutputDataframe() + " > twos", "source: 1 line, *"}, undoes: true,
				state: func() string { return w.source(p.ID, c.StaticID) }, meddle: w.edit(c),
			}
		}},
		{"SaveCell (its connection)", func(w *world) scene {
			p := w.project()
			c, to := w.cell(p.ID, "select 1 as one"), w.warehouse()
			return scene{
				what:   change.SaveCell{Cell: change.CellRef{ID: c.ID}, DataConnectionID: &to},
				target: fmt.Sprintf("SQL cell %q (%s) of project %s", c.Label, c.ID, p.ID), risk: change.Overwrite,
				fields: []string{"data connection:  > " + to}, undoes: true,
				state: func() string { return must(w.other.FindCell(w.ctx, p.ID, c.StaticID)).DataConnectionID },
				meddle: func(ctx context.Context) error {
					return done(w.other.UpdateCell(ctx, c.ID, hex.CellUpdate{DataConnectionID: new(w.connection().ID)}))
				},
			}
		}},
		{"CreateCell", func(w *world) scene {
			p := w.project()
			return scene{
				what:   change.CreateCell{Cell: hex.NewCell{ProjectID: p.ID, Type: hex.CellMarkdown, Source: "# Title"}},
				target: fmt.Sprintf("project %q (%s)", p.Title, p.ID), risk: change.Write, undoes: true,
				state: func() string {
					return fmt.Sprint(len(must(w.other.ListCells(w.ctx, hex.CellQuery{ProjectID: p.ID})).Items))
				},
				meddle: func(context.Context) error { w.net.tell(p.Title, "Another title"); return nil },
			}
		}},
		{"DeleteCell", func(w *world) scene {
			p := w.project()
			w.cell(p.ID, "select 0 as zero")
			c := w.cell(p.ID, "select 1 as one")
			reader := w.cell(p.ID, "select * from "+c.OutputDataframe())
			return scene{
				what:   change.DeleteCell{Cell: change.CellRef{ID: c.ID}},
				target: fmt.Sprintf("SQL cell %q (%s) of project %s", c.Label, c.ID, p.ID), risk: change.Destroy,
				fields: []string{"id: " + c.ID + " > ", "label: " + c.Label + " > ", "type: SQL > ", "result: " + c.OutputDataframe() +
					" > ",
					"source: 1 line, *"},
				warnings: []string{"Its result " + c.OutputDataframe() + " seems to be used by 1 cell: " + reader.Label + " " + reader.ID +
					"."},
				affected: []string{"1 cell: " + reader.Label + " " + reader.ID}, undoes: true, meddle: w.edit(c),
				state: func() string {
					var all []string
					for _, c := range must(w.other.ListCells(w.ctx, hex.CellQuery{ProjectID: p.ID})).Items {
						source, _ := c.Source()
						all = append(all, c.Label+" "+source+" "+c.OutputDataframe())
					}
					return strings.Join(all, "\n")
				},
			}
		}},
		{"ReplaceInCells (one)", func(w *world) scene {
			p := w.project()
			w.cell(p.ID, "select 0 as zero")
			c := w.cell(p.ID, "select 1 as one, 11 as eleven")
			return scene{
				what:   change.ReplaceInCells{ProjectID: p.ID, Find: regexp.MustCompile("1"), With: "7"},
				target: "3 places in 1 cell of project " + p.ID, risk: change.Overwrite, fields: []string{"cell " + c.StaticID + ": *"},
				affected: []string{"1 cell: " + c.Label + " " + c.ID}, undoes: true, meddle: w.edit(c),
				state: func() string { return w.source(p.ID, c.StaticID) },
			}
		}},
		{"WriteCells (one)", func(w *world) scene {
			p := w.project()
			c := w.cell(p.ID, "select 1 as one")
			return scene{
				what: change.WriteCells{ProjectID: p.ID, Cells: []change.CellSource{{StaticID: c.StaticID, Source: "select 3"}}},
				risk: change.Overwrite, target: "1 place in 1 cell of project " + p.ID, fields: []string{"cell " + c.StaticID + ": *"},
				affected: []string{"1 cell: " + c.Label + " " + c.ID}, undoes: true, meddle: w.edit(c),
				state: func() string { return w.source(p.ID, c.StaticID) },
			}
		}},
	}
}

func peopleKinds() []kind {
	return []kind{
		{"DeactivateUser", func(w *world) scene {
			u := w.people()[0]
			owned := must(w.other.ListProjects(w.ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100}, OwnerEmail: u.Email,
				IncludeComponents: true})).Items
			titles := ""
			for _, p := range owned {
				titles += " " + p.Title
			}
			return scene{
				what: change.DeactivateUser{ID: u.ID}, target: fmt.Sprintf("user %q (%s)", u.Name+" <"+u.Email+">", u.ID),
				risk:   change.Destroy,
				fields: []string{"can sign in: yes > no: deactivated"}, warnings: []string{"The user is shut out *",
					fmt.Sprintf("They own %d projects: %s, * By schedule run *; Hex's API does not tell whether that goes on. *",
						len(owned), owned[0].Title)},
				affected: []string{"1 user: " + u.Email, fmt.Sprintf("%d project:%s", len(owned), titles)},
				state: func() string {
					return fmt.Sprint(len(must(w.other.ListUsers(w.ctx, hex.UserQuery{UserIDs: []string{u.ID}})).Items))
				},
				meddle: func(ctx context.Context) error { return done(w.other.DeactivateUser(ctx, u.ID)) },
			}
		}},
		{"CreateGroup", func(w *world) scene {
			who, name := w.people(), w.fresh("Group")
			return scene{
				what:   change.CreateGroup{Name: name, Members: []change.Who{{ID: who[0].ID}, {ID: who[1].ID}}},
				target: fmt.Sprintf("new group %q", name), risk: change.Write,
				affected: []string{"2 user: " + who[0].Email + " " + who[1].Email},
				fields: []string{"name:  > " + name, "member " + who[0].Email + ":  > " + who[0].ID, "member " + who[1].Email + ":  > " +
					who[1].ID},
				undoes: true, state: func() string {
					for g, err := range hex.Items(w.other.GroupPages(w.ctx, hex.GroupQuery{Paging: hex.Paging{Limit: 500}})) {
						if err == nil && g.Name == name {
							return w.members(g.ID)
						}
					}
					return "none"
				},
			}
		}},
		{"EditGroup", func(w *world) scene {
			who := w.people()
			g := w.group(who[0])
			return scene{
				what: change.EditGroup{ID: g.ID, Name: "Renamed", Add: []change.Who{{ID: who[1].ID, Name: who[1].Email}},
					Remove: []change.Who{{ID: who[0].ID}}},
				risk: change.Access, target: fmt.Sprintf("group %q (%s)", g.Name, g.ID),
				fields: []string{"name: " + g.Name + " > Renamed", "member " + who[0].Email + ": " + who[0].ID + " > ",
					"member " + who[1].Email + ":  > " + who[1].ID},
				warnings: []string{"1 member would lose what is shared with the group: " + who[0].Email + "."},
				affected: []string{"2 user: " + who[0].Email + " " + who[1].Email}, undoes: true,
				state: func() string { g := must(w.other.GetGroup(w.ctx, g.ID)); return g.Name + " " + w.members(g.ID) },
				meddle: func(ctx context.Context) error {
					return done(w.other.EditGroup(ctx, g.ID, hex.GroupEdit{Add: []string{who[2].ID}}))
				},
			}
		}},
		{"EditGroup (its name)", func(w *world) scene {
			g := w.group()
			return scene{
				what: change.EditGroup{ID: g.ID, Name: "Renamed"}, risk: change.Access, target: fmt.Sprintf("group %q (%s)", g.Name, g.ID),
				fields: []string{"name: " + g.Name + " > Renamed"}, undoes: true,
				state: func() string { return must(w.other.GetGroup(w.ctx, g.ID)).Name },
				meddle: func(ctx context.Context) error {
					return done(w.other.EditGroup(ctx, g.ID, hex.GroupEdit{Name: "Theirs"}))
				},
			}
		}},
		{"DeleteGroup", func(w *world) scene {
			who := w.people()
			g := w.group(who[0], who[1])
			return scene{
				what: change.DeleteGroup{ID: g.ID}, risk: change.Destroy, target: fmt.Sprintf("group %q (%s)", g.Name, g.ID),
				fields:   []string{"name: " + g.Name + " > ", "member *", "member *"},
				warnings: []string{"2 members would lose what is shared with the group."},
				affected: []string{"2 user: *"}, undoes: true,
				state: func() string {
					for now, err := range hex.Items(w.other.GroupPages(w.ctx, hex.GroupQuery{Paging: hex.Paging{Limit: 500}})) {
						if err == nil && now.Name == g.Name {
							return w.members(now.ID)
						}
					}
					return "none"
				},
				meddle: func(ctx context.Context) error {
					return done(w.other.EditGroup(ctx, g.ID, hex.GroupEdit{Remove: []string{who[0].ID}}))
				},
			}
		}},
		{"CreateCollection", func(w *world) scene {
			name, u := w.fresh("Collection"), w.people()[0]
			return scene{
				what: change.CreateCollection{Collection: hex.NewCollection{Name: name,
					Sharing: &hex.CollectionSharing{Users: []hex.CollectionGrant{{ID: u.ID, Access: "MEMBER"}}}}},
				risk: change.Write, target: fmt.Sprintf("new collection %q", name),
				fields:   []string{"name:  > " + name, "user " + u.Email + ":  > MEMBER"},
				affected: []string{"1 user: " + u.Email},
			}
		}},
		{"EditCollection", func(w *world) scene {
			u := w.people()[0]
			k := must(w.other.CreateCollection(w.ctx, hex.NewCollection{Name: w.fresh("Collection"), Description: "Old",
				Sharing: &hex.CollectionSharing{Users: []hex.CollectionGrant{{ID: u.ID, Access: "MANAGER"}}}}))
			return scene{
				what: change.EditCollection{ID: k.ID, Edit: hex.CollectionEdit{
					Name: "Renamed", Description: new("New"),
					Sharing: &hex.CollectionSharing{Users: []hex.CollectionGrant{{ID: u.ID, Access: "NONE"}}},
				}},
				risk: change.Access, target: fmt.Sprintf("collection %q (%s)", k.Name, k.ID),
				fields: []string{"name: " + k.Name + " > Renamed", "description: Old > New", "user " + u.Email + ": MANAGER > "},
				warnings: []string{"The user " + u.Email + " would have less: NONE instead of MANAGER.",
					"Nobody would be left who manages *"},
				affected: []string{"1 user: " + u.Email}, undoes: true,
				state: func() string {
					k := must(w.other.GetCollection(w.ctx, k.ID))
					return fmt.Sprint(k.Name, k.Description, k.Sharing.Users)
				},
				meddle: func(ctx context.Context) error {
					return done(w.other.EditCollection(ctx, k.ID, hex.CollectionEdit{Description: new("Theirs")}))
				},
			}
		}},
	}
}

func workspaceKinds() []kind {
	return []kind{
		{"CreateConnection", func(w *world) scene {
			name := w.fresh("Connection")
			return scene{
				what: change.CreateConnection{Connection: hex.NewDataConnection{Name: name, Type: hex.ConnectionPostgres,
					Details: hex.ConnectionDetails{
						Postgres: &hex.PostgresDetails{Hostname: "db.acme.example", Port: 5432, Database: "shop", Username: "hex",
							Password: "hunter2"}}}},
				risk: change.Secret, target: fmt.Sprintf("new postgres connection %q", name),
				warnings: []string{"Secrets are sent, and not shown here."},
				fields: []string{"name:  > " + name, "details.postgres.database:  > shop", "details.postgres.hostname:  > db.acme.example",
					"details.postgres.password:  > [redacted]", "details.postgres.port:  > 5432", "details.postgres.username:  > hex"},
			}
		}},
		{"EditConnection", func(w *world) scene {
			d, g := w.connection(), w.group()
			grant := hex.ConnectionGrant{Access: hex.ConnectionAccessQuery}
			grant.Group.ID = g.ID
			return scene{
				what: change.EditConnection{ID: d.ID, Edit: hex.DataConnectionEdit{
					Name: "Renamed", AllowWritebackCells: new(true),
					Details: &hex.ConnectionDetails{Postgres: &hex.PostgresDetails{Hostname: "new.acme.example"}},
					Groups:  []hex.ConnectionGrant{grant},
				}},
				risk: change.Secret, target: fmt.Sprintf("postgres connection %q (%s)", d.Name, d.ID),
				affected: []string{"1 group: " + g.Name},
				undoes:   true,
				fields: []string{"name: " + d.Name + " > Renamed", "details.postgres.hostname: db.acme.example > new.acme.example",
					"allow writeback cells:  > yes", "group " + g.Name + ":  > QUERY"},
				state: func() string {
					d := must(w.other.GetDataConnection(w.ctx, d.ID))
					return fmt.Sprintf("%s %v %+v %+v", d.Name, d.AllowWritebackCells, d.Details.Postgres, d.Sharing.Groups)
				},
				meddle: func(ctx context.Context) error {
					return done(w.other.EditDataConnection(ctx, d.ID, hex.DataConnectionEdit{Description: new("Theirs")}))
				},
			}
		}},
		{"EditConnection (a secret)", func(w *world) scene {
			d := w.connection()
			return scene{
				what: change.EditConnection{ID: d.ID, Edit: hex.DataConnectionEdit{
					Details: &hex.ConnectionDetails{Postgres: &hex.PostgresDetails{Password: "hunter3"}}}},
				risk: change.Secret, target: fmt.Sprintf("postgres connection %q (%s)", d.Name, d.ID),
				warnings: []string{"Secrets are sent, and not shown here."},
				fields:   []string{"details.postgres.password:  > [a new secret]"},
				meddle: func(ctx context.Context) error {
					return done(w.other.EditDataConnection(ctx, d.ID, hex.DataConnectionEdit{Description: new("Theirs")}))
				},
			}
		}},
		{"EndorseSchema", func(w *world) scene {
			d := must(w.other.GetDataConnection(w.ctx, w.warehouse()))
			return scene{
				what: change.EndorseSchema{ConnectionID: d.ID,
					Updates: []hex.StatusUpdate{{Type: "TABLE", Name: "public.orders", Status: "Endorsed"}}},
				risk: change.Overwrite, target: fmt.Sprintf("%s connection %q (%s)", d.Type, d.Name, d.ID),
				fields: []string{"status of TABLE public.orders:  > Endorsed"},
				meddle: func(ctx context.Context) error {
					return done(w.other.EditDataConnection(ctx, d.ID, hex.DataConnectionEdit{Name: "Theirs"}))
				},
			}
		}},
		{"EndorseSemantic", func(w *world) scene {
			id := w.semantic()
			return scene{
				what: change.EndorseSemantic{SemanticProjectID: id,
					Updates: []hex.StatusUpdate{{Type: "DATASET", Name: "orders", Status: "Endorsed"}}},
				risk: change.Overwrite, target: "semantic project " + id, fields: []string{"status of DATASET orders:  > Endorsed"},
			}
		}},
		{"IngestSemantic", func(w *world) scene {
			id := w.semantic()
			return scene{
				what: change.IngestSemantic{SemanticProjectID: id, Archive: archive()}, risk: change.Access,
				target:   "semantic project " + id,
				warnings: []string{"The whole model would be replaced *"},
			}
		}},
		{"WriteGuides", func(w *world) scene {
			path := w.fresh("guide") + ".md"
			return scene{
				what: change.WriteGuides{Files: []hex.GuideFile{{FilePath: path, Contents: "# One\n"}}}, risk: change.Access,
				target: `1 draft of guides "` + path + `"`, fields: []string{"draft " + path + ":  > 1 line, *"}, undoes: true,
				warnings: []string{"Once they are published, *"},
				state:    func() string { return w.drafts(path) },
				meddle: func(ctx context.Context) error {
					return done(w.other.UpsertGuideDraft(ctx, []hex.GuideFile{{FilePath: path, Contents: "# Theirs"}}, false))
				},
			}
		}},
		{"PublishGuides", func(w *world) scene {
			g := w.guide()
			return scene{
				what: change.PublishGuides{IDs: []string{g.ID}}, risk: change.Access, target: `1 draft of guides "` + g.FilePath + `"`,
				fields:   []string{"draft " + g.FilePath + ": " + g.ID + " > ", "guide " + g.FilePath + ":  > published"},
				warnings: []string{"Hex's analyst would follow them *"}, affected: []string{"0 member of the workspace: "},
				state:  func() string { return w.drafts(g.FilePath) },
				meddle: func(ctx context.Context) error { return w.other.DeleteGuideDraft(ctx, g.ID) },
			}
		}},
		{"DeleteGuideDraft", func(w *world) scene {
			g := w.guide()
			return scene{
				what: change.DeleteGuideDraft{ID: g.ID}, risk: change.Destroy,
				target: fmt.Sprintf("draft of the guide %q (%s)", g.FilePath, g.ID),
				fields: []string{"draft " + g.FilePath + ": " + g.ID + " > "}, state: func() string { return w.drafts(g.FilePath) },
				meddle: func(ctx context.Context) error { return w.other.DeleteGuideDraft(ctx, g.ID) },
			}
		}},
		{"JudgeSuggestion", func(w *world) scene {
			s := w.suggestion()
			return scene{
				what: change.JudgeSuggestion{ID: s.ID, Verdict: hex.SuggestionVerdict{Status: "DISMISSED", DismissReason: "not ours"}},
				risk: change.Overwrite, target: fmt.Sprintf("suggestion %q (%s)", s.Title, s.ID), undoes: true,
				fields: []string{"status: " + s.Status + " > dismissed", "reason:  > not ours"},
				state:  func() string { return must(w.other.GetSuggestion(w.ctx, s.ID)).Status },
				meddle: func(ctx context.Context) error {
					return done(w.other.UpdateSuggestion(ctx, s.ID, hex.SuggestionVerdict{Status: "resolved"}))
				},
			}
		}},
		{"JudgeSuggestion (a change)", func(w *world) scene {
			s := w.suggestion()
			var proposed struct{ ID, Status string }
			if err := json.Unmarshal(s.Changes[0], &proposed); err != nil {
				w.t.Fatal(err)
			}
			return scene{
				what: change.JudgeSuggestion{ID: s.ID, ChangeID: proposed.ID, Verdict: hex.SuggestionVerdict{Status: "completed"}},
				risk: change.Overwrite, target: fmt.Sprintf("suggestion %q (%s)", s.Title, s.ID), undoes: true,
				fields:   []string{"status: " + proposed.Status + " > completed"},
				warnings: []string{"This notes what became of the change. It does not carry it out."},
				state:    func() string { return string(must(w.other.GetSuggestion(w.ctx, s.ID)).Changes[0]) },
				meddle: func(ctx context.Context) error {
					return done(w.other.UpdateSuggestionChange(ctx, s.ID, proposed.ID, hex.SuggestionVerdict{Status: "resolved"}))
				},
			}
		}},
		{"ReviewSuggestion", func(w *world) scene {
			s := w.suggestion()
			return scene{
				what: change.ReviewSuggestion{ID: s.ID}, risk: change.Execute, target: fmt.Sprintf("suggestion %q (%s)", s.Title, s.ID),
				warnings: []string{"Hex's analyst works on it; what it proposed may be replaced."},
				state:    func() string { return string(must(w.other.GetSuggestion(w.ctx, s.ID)).Changes[0]) },
				meddle: func(ctx context.Context) error {
					return done(w.other.UpdateSuggestion(ctx, s.ID, hex.SuggestionVerdict{Status: "resolved"}))
				},
			}
		}},
		{"SetComputeProfile", func(w *world) scene {
			p := w.project()
			return scene{
				what: change.SetComputeProfile{ProjectIDs: []string{p.ID}, Profile: hex.ComputeProfile{Size: "LARGE"}},
				risk: change.Overwrite, target: fmt.Sprintf("project %q (%s)", p.Title, p.ID), fields: []string{"size:  > LARGE"},
				warnings: []string{"The request is in no document of Hex's: other clients send it so."},
			}
		}},
	}
}

// suggestion is an open one.
func (w *world) suggestion() hex.Suggestion {
	page := must(w.other.ListSuggestions(w.ctx, hex.SuggestionQuery{Status: "open"}))
	s := must(w.other.GetSuggestion(w.ctx, page.Items[0].ID))
	if len(s.Changes) == 0 {
		w.t.Fatal("the suggestion proposes nothing")
	}
	return s
}

func (w *world) guide() hex.Guide {
	path := w.fresh("guide") + ".md"
	return must(w.other.UpsertGuideDraft(w.ctx, []hex.GuideFile{{FilePath: path, Contents: "# One"}}, false)).Files[0]
}

// drafts counts the drafts of a path.
func (w *world) drafts(path string) string {
	n := 0
	for g, err := range hex.Items(w.other.DraftGuidePages(w.ctx, hex.GuideQuery{Paging: hex.Paging{Limit: 100}})) {
		if err != nil {
			return err.Error()
		}
		if g.FilePath == path {
			n++
		}
	}
	return fmt.Sprint(n)
}

// archive is a semantic project as a file.
func archive() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("orders.yaml")
	if err == nil {
		_, err = f.Write([]byte("id: orders\nbase_sql_table: orders\n"))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		panic(err)
	}
	return b.Bytes()
}
