-- what is defined in a ledger, each by its kind and name: the columns of a table, the text of a view or macro
with ours as (
    select 'table ' as kind, schema_name, table_name as name, string_agg(concat_ws(' ', column_name, data_type,
        if(is_nullable, null, 'not null'), 'default ' || column_default), ', ' order by column_index) as head, '' as body
    from duckdb_columns() semi join duckdb_tables() using (database_name, schema_name, table_name)
    where database_name = current_database() group by schema_name, table_name
    union all
    select 'view ', schema_name, view_name, '', regexp_replace(sql, '^CREATE VIEW ' || view_name || ' AS (.*);\s*$', '\1', 's')
    from duckdb_views() where not internal and database_name = current_database()
    union all
    select 'macro ', schema_name, function_name, string_agg(array_to_string(parameters, ','), chr(10) order by macro_definition),
        string_agg(if(function_type = 'macro', 'SELECT ', '') || macro_definition, chr(10) order by macro_definition)
    from duckdb_functions()
    where not internal and database_name = current_database() and function_type in ('macro', 'table_macro')
    group by schema_name, function_name
    union all
    select 'type ', schema_name, type_name, '', '' from duckdb_types() where not internal and database_name = current_database()
    union all
    select 'sequence ', schema_name, sequence_name, '', '' from duckdb_sequences() where database_name = current_database()
    union all
    select 'index ', schema_name, index_name, '', '' from duckdb_indexes() where database_name = current_database()
)
select kind || if(schema_name = 'main', '', schema_name || '.') || name, head, body from ours
