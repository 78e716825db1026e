package emulator

import (
	"encoding/json"
	"slices"
)

// notification is who a request wants told when its run has ended. Nobody is
// told; the recipients are only kept and shown.
type notification struct {
	Type                     string   `json:"type"`
	IncludeSuccessScreenshot *bool    `json:"includeSuccessScreenshot"`
	ScreenshotFormat         string   `json:"screenshotFormat"`
	SlackChannelIDs          []string `json:"slackChannelIds"`
	UserIDs                  []string `json:"userIds"`
	GroupIDs                 []string `json:"groupIds"`
	Subject                  string   `json:"subject"`
	Body                     string   `json:"body"`
}

type recipient struct {
	Type                     string        `json:"type"`
	Subject                  string        `json:"subject,omitempty"`
	Body                     string        `json:"body,omitempty"`
	RecipientType            string        `json:"recipientType"`
	IncludeSuccessScreenshot bool          `json:"includeSuccessScreenshot"`
	ScreenshotFormat         []string      `json:"screenshotFormat,omitempty"`
	Recipient                recipientBody `json:"recipient"`
}

type recipientBody struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	IsPrivate *bool  `json:"isPrivate,omitempty"`
}

// notifications is the recipients of a request's notifications as JSON, nil for none.
func (c *call) notifications(wanted []notification) (json.RawMessage, error) {
	var all []recipient
	for _, n := range wanted {
		if !slices.Contains([]string{"SUCCESS", "FAILURE", "ALL"}, n.Type) {
			return nil, badRequest("body.notifications.type must be one of SUCCESS, FAILURE, ALL, not %q", n.Type)
		}
		if n.IncludeSuccessScreenshot == nil {
			return nil, badRequest("body.notifications.includeSuccessScreenshot is required")
		}
		if !slices.Contains([]string{"", "png", "pdf"}, n.ScreenshotFormat) {
			return nil, badRequest("body.notifications.screenshotFormat must be png or pdf, not %q", n.ScreenshotFormat)
		}
		told, err := c.recipients(n)
		if err != nil {
			return nil, err
		}
		all = append(all, told...)
	}
	if len(all) == 0 {
		return nil, nil
	}
	return json.Marshal(all)
}

func (c *call) recipients(n notification) ([]recipient, error) {
	var all []recipient
	var formats []string
	if n.ScreenshotFormat != "" {
		formats = []string{n.ScreenshotFormat}
	}
	add := func(kind string, who recipientBody) {
		all = append(all, recipient{n.Type, n.Subject, n.Body, kind, *n.IncludeSuccessScreenshot, formats, who})
	}
	for _, id := range n.UserIDs {
		user, err := c.store.User(c.ctx(), id)
		if err != nil {
			return nil, missing(err, "user", id)
		}
		add("USER", recipientBody{ID: id, Name: user.Name})
	}
	for _, id := range n.GroupIDs {
		group, err := c.store.Group(c.ctx(), id)
		if err != nil {
			return nil, missing(err, "group", id)
		}
		add("GROUP", recipientBody{ID: id, Name: group.Name})
	}
	private := false
	for _, id := range n.SlackChannelIDs {
		add("SLACK_CHANNEL", recipientBody{ID: id, Name: "channel " + id, IsPrivate: &private})
	}
	return all, nil
}
