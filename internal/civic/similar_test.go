package civic

import "testing"

// What people say about one thing, in the words they use, finds its card;
// what is about something else finds none.
func TestSimilarFindsTheCardASpeakerMeans(t *testing.T) {
	cards := []Priority{
		card("Таза суу түтүгү эскирген", "суу дат жыттанат, балдар ооруп жатат", "түтүк отуз жылдан бери алмашкан жок", "жайында суу такыр келбейт"),
		card("Бала бакча жылытылбайт", "балдар күрмөчөн отурат", "казан эки жылдан бери иштебейт"),
		card("ФАПты оңдоо керек", "ФАПтын чатырынан суу өтөт, кышында суук"),
		card("Таштанды чыгарылбайт", "таштанды арыктын боюнда жатат"),
		card("Ички жолдор бузулган", "көчөдө чуңкур толтура, машина жүрө албайт"),
		card("Көчө жарыгы жок", "кечкисин көчө караңгы, кыздар коркот"),
		card("Мектептин чатыры тешик", "мектепте орун жетпейт, эки сменада окушат"),
		card("Арыктар тазаланган эмес", "сугат суусу жетпейт, арык бузук"),
		card("Жайыт алыс, көпүрө бузук", "малды жайлоого айдаган жол жок"),
		card("Мост через канал разрушен", "дети ходят в школу в обход"),
	}
	for said, want := range map[string]string{
		"таза суу жок": "Таза суу түтүгү эскирген",
		"крандан суу эки күндө бир эле келет": "Таза суу түтүгү эскирген",
		"суу түтүктөрү чирип калган":          "Таза суу түтүгү эскирген",
		"бала бакчада орун жок":               "Бала бакча жылытылбайт",
		"бакчанын казаны бузук":               "Бала бакча жылытылбайт",
		"балабакча суук":                      "Бала бакча жылытылбайт",
		"ФАПта дары жок":                      "ФАПты оңдоо керек",
		"таштанды ташыган машина келбейт":     "Таштанды чыгарылбайт",
		"жолдор оңдолбойт":                    "Ички жолдор бузулган",
		"ички жолдун баары чуңкур":            "Ички жолдор бузулган",
		"көчө жарыктары күйбөйт":              "Көчө жарыгы жок",
		"кечинде караңгы":                     "Көчө жарыгы жок",
		"мектептин чатырын оңдоо керек":       "Мектептин чатыры тешик",
		"арык тазаланбайт":                    "Арыктар тазаланган эмес",
		"сугат суу жок":                       "Арыктар тазаланган эмес",
		"жайытка жол жок":                     "Жайыт алыс, көпүрө бузук",
		"копуро бузулган":                     "Жайыт алыс, көпүрө бузук", // typed without ө, ү
		"КӨПҮРӨНҮ СЕЛ АЛЫП КЕТТИ":             "Жайыт алыс, көпүрө бузук",
		"мост надо починить":                  "Мост через канал разрушен",
		"клуб жабык":                          "",
		"спорт зал жок":                       "",
		"жаштарга жумуш жок":                  "",
		"иттер көбөйүп кетти":                 "",
		"мал көрүстөнү керек":                 "",
		"бул жок, тигил жок":                  "",
		"су":                                  "",
		"😀😀":                                  "",
		"":                                    "",
	} {
		found := Similar(said, cards)
		got := ""
		if len(found) > 0 {
			got = found[0].Title
		}
		if got != want {
			t.Errorf("«%s» finds %q, want %q", said, got, want)
		}
		if len(found) > similarMost {
			t.Errorf("«%s» finds %d cards", said, len(found))
		}
	}
}

func TestASharedSectorTipsTheScale(t *testing.T) {
	dark := card("көчөлөр караңгы, кыздар коркот")
	said := "кечкисин көчөдө жарык жок"
	if found := Similar(said, []Priority{dark}); len(found) != 0 {
		t.Errorf("one like word is enough: %v", found)
	}
	dark.Sector = "electricity"
	if found := Similar(said, []Priority{dark}); len(found) != 1 {
		t.Error("one like word and the same sector are not enough")
	}
	dark.Title = "трансформатор күйүп кетти"
	if found := Similar(said, []Priority{dark}); len(found) != 0 {
		t.Error("a sector alone is no likeness")
	}
}

// Children are spoken of everywhere: the word alone joins nothing.
func TestAWordOfEverySentenceJoinsNothing(t *testing.T) {
	said := "Жаштарга, балдарга спорт аянтчасы жок"
	if found := Similar(said, []Priority{card("Балдар бакчасы жок"), card("Иттер көп, балдар коркот")}); len(found) != 0 {
		t.Errorf("joined by the children alone: %v", found)
	}
}

func card(title string, said ...string) Priority {
	p := Priority{ID: title, Title: title}
	for _, s := range said {
		p.Statements = append(p.Statements, Statement{Text: s})
	}
	return p
}

func TestGuessSectorIsAFirstGuess(t *testing.T) {
	for said, want := range map[string]string{
		"крандан суу эки күндө бир эле келет":         "water",
		"суу дат жыттанат, балдар ооруп жатат":        "water",
		"бала бакчада күрмөчөн отурат":                "kindergarten",
		"ФАПтын чатырынан суу өтөт, кышында суук":     "health",
		"таштанды арыктын боюнда жатат":               "waste",
		"көчөлөр караңгы, жарык жок":                  "electricity",
		"ички жолдордун баары чуңкур":                 "roads",
		"сугат суу жетпейт, арыктар бузук":            "irrigation",
		"мектептин чатыры тешик":                      "school",
		"жайытка айдаган көпүрө бузулган, жайыт алыс": "pasture",
		"клубдун чатыры жок":                          "culture",
		"в школе нет спортзала":                       "school",
		"баары начар":                                 "",
		"😀":                                           "",
	} {
		if got := GuessSector(said, DefaultSectors()); got != want {
			t.Errorf("«%s» is about %q, want %q", said, got, want)
		}
	}
}
