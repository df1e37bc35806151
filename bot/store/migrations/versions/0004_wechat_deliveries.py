"""What became of each delivery from WeChat."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wechat_deliveries",
        sa.Column("session_id", sa.String(128), primary_key=True),
        sa.Column("message_id", sa.String(128), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("pages", sa.LargeBinary),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("words", sa.Text),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("due_at", sa.DateTime),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("shown_at", sa.DateTime),
    )
    op.create_index("ix_wechat_deliveries_due_at", "wechat_deliveries", ["due_at"])
    op.create_index("ix_wechat_deliveries_at", "wechat_deliveries", ["at"])
    op.create_index("wechat_last_shown", "wechat_deliveries", ["session_id", "shown_at"])


def downgrade() -> None:
    op.drop_table("wechat_deliveries")
