package warehouse

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

const (
	momentForm = time.DateTime
	dayForm    = time.DateOnly
)

// incidentDaysAgo is when the payment provider failed for three days, so that there is something to find in the data.
const incidentDaysAgo = 61

// shop makes the history, day by day, as it would have happened.
type shop struct {
	r     *rand.Rand
	begin time.Time // first midnight
	now   time.Time

	customers, orders, items, products, refunds, sessions, channels, spend *writer

	people  []person
	catalog []product
}

type person struct {
	id      int
	country string
	channel string
	since   time.Time
}

type product struct {
	priceCents        int
	launched, retired time.Time // retired is zero while it is sold
}

// fill creates and fills every table.
func fill(ctx context.Context, st *store, opts Options) ([]Table, error) {
	now := opts.Now.UTC().Truncate(time.Second)
	begin := now.AddDate(0, -Months, 0)
	s := &shop{
		r:     rand.New(rand.NewPCG(opts.Seed, 0x5345454453484f50)),
		begin: time.Date(begin.Year(), begin.Month(), begin.Day(), 0, 0, 0, 0, time.UTC),
		now:   now,
	}
	tables := schema()
	if err := st.exec(ctx, "BEGIN"); err != nil {
		return nil, err
	}
	writers, err := create(ctx, st, tables)
	if err != nil {
		return nil, err
	}
	s.customers, s.orders, s.items, s.products = writers[0], writers[1], writers[2], writers[3]
	s.refunds, s.sessions, s.channels, s.spend = writers[4], writers[5], writers[6], writers[7]
	s.describeChannels()
	s.stockCatalog()
	if err := s.live(ctx); err != nil {
		return nil, err
	}
	for _, w := range writers {
		if err := w.close(); err != nil {
			return nil, err
		}
	}
	for _, index := range indexes {
		if err := st.exec(ctx, index); err != nil {
			return nil, err
		}
	}
	if err := st.exec(ctx, "COMMIT"); err != nil {
		return nil, err
	}
	return tables, st.finish(ctx)
}

func create(ctx context.Context, st *store, tables []Table) ([]*writer, error) {
	var writers []*writer
	for i := range tables {
		if err := st.exec(ctx, creation(tables[i])); err != nil {
			return nil, err
		}
		w, err := st.writer(ctx, &tables[i])
		if err != nil {
			return nil, err
		}
		writers = append(writers, w)
	}
	return writers, nil
}

func (s *shop) describeChannels() {
	for _, c := range []struct {
		name, description string
		paid              int
	}{
		{"organic", "Unpaid search results", 0},
		{"paid", "Search and social advertising", 1},
		{"email", "Newsletter and cart reminders", 1},
		{"direct", "Typed address or bookmark", 0},
		{"referral", "Partner sites, paid by sale", 1},
	} {
		s.channels.add(c.name, c.description, c.paid)
	}
}

func (s *shop) stockCatalog() {
	days := int(s.now.Sub(s.begin).Hours() / 24)
	for i := range 120 {
		rg := ranges[i%len(ranges)]
		nth := i / len(ranges) // 24 products a range, no two of one name
		name := adjectives[(nth/len(rg.nouns)+2*(i%len(ranges)))%len(adjectives)] + " " + rg.nouns[nth%len(rg.nouns)]
		p := product{priceCents: (rg.from+s.r.IntN(rg.to-rg.from))/100*100 + 90, launched: s.begin.AddDate(0, 0, -s.r.IntN(700))}
		if chance(s.r, 250) { // came into the shop within the history
			p.launched = s.begin.AddDate(0, 0, s.r.IntN(days))
		}
		var retiredOn, weight any
		if chance(s.r, 120) && p.launched.Before(s.begin) {
			p.retired = s.begin.AddDate(0, 0, days/3+s.r.IntN(days/2))
			retiredOn = p.retired.Format(dayForm)
		}
		if chance(s.r, 850) {
			weight = float64(5+s.r.IntN(400)) / 100
		}
		s.products.add(i+1, fmt.Sprintf("%s-%03d", rg.category[:3], i+1), name, rg.category, p.priceCents,
			p.priceCents*(38+s.r.IntN(30))/100, weight, s.r.IntN(400), p.launched.Format(dayForm), retiredOn)
		s.catalog = append(s.catalog, p)
	}
}

// live goes through the days. Volumes are in thousandths, so that the data does not hang on floating point.
func (s *shop) live(ctx context.Context) error {
	days := int(s.now.Sub(s.begin)/(24*time.Hour)) + 1
	for day := range days {
		midnight := s.begin.AddDate(0, 0, day)
		if err := ctx.Err(); err != nil {
			return err
		}
		level := 600 + 800*day/days                                                         // growth: from 60 % of the average to 140 %
		level = level * weekday[midnight.Weekday()] / 100 * month[midnight.Month()-1] / 100 // season
		level = level * (850 + s.r.IntN(300)) / 1000                                        // weather
		for _, part := range []struct {
			perDay int
			one    func(time.Time)
		}{{8200, s.signUp}, {15600, s.order}, {105000, s.visit}} {
			for range s.count(part.perDay * level / 1000) {
				if at, ok := s.moment(midnight); ok {
					part.one(at)
				}
			}
		}
		s.advertise(midnight, level)
	}
	return nil
}

// count rounds thousandths up or down, by lot.
func (s *shop) count(thousandths int) int {
	n := thousandths / 1000
	if chance(s.r, thousandths%1000) {
		n++
	}
	return n
}

// moment draws a time of that day; false when it has not come yet.
func (s *shop) moment(midnight time.Time) (time.Time, bool) {
	sum := 0
	for _, w := range hourShare {
		sum += w
	}
	n, hour := s.r.IntN(sum), 0
	for n -= hourShare[0]; n >= 0; n -= hourShare[hour] {
		hour++
	}
	at := midnight.Add(time.Duration(hour)*time.Hour + time.Duration(s.r.IntN(3600))*time.Second)
	return at, at.Before(s.now)
}
