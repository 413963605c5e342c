-- title: How were these numbers made?
-- columns: item, text
-- section: topic
with line (rank, topic, item, text) as (
    select 1, 'coding profile ' || profile || ': how words become intervals', term,
        if(lo = hi, lo, coalesce(lo, '') || ' to ' || coalesce(hi, 'unbounded')) || coalesce(' (' || note || ')', '')
    from coding_profile
    union all
    select 2, 'rules', item, text from (values
        ('interval', 'a figure is kept as its words; it is compared as the interval those words allow'),
        ('pair', 'two claims of different voices that share direction and day, or an event, and whose metrics and weapons are equal or one below the other'),
        ('gate', 'a pair that fails direction, attribution, population, region, weapon, part, window, basis, level, crossed, event, repeated, recap, definition or value is incomparable'),
        ('containment', 'a figure whose scope lies inside another cannot be larger; a broader weapon or region contains only if it is a root or a declared total'),
        ('windows', 'half-open, in UTC; date-only windows compare by days, and alone never contradict a narrower one'),
        ('relay', 'a relay is held against its origin and is no second voice'),
        ('revision', 'where one document states one scope again, the later figure stands'),
        ('sums', 'parts of a whole, recaps, and the later of two overlapping windows are left out of sums')
    ) t (item, text)
    union all
    select 3, 'severity of a gap', 'scale', 'of the smaller figure: to 5 % info, to 20 % notice, to 50 % minor, above major; where both are under 20: 1, 2, 4'
    union all
    select 3, 'severity of a gap', 'limits', 'a vague figure, or a date-only container, gives notice at most; two voices never give critical'
    union all
    select 4, 'definitions, by source', source || ', ' || metric, means || coalesce(' from ' || since, '') || coalesce(' until ' || until, '')
    from glossary where source in (select source from selected_claim)
    union all
    select 5, 'excluded', why, cast(claims as varchar) from exclusion
    union all
    select 5, 'excluded', 'left out of sums: ' || left_out, cast(sum(claims) as varchar)
    from left_out_of_sums group by left_out
    union all
    select 6, 'verdicts of all pairs within the bounds', verdict, cast(count(*) as varchar) from judged_pair group by verdict
    union all
    select 7, 'ledger', 'digest', digest from ledger_digest
    union all
    select 7, 'ledger', 'claims within the bounds', cast(count(*) as varchar) from selected_claim
    union all
    select 7, 'ledger', 'acts of recording', cast(entries as varchar) from ledger_digest
    union all
    select 8, 'licences of the data', license, string_agg(id, ', ' order by id)
    from source where license is not null and id in (select source from selected_claim) group by license
)
select topic, item, text from line order by rank, topic, item, text;
