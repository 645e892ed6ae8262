"""Who may charge: everybody, who turned the key, who holds a known card to the station, or nobody.

This is the one place where that is decided; `core.access` says which cards are known, and who holds them.
"""

from functools import lru_cache
import hashlib
import hmac

from ...model import ReasonKey
from .settings import Access, ChargePointSettings


@lru_cache(maxsize=256)
def tag_hash(tag: str, key: str) -> str:
    """Return what is stored of an RFID tag: its HMAC with the secret `key` of the installation, in hex.

    A tag has so few digits that a bare hash tells it by trying all. Stations write one tag in several ways: case and
    separators do not count.
    """
    plain = "".join(character for character in tag.upper() if character.isalnum())
    return hmac.new(key.encode(), plain.encode(), hashlib.sha256).hexdigest()


def barred_by(settings: ChargePointSettings, tag: str | None) -> ReasonKey | None:
    """Return why nobody may charge now, or None; `tag` is the hash of the tag held to the station for this session."""
    if settings.blocked:
        return ReasonKey.BLOCKED
    if settings.stopped:
        return ReasonKey.STOPPED
    if settings.authorized:
        return None
    if settings.access is Access.KEY and not settings.unlocked:
        return ReasonKey.LOCKED
    if settings.access is Access.RFID:
        if tag is None:
            return ReasonKey.TAG_MISSING
        if tag not in settings.allowed_tags:
            return ReasonKey.TAG_UNKNOWN
    return None
