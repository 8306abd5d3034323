package main

import (
	"fmt"
	"net/http"
	"time"
)

// healthCmd asks a running server; the image holds no other program that could.
type healthCmd struct {
	Addr string `help:"Where the server listens." default:"127.0.0.1:8080"`
}

func (h healthCmd) Run() error {
	client := http.Client{Timeout: 4 * time.Second}
	res, err := client.Get("http://" + h.Addr + "/healthz")
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answers %d", res.StatusCode)
	}
	fmt.Println("ok")
	return nil
}
