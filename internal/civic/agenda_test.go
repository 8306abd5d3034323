package civic

import (
	"testing"
	"time"
)

func TestStepsAreToldAsTheyWillBe(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2016, 12, 12, 11, minute, 0, 0, Zone) }
	steps := []Step{
		{Place: 1, StartedAt: at(0), FinishedAt: at(10), Spent: 10 * time.Minute},
		{Place: 2, StartedAt: at(10), RunningAt: at(10)},
		{Place: 3},
	}
	then := GoneTo(steps, 3, at(25))
	if got := CurrentStep(then); got == nil || got.Place != 3 || got.Elapsed(at(27)) != 2*time.Minute {
		t.Errorf("gone to the third: %+v", got)
	}
	if s := then[1]; !s.Finished() || s.Elapsed(at(40)) != 15*time.Minute {
		t.Errorf("the second has not ended at fifteen minutes: %+v", s)
	}
	if steps[1].Finished() {
		t.Error("the steps themselves were changed")
	}
	if got := CurrentStep(GoneTo(steps, 1, at(25))); got == nil || got.Place != 1 || got.Elapsed(at(30)) != 15*time.Minute {
		t.Errorf("a reopened step goes on counting: %+v", got)
	}
	stopped := steps[1].Stopped(at(20))
	if !stopped.Paused() || stopped.Elapsed(at(50)) != 10*time.Minute {
		t.Errorf("stopped: %+v", stopped)
	}
	if again := stopped.Running(at(50)); again.Paused() || again.Elapsed(at(51)) != 11*time.Minute {
		t.Errorf("running again: %+v", again)
	}
}
