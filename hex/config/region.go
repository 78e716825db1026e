package config

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"hextui/hex"
)

// Region is one of the places where Hex runs.
type Region struct {
	// ID is the short word that is accepted wherever an address is: us, eu, hipaa. It is empty for an own host.
	ID string
	// Name is what people call it.
	Name string
	// Host is its host, with a port where that is not the usual one.
	Host string
}

// Regions are the places open to all, in the order in which to offer them. Beside them there are single-tenant hosts
// (https://<name>.hex.tech).
func Regions() []Region {
	return []Region{
		{"us", "United States", "app.hex.tech"},
		{"eu", "European Union", "eu.hex.tech"},
		{"hipaa", "HIPAA (United States)", "hc.hex.tech"},
	}
}

// Address is the base URL of what a person gives as the workspace: a region's word, a host, or an address in any of the
// forms that [hex.NormalizeBaseURL] takes. Empty is the US region. The error is a [*NotFilledIn] for what only stands for one.
func Address(text string) (string, error) {
	if err := FilledIn(text); err != nil {
		return "", err
	}
	word := strings.ToLower(strings.TrimSpace(text))
	if i := slices.IndexFunc(Regions(), func(r Region) bool { return r.ID == word }); i >= 0 {
		text = Regions()[i].Host
	}
	return hex.NormalizeBaseURL(text)
}

// RegionOf is the region of a base URL; one that is open to nobody else has the host for a name.
func RegionOf(baseURL string) Region {
	u, err := url.Parse(baseURL)
	if err != nil {
		return Region{}
	}
	for _, r := range Regions() {
		if r.Host == u.Host {
			return r
		}
	}
	return Region{Name: u.Host, Host: u.Host}
}

// HowToGetToken says in a sentence where a token for the workspace is made.
func HowToGetToken(baseURL string) string {
	return fmt.Sprintf("In the browser open %s, then Settings, then API keys, then New token.", siteOf(baseURL))
}

// Explained is an error that says how to get a token, where it is for the want of one.
func Explained(err error) error {
	if missing := (*NoToken)(nil); errors.As(err, &missing) {
		return fmt.Errorf("%w. %s", err, HowToGetToken(missing.BaseURL))
	}
	return err
}

// siteOf is the address of the workspace's web site.
func siteOf(baseURL string) string {
	u, err := url.Parse(baseURL)
	if err != nil {
		return baseURL
	}
	return u.Scheme + "://" + u.Host
}

// hostOf is the host of a base URL, to be shown.
func hostOf(baseURL string) string { return RegionOf(baseURL).Host }
