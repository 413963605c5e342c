-- each claim's id as it was, and with the parties exchanged
select cast(old_id as varchar), cast(claim_id as varchar) from renamed
