package civic

// Fill is a recorder and venues for every session to come that lacks them: a
// schedule that was copied has neither, and one by one is long.
type Fill struct {
	Recorder string
	Venues   map[string]string // by village
}

// Lacking are the rows to come without a recorder, and the villages whose rows lack a venue.
func (s Schedule) Lacking() (recorder int, villages []ScheduleVillage) {
	lacks := map[string]bool{}
	for _, r := range s.Rows {
		if !r.toCome() {
			continue
		}
		if r.Recorder == "" {
			recorder++
		}
		lacks[r.Village] = lacks[r.Village] || r.Venue == ""
	}
	for _, v := range s.Villages {
		if lacks[v.ID] {
			villages = append(villages, v)
		}
	}
	return recorder, villages
}

func (r ScheduleRow) toCome() bool { return r.Status == Planned || r.Status == Confirmed }

// Fills are the rows as they become, in their order. Nobody records what they moderate.
func (s Schedule) Fills(f Fill) (rows []Session) {
	for _, r := range s.Rows {
		row := r.Session
		if r.toCome() && row.Recorder == "" && f.Recorder != row.Moderator {
			row.Recorder = f.Recorder
		}
		if r.toCome() && row.Venue == "" {
			row.Venue = f.Venues[row.Village]
		}
		if row.Recorder != r.Recorder || row.Venue != r.Venue {
			rows = append(rows, row)
		}
	}
	return rows
}
