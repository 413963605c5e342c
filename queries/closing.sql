-- what every rendered report closes with: ledger digest, coding profile, what was excluded and why
select 'ledger ' || digest || ' · ' || claims || ' claims · coding profile ' || (select any_value(profile) from coding_profile)
    || coalesce(' · as it was known on ' || getvariable('as_of'), '')
from ledger_digest
union all
select 'excluded: ' || coalesce(string_agg(claims || ' ' || why, ' · ' order by claims desc, why), 'nothing')
from exclusion where claims > 0
union all
select 'Region codes are ISO 3166-2; they imply no opinion on legal status.'
