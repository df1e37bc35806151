"""A person asked for in the official account, and what the agent writes arriving there."""

from typing import Any

from sqlalchemy import insert, update

from bot.clock import utc_now
from bot.store.tables import agent_messages, console_sessions, sessions, users
from tests.wechat.conftest import Opening, Town, until

HANDING = [{"kind": "text", "text": "可以拨打12333。", "handover": True}]


async def agent_at_the_desk(town: Town) -> None:
    now = utc_now()
    user: dict[str, Any] = {"id": 1, "login": "li", "name": "李", "number": 3, "roles": "agent"}
    user |= {"must_change": False, "disabled": False, "totp_step": 0, "created_at": now}
    here: dict[str, Any] = {"token": "t", "user_id": 1, "stage": "in", "address": "-"}
    await town.house.store.transact(
        lambda db: (
            db.execute(insert(users).values(**user)),
            db.execute(insert(console_sessions).values(**here, created_at=now, seen_at=now)),
        )
    )


async def agent_writes(town: Town, text: str) -> None:
    def write(db: Any) -> None:
        session = db.scalar(sessions.select().with_only_columns(sessions.c.session_id))
        db.execute(update(sessions).values(state="agent"))
        row = {"session_id": session, "author": "坐席3号", "text": text, "at": utc_now()}
        db.execute(insert(agent_messages).values(**row))

    await town.house.store.transact(write)


async def test_a_person_is_asked_for_and_writes_into_the_account(town: Town) -> None:
    await agent_at_the_desk(town)
    town.engine.says = lambda _body: HANDING
    asked = await town.say("转人工", "oAsking")
    await agent_writes(town, "您好，我来帮您。")
    await until(lambda: town.interface.sent)
    silent = await town.say("我的钱没到", "oAsking")

    assert asked is not None and "已经为您转人工" in asked
    assert town.interface.sent == [("oAsking", "【坐席3号】您好，我来帮您。")]
    assert silent is None


async def test_without_an_agent_it_is_said_so(town: Town) -> None:
    town.engine.says = lambda _body: HANDING
    asked = await town.say("转人工")

    assert asked is not None and "没有坐席在线" in asked


async def test_what_cannot_be_pushed_to_the_user_comes_with_the_next_answer(
    opening: Opening,
) -> None:
    async with opening(pushes=False) as town:
        await agent_at_the_desk(town)
        town.engine.says = lambda _body: HANDING
        await town.say("转人工", "oAsking")
        await agent_writes(town, "请问是哪个单位？")
        rows: list[int] = []
        while not rows:
            rows = await town.house.store.transact(
                lambda db: (
                    db.exec_driver_sql(
                        "SELECT 1 FROM wechat_deliveries WHERE message_id LIKE 'agent-%'"
                    )
                    .scalars()
                    .all()
                )
            )
        following = await town.say("还在吗", "oAsking")

    assert following == "您刚才问的有结果了：\n\n【坐席3号】请问是哪个单位？"
