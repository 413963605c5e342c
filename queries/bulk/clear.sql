-- nothing waits
delete from draft;
delete from arriving_claim;
