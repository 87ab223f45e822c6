// A server that needs a database, or another server, as its environment says: to see what it says when that is away.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

func text(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

// Without CONNECT_TIMEOUT it waits in silence for as long as the database is asleep.
func ask() error {
	ctx := context.Background()
	if limit, err := time.ParseDuration(os.Getenv("CONNECT_TIMEOUT")); err == nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	connection, err := pgx.Connect(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	defer connection.Close(ctx)
	_, err = connection.Exec(ctx, text("QUERY", "select 1"))
	return err
}

func reach(upstream string) error {
	client := http.Client{Timeout: time.Second}
	answer, err := client.Get(upstream)
	if err != nil {
		return err
	}
	answer.Body.Close()
	if answer.StatusCode >= 500 {
		return fmt.Errorf("upstream %s answers %d", upstream, answer.StatusCode)
	}
	return nil
}

var isReady atomic.Bool

func prepare() {
	if wait, err := time.ParseDuration(os.Getenv("WAIT")); err == nil {
		time.Sleep(wait)
	}
	// As careless programs do.
	if os.Getenv("TELL") != "" {
		log.Printf("connecting to %s", os.Getenv("DATABASE_URL"))
	}
	for os.Getenv("DATABASE_URL") != "" {
		err := ask()
		if err == nil {
			break
		}
		if os.Getenv("RETRY") == "" {
			log.Fatalf("unable to start: %v", err)
		}
		log.Printf("%v; next try in 2 s", err)
		time.Sleep(2 * time.Second)
	}
	isReady.Store(true)
}

func main() {
	if os.Getenv("RETRY") == "" {
		prepare()
	} else {
		go prepare()
	}
	http.HandleFunc("/", func(answer http.ResponseWriter, request *http.Request) {
		answer.Header().Set("Content-Type", "text/html")
		upstream := os.Getenv("UPSTREAM")
		if !isReady.Load() {
			answer.WriteHeader(503)
		} else if upstream != "" {
			if err := reach(upstream); err != nil {
				log.Printf("bad gateway: %v", err)
				answer.WriteHeader(502)
			}
		}
		fmt.Fprintln(answer, "<!doctype html><title>query</title><p>here</p>")
	})
	log.Fatal(http.ListenAndServe(":"+text("PORT", "8000"), nil))
}
