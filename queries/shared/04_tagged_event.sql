create temp table tagged_event as from tagged_event
