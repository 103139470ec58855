"""Who calls: API keys, judged as Enlace's services do and remembered for 5 seconds."""

import hashlib
import hmac
import time
from dataclasses import dataclass

import asyncpg
from fastapi import HTTPException

import ulids

MAX_AGE = 5.0
MAX_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class Caller:
    tenant_id: str
    key_id: str
    owner_email: str
    scopes: frozenset[str]


class Callers:
    """Resolves keys in the auth service's database. For one event loop."""

    def __init__(self, pepper_file: str):
        with open(pepper_file, encoding="ascii") as file:
            self._pepper = bytes.fromhex(file.read().strip())
        self._pool: asyncpg.Pool | None = None
        self._known: dict[bytes, tuple[float, Caller]] = {}

    async def open(self) -> None:
        self._pool = await asyncpg.create_pool(
            user="enlace_auth_platform", database="enlace_auth", min_size=1, max_size=2
        )

    async def close(self) -> None:
        await self._pool.close()

    async def of(self, key: str | None, scope: str) -> Caller:
        """401 for a missing, unknown, expired or revoked key, 403 for one without the scope."""
        if not key:
            raise HTTPException(401, "CREDENTIAL_MISSING")
        digest = hashlib.blake2b(key.encode(), digest_size=32).digest()
        known = self._known.get(digest)
        if known is None or known[0] < time.monotonic():
            known = (time.monotonic() + MAX_AGE, await self._resolve(key))
            if len(self._known) >= MAX_ENTRIES:
                self._known.clear()
            self._known[digest] = known
        if scope not in known[1].scopes:
            raise HTTPException(403, "SCOPE_MISSING")
        return known[1]

    async def _resolve(self, key: str) -> Caller:
        parts = key.split("_")
        key_id = ulids.to_uuid(parts[2]) if len(parts) == 5 else None
        row = key_id and await self._pool.fetchrow(
            "SELECT tenant_id, scopes, owner_email, key_hash FROM api_keys WHERE id = $1"
            " AND deleted_at IS NULL AND revoked_at IS NULL"
            " AND coalesce(expires_at > now(), true)",
            key_id,
        )
        hashed = hmac.new(self._pepper, key.encode(), hashlib.sha256).digest()
        if not row or not hmac.compare_digest(hashed, row["key_hash"]):
            raise HTTPException(401, "CREDENTIAL_INVALID")
        return Caller(
            str(row["tenant_id"]), parts[2], row["owner_email"], frozenset(row["scopes"])
        )
