package agent

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// checked is one kind of input as its check sees a text.
type checked func(s string) (string, error)

func question(s string) (string, error) {
	q, err := Question{Question: s}.Checked()
	return q.Question, err
}

func query(s string) (string, error) {
	q, err := Query{s}.Checked()
	return q.Query, err
}

func text(s string) (string, error) {
	t, err := Text{Text: s, Task: "Summarize"}.Checked()
	return t.Text, err
}

func textContext(s string) (string, error) {
	t, err := Text{Text: "x", Task: "reason", Context: s}.Checked()
	return t.Context, err
}

func codeRequest(s string) (string, error) {
	r, err := CodeRequest{Request: s, Context: "x"}.Checked()
	return r.Request, err
}

func codeContext(s string) (string, error) {
	r, err := CodeRequest{Request: "print", Context: s}.Checked()
	return r.Context, err
}

func code(s string) (string, error) {
	c, err := Code{s}.Checked()
	return c.Code, err
}

func researched(s string) (string, error) {
	r, err := Request{UserRequest: s}.Checked()
	return r.UserRequest, err
}

// Every limit is held at its edge, in characters, whatever each takes in bytes; spaces count for a maximum and not for a minimum;
// CRLF is one character.
func TestLengths(t *testing.T) {
	for name, one := range map[string]struct {
		check       checked
		least, most int
	}{
		"question": {question, 5, 10_000}, "query": {query, 1, 1_000}, "text": {text, 1, 50_000}, "context": {textContext, 0, 50_000},
		"code request": {codeRequest, 5, 10_000}, "code context": {codeContext, 1, 50_000}, "code": {code, 1, 50_000},
		"user_request": {researched, 5, 10_000},
	} {
		for _, letter := range []string{"a", "ä", "本", "🎯"} {
			for _, n := range []int{one.least - 1, one.least, one.least + 1, one.most - 1, one.most, one.most + 1} {
				if n < 0 {
					continue
				}
				_, err := one.check(strings.Repeat(letter, n))
				var refused *Invalid
				if want := n >= one.least && n <= one.most; want != (err == nil) || err != nil && !errors.As(err, &refused) {
					t.Errorf("%s: %d × %s: %v", name, n, letter, err)
				}
			}
		}
		padded := "x" + strings.Repeat(" ", one.most)
		if _, err := one.check(padded); err == nil {
			t.Errorf("%s: spaces do not count", name)
		}
		if _, err := one.check(strings.Repeat("ö", one.most-1) + "\r\n"); err != nil {
			t.Errorf("%s: CRLF is more than one character: %v", name, err)
		}
		if one.least > 0 {
			if _, err := one.check(" \t\r\n" + strings.Repeat("a", one.least-1) + "  \u00a0"); err == nil {
				t.Errorf("%s: spaces count for the minimum", name)
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	for n, ok := range map[int]bool{-1: false, 0: true, 1: true, 10: true, 11: false} {
		q, err := Question{"why is it so", n}.Checked()
		if (err == nil) != ok {
			t.Errorf("%d sub-questions: %v", n, err)
		}
		if n == 0 && q.N != 3 {
			t.Errorf("without a number %d are asked for", q.N)
		}
	}
	for n, ok := range map[int]bool{-1: false, 0: true, 29: false, 30: true, 600: true, 601: false} {
		r, err := Request{"why is it so", n}.Checked()
		if (err == nil) != ok {
			t.Errorf("a timeout of %d: %v", n, err)
		}
		if n == 0 && r.Timeout != 180 {
			t.Errorf("without a timeout it is %d", r.Timeout)
		}
	}
	for task, ok := range map[string]bool{"summarize": true, "REASON": true, "Extract_Keywords": true, "": false, "translate": false} {
		x, err := Text{Text: "x", Task: task}.Checked()
		if (err == nil) != ok || ok && x.Task != strings.ToLower(task) {
			t.Errorf("task %q becomes %q: %v", task, x.Task, err)
		}
		if err != nil && !strings.Contains(err.Error(), "summarize, reason, extract_keywords") {
			t.Errorf("%v does not name the tasks", err)
		}
	}
}

// Markup that begins over and over is looked at for a short time only.
func TestMuchMarkup(t *testing.T) {
	for _, s := range []string{"<", "<a", "<a ", "<a b=\"", "<img on", "</a", "<!--", "x<y "} {
		began := time.Now()
		_, err := text(strings.Repeat(s, MaxText/len(s)))
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%q: %v after %s", s, err, took)
		}
	}
	tags := strings.Repeat("<p class='a'>b</p>\n", 2600)
	if _, err := text(tags); err != nil {
		t.Errorf("much honest markup: %v", err)
	}
}

func TestProse(t *testing.T) {
	for s, ok := range map[string]bool{
		"tabs\tand\nlines\r\nand \r stay":                true,
		"nul\x00here":                                    false,
		"bell \a here":                                   false,
		"del \x7f here":                                  false,
		"next line \u0085 here":                          false,
		"what <script>alert(1)</script> does":            false,
		"what <SCRIPT src=x>\n</Script > does":           false,
		"how <script> tags work":                         true,
		"open JavaScript:alert(1)":                       false,
		"open vbscript:x":                                false,
		"open data:text/html,x":                          false,
		"<p onclick = x>hello":                           false,
		"<p class='a' ONMOUSEOVER=x>":                    false,
		"<svg/onload=x>":                                 false,
		"<img title='>' onerror=x>":                      false,
		"<img src=\"x\"onerror=x>":                       false,
		"<textarea><p onclick=x></textarea>":             false,
		"<img src=x onerror=alert(1)":                    false,
		"<!-- <p onfoo> -->":                             false,
		"a <b and <p onx>":                               false,
		"why is online = True":                           true,
		"condition=True and on='id'":                     true,
		"df.merge(other, on='id') where a < b":           true,
		"x<y and only=1":                                 true,
		"what <p class='online=1'>on = 1</p> looks like": true,
		"List<String> onClick = new":                     true,
	} {
		for name, check := range map[string]checked{"question": question, "query": query, "text": text, "context": textContext,
			"code request": codeRequest, "code context": codeContext, "user_request": researched} {
			_, err := check(s)
			if (err == nil) != ok {
				t.Errorf("%s %q: %v", name, s, err)
			}
			if err != nil && (strings.Contains(err.Error(), "<") || strings.Contains(err.Error(), "script")) {
				t.Errorf("%v repeats the markup", err)
			}
		}
		if _, err := code(s); (err == nil) != (s != "nul\x00here") {
			t.Errorf("code %q: %v", s, err)
		}
	}
}
