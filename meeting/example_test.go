package meeting_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

func Example() {
	api := httptest.NewServer(meetingtest.New(meetingtest.Options{AppID: "app-id", AppKey: "app-key"}))
	defer api.Close()

	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL:         api.URL,
		Credentials: meeting.Credentials{AppID: "app-id", AppKey: "app-key"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer account.Client().CloseIdleConnections()

	id, _ := meeting.ParseID("914 083 136")
	s, err := account.Get(context.Background(), id)
	if err != nil {
		fmt.Println(err)
		return
	}
	start, _ := s.Conference.Start()
	zone, _ := s.Conference.Zone()
	fmt.Println(s.Conference.Subject, "·", s.Count, "invited")
	fmt.Println(start.Format("2 Jan 2006 15:04 MST"), "·", zone)
	fmt.Println("join with", s.Conference.GuestJoin)

	_, err = account.Get(context.Background(), "900000000")
	fmt.Println(meeting.KindOf(err))
	// Output:
	// user01's meeting · 1 invited
	// 18 Dec 2019 07:28 UTC · Asia/Shanghai
	// join with [redacted]
	// not_found
}

func ExampleParseID() {
	for _, text := range []string{
		"914-083-136",
		"https://c.meeting.huaweicloud.com/#/j/914083136/9505dc3349228b1c",
		"https://c.meeting.huaweicloud.com.example.org/#/j/914083136",
	} {
		fmt.Println(meeting.ParseID(text))
	}
	// Output:
	// 914083136 true
	// 914083136 true
	//  false
}
