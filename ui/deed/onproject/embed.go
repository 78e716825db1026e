package onproject

import (
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/theme"
)

// lives are how long an address may be good.
var lives = [...]struct {
	word string
	time time.Duration
}{{"15 seconds", 15 * time.Second}, {"1 minute", time.Minute}, {"5 minutes", 5 * time.Minute}}

// Embed asks how an app is to be shown inside another page, and makes the address for it.
func Embed(env *screen.Env, p hex.Project) {
	words := make([]string, len(lives))
	for i, l := range lives {
		words[i] = l.word
	}
	env.Host.Ask(overlay.NewForm("Embed link of "+p.Title, "go on", []*overlay.Entry{
		{Name: "life", Label: "good for", Options: words, Picked: 1, Note: "It shows the app once, and to whoever has it."},
		{Name: "user", Label: "looks as", Hint: "email=jo@acme.dev, region=EU",
			Note: "What the app knows of who looks: name=value, parted by commas. May be left empty."},
		{Name: "export", Label: "may export", Options: []string{"nothing", "CSV", "PDF", "CSV and PDF"}},
		{Name: "theme", Label: "colours", Options: []string{"as set in Hex", "light", "dark"}},
		{Name: "test", Label: "counts", Options: []string{"as a view", "not: it is a test"}},
	}, func(f *overlay.Form) string {
		embed, complaint := embedOf(f)
		if complaint == "" {
			makeLink(env, p, embed, f.Field("life").Value())
		}
		return complaint
	}))
}

// embedOf reads the form.
func embedOf(f *overlay.Form) (hex.Embed, string) {
	e := hex.Embed{
		ExpiresIn: lives[f.Field("life").Picked].time, TestMode: f.Field("test").Picked == 1,
		Scope: [][]string{nil, {"EXPORT_CSV"}, {"EXPORT_PDF"}, {"EXPORT_CSV", "EXPORT_PDF"}}[f.Field("export").Picked],
	}
	if i := f.Field("theme").Picked; i > 0 {
		e.Display = &hex.EmbedDisplay{Theme: f.Field("theme").Options[i]}
	}
	for part := range strings.SplitSeq(f.Field("user").Value(), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		name, value, ok := strings.Cut(part, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return e, "“" + part + "” is no name=value pair: write it as email=jo@acme.dev"
		}
		if e.UserAttributes == nil {
			e.UserAttributes = map[string]string{}
		}
		e.UserAttributes[name] = strings.TrimSpace(value)
	}
	return e, ""
}

// makeLink makes the address and shows it: it is in no log, and gone with the dialog.
func makeLink(env *screen.Env, p hex.Project, e hex.Embed, good string) {
	deed.Do(env, deed.Deed{
		Change: change.EmbedURL{ProjectID: p.ID, Embed: e}, Secret: true,
		Title: "Make a link that shows “" + p.Title + "” once?", Yes: "make it", Said: "A link that shows “" + p.Title + "” once was made.",
		Done: func(r change.Result, err error) {
			link, ok := r.Entity.(hex.Secret)
			if err != nil || !ok {
				return
			}
			faint := func(t *theme.Theme) theme.Style { return t.Faint }
			env.Host.Ask(&overlay.Text{
				Title: "Link that shows " + p.Title + " once", Lines: []overlay.Line{
					{Text: string(link)}, {},
					{Text: "Good for " + good + " from " + present.Clock(env.Now()) + " on, once, for whoever has it.",
						Style: faint},
				},
				OnCopy: func() { env.Host.Copy(string(link), "the link") },
			})
		},
	})
}
