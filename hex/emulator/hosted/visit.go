package hosted

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Visit is a person with a browser, for tests: it opens the link of a sign-in, and answers "allow" or "deny" to the page that asks for
// consent. Where the server sends the browser back without asking, there is nothing to answer.
func Visit(ctx context.Context, link, answer string) error {
	browser := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	at, page, err := open(ctx, browser, http.MethodGet, link, nil)
	if err != nil {
		return err
	}
	found := regexp.MustCompile(`name="request" value="([^"]+)"`).FindStringSubmatch(page)
	switch {
	case found == nil && at != link:
		return nil
	case found == nil:
		return fmt.Errorf("the page of the sign-in asks nothing: %s", page)
	}
	_, _, err = open(ctx, browser, http.MethodPost, link, url.Values{"request": {found[1]}, "answer": {answer}})
	return err
}

// open opens a page, and tells where the browser is then.
func open(ctx context.Context, browser *http.Client, method, link string, form url.Values) (at, page string, err error) {
	req, err := http.NewRequestWithContext(ctx, method, link, strings.NewReader(form.Encode()))
	if err != nil {
		return "", "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := browser.Do(req)
	if err != nil {
		return "", "", fmt.Errorf("the page of the sign-in cannot be opened: %w", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.Request.URL.String(), string(body), err
}
