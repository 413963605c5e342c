create temp table component as from component
