package text

// Words of a card, and of one that was shared.
const (
	WeekdayClock Key = "weekday_clock"
	WeekdayWhen  Key = "weekday_when"
	SeriesLast   Key = "series_last"
	ButtonRemind Key = "button_remind"
	LabelRemind  Key = "label_remind"
	LabelDetails Key = "label_details"
)
