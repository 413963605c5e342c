-- what people decided about findings: the last word on a finding counts, and nothing is rewritten
create table resolution (
    finding_id varchar, check_name varchar, claims uuid[], state varchar, why varchar, entry_id uuid
);

-- number words, copied from the phrases, so that a figure can be looked for in a quote
create table number_word (lang varchar, words varchar, value bigint);
