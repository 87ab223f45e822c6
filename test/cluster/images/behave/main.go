// A server that behaves as its environment says, to make faults and slow starts for real.
package main

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

func number(name string, otherwise int) int {
	if value, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return value
	}
	return otherwise
}

func pause(name string) bool {
	length, err := time.ParseDuration(os.Getenv(name))
	if err == nil {
		time.Sleep(length)
	}
	return err == nil
}

func text(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

// The first CRASHES starts end badly; an emptyDir at /tmp remembers them across restarts.
func crash() {
	for attempt := range number("CRASHES", 0) {
		mark := fmt.Sprintf("/tmp/crash-%d", attempt)
		if _, err := os.Stat(mark); err != nil {
			_ = os.WriteFile(mark, nil, 0o644)
			os.Exit(number("EXIT_CODE", 1))
		}
	}
}

func end() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	for range signals {
		if os.Getenv("DEAF") != "" {
			continue
		}
		pause("DRAIN")
		os.Exit(0)
	}
}

func hoard() {
	for kept := [][]byte{}; ; kept = append(kept, make([]byte, 16<<20)) {
		for _, block := range kept {
			for at := 0; at < len(block); at += 4096 {
				block[at] = 1
			}
		}
	}
}

func main() {
	if say := os.Getenv("SAY"); say != "" {
		fmt.Fprintln(os.Stderr, say)
	}
	go end()
	crash()
	pause("START_AFTER")
	if _, err := os.Stat("/tmp/slow"); err != nil && os.WriteFile("/tmp/slow", nil, 0o644) == nil {
		pause("SLOW_ONCE")
	}
	if os.Getenv("HOARD") != "" {
		hoard()
	}
	if os.Getenv("EXIT_AFTER") != "" {
		go func() {
			pause("EXIT_AFTER")
			os.Exit(number("EXIT_CODE", 1))
		}()
	}
	readyFrom := time.Now()
	if wait, err := time.ParseDuration(os.Getenv("READY_AFTER")); err == nil {
		readyFrom = readyFrom.Add(wait)
	}
	http.HandleFunc("/", func(answer http.ResponseWriter, request *http.Request) {
		status := number("ANSWER", 200)
		if request.URL.Path == os.Getenv("GONE") {
			status = 404
		}
		if time.Now().Before(readyFrom) {
			status = 503
		}
		answer.Header().Set("Content-Type", "text/html")
		answer.WriteHeader(status)
		fmt.Fprintln(answer, "<!doctype html><title>behave</title><p>here</p>")
	})
	listen := text("LISTEN", ":"+text("PORT", "8000"))
	if os.Getenv("QUIET") == "" {
		fmt.Println("listening on", listen)
	}
	fmt.Fprintln(os.Stderr, http.ListenAndServe(listen, nil))
	os.Exit(1)
}
