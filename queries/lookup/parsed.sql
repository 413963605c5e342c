-- the texts of views and macros as trees
select list_transform(cast($texts as varchar[]), lambda text: cast(json_serialize_sql(text) as varchar))
