package hosted

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/config"
)

// Endpoint is the address of the hosted server: own, as HEX_MCP_URL gives it (an address, a host alone, or the word for a region), or
// where that is empty the one of the workspace whose API has the base URL.
func Endpoint(own, baseURL string) (string, error) {
	from, text := "HEX_MCP_URL", strings.TrimSpace(own)
	if text == "" {
		base, err := url.Parse(baseURL)
		if err != nil || base.Host == "" {
			return "", errors.New("the address of the workspace cannot be understood; set HEX_MCP_URL to that of its MCP server")
		}
		from, text = "the workspace", base.Scheme+"://"+base.Host
	}
	if i := slices.IndexFunc(config.Regions(), func(r config.Region) bool { return strings.EqualFold(r.ID, text) }); i >= 0 {
		text = config.Regions()[i].Host
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := secure(text)
	if err != nil {
		return "", fmt.Errorf("%s: %w", from, err)
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if u.Path == "" || u.Path == "/" {
		u.Path = "/mcp"
	}
	return u.String(), nil
}

// secure reads an address to which secrets may be sent: https, or plain http to this computer.
func secure(text string) (*url.URL, error) {
	u, err := url.Parse(text) // its error would quote the text
	switch {
	case err != nil || u.Hostname() == "":
		return nil, errors.New("the address cannot be understood")
	case u.User != nil:
		return nil, errors.New("the address must not hold a user name or a password")
	case u.Fragment != "":
		return nil, errors.New("the address must not have a part after #")
	case strings.EqualFold(u.Scheme, "https"):
		return u, nil
	case !strings.EqualFold(u.Scheme, "http"):
		return nil, errors.New("the address must begin with https://")
	case !isLoopback(u.Hostname()):
		return nil, fmt.Errorf("plain http to %s would show the sign-in to everybody on the way; give an https address",
			Clean(u.Hostname()))
	}
	return u, nil
}

// isLoopback tells whether a host is this computer by its form alone.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// origin is scheme and host of an address.
func origin(u *url.URL) string { return strings.ToLower(u.Scheme + "://" + u.Host) }

// Clean makes a text of a server fit for a sentence: one line, without what cannot be seen, at most 300 runes.
func Clean(s string) string { return hex.OneLine(s, 300) }
