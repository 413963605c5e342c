create temp table broken_meeting as from broken_meeting
