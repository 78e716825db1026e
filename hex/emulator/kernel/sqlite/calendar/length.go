package calendar

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Length is a length of time as calendars have them.
type Length struct {
	Months, Days int
	Clock        time.Duration
}

// ParseLength reads "1 year 2 months", "-3 days", "1 day 04:05:06".
func ParseLength(s string) (i Length, err error) {
	fields := strings.Fields(strings.ReplaceAll(strings.ToLower(s), ",", " "))
	wrong := fmt.Errorf("invalid interval: '%.60s'; it is written '3 days' or '1 month 2 hours'", s)
	if len(fields) == 0 {
		return i, wrong
	}
	if fields[len(fields)-1] == "ago" {
		if i, err = ParseLength(strings.Join(fields[:len(fields)-1], " ")); err != nil {
			return i, wrong
		}
		return Length{-i.Months, -i.Days, -i.Clock}, nil
	}
	for at := 0; at < len(fields); at++ {
		word := fields[at]
		if (word == "-" || word == "+") && at+1 < len(fields) { // 1 month - 1 day
			at++
			word = strings.TrimPrefix(word, "+") + fields[at]
		}
		word = strings.TrimPrefix(word, "+")
		if strings.Contains(word, ":") {
			clock, err := parseClock(word)
			if err != nil {
				return i, wrong
			}
			i.Clock += clock
			continue
		}
		digits := strings.TrimRight(word, "abcdefghijklmnopqrstuvwxyz")
		unit := word[len(digits):]
		if unit == "" && at+1 < len(fields) {
			at++
			unit = fields[at]
		}
		n, err := strconv.ParseFloat(digits, 64)
		if err == nil && n == 0 && unit == "" {
			continue // as long whatever the unit is
		}
		if err != nil || unit == "" || !i.Add(n, unit) {
			return i, wrong
		}
	}
	return i, nil
}

// Add adds n units, and tells whether there is the unit and it can have so many.
func (i *Length) Add(n float64, unit string) bool {
	const most = 1e7
	if n > most || n < -most {
		return false
	}
	whole := n == float64(int(n))
	switch UnitOf(unit) {
	case "year":
		i.Months += int(math.Round(n*12*1e6) / 1e6)
	case "month":
		months, part := math.Modf(n)
		i.Months += int(months)
		return i.Add(math.Round(part*30*1e6)/1e6, "day")
	case "quarter":
		i.Months += 3 * int(n)
		return whole
	case "week":
		n *= 7
		fallthrough
	case "day":
		i.Days += int(n)
		i.Clock += time.Duration((n - float64(int(n))) * float64(24*time.Hour))
	case "hour":
		i.Clock += time.Duration(n * float64(time.Hour))
	case "minute":
		i.Clock += time.Duration(n * float64(time.Minute))
	case "second":
		i.Clock += time.Duration(n * float64(time.Second))
	case "millisecond":
		i.Clock += time.Duration(n * float64(time.Millisecond))
	default:
		return false
	}
	return true
}

func parseClock(s string) (time.Duration, error) {
	sign := time.Duration(1)
	if strings.HasPrefix(s, "-") {
		sign, s = -1, s[1:]
	}
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, strconv.ErrSyntax
	}
	var sum time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second}[:len(parts)] {
		n, err := strconv.ParseFloat(parts[i], 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(n * float64(unit))
	}
	return sign * sum, nil
}

