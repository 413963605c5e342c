create temp table definition_change as from definition_change
