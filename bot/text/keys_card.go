package text

// Words of a card, and of one that was shared.
const (
	WeekdayClock Key = "weekday_clock"
	SeriesLast   Key = "series_last"
	ButtonRemind Key = "button_remind"
	LabelRemind  Key = "label_remind"
	LabelDetails Key = "label_details"
)
