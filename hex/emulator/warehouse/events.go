package warehouse

import (
	"fmt"
	"time"
)

// signUp makes a customer.
func (s *shop) signUp(at time.Time) {
	p := person{id: len(s.people) + 1, country: pick(s.r, countryShare), channel: pick(s.r, channelShare), since: at}
	s.people = append(s.people, p)
	segment, domain := "consumer", "mail.example"
	if chance(s.r, 180) {
		segment, domain = "business", "acme.example"
	}
	var city, born any
	if chance(s.r, 880) {
		cities := country[p.country].cities
		city = cities[s.r.IntN(len(cities))]
	}
	if chance(s.r, 700) {
		born = s.now.Year() - 18 - s.r.IntN(30) - s.r.IntN(25)
	}
	optIn := 0
	if chance(s.r, 620) {
		optIn = 1
	}
	s.customers.add(p.id, fmt.Sprintf("customer%05d@%s", p.id, domain), segment, p.country, city, p.channel, optIn, born,
		at.Format(momentForm))
}

// someone is a customer who had signed up by then, mostly one of the recent ones; false when there is nobody.
func (s *shop) someone(at time.Time) (person, bool) {
	n := len(s.people)
	for range 8 {
		if n == 0 {
			break
		}
		p := s.people[s.r.IntN(n)]
		if recent := n / 4; recent > 0 && chance(s.r, 550) {
			p = s.people[n-1-s.r.IntN(recent)]
		}
		if p.since.Before(at) {
			return p, true
		}
	}
	return person{}, false
}

// order makes an order with its items, the visit it came from, and perhaps its refund.
func (s *shop) order(at time.Time) {
	who, ok := s.someone(at)
	if !ok {
		return
	}
	id := s.orders.next()
	subtotal := s.fillBasket(id, at)
	var coupon, channel any
	shipping, discount := country[who.country].shippingCents, 0
	if subtotal > 15000 {
		shipping = 0
	}
	if chance(s.r, 160) {
		code := pick(s.r, couponShare)
		switch code {
		case "WELCOME10":
			discount = subtotal * 10 / 100
		case "SUMMER15":
			discount = subtotal * 15 / 100
		case "FRIENDS20":
			discount = subtotal * 20 / 100
		case "FREESHIP":
			shipping = 0
		}
		coupon = code
	}
	came := who.channel
	if chance(s.r, 500) {
		came = pick(s.r, channelShare)
	}
	if chance(s.r, 975) { // the rest was not tracked
		channel = came
	}
	total := subtotal - discount + shipping
	status, shipped, delivered := s.fate(at)
	s.orders.add(id, who.id, at.Format(momentForm), status, channel, who.country,
		coupon, subtotal, discount, shipping, total, moment(shipped), moment(delivered))
	if status == "refunded" {
		s.refund(id, delivered, total)
	}
	if chance(s.r, 800) {
		began := at.Add(-time.Duration(2+s.r.IntN(40)) * time.Minute)
		s.session(began, who.id, id, came, who.country)
	}
}

// fillBasket adds one to four lines to the order and returns their sum in cents.
func (s *shop) fillBasket(order int, at time.Time) int {
	sum := 0
	for range 1 + s.r.IntN(2) + s.r.IntN(2)*s.r.IntN(3) {
		i := s.sold(at)
		quantity := 1
		if chance(s.r, 180) {
			quantity += 1 + s.r.IntN(3)
		}
		price := s.catalog[i].priceCents
		sum += price * quantity
		s.items.add(s.items.next(), order, i+1, quantity, price, price*quantity)
	}
	return sum
}

// sold draws a product that is in the shop at that time; those of low number sell better.
func (s *shop) sold(at time.Time) int {
	for range 20 {
		i := min(s.r.IntN(len(s.catalog)), s.r.IntN(len(s.catalog)))
		if p := s.catalog[i]; !at.Before(p.launched) && (p.retired.IsZero() || at.Before(p.retired)) {
			return i
		}
	}
	return 0
}

// fate is what has become of an order by now; times are zero for what has not happened.
func (s *shop) fate(at time.Time) (status string, shipped, delivered time.Time) {
	cancelled := 38
	if days := int(s.now.Sub(at).Hours() / 24); days >= incidentDaysAgo-1 && days <= incidentDaysAgo+1 {
		cancelled = 460
	}
	shipped = at.Add(time.Duration(8+s.r.IntN(60)) * time.Hour)
	delivered = shipped.Add(time.Duration(24+s.r.IntN(120)) * time.Hour)
	switch age := s.now.Sub(at); {
	case chance(s.r, cancelled):
		return "cancelled", time.Time{}, time.Time{}
	case age < 2*time.Hour:
		return "pending", time.Time{}, time.Time{}
	case shipped.After(s.now):
		return "paid", time.Time{}, time.Time{}
	case delivered.After(s.now):
		return "shipped", shipped, time.Time{}
	case chance(s.r, 52) && s.now.Sub(delivered) > 24*time.Hour:
		return "refunded", shipped, delivered
	}
	return "delivered", shipped, delivered
}

func (s *shop) refund(order int, delivered time.Time, total int) {
	at := delivered.Add(time.Duration(s.r.Int64N(int64(min(s.now.Sub(delivered), 20*24*time.Hour)))))
	if chance(s.r, 240) { // only a part of it
		total = total * (30 + s.r.IntN(50)) / 100
	}
	var reason any
	if chance(s.r, 900) {
		reason = pick(s.r, reasonShare)
	}
	s.refunds.add(s.refunds.next(), order, at.Format(momentForm), reason, total)
}

// visit is a session that ended without an order.
func (s *shop) visit(at time.Time) {
	var customer any
	from := pick(s.r, countryShare)
	if chance(s.r, 220) {
		if who, ok := s.someone(at); ok {
			customer, from = who.id, who.country
		}
	}
	s.session(at, customer, nil, pick(s.r, channelShare), from)
}

func (s *shop) session(at time.Time, customer, order any, channel, from string) {
	views := 1
	if order != nil {
		views = 4 + s.r.IntN(14)
	} else if !chance(s.r, 430) {
		views = 2 + s.r.IntN(6)
	}
	var seconds any
	if views > 1 {
		seconds = views*12 + s.r.IntN(views*55)
	}
	s.sessions.add(s.sessions.next(), customer, order, at.Format(momentForm), channel, pick(s.r, deviceShare), from,
		pick(s.r, pageShare), views, seconds)
}

// advertise books the day's marketing.
func (s *shop) advertise(midnight time.Time, level int) {
	for _, c := range []struct {
		channel, campaign   string
		cents, costPerMille int
	}{
		{"paid", "brand search", 9000, 1400},
		{"paid", "social prospecting", 14000, 900},
		{"paid", "retargeting", 5000, 1100},
		{"email", "newsletter", 1200, 150},
		{"referral", "partners", 3500, 600},
	} {
		cents := c.cents * level / 1000 * (800 + s.r.IntN(400)) / 1000
		impressions := cents * 1000 / c.costPerMille
		clicks := impressions * (8 + s.r.IntN(18)) / 1000
		s.spend.add(midnight.Format(dayForm), c.channel, c.campaign, cents, impressions, clicks)
	}
}

// moment is a column value: NULL for what has not happened.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Format(momentForm)
}
