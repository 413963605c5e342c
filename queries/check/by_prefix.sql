select id, "check", claims, message from finding where starts_with(id, $prefix) order by id limit 5
