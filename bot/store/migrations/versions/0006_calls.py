"""The calls that agents take at the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("number", sa.String(16), primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("case", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("measures", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("disposition", sa.String(32)),
        sa.Column("follow_up", sa.Date),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
    op.create_index("calls_of_user", "calls", ["user_id", "state", "updated_at"])


def downgrade() -> None:
    op.drop_table("calls")
