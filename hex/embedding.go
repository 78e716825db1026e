package hex

import (
	"context"
	"errors"
	"time"
)

// Embed says how an app is shown inside another page. The zero value leaves everything to Hex.
type Embed struct {
	// UserAttributes are what the app knows of who looks at it.
	UserAttributes map[string]string
	// Scope is any of EXPORT_PDF and EXPORT_CSV.
	Scope  []string
	Inputs map[string]any
	// ExpiresIn is how long the address is good, at most 5 minutes; 0 is Hex's 15 s.
	ExpiresIn time.Duration
	Display   *EmbedDisplay
	// TestMode makes an address that does not count, for trying.
	TestMode bool
}

// EmbedDisplay says how an embedded app looks. Theme is light or dark.
type EmbedDisplay struct {
	Theme           string `json:"theme,omitempty"`
	ShowRunButton   bool   `json:"showEmbeddedRunButton,omitempty"`
	NoHeaderPadding bool   `json:"noEmbedHeaderPadding,omitempty"`
	NoBasePadding   bool   `json:"noEmbedBasePadding,omitempty"`
	NoOutline       bool   `json:"noEmbedOutline,omitempty"`
	NoFooter        bool   `json:"noEmbedFooter,omitempty"`
}

// CreatePresignedUrl makes an address at which a published app is shown once, without a login. Hex: CreatePresignedUrl. Whoever
// has it sees the app: treat it as a secret.
func (c *Client) CreatePresignedUrl(ctx context.Context, projectID string, e Embed) (Secret, error) {
	body := map[string]any{}
	if len(e.UserAttributes) > 0 {
		body["hexUserAttributes"] = e.UserAttributes
	}
	if len(e.Scope) > 0 {
		body["scope"] = e.Scope
	}
	if len(e.Inputs) > 0 {
		body["inputParameters"] = e.Inputs
	}
	if e.ExpiresIn > 0 {
		body["expiresIn"] = e.ExpiresIn.Milliseconds()
	}
	if e.Display != nil {
		body["displayOptions"] = e.Display
	}
	if e.TestMode {
		body["testMode"] = true
	}
	var wrong error
	if e.ExpiresIn < 0 || e.ExpiresIn > 5*time.Minute {
		wrong = errors.New("an address is good for at most 5 minutes")
	}
	a, err := call[presigned](ctx, c, route{
		op: "CreatePresignedUrl", method: "POST", path: "/embedding/createPresignedUrl/{}", ids: refs(RefProject, projectID), body: body,
		wrong: wrong,
	})
	return a.URL, err
}

type presigned struct {
	URL Secret `json:"url"`
}

func (p *presigned) missing() string { return firstMissing("address", string(p.URL)) }
