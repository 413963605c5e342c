select digest from registers_digest
