package handlers_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"ashar/internal/civic"
)

// snapshot is a photo as a phone held on its side stores it: what is at the
// top of what was seen is at the left, and EXIF says so, with the place.
func snapshot(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		img.Set(i%w, i/w, color.RGBA{B: 200, A: 255}) // the foot of what was seen
		if i%w < w/2 {
			img.Set(i%w, i/w, color.RGBA{R: 200, A: 255}) // its top
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00")
	exif = append(exif, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0) // held so that its top is at the left
	exif = append(exif, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0)
	exif = append(exif, "GPS 42.8156 N 73.8501 E"...)
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(exif)+2))
	return append(append(head, exif...), b.Bytes()[2:]...)
}

// send posts a form with files, as a browser does: first the texts that stand above them.
func (b *browser) sendFiles(path string, form url.Values, files [][]byte, headers ...string) answer {
	b.h.t.Helper()
	parts := make([]filePart, len(files))
	for i, f := range files {
		parts[i] = filePart{"photo", f}
	}
	return b.sendParts(path, form, parts, headers...)
}

// filePart is a file of a form, by its field.
type filePart struct {
	field string
	data  []byte
}

func (b *browser) sendParts(path string, form url.Values, files []filePart, headers ...string) answer {
	b.h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	put := func(part io.Writer, err error) io.Writer {
		if err != nil {
			b.h.t.Fatal(err)
		}
		return part
	}
	for _, f := range files {
		if _, err := put(w.CreateFormFile(f.field, "IMG_2016.jpg")).Write(f.data); err != nil {
			b.h.t.Fatal(err)
		}
	}
	for name, values := range form {
		for _, v := range values {
			if _, err := put(w.CreateFormField(name)).Write([]byte(v)); err != nil {
				b.h.t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		b.h.t.Fatal(err)
	}
	req, err := http.NewRequest("POST", b.h.srv.URL+path, &body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return b.send(req)
}

var thumbnail = regexp.MustCompile(`src="(/sessions/[^"]+)/thumbnail"`)

// newCard makes a card of a text and gives its address.
func (h *house) newCard(text string) (id, path string) {
	said, id := h.store.IDs.New(), h.store.IDs.New()
	h.apply(h.ids["session"], h.ids["user.facilitator"], civic.AddStatements{Statements: []civic.SaidStatement{{ID: said, Text: text}}})
	h.apply(h.ids["session"], h.ids["user.facilitator"], civic.MakePriority{ID: id, Statement: said})
	return id, "/sessions/" + h.ids["session"] + "/priorities/" + id
}

func TestAPhotoIsKeptUprightWithoutWhereItWasTaken(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	check := "/sessions/" + h.ids["session"] + "/checks/8"
	a := b.sendFiles(check+"/photos", url.Values{"op": {h.store.IDs.New()}, "caption": {"Клубдун тактасы <b>"}}, [][]byte{snapshot(t, 400, 300)})
	if a.status != http.StatusSeeOther || a.header.Get("Location") != check+"#photos" {
		t.Fatalf("%d %s %.300s", a.status, a.header.Get("Location"), a.body)
	}
	page := b.get(check).body
	found := thumbnail.FindStringSubmatch(page)
	if found == nil || !strings.Contains(page, `alt="Клубдун тактасы &lt;b&gt;"`) || !strings.Contains(page, `width="300" height="400"`) {
		t.Fatalf("the page does not show it: %.300s", page)
	}
	for _, path := range []string{found[1], found[1] + "/thumbnail"} {
		a := b.get(path)
		for name, want := range map[string]string{"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Vary": "Cookie",
			"Cache-Control": "private, max-age=31536000, immutable", "Content-Encoding": ""} {
			if a.header.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, a.header.Get(name), want)
			}
		}
		if strings.Contains(a.body, "Exif") || strings.Contains(a.body, "GPS") {
			t.Errorf("%s says where it was taken", path)
		}
		img, err := jpeg.Decode(strings.NewReader(a.body))
		if err != nil || img.Bounds() != image.Rect(0, 0, 300, 400) {
			t.Fatalf("%s: %v, %v", path, img.Bounds(), err)
		}
		top, _, _, _ := img.At(150, 50).RGBA()
		foot, _, _, _ := img.At(150, 350).RGBA()
		if top>>8 < 150 || foot>>8 > 50 {
			t.Errorf("%s lies on its side", path)
		}
		if again := b.get(path, "If-None-Match", a.header.Get("ETag")); again.status != http.StatusNotModified || again.body != "" {
			t.Errorf("%s asked again with its tag: %d", path, again.status)
		}
	}
}

func TestAPhotoSentTwiceIsKeptOnce(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	path := "/sessions/" + h.ids["session"] + "/checks/8/photos"
	form := url.Values{"op": {h.store.IDs.New()}, "caption": {"такта"}}
	headers := append([]string{"X-Op-Id", form.Get("op")}, partial...)
	var last answer
	for range 2 {
		if last = b.sendFiles(path, form, [][]byte{snapshot(t, 40, 30), snapshot(t, 60, 30)}, headers...); last.status != http.StatusOK {
			t.Fatalf("%d %.300s", last.status, last.body)
		}
	}
	if n := len(thumbnail.FindAllString(last.body, -1)); n != 2 {
		t.Errorf("%d photos, want the two that were sent", n)
	}
	if !strings.Contains(last.body, `id="check-history"`) || !strings.Contains(last.body, "сүрөт кошулду") {
		t.Error("the history does not follow")
	}
	if a := b.sendFiles(path, form, [][]byte{snapshot(t, 50, 30)}, headers...); a.status != http.StatusConflict {
		t.Errorf("the same operation with another photo: %d", a.status)
	}
}

func TestWhatIsNoPhotoIsRefusedAtItsField(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	var bomb bytes.Buffer
	if err := png.Encode(&bomb, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	binary.BigEndian.PutUint32(bomb.Bytes()[16:], 50_000) // claims to be wide and high; the check sum of the head follows
	binary.BigEndian.PutUint32(bomb.Bytes()[20:], 50_000)
	binary.BigEndian.PutUint32(bomb.Bytes()[29:], crc(bomb.Bytes()[12:29]))
	_, card := h.newCard("көпүрө кулады")
	for _, path := range []string{"/sessions/" + h.ids["session"] + "/checks/8/photos", card + "/photos"} {
		for name, c := range map[string]struct {
			files [][]byte
			want  string
		}{
			"SVG":       {[][]byte{[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)}, "выберите JPEG, PNG или WebP"},
			"HTML":      {[][]byte{[]byte("<!doctype html><script>alert(1)</script>")}, "выберите JPEG, PNG или WebP"},
			"HEIC":      {[][]byte{[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")}, "Это снимок HEIC"},
			"bomb":      {[][]byte{bomb.Bytes()}, "до 40 мегапикселей"},
			"damaged":   {[][]byte{snapshot(t, 40, 30)[:200]}, "повреждена"},
			"nothing":   {nil, "Сфотографируйте или выберите"},
			"seven":     {[][]byte{{1}, {1}, {1}, {1}, {1}, {1}, {1}}, "до 6"},
			"too large": {[][]byte{append(snapshot(t, 40, 30), make([]byte, 13<<20)...)}, "до 12 мегабайт"},
			"one bad":   {[][]byte{snapshot(t, 40, 30), []byte("<svg/>")}, "выберите JPEG, PNG или WebP"},
		} {
			for _, headers := range [][]string{nil, partial} {
				a := b.sendFiles(path+"?lang=ru", url.Values{"caption": {"доска у клуба 🙂"}}, c.files, headers...)
				if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, c.want) || !strings.Contains(a.body, "доска у клуба 🙂") ||
					!strings.Contains(a.body, `aria-describedby="photo-hint photo-bad"`) {
					t.Errorf("%s to %s: %d %.2000s", name, path, a.status, a.body)
				}
			}
		}
	}
	if ps, err := h.store.Photos(t.Context(), h.ids["session"]); err != nil || len(ps) != 0 {
		t.Errorf("%d photos are kept of what was refused, %v", len(ps), err)
	}
}

func crc(b []byte) uint32 {
	c := ^uint32(0)
	for _, x := range b {
		c ^= uint32(x)
		for range 8 {
			c = c>>1 ^ 0xEDB88320*(c&1)
		}
	}
	return ^c
}

func TestAFormThatIsNoneAndOneWithoutAnEnd(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	path := "/sessions/" + h.ids["session"] + "/checks/8/photos"
	if a := b.post(path, url.Values{"caption": {"такта"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without a file: %d", a.status)
	}
	req, err := http.NewRequest("POST", h.srv.URL+path, strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n\xFF\xD8"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if a := b.send(req); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "толук келген жок") {
		t.Errorf("broken off: %d %.300s", a.status, a.body)
	}
	huge := b.sendFiles(path, nil, [][]byte{make([]byte, 41<<20)})
	if huge.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of 41 MB: %d", huge.status)
	}
}

func TestOnePlaceHoldsSixPhotos(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	path := "/sessions/" + h.ids["session"] + "/checks/8"
	six := make([][]byte, civic.PhotosMax)
	for i := range six {
		six[i] = snapshot(t, 40+2*i, 30)
	}
	if a := b.sendFiles(path+"/photos", nil, six); a.status != http.StatusSeeOther {
		t.Fatalf("%d %.300s", a.status, a.body)
	}
	if page := b.get(path).body; strings.Contains(page, `type="file"`) || !strings.Contains(page, "мындан көп кошулбайт") {
		t.Error("a full place still offers to add")
	}
	if a := b.sendFiles(path+"/photos", nil, six[:1]); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "6 сүрөткө чейин") {
		t.Errorf("a seventh: %d", a.status)
	}
	if row := b.get("/sessions/" + h.ids["session"] + "/checks?phase=before").body; !strings.Contains(row, "6 сүрөт") {
		t.Error("the row does not count them")
	}
}

func TestAPhotoIsSeenOnlyInItsMunicipality(t *testing.T) {
	h := newHouse(t)
	check := "/sessions/" + h.ids["session"] + "/checks/8"
	h.as("facilitator").sendFiles(check+"/photos", nil, [][]byte{snapshot(t, 40, 30)})
	member := h.as("member")
	page := member.get(check).body
	at := thumbnail.FindStringSubmatch(page)
	if at == nil || strings.Contains(page, `type="file"`) || strings.Contains(member.get(at[1]+"/caption").body, "/removal") {
		t.Fatal("a reader sees too little or may do too much")
	}
	elsewhere := strings.Replace(at[1], h.ids["session"], h.ids["other.session"], 1)
	admin := h.as("administrator")
	for who, c := range map[string]struct {
		b    *browser
		path string
		want int
	}{
		"member":                            {member, at[1], http.StatusOK},
		"other municipality":                {h.as("other"), at[1], http.StatusNotFound},
		"other municipality, thumbnail":     {h.as("other"), at[1] + "/thumbnail", http.StatusNotFound},
		"other municipality, its own door":  {h.as("other"), elsewhere, http.StatusNotFound},
		"administrator, another session":    {admin, elsewhere, http.StatusNotFound},
		"administrator, another's page":     {admin, elsewhere + "/caption", http.StatusNotFound},
		"nobody":                            {h.browser(), at[1], http.StatusSeeOther},
		"a photo that is none":              {admin, at[1][:len(at[1])-4] + "0000", http.StatusNotFound},
		"a reader who asks for its removal": {member, at[1] + "/removal", http.StatusForbidden},
	} {
		a := c.b.get(c.path)
		if a.status != c.want {
			t.Errorf("%s: %d, want %d", who, a.status, c.want)
		}
		if a.status != http.StatusOK && strings.Contains(a.header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: the refusal is kept for ever", who)
		}
	}
}

func TestARemovedPhotoLeavesItsReason(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	check := "/sessions/" + h.ids["session"] + "/checks/8"
	b.sendFiles(check+"/photos", url.Values{"caption": {"Айгүл тактанын жанында"}}, [][]byte{snapshot(t, 40, 30)})
	at := thumbnail.FindStringSubmatch(b.get(check).body)[1]
	if a := b.post(at+"/removal", url.Values{"reason": {" "}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", a.status)
	}
	if a := b.post(at+"/removal", url.Values{"reason": {"Тартылган адам өзү сурады"}}); a.status != http.StatusSeeOther || a.header.Get("Location") != check+"#photos" {
		t.Fatalf("%d %s", a.status, a.header.Get("Location"))
	}
	page := b.get(check).body
	if thumbnail.MatchString(page) || strings.Contains(page, "Айгүл тактанын") || strings.Count(page, "Тартылган адам өзү сурады") < 2 || !strings.Contains(page, "Өчүрүлгөн 1 сүрөт") {
		t.Error("the page does not say that a photo was removed, and why")
	}
	for _, path := range []string{at, at + "/thumbnail"} {
		if a := b.get(path); a.status != http.StatusNotFound || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := b.get(at + "/caption"); a.status != http.StatusOK || !strings.Contains(a.body, "Бул сүрөт өчүрүлгөн") {
		t.Errorf("its page: %d", a.status)
	}
}

func TestACardsPhotoHasWordsAndCanMove(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	_, card := h.newCard("көпүрө кулады")
	second, other := h.newCard("суу жок")
	if a := b.sendFiles(card+"/photos", nil, [][]byte{snapshot(t, 40, 30)}, partial...); a.status != http.StatusOK {
		t.Fatalf("%d %.300s", a.status, a.body)
	}
	at := thumbnail.FindStringSubmatch(b.get(card).body)[1] // the page where it is worked through shows it too
	if a := b.post(at+"/caption", url.Values{"base": {"1"}, "caption": {"Көпүрөнүн өзү"}}); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if page := b.get(at + "/caption").body; !strings.Contains(page, "Сакталды") {
		t.Error("nothing says that the caption was taken")
	}
	if a := b.post(at+"/caption", url.Values{"base": {"1"}, "caption": {"Суу насосу"}}); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if page := b.get(at + "/caption").body; !strings.Contains(page, "Көпүрөнүн өзү") || !strings.Contains(page, "Суу насосу") {
		t.Error("one of two captions is lost")
	} else if strings.Contains(page, "Сакталды") {
		t.Error("a caption that met another is said to be saved")
	}
	if a := b.post(at+"/caption", url.Values{"base": {"1"}, "caption": {strings.Repeat("ө", 501)}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a caption of 501 letters: %d", a.status)
	}
	if a := b.post(at+"/card", url.Values{"priority": {""}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("onto no card: %d", a.status)
	}
	if a := b.post(at+"/card", url.Values{"priority": {second}}); a.status != http.StatusSeeOther || a.header.Get("Location") != other+"/card#photos" {
		t.Errorf("%d %s", a.status, a.header.Get("Location"))
	}
	if thumbnail.MatchString(b.get(card+"/card").body) || !thumbnail.MatchString(b.get(other+"/card").body) {
		t.Error("the photo did not move")
	}
}

func TestManyPhotosAtOnceAreAllKept(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			path := "/sessions/" + h.ids["session"] + "/checks/" + []string{"8", "9", "10", "11"}[i%4] + "/photos"
			if a := b.sendFiles(path, nil, [][]byte{snapshot(t, 400+2*i, 300)}); a.status != http.StatusSeeOther {
				t.Errorf("%d %.200s", a.status, a.body)
			}
		})
	}
	wg.Wait()
	if ps, err := h.store.Photos(t.Context(), h.ids["session"]); err != nil || len(ps) != 12 {
		t.Errorf("%d of 12, %v", len(ps), err)
	}
}

func TestPhotoPagesAskTheDatabaseAtMostTenTimes(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	_, card := h.newCard("көпүрө кулады")
	check := "/sessions/" + h.ids["session"] + "/checks/8"
	b.sendFiles(check+"/photos", nil, [][]byte{snapshot(t, 40, 30)})
	b.sendFiles(card+"/photos", nil, [][]byte{snapshot(t, 60, 30)})
	ofCheck, ofCard := thumbnail.FindStringSubmatch(b.get(check).body)[1], thumbnail.FindStringSubmatch(b.get(card).body)[1]
	for _, path := range []string{check, card, card + "/card", ofCheck, ofCheck + "/thumbnail", ofCheck + "/caption", ofCheck + "/removal", ofCard + "/caption", ofCard + "/removal"} {
		b.get(path)
		before := h.store.Queries()
		if a := b.get(path); a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s asks %d times", path, n)
		}
	}
}

func TestMinutesShowTheProblemsPhotosAndSayWhichAreGone(t *testing.T) {
	h := newHouse(t)
	b := h.as("facilitator")
	session, actor := h.ids["session"], h.ids["user.facilitator"]
	_, card := h.newCard("көпүрө кулады")
	b.sendFiles(card+"/photos", url.Values{"caption": {"Көпүрөнүн өзү"}}, [][]byte{snapshot(t, 400, 300)})
	b.sendFiles("/sessions/"+session+"/checks/8/photos", url.Values{"caption": {"Такта"}}, [][]byte{snapshot(t, 40, 30)})
	minutes := "/sessions/" + session + "/minutes"
	draft := b.get(minutes).body
	at := thumbnail.FindStringSubmatch(draft)
	if at == nil || !strings.Contains(draft, `alt="Көпүрөнүн өзү"`) || strings.Contains(draft, "Такта") {
		t.Fatal("the draft does not show the problem's photo, and that alone")
	}
	h.apply(session, actor, civic.SetCount{Session: session, What: civic.Came, Sex: "f", Band: "29-45", People: 8})
	for _, c := range civic.DefaultChecklist() {
		if c.Mandatory && c.Phase != civic.After {
			h.apply(session, actor, civic.SetCheck{Session: session, Number: c.Number, State: civic.Done})
		}
	}
	h.apply(session, actor, civic.CloseSession{Session: session})
	first := b.get(minutes + ".pdf").body
	if strings.Count(first, "/DCTDecode") != 1 || first != b.get(minutes+".pdf").body {
		t.Error("the PDF lacks the photo, or is another every time")
	}
	before := h.store.Queries()
	if a := b.get(minutes); !strings.Contains(a.body, at[0]) || h.store.Queries()-before > 10 {
		t.Errorf("the closed minutes do not show it, or ask %d times", h.store.Queries()-before)
	}
	if a := b.post(at[1]+"/removal", url.Values{"reason": {"Өзү сурады"}}); a.status != http.StatusSeeOther {
		t.Fatalf("removing after the close: %d", a.status)
	}
	if a := b.get(minutes).body; strings.Contains(a, at[0]) || !strings.Contains(a, "Сүрөт кийин өчүрүлгөн") {
		t.Error("the minutes show a photo that is gone")
	}
	if strings.Contains(b.get(minutes+".pdf").body, "/DCTDecode") {
		t.Error("the PDF holds a photo that is gone")
	}
}
