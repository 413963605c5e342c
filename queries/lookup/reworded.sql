-- the texts of views and macros as DuckDB words what it stores
select list_transform(cast($texts as varchar[]), lambda text: json_deserialize_sql(json_serialize_sql(text)))
