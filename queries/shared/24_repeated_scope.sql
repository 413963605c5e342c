create temp table repeated_scope as from repeated_scope