// String is the interval as PostgreSQL writes it.
func (i Length) String() string {
	var parts []string
	before := false // what is less than nothing comes before
	for _, p := range []struct {
		n    int
		unit string
	}{{i.Months / 12, "year"}, {i.Months % 12, "mon"}, {i.Days, "day"}} {
		if p.n != 0 {
			word := fmt.Sprintf("%d %s", p.n, p.unit)
			if p.n != 1 {
				word += "s"
			}
			if before && p.n > 0 {
				word = "+" + word
			}
			parts, before = append(parts, word), p.n < 0
		}
	}
	if i.Clock != 0 || len(parts) == 0 {
		sign, clock := "", i.Clock
		if clock < 0 {
			sign, clock = "-", -clock
		} else if before {
			sign = "+"
		}
		text := fmt.Sprintf("%s%02d:%02d:%02d", sign, clock/time.Hour, clock/time.Minute%60, clock/time.Second%60)
		if part := clock % time.Second; part != 0 {
			text += strings.TrimRight(fmt.Sprintf(".%06d", part/time.Microsecond), "0")
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

// InMonths is an interval as DuckDB writes it.
func InMonths(text string) string {
	if text = strings.ReplaceAll(text, "+", ""); strings.Contains(text, "month") {
		return text
	}
	return strings.NewReplacer("-1 mons", "-1 month", "-1 days", "-1 day", "-1 years", "-1 year", " mons", " months", " mon", " month").
		Replace(text)
}

// Times is the interval so many times.
func (i Length) Times(n float64) Length {
	return i.scaled(func(x float64) float64 { return x * n })
}

// Parts is one of so many parts of the interval.
func (i Length) Parts(n float64) Length {
	return i.scaled(func(x float64) float64 { return x / n })
}

// scaled is the interval with each of its parts longer or shorter. What is left of a month is 30 days long, and what is left of a day
// 24 hours.
func (i Length) scaled(of func(float64) float64) Length {
	const day = 24 * 3600
	months, rest := math.Modf(of(float64(i.Months)))
	days, left := math.Modf(of(float64(i.Days)))
	more, part := math.Modf(micro(rest * 30))
	seconds := micro((left + part) * day)
	micros := math.RoundToEven(of(float64(i.Clock/time.Microsecond)) + seconds*1e6)
	return Length{int(months), int(days + more), time.Duration(micros) * time.Microsecond}
}

// micro is a number with six places.
func micro(f float64) float64 { return math.RoundToEven(f*1e6) / 1e6 }

// Seconds is how long it is as databases compare it: a month has 30 days, and a day 24 hours.
func (i Length) Seconds() float64 { return float64(i.Months*30+i.Days)*86400 + i.Clock.Seconds() }

// Field is a part of an interval, as extract and date_part give it.
func (i Length) Field(name string) (any, error) {
	switch strings.TrimSuffix(strings.ToLower(name), "s") {
	case "year":
		return int64(i.Months / 12), nil
	case "month", "mon":
		return int64(i.Months % 12), nil
	case "day":
		return int64(i.Days), nil
	case "hour":
		return int64(i.Clock / time.Hour), nil
	case "minute":
		return int64(i.Clock / time.Minute % 60), nil
	case "second":
		return WholeOrNot((i.Clock % time.Minute).Seconds()), nil
	case "epoch":
		return float64(i.Months/12)*365.25*86400 + float64(i.Months%12*30+i.Days)*86400 + i.Clock.Seconds(), nil
	}
	return nil, fmt.Errorf("there is no part %q of an interval: year, month, day, hour, minute, second, epoch are", name)
}

// WholeOrNot is a whole number where there is no fraction.
func WholeOrNot(f float64) any {
	if f == math.Trunc(f) {
		return int64(f)
	}
	return f
}

// Cut is the length with what is smaller than a unit left out, and whether there is the unit.
func (i Length) Cut(unit string) (Length, bool) {
	size := map[string]time.Duration{"microsecond": time.Microsecond, "millisecond": time.Millisecond, "second": time.Second,
		"minute": time.Minute, "hour": time.Hour}[unit]
	months := map[string]int{"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
	switch {
	case size > 0:
		return Length{i.Months, i.Days, i.Clock.Truncate(size)}, true
	case unit == "day":
		return Length{i.Months, i.Days, 0}, true
	case months > 0:
		return Length{Months: i.Months / months * months}, true
	}
	return i, false
}

// OneWay tells whether the length is written in the one way in which lengths of days and hours are: without months, with less than a day
// beside the days, and with one sign.
func (i Length) OneWay() bool {
	const day = 24 * time.Hour
	return i.Months == 0 && i.Clock < day && i.Clock > -day && (i.Days >= 0 && i.Clock >= 0 || i.Days <= 0 && i.Clock <= 0)
}

// InDays is the length with 24 hours as a day, and what is left with the sign of the days.
func (i Length) InDays() Length {
	i.Days, i.Clock = carry(i.Days, i.Clock, 24*time.Hour)
	return i
}

// OfMonths is the length with 30 days as a month, and what is left with the sign of the months.
func (i Length) OfMonths() Length {
	i.Months, i.Days = carry(i.Months, i.Days, 30)
	return i
}

// carry puts what is whole of a smaller unit to a larger one; what is left has the sign of that.
func carry[T int | time.Duration](larger int, smaller, whole T) (int, T) {
	larger += int(smaller / whole)
	switch smaller %= whole; {
	case larger > 0 && smaller < 0:
		return larger - 1, smaller + whole
	case larger < 0 && smaller > 0:
		return larger + 1, smaller - whole
	}
	return larger, smaller
}

// Between is the length at a share of the way from one to another.
func (i Length) Between(other Length, share float64) Length {
	way := Length{other.Months - i.Months, other.Days - i.Days, other.Clock - i.Clock}.Times(share)
	return Length{i.Months + way.Months, i.Days + way.Days, i.Clock + way.Clock}
}

// ToChar writes the length by a format as PostgreSQL has them: its years, months and days, and its hours, which may be more than 24.
func (i Length) ToChar(format string) (string, error) {
	if i.Months < 0 || i.Days < 0 || i.Clock < 0 {
		return "", fmt.Errorf("to_char does not write the length %s, which is less than nothing: write extract(epoch from x)", i)
	}
	number := map[string]int{"YYYY": i.Months / 12, "MM": i.Months % 12, "DD": i.Days, "HH24": int(i.Clock / time.Hour),
		"HH12": (int(i.Clock/time.Hour)+11)%12 + 1, "HH": (int(i.Clock/time.Hour)+11)%12 + 1, "MI": int(i.Clock / time.Minute % 60),
		"SS": int(i.Clock / time.Second % 60), "MS": int(i.Clock / time.Millisecond % 1000), "US": int(i.Clock / time.Microsecond % 1e6)}
	digits := map[string]int{"YYYY": 4, "MS": 3, "US": 6}
	var b strings.Builder
	err := eachPattern(format, func(p *pattern, as string, full bool) error {
		if p == nil {
			b.WriteString(as)
			return nil
		}
		n, known := number[p.name]
		if !known || len(as) > len(p.name) {
			return fmt.Errorf("of a length of time to_char writes YYYY, MM, DD, HH24, HH12, MI, SS, MS and US here, not %s", as)
		}
		width := digits[p.name]
		if width == 0 {
			width = 2
		}
		if full {
			width = 0
		}
		fmt.Fprintf(&b, "%0*d", width, n)
		return nil
	})
	return b.String(), err
}
