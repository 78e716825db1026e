package hex

import (
	"net"
	"net/url"
	"strings"
	"unicode"
)

// DefaultBaseURL is Hex's multi-tenant workspace in the US. Others are https://eu.hex.tech, https://hc.hex.tech
// (HIPAA) and https://<name>.hex.tech.
const DefaultBaseURL = "https://app.hex.tech/api/v1"

// NormalizeBaseURL turns the address of a workspace, as people write it, into the one that requests are made to:
// it always ends in /api/v1. A host (app.hex.tech), an address of a host, …/api and …/api/v1 are all good, also with
// slashes behind; empty is [DefaultBaseURL]. Without a scheme it is https, for a loopback address http.
//
// The error is an [*Error] of kind [Invalid]: for plain http to elsewhere, since it would show the token to everybody
// on the way; for a user name or password in the address; for a page of the web site.
func NormalizeBaseURL(s string) (string, error) {
	u, err := parseBaseURL(s)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

func parseBaseURL(s string) (*url.URL, error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		s = DefaultBaseURL
	case strings.HasPrefix(s, "hxtp_"), strings.HasPrefix(s, "hxtw_"):
		return nil, badAddress("This is a token, not the address of a workspace.")
	case !strings.Contains(s, "://"):
		s = "//" + s
	}
	u, err := url.Parse(s) // its error quotes the text, in which there may be a password: it is not passed on
	if err != nil || !isHost(u.Hostname()) {
		return nil, badAddress("The address of the workspace cannot be understood.")
	}
	if u.User != nil {
		return nil, badAddress("The address of the workspace must not hold a user name or a password.")
	}
	host, port := strings.ToLower(u.Hostname()), u.Port()
	scheme, err := schemeOf(u, host)
	if err != nil {
		return nil, err
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && port != map[string]string{"http": "80", "https": "443"}[scheme] {
		host += ":" + port
	}
	path := strings.TrimRight(u.Path, "/")
	path = strings.TrimRight(strings.TrimSuffix(path, "/v1"), "/")
	if path != "" && !strings.HasSuffix(path, "/api") {
		return nil, badAddress("This is a page, not the address of a workspace.")
	}
	if path == "" {
		path = "/api"
	}
	return &url.URL{Scheme: scheme, Host: host, Path: path + "/v1"}, nil
}

// schemeOf is https, and http for this machine alone.
func schemeOf(u *url.URL, host string) (string, error) {
	switch scheme, local := strings.ToLower(u.Scheme), isLoopback(host); {
	case scheme == "" && local:
		return "http", nil
	case scheme == "", scheme == "https":
		return "https", nil
	case scheme == "http" && local:
		return "http", nil
	case scheme == "http":
		return "", badAddress("Plain http to " + host + " would show the token to everybody on the way.")
	}
	return "", badAddress("The address of the workspace must begin with https://.")
}

func badAddress(message string) error {
	return &Error{Kind: Invalid, Message: message, Hint: "Give the host alone, such as app.hex.tech, or an https address that ends in " +
		"/api."}
}

// isHost tells whether s is a name or an IP address without a zone.
func isHost(s string) bool {
	if net.ParseIP(s) != nil {
		return true
	}
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '.' && r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// isLoopback tells whether host is this machine by its form alone: no name is looked up, since whoever answers
// names could then say that it is.
func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// ProjectURL is the project's draft in the browser. Hex answers it by going on to the workspace's own address of it.
func (c *Client) ProjectURL(projectID string) string {
	return c.site() + "/hex/" + url.PathEscape(projectID) + "/draft/logic"
}

// WorkspaceURL is the workspace in the browser: what this API cannot do is done there.
func (c *Client) WorkspaceURL() string { return c.site() + "/" }

// site is the web site's address: the base without /api/v1.
func (c *Client) site() string { return strings.TrimSuffix(c.BaseURL(), "/api/v1") }
