"""Conversations handed over to a person, a line for each turn, and what a question should mean."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "session_id",
            sa.String(128),
            sa.ForeignKey("sessions.session_id", ondelete="SET NULL"),
        ),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("taken_at", sa.DateTime),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id")),
        sa.Column("agent", sa.String(64)),
        sa.Column("active_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
    op.create_index("ix_handovers_session_id", "handovers", ["session_id"])
    op.create_index("ix_handovers_asked_at", "handovers", ["asked_at"])
    op.create_index("handovers_under_way", "handovers", ["ended_at", "asked_at"])
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("measures", sa.Text, nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=False),
    )
    op.create_index("ix_turns_at", "turns", ["at"])
    op.add_column("feedback", sa.Column("intent", sa.String(64)))


def downgrade() -> None:
    op.drop_column("feedback", "intent")
    op.drop_table("turns")
    op.drop_table("handovers")
