package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// inside marks the run of this test within a network of its own.
const inside = "ASHAR_TEST_HALL_INSIDE"

// The hall's network has no way out: one cable whose far end nobody listens
// to, and a default route over it. Whatever Ashar would send anywhere, a name
// to be resolved too, is counted on that cable.
func TestAHallSendsNothingOut(t *testing.T) {
	if os.Getenv(inside) != "" {
		hallWithoutInternet(t)
		return
	}
	if runtime.GOOS != "linux" {
		t.Skip("network namespaces are Linux's")
	}
	for _, tool := range []string{"unshare", "ip"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("needs %s: %v", tool, err)
		}
	}
	if out, err := exec.Command("unshare", "-rn", "sh", "-c", "ip link add hall0 type veth peer name far0").CombinedOutput(); err != nil {
		t.Skipf("this machine refuses a network namespace with a cable: %v %s", err, out)
	}
	bin := filepath.Join(t.TempDir(), "ashar")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	self := exec.Command("unshare", "-rnm", os.Args[0], "-test.run", "^TestAHallSendsNothingOut$", "-test.v")
	self.Env = append(os.Environ(), inside+"="+bin)
	out, err := self.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}

func hallWithoutInternet(t *testing.T) {
	sh := func(script string) {
		t.Helper()
		if out, err := exec.Command("sh", "-ec", script).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", script, err, out)
		}
	}
	resolver := filepath.Join(t.TempDir(), "resolv.conf")
	if err := os.WriteFile(resolver, []byte("nameserver 192.168.77.254\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	// Neighbours are asked for by the kernel before a packet leaves; a fixed one lets every packet out to be counted.
	sh(`mount --bind ` + resolver + ` /etc/resolv.conf
		ip link set lo up
		ip link add hall0 type veth peer name far0
		sysctl -qw net.ipv6.conf.all.disable_ipv6=1 || echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6 || true
		ip addr add 192.168.77.1/24 dev hall0
		ip link set far0 up; ip link set hall0 up; sleep 1
		ip neigh add 192.168.77.254 lladdr 02:00:00:00:00:01 dev hall0
		ip route add default via 192.168.77.254`)
	before := sent(t)
	if _, err := net.DialTimeout("udp", "8.8.8.8:53", time.Second); err != nil {
		t.Fatal(err)
	}
	_, _ = net.LookupHost("example.kg") // proves that what is sent is counted
	if sent(t) == before {
		t.Fatal("the cable counts nothing: this test would prove nothing")
	}
	before = sent(t)

	data := t.TempDir()
	demo := exec.Command(os.Getenv(inside), "demo", "--hall", "--addr", "127.0.0.1:0", "--data", data)
	demo.Stderr = os.Stderr
	stdout, err := demo.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = demo.Process.Kill(); _ = demo.Wait() }()
	lines := bufio.NewReader(stdout)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base := strings.TrimSpace(strings.TrimPrefix(first, "listening on "))
	if !strings.HasPrefix(base, "http://192.168.77.1:") {
		t.Fatalf("printed %q, wanted the LAN's address", first)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()

	seen := walk(t, base, "coordinator", 120)
	if seen < 60 {
		t.Errorf("only %d pages were seen", seen)
	}
	if n := sent(t) - before; n != 0 {
		t.Errorf("%d packets left the hall", n)
	}
	t.Logf("%d pages seen from another address, 0 packets out", seen)
}

// sent is how many packets went out by the cable.
func sent(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/sys/class/net/hall0/statistics/tx_packets")
	if err != nil { // /sys shows the namespace it was mounted in
		out, e := exec.Command("ip", "-s", "link", "show", "hall0").Output()
		if e != nil {
			t.Fatal(err, e)
		}
		fields := strings.Fields(strings.Split(string(out[strings.Index(string(out), "TX:"):]), "\n")[1])
		text = []byte(fields[1])
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var link = regexp.MustCompile(`(?:href|src)="(/[^"#]*)`)

// walk signs in and follows every link, as far as most pages.
func walk(t *testing.T, base, login string, most int) (seen int) {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	res, err := client.PostForm(base+"/login", url.Values{"login": {login}, "password": {"ashar2016"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	shape := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|\?.*`)
	kinds := map[string]int{}
	queue := []string{"/", "/hall", "/account", "/territory", "/users", "/calendar"}
	known := map[string]bool{}
	for len(queue) > 0 && seen < most {
		path := queue[0]
		queue = queue[1:]
		kind := shape.ReplaceAllString(path, "*")
		if known[path] || kinds[kind] >= 3 || strings.HasSuffix(strings.Split(path, "?")[0], "/live") {
			continue
		}
		known[path] = true
		kinds[kind]++
		res, err := client.Get(base + path)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || res.StatusCode >= 500 {
			t.Errorf("%s: %d %v", path, res.StatusCode, err)
		}
		seen++
		if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			for _, m := range link.FindAllStringSubmatch(string(body), -1) {
				queue = append(queue, strings.ReplaceAll(m[1], "&amp;", "&"))
			}
		}
	}
	fmt.Fprintf(os.Stderr, "%d kinds of pages\n", len(kinds))
	return seen
}

func TestAnAddressThatLeadsNowhereIsWidened(t *testing.T) {
	for addr, want := range map[string]string{"127.0.0.1:8080": "0.0.0.0:8080", "192.168.1.5:80": "192.168.1.5:80", ":8080": ":8080", "[::1]:9": "0.0.0.0:9"} {
		if got := everywhere(addr); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
}
