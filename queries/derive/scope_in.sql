-- which scope lies in which, derived anew from the scopes and the registers
delete from scope_in;
insert into scope_in from scope_containment;
