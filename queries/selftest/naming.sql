-- how many claims name a party, or are by a source of its own
select count(*) from claim c left join source s on s.id = c.source
where $party in (c.attacker, c.defender, c.subject, s.party)
