"""Ed25519 keys and signatures over a manifest."""

from __future__ import annotations

import base64
import binascii
import errno
import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from ..delivery import create
from ..troubles import trouble
from .errors import PackError

_FORMAT = "anliku-signature/1"
_PUBLIC_FORMAT = "anliku-key/1"
_PURPOSE = b"anliku-pack/1 manifest\0"  # a signature for anything else must not pass for one over a manifest
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")


class Signature(NamedTuple):
    """A signature file: the public key that it claims, and the signature."""

    key: bytes
    value: bytes


def new_key() -> Ed25519PrivateKey:
    """Return a new private key."""
    return Ed25519PrivateKey.generate()


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public key."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(public: bytes) -> str:
    """Return the fingerprint of a public key: eight groups of four digits that can be read out on the telephone."""
    text = hashlib.sha256(public).hexdigest()[:32]
    return "-".join(text[start : start + 4] for start in range(0, 32, 4))


def save_key(key: Ed25519PrivateKey, file: Path, password: bytes = b"") -> Path:
    """Write the private key, for its owner's eyes only, and beside it the public one; return the latter's file."""
    lock: KeySerializationEncryption = BestAvailableEncryption(password) if password else NoEncryption()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
    public = public_bytes(key)
    beside = file.with_name(file.name + ".pub")
    if os.path.lexists(beside):
        raise FileExistsError(errno.EEXIST, "", str(beside))
    create(file, pem, 0o600)
    try:
        create(beside, f"{_PUBLIC_FORMAT} {_encode(public)}\n".encode("ascii"))
    except BaseException:  # without the public key nobody knows it yet
        file.unlink()
        raise
    return beside


def is_locked(file: Path) -> bool:
    """Say whether a private key can be read only with a password."""
    return file.is_file() and b"ENCRYPTED" in file.read_bytes()[:100]


def load_key(file: Path, password: bytes = b"") -> Ed25519PrivateKey:
    """Read a private key."""
    try:
        key = load_pem_private_key(file.read_bytes(), password or None)
    except OSError as error:
        raise PackError(f"读不了密钥 {file}：{trouble(error).reason}。", "检查 --sign 后面的路径") from error
    except TypeError as error:
        wrong = "这个密钥有口令" if not password else "这个密钥没有口令"
        raise PackError(f"{wrong}：{file}。", "口令放在环境变量 ANLIKU_KEY_PASSWORD 里；没有口令就去掉它") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise PackError(
            f"{file} 不是私钥，或口令不对。", "用 anliku keygen 生成；签名用的是没有 .pub 的那个文件"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise PackError(f"{file} 不是 Ed25519 密钥。", "用 anliku keygen 生成")
    return key


def sign(manifest: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return the signature file for a manifest."""
    public = public_bytes(key)
    value = key.sign(_PURPOSE + manifest)
    return f"{_FORMAT}\nkey {_encode(public)}\nsignature {_encode(value)}\n".encode("ascii")


def parse_signature(data: bytes) -> Signature | None:
    """Return what a signature file holds; None when it is not exactly what `sign` writes."""
    try:
        head, key, value, end = data.decode("ascii").split("\n")
        found = Signature(_decode(key.removeprefix("key ")), _decode(value.removeprefix("signature ")))
    except ValueError:
        return None
    again = f"{_FORMAT}\nkey {_encode(found.key)}\nsignature {_encode(found.value)}\n"
    exact = (head, end, again.encode("ascii")) == (_FORMAT, "", data)
    return found if exact and len(found.key) == 32 else None


def is_signed(manifest: bytes, signature: Signature) -> bool:
    """Say whether the signature is the claimed key's over this manifest."""
    try:
        Ed25519PublicKey.from_public_bytes(signature.key).verify(signature.value, _PURPOSE + manifest)
    except (InvalidSignature, ValueError):
        return False
    return True


def wanted_fingerprint(text: str) -> str:
    """Return the fingerprint that a user means: written out, or of a public key file."""
    plain = re.sub(r"[\s:\-]", "", text).lower()
    if _FINGERPRINT.fullmatch(plain):
        return "-".join(plain[start : start + 4] for start in range(0, 32, 4))
    try:
        form, _, encoded = Path(text).read_text(encoding="ascii").strip().partition(" ")
        public = _decode(encoded)
    except (OSError, ValueError) as error:
        raise PackError(
            f"{text} 既不是指纹，也不是公钥文件。", "写 32 位指纹（xxxx-xxxx-…），或发布者给的 .pub 文件"
        ) from error
    if form != _PUBLIC_FORMAT or len(public) != 32:
        raise PackError(f"{text} 不是公钥文件。", "用发布者给的 .pub 文件；私钥不能拿来校验")
    return fingerprint(public)


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
