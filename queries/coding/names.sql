-- the coding profiles that the ledger knows, the one that claims are stored under first
select profile from profile group by profile order by profile <> 'bounds', profile
