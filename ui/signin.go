package ui

import (
	"context"
	"iter"

	"hextui/hex/ask"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
	"hextui/ui/theme"
)

// signInKey and lookKey are the keys of work for the sign-in to the hosted server.
const (
	signInKey = "sign in"
	lookKey   = "look for a sign-in"
)

// LookForSignIn sees whether somebody has signed in or out, here or in another program.
func (a *App) LookForSignIn() {
	account := a.env.Account
	if account == nil {
		return
	}
	task.Do(a.tasks, lookKey, func(ctx context.Context) (struct{}, error) { return struct{}{}, account.Look(ctx) },
		func(_ struct{}, err error) {
			if err != nil {
				a.Notice(screen.Warn, "Whether you are signed in to "+account.Standing().Server+" cannot be read: "+err.Error())
			}
		})
}

// SignIn begins a sign-in to the hosted server, shows its page, and waits for what the person does there.
func (a *App) SignIn() {
	account := a.env.Account
	server, began := account.Standing().Server, a.now()
	d := &overlay.Waiting{
		Title: "Sign in to " + server, Spin: a.spin, OnCopy: func() {}, OnGiveUp: func() { a.givenUp(server) },
		Lines: overlay.Plain("Asking " + server + " how to sign in."),
		Doing: func() string { return "waiting " + present.Elapsed(a.now().Sub(began)) },
	}
	a.Ask(d)
	task.Each(a.tasks, signInKey, func(ctx context.Context) iter.Seq2[ask.SigningIn, error] {
		return func(yield func(ask.SigningIn, error) bool) {
			s, err := account.SignIn(ctx)
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s, nil) {
				s.GiveUp()
			} else if err := s.Wait(ctx); err != nil {
				s.GiveUp()
				yield(nil, err)
			}
		}
	}, func(s ask.SigningIn, err error, last bool) {
		if !last {
			a.showLink(d, s)
			return
		}
		d.Close()
		a.signedIn(account, err)
	})
}

// showLink opens the page of a sign-in, and says how to get there where no browser comes up.
func (a *App) showLink(d *overlay.Waiting, s ask.SigningIn) {
	link := s.Link()
	accent := func(t *theme.Theme) theme.Style { return t.Accent }
	say := "The browser opens a page of Hex: allow there what hextui asks for. If none comes up, open this link in a browser of " +
		"this computer:"
	if a.opts.OpenURL == nil || a.opts.Far {
		say = "Open this link in a browser of this computer, and allow there what hextui asks for:"
	}
	d.Lines = append(overlay.Plain(say), overlay.Line{}, overlay.Line{Text: link, Style: accent})
	if forward := s.Forward(); a.opts.Far && forward != "" {
		d.Lines = append(d.Lines, overlay.Line{}, overlay.Line{Text: "The browser is on another computer? It has to come back to " +
			"this one. Run there, before you open the link: ssh -N " + forward + " <this computer>"})
	}
	d.OnCopy = func() { a.Copy(link, "the link of the sign-in; it is private") }
	if open := a.opts.OpenURL; open != nil && !a.opts.Far {
		task.Do(a.tasks, "", func(context.Context) (struct{}, error) { return struct{}{}, open(link) }, func(_ struct{}, err error) {
			if err != nil {
				a.Notice(screen.Warn, "No browser could be opened: "+err.Error()+". Open the link yourself.")
			}
		})
	}
}

// givenUp ends the waiting for consent.
func (a *App) givenUp(server string) {
	a.tasks.Cancel(signInKey)
	a.Notice(screen.Info, "The sign-in to "+server+" was given up; nothing was changed.")
}

// signedIn says how a sign-in ended.
func (a *App) signedIn(account ask.Account, err error) {
	standing := account.Standing()
	switch who := standing.Who; {
	case err != nil && standing.In:
		a.Notice(screen.Warn, "You are signed in to "+standing.Server+", but it does not say as whom. "+err.Error())
	case err != nil:
		a.Notice(screen.Error, "You are not signed in: "+err.Error()+".")
	case who == "":
		a.Notice(screen.OK, "Signed in to "+standing.Server+". Questions go by it now.")
	default:
		a.Notice(screen.OK, "Signed in to "+standing.Server+" as "+who+". Questions go by it now.")
	}
}
