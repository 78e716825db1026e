package hex_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hextui/hex"
)

// TestRequestsSendsNothing: what a write would send is shown as it is, in as many calls as it takes, and stays here.
func TestRequestsSendsNothing(t *testing.T) {
	c, err := hex.New(hex.Options{BaseURL: "https://app.hex.tech", Token: "t", Transport: nobody{t}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ids := make([]string, 150)
	grants := make([]hex.Grant, 30)
	for i := range ids {
		ids[i] = fmt.Sprintf("user-%d", i)
	}
	for i := range grants {
		grants[i] = hex.Grant{ID: ids[i], Access: hex.AccessView}
	}
	for _, test := range []struct {
		name, want string
		write      func(context.Context, *hex.Client) error
	}{
		{"one", `UpdateProject PATCH /projects/p {"status":null}`, func(ctx context.Context, c *hex.Client) error {
			_, err := c.UpdateProject(ctx, "p", "")
			return err
		}},
		{"without a body", "DeleteCell DELETE /cells/c ", func(ctx context.Context, c *hex.Client) error { return c.DeleteCell(ctx, "c") }},
		{"what is made is named in what follows", "CreateGroup POST /groups *, EditGroup PATCH /groups/new *",
			func(ctx context.Context, c *hex.Client) error {
				_, err := c.CreateGroup(ctx, "g", ids)
				return err
			}},
		{"in parts", "EditProjectSharingUsers PATCH /projects/p/sharing/users *, EditProjectSharingUsers PATCH /projects/p/sharing/users *",
			func(ctx context.Context, c *hex.Client) error {
				_, err := c.EditProjectSharingUsers(ctx, "p", grants)
				return err
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			all, err := c.Requests(func(c *hex.Client) error { return test.write(t.Context(), c) })
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, q := range all {
				body := string(q.Body)
				if strings.Contains(test.want, "*") {
					body = "*"
				}
				got = append(got, fmt.Sprintf("%s %s %s %s", q.Op, q.Method, q.Path, body))
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), test.want)
			}
		})
	}
	t.Run("what is wrong is refused as when it is sent", func(t *testing.T) {
		_, err := c.Requests(func(c *hex.Client) error { _, err := c.CreateProject(t.Context(), "", ""); return err })
		if !hex.IsKind(err, hex.Invalid) {
			t.Errorf("got %v", err)
		}
		own := errors.New("no more")
		if _, err := c.Requests(func(*hex.Client) error { return own }); !errors.Is(err, own) {
			t.Errorf("got %v", err)
		}
	})
}

// nobody is a network that must not be asked.
type nobody struct{ t *testing.T }

func (n nobody) RoundTrip(r *http.Request) (*http.Response, error) {
	n.t.Errorf("%s %s was sent", r.Method, r.URL.Path)
	return nil, errors.New("nobody is there")
}
