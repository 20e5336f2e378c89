"""All that is remembered, as one unit of work sees it."""

from __future__ import annotations

import sqlite3

from storage.audit import Audit
from storage.bookings import Bookings
from storage.chats import Chats
from storage.drafts import Drafts
from storage.due import DueRows
from storage.ids import Ids
from storage.messages import Messages
from storage.people import People
from storage.queues import Inbox, Outbox
from storage.replies import Replies
from storage.retention import Retention
from storage.safe_contacts import SafeContacts
from storage.seal import Seal
from storage.tickets import Tickets
from storage.turns import Turns


class Records:
    """The tables by their nouns. Use it inside a unit of work only: it writes through the writer's connection."""

    def __init__(self, connection: sqlite3.Connection, seal: Seal, ids: Ids) -> None:
        self.connection = connection
        self.ids = ids
        self.audit = Audit(connection)
        self.bookings = Bookings(connection, ids)
        self.chats = Chats(connection, seal, ids)
        self.drafts = Drafts(connection, seal)
        self.due = DueRows(connection, ids)
        self.inbox = Inbox(connection, seal, ids)
        self.messages = Messages(connection)
        self.outbox = Outbox(connection, seal, ids)
        self.people = People(connection, seal, ids)
        self.replies = Replies(connection, seal, ids)
        self.safe_contacts = SafeContacts(connection, seal, ids)
        self.retention = Retention(connection, seal, ids)
        self.tickets = Tickets(connection, seal, ids, self.audit)
        self.turns = Turns(connection)
