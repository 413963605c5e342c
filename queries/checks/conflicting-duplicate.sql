-- title: One document gives two figures of one scope
-- severity: major, notice
-- group: record
-- why: a document that says two things of one thing was misread or mistyped, or its two figures are of different scopes
-- silent: which of them is right; an edit of a document (silent-edit); the same figure told twice
select severity, claims, "left", "right", message, proof
from disagreement where check_name = 'conflicting-duplicate'
