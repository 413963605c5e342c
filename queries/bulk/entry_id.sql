-- the id of an entry whose claims are written before it is sealed: who recorded what, when, after which entries
select cast(sha256(concat_ws(chr(31), sealed($recorded_at), sealed($recorded_by), sealed($command), sealed($file),
    sealed($file_sha256), array_to_string(coalesce((select list(digest order by digest) from head), []), ' ')))[:32] as uuid)
