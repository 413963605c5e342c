-- tables with their columns, views and macros with their text
select 'table ' || table_name,
    string_agg(column_name || ' ' || data_type, ', ' order by column_index) from duckdb_columns()
where not internal and database_name = current_database()
    and table_name in (select table_name from duckdb_tables() where database_name = current_database())
group by table_name
union all
select 'view ' || view_name, sql from duckdb_views() where not internal and database_name = current_database()
union all
select 'macro ' || function_name, string_agg(concat_ws(' ', array_to_string(parameters, ','), macro_definition), chr(10)
    order by macro_definition)
from duckdb_functions()
where not internal and database_name = current_database() and function_type in ('macro', 'table_macro')
group by function_name
