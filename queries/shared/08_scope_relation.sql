create temp table scope_relation as from scope_relation
