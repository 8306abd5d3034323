package civic

// JoinNeeds puts the cards of needs into one; the others stay empty and can be split off again.
type JoinNeeds struct {
	Into string   `json:"into"`
	From []string `json:"from"`
}

func (JoinNeeds) Kind() string      { return "need.join" }
func (j JoinNeeds) Subject() string { return j.Into }

// Validate wants at least one other.
func (j JoinNeeds) Validate() error {
	if len(j.From) == 0 {
		return Bad("from", "error.need_join_none")
	}
	for _, id := range j.From {
		if id == j.Into {
			return Bad("from", "error.need_join_self")
		}
	}
	return nil
}

// UndoJoin takes a joining back: every card returns to the need that held it.
type UndoJoin struct {
	Cycle string `json:"cycle"`
	Join  string `json:"join"` // the id of its operation
}

func (UndoJoin) Kind() string      { return "need.join_undo" }
func (u UndoJoin) Subject() string { return u.Cycle }

// Validate wants the id of an operation.
func (u UndoJoin) Validate() error {
	if !ValidID(u.Join) {
		return Bad("", "error.id")
	}
	return nil
}

// SplitNeed takes cards out of a need. They go to the need that the first of
// them began as, where that is empty, else to a new one with the id Fresh.
type SplitNeed struct {
	Need  string   `json:"need"`
	Cards []string `json:"cards"`
	Fresh string   `json:"fresh"`
}

func (SplitNeed) Kind() string      { return "need.split" }
func (s SplitNeed) Subject() string { return s.Need }

// Validate wants cards and an id.
func (s SplitNeed) Validate() error {
	if len(s.Cards) == 0 {
		return Bad("cards", "error.need_split_none")
	}
	if !ValidID(s.Fresh) {
		return Bad("cards", "error.id")
	}
	return nil
}

// CardsApart are the cards that leave a need when it is taken apart wholly: all
// but the one it began as, or the first.
func (n *Need) CardsApart() (cards []string) {
	stays := ""
	for _, c := range n.Cards {
		if c.Card == n.ID {
			stays = c.Card
		}
	}
	if stays == "" && len(n.Cards) > 0 {
		stays = n.Cards[0].Card
	}
	for _, c := range n.Cards {
		if c.Card != stays {
			cards = append(cards, c.Card)
		}
	}
	return cards
}
