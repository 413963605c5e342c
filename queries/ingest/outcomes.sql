select
    count(*) filter (outcome = 'loaded'), count(*) filter (outcome = 'known'), count(*) filter (outcome = 'refused'),
    (select count(*) from arriving_claim)
from verdict
