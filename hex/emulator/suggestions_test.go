package emulator

import (
	"testing"
)

func TestSuggestionsAreCompletedAndDismissed(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	path := "/suggestions/" + w.get("/suggestions?status=open").is(200).word("values.0.id")
	change := w.get(path).is(200).word("changes.0.id")

	w.post(path+"/changes/"+change, `{"status":"completed","updateTarget":"data_warehouse_update"}`).is(200)
	if one := w.get(path).is(200); one.word("changes.0.status") != "completed" || one.word("status") != "open" {
		t.Errorf("after its change it is %s", one.text)
	}
	w.post(path+"/review", ``).is(200)
	if one := w.get(path).is(200); one.word("changes.0.id") != change {
		t.Errorf("a review took away what was carried out: %s", one.text)
	}
	w.post(path+"/changes/"+change, `{"status":"DISMISSED","dismissReason":"no"}`).is(200)
	w.post(path+"/review", ``).is(200)
	if one := w.get(path).is(200); one.word("changes.0.id") == change || one.word("changes.0.status") != "open" {
		t.Errorf("a review proposed nothing anew: %s", one.text)
	}
	w.post(path, `{"status":"dismissed","dismissReason":"not ours"}`).is(200)
	if one := w.get(path).is(200); one.word("status") != "dismissed" || one.word("dismissReason") != "not ours" {
		t.Errorf("dismissed it is %s", one.text)
	}
	w.post(path, `{"status":"open"}`).is(200)

	w.post(path, `{"status":"gone"}`).refusedWith(400, newer, "dismissed")
	w.post(path, `{"status":"open","dismissReason":"x"}`).refusedWith(400, newer, "dismissReason")
	w.post(path+"/changes/"+change, `{"status":"open"}`).refusedWith(404, newer, "no change")
	w.post("/suggestions/nothing", `{"status":"open"}`).refusedWith(404, newer, "no suggestion")
	w.post("/suggestions/nothing/review", ``).refusedWith(404, newer, "no suggestion")
	w.send(w.sample(editorToken), "POST", path, `{"status":"open"}`).refusedWith(403, newer, "MANAGER")
	w.send(w.sample(workspaceToken), "POST", path, `{"status":"open"}`).refusedWith(403, newer, "guides:write")
}

func TestComputeProfiles(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	const path = "/projects/compute-profile/batch"
	one, two := w.project("Weekly revenue"), w.project("Channel performance and CAC")
	w.post(path, `{"projectIds":["`+one+`","`+two+`"],"computeProfile":{"image":"python-3.12","size":"MEDIUM"}}`).is(200)
	w.post(path, `{"projectIds":["`+two+`"],"computeProfile":{"size":"LARGE"}}`).is(200)
	profiles, err := w.store.ComputeProfiles(t.Context())
	if err != nil || len(profiles) != 2 {
		t.Fatalf("%+v, %v", profiles, err)
	}
	for _, p := range profiles {
		if p.Project == one && (p.Image != "python-3.12" || p.Size != "MEDIUM") ||
			p.Project == two && (p.Image != "" || p.Size != "LARGE") {
			t.Errorf("%+v", p)
		}
	}
	const nothing = "00000000-0000-4000-8000-000000000000"
	w.post(path, `{"projectIds":["`+one+`","`+nothing+`"],"computeProfile":{"size":"SMALL"}}`).refusedWith(404, newer, nothing)
	if now, _ := w.store.ComputeProfiles(t.Context()); now[0].Size == "SMALL" || now[1].Size == "SMALL" {
		t.Errorf("part of a refused request was done: %+v", now)
	}
	w.post(path, `{"projectIds":[],"computeProfile":{"size":"SMALL"}}`).refusedWith(400, newer, "1 to 100")
	w.post(path, `{"projectIds":["`+one+`"]}`).refusedWith(400, newer, "computeProfile")
}
