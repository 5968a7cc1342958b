# Takes mails on 127.0.0.1:$2 into the Maildir $1 until standard input is closed, which it is when the test process is gone.
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

server = Controller(Mailbox(sys.argv[1]), hostname="127.0.0.1", port=int(sys.argv[2]))
server.start()
print("ready", flush=True)
sys.stdin.read()
server.stop()
