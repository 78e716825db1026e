package hex_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"hextui/hex"
)

// workspace stands for a workspace of Hex, so that the examples run.
func workspace(answers map[string]string) *hex.Client {
	c, err := hex.New(hex.Options{Token: "hxtp_example", Transport: inProcess(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/api/v1")
		body, ok := answers[r.Method+" "+path+"?"+r.URL.Query().Get("after")]
		if !ok {
			body, ok = answers[r.Method+" "+path]
		}
		if !ok {
			answer(w, 404, `{"code":"NOT_FOUND","message":"Not found"}`)
			return
		}
		answer(w, 200, body)
	})})
	if err != nil {
		panic(err)
	}
	return c
}

func Example() {
	client := workspace(map[string]string{"GET /users/me": `{"id":"u","name":"Ada","org":{"id":"o"}}`})
	defer client.Close()
	me, err := client.Me(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("The token acts as", me.Name)
	// Output: The token acts as Ada
}

func ExampleClient_ProjectPages() {
	client := workspace(map[string]string{
		"GET /projects?":   `{"values":[{"id":"1","title":"Sales"},{"id":"2","title":"Returns"}],"pagination":{"after":"c2"}}`,
		"GET /projects?c2": `{"values":[{"id":"3","title":"Stock"}],"pagination":{"after":null}}`,
	})
	defer client.Close()
	for project, err := range hex.Items(client.ProjectPages(context.Background(), hex.ProjectQuery{SortBy: hex.SortEdited})) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(project.ID, project.Title)
	}
	// Output:
	// 1 Sales
	// 2 Returns
	// 3 Stock
}

func ExampleClient_Watch() {
	client := workspace(map[string]string{
		"POST /projects/p/runs":  `{"projectId":"p","runId":"r","projectVersion":4}`,
		"GET /projects/p/runs/r": `{"projectId":"p","runId":"r","status":"COMPLETED","projectVersion":"4"}`,
	})
	defer client.Close()
	ctx := context.Background()
	run, err := client.RunProject(ctx, "p", hex.RunRequest{Inputs: map[string]any{"days": 7}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for update := range client.Watch(ctx, run.ProjectID, run.RunID).Updates() {
		fmt.Println("version", update.Run.Version, update.Run.Status)
	}
	// Output: version 4 COMPLETED
}

func ExampleClient_Save() {
	cell := func(id, source string) string {
		return fmt.Sprintf(`{"id":%q,"staticId":"s","projectId":"p","cellType":"SQL","contents":{"sqlCell":{"source":%q,`+
			`"outputDataframe":"df"}}}`, id, source)
	}
	client := workspace(map[string]string{
		"GET /cells/c1":   cell("c1", "select 1"),
		"PATCH /cells/c1": cell("c2", "select 2"),
		"GET /cells/c2":   cell("c2", "select 2"),
	})
	defer client.Close()
	ctx := context.Background()
	base, err := client.ReadCell(ctx, "p", "c1", "s")
	if err != nil {
		fmt.Println(err)
		return
	}
	saved, err := client.Save(ctx, base, hex.Edit{Source: "select 2"})
	var conflict *hex.Conflict
	switch {
	case errors.As(err, &conflict):
		fmt.Println("somebody wrote:", conflict.Theirs.Source)
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Printf("%q became %q\n", saved.Previous, saved.Snapshot.Source)
	}
	// Output: "select 1" became "select 2"
}

func ExampleClient_GetCellOutput() {
	client := workspace(map[string]string{"GET /cells/c/output": `{"projectId":"p","runId":"r","cell":{"id":"c"},"result":{"type":"table","rowsReturned":2,
		"totalRows":2,"totalRowsKind":"EXACT","columns":[{"name":"country","type":"STRING"},{"name":"n","type":"NUMBER"}],"rows":[{"country":"NL","n":"7"},{"country":null,"n":"1"}]}}`})
	defer client.Close()
	output, err := client.GetCellOutput(context.Background(), "c")
	switch {
	case err != nil:
		fmt.Println(err)
	case output.Error != nil:
		fmt.Println("the cell failed:", output.Error.Message)
	case output.Table != nil:
		for _, row := range output.Table.Rows {
			if n := row[0]; n != nil {
				fmt.Println(*n, *row[1])
			} else {
				fmt.Println("no", output.Table.Columns[0].Name, *row[1])
			}
		}
	}
	// Output:
	// NL 7
	// no country 1
}

func ExampleError() {
	client := workspace(nil)
	defer client.Close()
	_, err := client.GetCell(context.Background(), "c")
	if hex.IsKind(err, hex.NotFound) {
		fmt.Println(err)
	}
	// Output: Hex has no such cell, or the token may not see it. A cell's id changes with every write: read the cells again and find it by its static id.
}

func ExampleClient_EditProjectSharingUsers() {
	client := workspace(map[string]string{"PATCH /projects/p/sharing/users": `{"project":{"id":"p"},"errors":[{"userIds":["u2"],` +
		`"reason":"No such user"}]}`})
	defer client.Close()
	_, err := client.EditProjectSharingUsers(context.Background(), "p", []hex.Grant{{ID: "u1", Access: hex.AccessView},
		{ID: "u2", Access: hex.AccessView}})
	var partial *hex.PartialSharing
	if errors.As(err, &partial) {
		for _, refused := range partial.Refused {
			fmt.Println(refused.IDs, refused.Reason)
		}
	}
	// Output: [u2] No such user
}

func ExampleClient_FindCell() {
	client := workspace(map[string]string{"GET /cells": `{"values":[{"id":"c7","staticId":"s","cellType":"CODE",` +
		`"contents":{"codeCell":{"source":"x = 1"}}}]}`})
	defer client.Close()
	cell, err := client.FindCell(context.Background(), "p", "s")
	if err != nil {
		fmt.Println(err)
		return
	}
	source, _ := cell.Source()
	fmt.Println(cell.ID, source)
	// Output: c7 x = 1
}

func ExampleClient_GetProjectRuns() {
	client := workspace(map[string]string{"GET /projects/p/runs": `{"runs":[{"runId":"r2","status":"ERRORED","projectVersion":"4"},` +
		`{"runId":"r1","status":"COMPLETED","projectVersion":3}]}`})
	defer client.Close()
	page, err := client.GetProjectRuns(context.Background(), "p", hex.RunQuery{Limit: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, run := range page.Runs {
		fmt.Println(run.RunID, run.Status, "version", run.Version)
	}
	// Output:
	// r2 ERRORED version 4
	// r1 COMPLETED version 3
}

func ExampleNormalizeBaseURL() {
	for _, s := range []string{"eu.hex.tech", "https://acme.hex.tech/api/", "http://acme.hex.tech"} {
		base, err := hex.NormalizeBaseURL(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(base)
	}
	// Output:
	// https://eu.hex.tech/api/v1
	// https://acme.hex.tech/api/v1
	// Plain http to acme.hex.tech would show the token to everybody on the way. Give the host alone, such as app.hex.tech, or an https address that ends in /api.
}
