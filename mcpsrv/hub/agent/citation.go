package agent

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Link is what the citation formatter takes: one URL.
type Link struct{ URL string }

// Checked is the link trimmed and without user and password; the error is an [*Invalid].
func (l Link) Checked() (Link, error) {
	u, err := l.parsed()
	if err != nil {
		return l, err
	}
	if u.User != nil {
		// Cut out of the text itself: everything else of it is shown as it was written.
		scheme, rest, _ := strings.Cut(strings.TrimSpace(l.URL), "://")
		host, path := rest, ""
		if end := strings.IndexAny(rest, "/?#"); end >= 0 {
			host, path = rest[:end], rest[end:]
		}
		l.URL = scheme + "://" + host[strings.LastIndexByte(host, '@')+1:] + path
	}
	l.URL = strings.TrimSpace(l.URL)
	return l, nil
}

var errNoURL = &Invalid{"this is no URL that can be cited: give one http or https address with its host"}

func (l Link) parsed() (*url.URL, error) {
	text := strings.TrimSpace(l.URL)
	if n := utf8.RuneCountInString(text); n > MaxURL {
		return nil, invalid("the URL has %d characters; at most %d are taken", n, MaxURL)
	}
	strange := func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(" <>\"\\^`{|}", r) }
	if strings.ContainsFunc(text, strange) {
		return nil, errNoURL
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Opaque != "" || !realHost(u) {
		return nil, errNoURL
	}
	return u, nil
}

// realHost tells whether a URL's host can be one: an address, or labels of letters, digits and hyphens, with a port that can be.
func realHost(u *url.URL) bool {
	host := u.Hostname()
	if p := u.Port(); p != "" {
		if n, err := strconv.Atoi(p); err != nil || n < 1 || n > 65535 {
			return false
		}
	} else if strings.HasSuffix(u.Host, ":") {
		return false
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Zone() == ""
	}
	host = strings.TrimSuffix(host, ".")
	if host == "" || len(host) > 253 || strings.Contains(u.Host, "[") {
		return false
	}
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' || strings.ContainsFunc(label, noLetter) {
			return false
		}
	}
	// What ends in a number is an IPv4 address to a browser, and this one is none.
	return strings.Trim(labels[len(labels)-1], "0123456789") != ""
}

func noLetter(r rune) bool {
	return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
}

// Citations formats a URL as a reference in the style of the APA. It asks nobody anything.
type Citations struct {
	// Year is the year to cite; nil is that of the clock.
	Year func() int
}

// Do is the citation: "Bbc.co.uk. (2026). Retrieved from https://www.bbc.co.uk/news".
func (c Citations) Do(_ context.Context, in Link, _ Tell) (string, error) {
	u, err := in.parsed()
	if err != nil {
		return "", err
	}
	year := time.Now().Year()
	if c.Year != nil {
		year = c.Year()
	}
	return fmt.Sprintf("%s. (%d). Retrieved from %s", site(u), year, in.URL), nil
}

// site is the host as a citation names it.
func site(u *url.URL) string {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if rest, ok := strings.CutPrefix(host, "www."); ok && rest != "" {
		host = rest
	}
	first, size := utf8.DecodeRuneInString(host)
	return string(unicode.ToUpper(first)) + host[size:]
}
