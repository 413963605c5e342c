-- title: A figure that does not stand in its quote
-- severity: major
-- group: record
-- why: figure and quote come from one sentence; where they differ, one of them was mistyped or belongs elsewhere
-- silent: 0 and 1, told by "no" and "a"; "several" and the like; quotes in a language whose number words are not known
with
-- the number that the words hold: both ends of a range; of "about" its digits, or the middle, or the end of "almost"
quoted as (
    select claim_id, kind, quote,
        try_cast(regexp_replace(value, '[^0-9]', '', 'g') as bigint) as digits,
        list_filter(case kind
            when 'range' then list_filter([lo, hi], lambda n: n > 1)
            when 'more_than' then [lo - 1] when 'at_most' then [hi] when 'less_than' then [hi + 1]
            when 'approx' then if(digits between lo and coalesce(hi, digits), [digits], [(lo + hi) // 2, hi])
            else [lo] end, lambda n: n is not null) as figures
    from selected_claim c
    left join source s on s.id = c.source
    where quote is not null and kind in ('exact', 'approx', 'at_least', 'more_than', 'at_most', 'less_than', 'range')
        and (coalesce(c.lang, s.lang) is null
            or split_part(lower(coalesce(c.lang, s.lang)), '-', 1) in (select lang from number_word))
),
-- numbers in digits, with and without signs between thousands
spelt as (
    select claim_id, kind, figures, quote,
        list_transform(
            list_concat(
                regexp_extract_all(quote, '[0-9]+'),
                regexp_extract_all(quote, '[0-9]{1,3}(?:[ \x{a0}\x{2009}\x{202f},.''’][0-9]{3})+'),
                regexp_extract_all(quote, '[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}')),
            lambda d: try_cast(regexp_replace(d, '[^0-9]', '', 'g') as bigint)) as in_digits
    from quoted
    where list_min(figures) > 1
),
-- words are asked only where digits do not have it (no regular expression, which takes twenty times as long)
doubtful as materialized (
    select *, string_split(translate(lower(nfc_normalize(quote)),
        'ё’‘ʼ`´ʹ0123456789.,;:!?()[]«»„“”"*_/…–—‑-▪▫◽◾●•◆■□' || chr(65039) || chr(160) || chr(8239),
        'е''''''''''''' || repeat(' ', 60)), ' ') as words
    from spelt
    where if(kind = 'range', not list_has_all(in_digits, figures), not list_has_any(in_digits, figures))
),
-- the words with which figures are recorded, and a few that only prose has
number_in_prose (word, value) as (
    select words, value from number_word
    union all
    values ('both', 2), ('pair', 2), ('couple', 2),
        ('обидва', 2), ('обидві', 2), ('обох', 2), ('обом', 2), ('обома', 2), ('пара', 2), ('пари', 2), ('пару', 2),
        ('оба', 2), ('обе', 2), ('обоих', 2), ('обеих', 2), ('обоим', 2), ('обеим', 2), ('обоими', 2), ('пары', 2),
        ('півдюжини', 6), ('полдюжины', 6), ('півсотні', 50), ('полсотни', 50), ('півтисячі', 500), ('полтысячи', 500),
        ('півмільйона', 500000), ('полмиллиона', 500000)
),
in_word as (
    select claim_id, list(value) as in_words
    from (select claim_id, trim(unnest(words), '''') as word from doubtful) join number_in_prose using (word)
    group by claim_id
),
told as (
    select claim_id, kind, figures, list_concat(in_digits, coalesce(in_words, [])) as numbers,
        list_filter([10, 12, 100, 1000, 1000000, 1000000000], lambda m: list_contains(numbers, m)) as multiples,
        list_concat(
            -- 1.5 thousand
            flatten(list_transform(multiples, lambda m: list_transform(
                regexp_extract_all(quote, '[0-9]{1,6}[.,][0-9]{1,3}'),
                lambda d: cast(cast(replace(d, ',', '.') as decimal(9, 3)) * m as bigint)))),
            -- eight and a half thousand, one and a half thousand, half a dozen
            if(list_has_any(words,
                    ['half', 'половиною', 'половиной', 'півтора', 'півтори', 'полтора', 'полторы', 'полутора']),
                flatten(list_transform(multiples, lambda m: list_transform(
                    list_filter(list_concat(numbers, [0, 1]), lambda x: x < 1000),
                    lambda x: x * m + m // 2))), [])) as multiplied
    from doubtful left join in_word using (claim_id)
),
-- one row a number that is looked for; it is told if all that it is made of is: 2 and 1000, 300, 40 and 5
looked_for as (
    select claim_id, kind, numbers, n,
        list_contains(numbers, n) or list_contains(multiplied, n)
            -- three dozen, fifteen hundred
            or len(list_filter(multiples, lambda m: n % m = 0 and list_contains(numbers, n // m))) > 0
            or len(list_filter(
                [{part: n // 1000000000, scale: 1000000000}, {part: n // 1000000 % 1000, scale: 1000000},
                    {part: n // 1000 % 1000, scale: 1000}, {part: n % 1000, scale: 1}],
                lambda g: g.part > 0 and not (
                    (g.scale = 1 or list_contains(numbers, g.scale))
                    and (list_contains(numbers, g.part) or (g.part = 1 and g.scale > 1)
                        or ((g.part < 100 or list_contains(numbers, g.part - g.part % 100)
                                or (list_contains(numbers, 100)
                                    and (g.part < 200 or list_contains(numbers, g.part // 100))))
                            and (g.part % 100 = 0 or list_contains(numbers, g.part % 100)
                                or (g.part % 100 > 20 and list_contains(numbers, g.part % 100 - g.part % 10)
                                    and list_contains(numbers, g.part % 10)))))))) = 0 as is_told
    from (select *, unnest(figures) as n from told)
),
missing as (
    select claim_id, string_agg(n, ', ' order by n) filter (not is_told) as wanted,
        nullif(array_to_string(list_sort(list_distinct(numbers)), ', '), '') as there
    from looked_for
    group by claim_id, kind, numbers
    having not if(kind = 'range', bool_and(is_told), bool_or(is_told))
)
select 'major' as severity, [claim_id] as claims, wanted as "left", there as "right",
    about_text(day, attacker, defender, subject) || ': ' || figure_text(metric, weapon, population, region, part, value)
        || ' by ' || concat_ws(' quoting ', source, origin) || ' does not stand in its quote, which has '
        || coalesce(there, 'no number') as message,
    wanted || ' is there neither in digits nor in number words: ' || quote as proof
from missing join selected_claim using (claim_id)
