package store

var threadRow = row[Thread]{"threads", func(t Thread) ([]any, error) {
	return []any{t.ID, t.User, t.Project, t.Type, t.Source, t.Title, t.Status, t.Sensitive, millis(t.Created), millis(t.Updated), string(t.Body)}, nil
}}

var messageRow = row[Message]{"messages", func(m Message) ([]any, error) {
	return []any{m.ID, m.Thread, millis(m.Created), m.Text}, nil
}}

var topicRow = row[Topic]{"topics", func(t Topic) ([]any, error) { return []any{t.ID, t.Name}, nil }}
