package complete

import "strings"

// conditions are how the table that is joined last may fit to those before it: columns of one name that ends with id, and the id of one
// with what names it in the other, such as customer_id for the id of customers.
func (k *Known) conditions(q query) (list []string) {
	if len(q.refs) < 2 {
		return nil
	}
	joined := q.refs[len(q.refs)-1]
	for i := len(q.refs) - 2; i >= 0; i-- {
		other := q.refs[i]
		if other.scope != joined.scope {
			continue
		}
		for _, mine := range k.columns[fold(joined.table)] {
			for _, theirs := range k.columns[fold(other.table)] {
				same := equal(mine, theirs) && strings.HasSuffix(fold(mine), "_id")
				if same || names(mine, theirs, other) || names(theirs, mine, joined) {
					list = append(list, joined.said+"."+mine+" = "+other.said+"."+theirs)
				}
			}
		}
	}
	return list
}

// names tells whether a column names another one, the id of a table: order_id that of orders.
func names(column, id string, of ref) bool {
	if !equal(id, "id") {
		return false
	}
	table := fold(lastPart(of.table))
	of1, ok := strings.CutSuffix(fold(column), "_id")
	return ok && (table == of1 || table == of1+"s" || table == of1+"es" || strings.HasSuffix(of1, "y") && table == of1[:len(of1)-1]+"ies")
}

// expansion is what the star at the end of before stands for, and the star with what is before its dot: the columns of every table that
// it means, where all of them are known, as those of results are.
func (k *Known) expansion(q query, before string) (columns, star string) {
	of, star, ok := starAt(before)
	if !ok {
		return "", star
	}
	var all []string
	for _, r := range q.refs {
		if of != "" && !r.called(of) {
			continue
		}
		whole := k.whole[fold(r.table)]
		if len(whole) == 0 {
			return "", star
		}
		for _, name := range whole {
			if len(q.refs) > 1 {
				name = r.said + "." + name
			}
			all = append(all, name)
		}
	}
	return strings.Join(all, ", "), star
}

// starAt is the star at the end of before with the name of the table before its dot; ok is false for one that multiplies or counts.
func starAt(before string) (of, star string, ok bool) {
	rest := before[:len(before)-1]
	if named, dotted := strings.CutSuffix(rest, "."); dotted {
		start := wordStart(named)
		return named[start:], before[start:], start < len(named)
	}
	rest = strings.TrimRight(rest, " \t\r\n")
	w := lastWord(rest)
	return "", "*", strings.HasSuffix(rest, ",") || equal(w, "select") || equal(w, "distinct")
}
