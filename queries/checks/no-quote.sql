-- title: Figures without the words they stand in
-- severity: info
-- group: provenance
-- why: a page can change or vanish; only its words, kept beside the figure, let others see that it was read rightly
-- silent: whether the quote says what the figure says (figure-not-in-quote)
-- one finding a source and document
with said as (
    select source, url, count(*) as figures, list(claim_id) filter (quote is null) as claims
    from selected_claim
    group by source, url
)
select 'info' as severity, claims, cast(len(claims) as varchar) as "left", cast(figures as varchar) as "right",
    source || ', ' || url || ': ' || len(claims) || ' of ' || figures || if(figures = 1, ' figure', ' figures')
        || ' without a quote' as message,
    'no words of the document are recorded beside ' || if(len(claims) = 1, 'it', 'them') as proof
from said
where len(claims) > 0
