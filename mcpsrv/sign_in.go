package mcpsrv

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"hextui/hex/hosted"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/wire"
)

// signInState comes back from a client that asks later. It proves nothing, and need not: what counts is whether there is a sign-in.
const signInState = "sign-in"

// signIn has the person sign in, and returns when they have; at once where somebody has done so since changes were counted. A result
// is the question, for a client that brings the reply with another call; where nobody can be asked, the failure has the link.
func (s *Server) signIn(ctx context.Context, c *call, changes int, more *hosted.NeedsScope) (out answer.Result, err error) {
	reply, replied := c.opened, c.wasAsked
	if s.entry.remote {
		return nil, signInFailure(nil)
	}
	consent, err := s.beginSignIn(ctx, changes, more)
	if err != nil {
		return nil, signInFailure(err)
	}
	select {
	case <-consent.Done(): // somebody was quicker
		return nil, doneSigningIn(consent)
	default:
	}
	question := wire.Question{Message: "Sign in to Hex in the browser, so that your question can be asked there. Open the link only if " +
		"you have asked for this.", Link: consent.Link(), ID: uuid.NewString(), State: signInState}
	switch {
	case c.wire.Opening == wire.AsksAtOnce:
		if reply, err = s.open(ctx, c, question); err != nil {
			return nil, s.link(c, consent)
		}
		defer func() {
			if err == nil {
				c.wire.Opened(question.ID)
			}
		}()
	case c.wire.Opening == wire.AsksLater && !replied:
		c.decide(audit.Asked)
		return &asking{question}, nil
	case c.wire.Opening == wire.AsksNobody && !s.entry.give(consent.Link(), c.session):
		return nil, s.link(c, consent) // the next call of the session waits
	}
	if c.wire.Opening != wire.AsksNobody && (reply == nil || !reply.Accepted) {
		return nil, c.declined("The person did not sign in.")
	}
	return nil, s.awaitSignIn(ctx, c, consent)
}

// beginSignIn makes the link, or finds the one that waits.
func (s *Server) beginSignIn(ctx context.Context, changes int, more *hosted.NeedsScope) (*hosted.Asking, error) {
	if more == nil {
		return s.entry.hosted.AskSince(ctx, changes)
	}
	has, err := s.entry.hosted.Scopes(ctx)
	if err != nil {
		return nil, err
	}
	return s.entry.hosted.AskSince(ctx, changes, append(has, more.Scopes...)...)
}

// open has the client's person open the link.
func (s *Server) open(ctx context.Context, c *call, q wire.Question) (*wire.Reply, error) {
	asked, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	c.decide(audit.Asked)
	return c.wire.Ask(asked, q)
}

// awaitSignIn waits until the person has consented: for as long as a person may think where the client asked them, else as long as a
// call waits for anything.
func (s *Server) awaitSignIn(ctx context.Context, c *call, consent *hosted.Asking) error {
	patience := s.wait
	if c.wire.Opening != wire.AsksNobody {
		patience = s.patience
	}
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer c.wire.StepAside()()
	c.wire.Progress(0, 0, "waits for the sign-in in the browser")
	select {
	case <-consent.Done():
		return doneSigningIn(consent)
	case <-wait.Done():
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return s.link(c, consent)
	}
}

// doneSigningIn is nil for a sign-in that went well.
func doneSigningIn(consent *hosted.Asking) error {
	if err := consent.Err(); err != nil {
		return signInFailure(err)
	}
	return nil
}

// link is the failure of a call whose agent is to give the link to the person.
func (s *Server) link(c *call, consent *hosted.Asking) error {
	select {
	case <-consent.Done():
		return doneSigningIn(consent)
	default:
	}
	c.decide(audit.Asked)
	return &answer.Failure{
		Kind: answer.KindSignIn, Link: consent.Link(),
		Message: "A person has to sign in to Hex first. Nothing was asked yet.",
		Hint: fmt.Sprintf("Show the link to the person you work for, and nobody else: it is private, and opens on the computer that "+
			"hextui runs on. Call %s again with the same arguments; it waits for the sign-in and goes on by itself.", c.tool.Name),
	}
}

// signInFailure says that there is no sign-in, and why none can be made now; nil is since nobody can be sent a link.
func signInFailure(why error) *answer.Failure {
	f := &answer.Failure{Kind: answer.KindSignIn, Message: "A person has to sign in to Hex first. Nothing was asked.",
		Hint: "Tell the person who started the server to run hextui login on its computer, then call again."}
	if why != nil {
		f.Message = "A person has to sign in to Hex first, and that did not go well: " + strings.TrimSuffix(why.Error(), ".") +
			". Nothing was asked."
		f.Hint = "Call again for another link, or tell the person you work for to run hextui login."
	}
	return f
}

// turnedAway is the failure of a call of which a part was done before the server took the sign-in no more: what the tool says of it,
// with a link to go on.
func (s *Server) turnedAway(ctx context.Context, c *call, err error) error {
	f := *answer.From(err, c.tool.Advice)
	if s.entry.remote || c.roads.API {
		return &f
	}
	var more *hosted.NeedsScope
	errors.As(c.turnedAway, &more)
	consent, failed := s.beginSignIn(ctx, c.changes, more)
	if failed == nil && consent.Link() != "" {
		f.Link = consent.Link()
		f.Hint = strings.TrimSpace(f.Hint + " First show the link, which is private, to the person you work for: they sign in there.")
	}
	return &f
}
