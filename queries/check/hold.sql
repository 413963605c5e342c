-- the findings seen under a coding profile, by their claims: a gap may be another check's under another profile
insert into held select distinct claims, $profile from finding
