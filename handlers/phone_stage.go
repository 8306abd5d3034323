package handlers

import (
	"context"
	"strconv"
	"sync"

	"ashar/internal/civic"
	"ashar/views"
)

// stages holds what every phone of a session sees alike, read once for all of
// them: it changes with the journal, not with each vote.
type stages struct {
	mu sync.Mutex
	of map[string]*views.PhoneStage
}

// stage is what a session's phones see now.
func (a *App) stage(ctx context.Context, session string) (*views.PhoneStage, error) {
	seq, err := a.store.JournalHead(ctx, session)
	if err != nil {
		return nil, err
	}
	a.stages.mu.Lock()
	defer a.stages.mu.Unlock() // the first phone reads, the others wait for it
	if s := a.stages.of[session]; s != nil && s.Seq == seq {
		return s, nil
	}
	s, err := a.readStage(ctx, session, seq)
	if err != nil {
		return nil, err
	}
	if a.stages.of == nil || len(a.stages.of) > 100 {
		a.stages.of = map[string]*views.PhoneStage{}
	}
	a.stages.of[session] = s
	return s, nil
}

func (a *App) readStage(ctx context.Context, session string, seq int64) (*views.PhoneStage, error) {
	s := &views.PhoneStage{Seq: seq}
	var err error
	if s.Head, err = a.store.SessionHead(ctx, session); err != nil {
		return nil, err
	}
	j, err := a.store.Join(ctx, session)
	if err != nil {
		return nil, err
	}
	steps, err := a.store.Steps(ctx, session)
	if err != nil {
		return nil, err
	}
	rounds, err := a.store.RoundHeads(ctx, session)
	if err != nil {
		return nil, err
	}
	s.Open = j.Open && s.Head.Status.Open()
	silence, err := a.store.Silence(ctx, session)
	if err != nil {
		return nil, err
	}
	s.Silent = silence.Open
	s.Step = civic.CurrentStep(steps)
	s.Round = civic.CurrentRound(rounds)
	if s.Round != nil {
		if s.Icons, err = a.icons(ctx, session); err != nil {
			return nil, err
		}
	}
	s.Key = stageKey(s)
	return s, nil
}

// stageKey is equal as long as a phone's page need not change.
func stageKey(s *views.PhoneStage) string {
	if !s.Open {
		return "closed"
	}
	key := "talk"
	if s.Silent {
		key = "silent"
	}
	if s.Step != nil {
		key += strconv.Itoa(s.Step.Place)
	}
	if r := s.Round; r != nil {
		key += "-" + r.ID + "-" + string(r.Status)
		if r.TakesPhones() {
			key += "-vote"
		}
		key += strconv.Itoa(len(r.Lots))
	}
	return key
}
