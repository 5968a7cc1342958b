# Takes mails on 127.0.0.1:$2 into the Maildir $1 until standard input is closed, which it is when the test process is gone.
# $3 is "plain", "tls" (from the start) or "starttls" (before anything is said); the latter two have the key and certificate $4.
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

folder, port, way = sys.argv[1], int(sys.argv[2]), sys.argv[3]
settings = {}
if way != "plain":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[4])
    settings = {"ssl_context": context} if way == "tls" else {"tls_context": context, "require_starttls": True}
server = Controller(Mailbox(folder), hostname="127.0.0.1", port=port, **settings)
server.start()
print("ready", flush=True)
sys.stdin.read()
server.stop()
