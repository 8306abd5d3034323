package views

import "testing"

func TestWordsOfAForm(t *testing.T) {
	for in, want := range map[string]string{
		"<script>alert(1)</script>":                 "&lt;script&gt;alert(1)&lt;/script&gt;",
		"[docs](https://docs.getodk.org/a_b_c/).":   `<a href="https://docs.getodk.org/a_b_c/" rel="noreferrer">docs</a>.`,
		"[x](javascript:alert(1))":                  "[x](javascript:alert(1))",
		`[x](https://a"onclick="b)`:                 `<a href="https://a&#34;onclick=&#34;b" rel="noreferrer">x</a>`,
		"**Суу** жана _жол_, snake_case_name 2*3*4": "<b>Суу</b> жана <i>жол</i>, snake_case_name 2*3*4",
		"# Баш\nсөз":                                "<b>Баш</b>\nсөз",
		`<span style="color:red">кызыл</span>`:      "кызыл",
	} {
		if got := wordsMarked(in); got != want {
			t.Errorf("%q\n gives %q\n want  %q", in, got, want)
		}
	}
}
