// gofeed ADDRESSES STATE: a poller on gofeed, a hundred fetches at once, conditional, entries parsed and dropped.
package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/mmcdole/gofeed"
)

type validators struct{ ETag, Modified string }

func fetch(client *http.Client, address string, had validators) validators {
	request, _ := http.NewRequest("GET", address, nil)
	if had.ETag != "" {
		request.Header.Set("If-None-Match", had.ETag)
	}
	if had.Modified != "" {
		request.Header.Set("If-Modified-Since", had.Modified)
	}
	answer, err := client.Do(request)
	if err != nil {
		return had
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return had
	}
	if _, err = gofeed.NewParser().Parse(answer.Body); err != nil {
		return had
	}
	return validators{answer.Header.Get("ETag"), answer.Header.Get("Last-Modified")}
}

func main() {
	list, _ := os.ReadFile(os.Args[1])
	known := map[string]validators{}
	if state, err := os.ReadFile(os.Args[2]); err == nil {
		json.Unmarshal(state, &known)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: 100}}
	work := make(chan string)
	var wait sync.WaitGroup
	var lock sync.Mutex
	for i := 0; i < 100; i++ {
		wait.Add(1)
		go func() {
			for address := range work {
				lock.Lock()
				had := known[address]
				lock.Unlock()
				now := fetch(client, address, had)
				lock.Lock()
				known[address] = now
				lock.Unlock()
			}
			wait.Done()
		}()
	}
	for _, address := range strings.Fields(string(list)) {
		work <- address
	}
	close(work)
	wait.Wait()
	state, _ := json.Marshal(known)
	os.WriteFile(os.Args[2], state, 0600)
}
