package live

import (
	"testing"
	"time"
)

func TestWhoIsHereAndWhoWasSeenLast(t *testing.T) {
	now := time.Date(2016, 12, 12, 10, 0, 0, 0, time.UTC)
	p := Presence{Now: func() time.Time { return now }}
	first := p.Arrive("s", Device{Login: "1", Name: "Айгүл", Device: "Android Chrome"})
	again := p.Arrive("s", Device{Login: "1", Name: "Айгүл", Device: "Android Chrome"}) // a second tab
	gone := p.Arrive("s", Device{Login: "2", Name: "Чынара"})
	p.Tell("s", Device{Login: "1", Name: "Айгүл", Device: "Android Chrome", Battery: 63, Charging: true, Net: "3g"})
	p.Arrive("other", Device{Login: "3"})
	now = now.Add(time.Minute)
	first()
	gone()
	now = now.Add(time.Minute)
	all := p.Of("s")
	if len(all) != 2 || !all[0].Here || all[0].Battery != 63 || !all[0].Charging || all[0].Net != "3g" || all[1].Here || now.Sub(all[1].Seen) != time.Minute {
		t.Errorf("%+v", all)
	}
	again()
	if all = p.Of("s"); all[0].Here || all[0].Login != "1" { // left last
		t.Errorf("%+v", all)
	}
	now = now.Add(kept)
	if all = p.Of("s"); len(all) != 0 {
		t.Errorf("yesterday's: %+v", all)
	}
	p.Arrive("new", Device{Login: "1"})
	if len(p.of) != 2 { // "other" still holds a stream
		t.Errorf("%d sessions are kept", len(p.of))
	}
}
