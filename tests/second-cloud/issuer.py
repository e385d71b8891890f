"""An OpenID Connect issuer of this machine: publishes the key that the tests sign tokens with.

Usage: issuer.py DIRECTORY

Writes the keys to the directory, then prints its address, then serves until it is ended. A deployed API takes its
tokens from an issuer with TLS only, so this one has a certificate of its own; whoever trusts issuer.pem trusts it.
"""

import base64
import datetime
import http.server
import ipaddress
import json
import pathlib
import ssl
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
KEY_ID = "scenarios"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_bytes(key, encoding):
    return key.private_bytes(encoding, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())


def certificate(key):
    """A certificate for this address that signs itself and lasts a day."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def number(value):
    """A number as JSON Web Keys write it."""
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8)).rstrip(b"=").decode()


def published(key):
    public = key.public_key().public_numbers()
    only = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": KEY_ID, "n": number(public.n), "e": number(public.e)}
    return {"keys": [only]}


def serve(documents, certificate_file, key_file):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps(documents.get(self.path, {})).encode()
            self.send_response(200 if self.path in documents else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer((HOST, 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_file, key_file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    address = f"https://{HOST}:{server.server_port}"
    keys = "/.well-known/jwks.json"
    documents["/.well-known/openid-configuration"] = {"issuer": address, "jwks_uri": address + keys}
    print(address, flush=True)
    server.serve_forever()


def main(directory):
    directory = pathlib.Path(directory)
    signing, transport = new_key(), new_key()
    (directory / "signing.der").write_bytes(private_bytes(signing, serialization.Encoding.DER))
    (directory / "issuer.pem").write_bytes(certificate(transport))
    (directory / "issuer.key").write_bytes(private_bytes(transport, serialization.Encoding.PEM))
    serve({"/.well-known/jwks.json": published(signing)}, directory / "issuer.pem", directory / "issuer.key")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
