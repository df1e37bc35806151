"""Every kind of message and event: answered sensibly, or ``success``."""

from typing import Any

from tests.wechat.conftest import Town
from tests.wechat.platform import message


async def shown(town: Town, **fields: Any) -> str | None:
    reply = await town.caller.once(message("oUser", **fields))
    assert reply.status == 200
    return reply.text


WORDLESS: list[tuple[dict[str, Any], str]] = [
    ({"MsgType": "voice", "MediaId": "m", "Format": "amr"}, "语音"),
    ({"MsgType": "image", "MediaId": "m", "PicUrl": "http://p"}, "图片"),
    ({"MsgType": "video", "MediaId": "m", "ThumbMediaId": "t"}, "视频"),
    ({"MsgType": "shortvideo", "MediaId": "m", "ThumbMediaId": "t"}, "视频"),
    ({"MsgType": "link", "Title": "t", "Description": "d", "Url": "http://u"}, "链接"),
    ({"MsgType": "hologram"}, "文字"),
    ({"Content": "【收到不支持的消息类型，暂无法显示】"}, "文字"),
    ({"MsgType": "event", "Event": "subscribe"}, "人社政策助手"),
    ({"MsgType": "event", "Event": "subscribe", "EventKey": "qrscene_7"}, "人社政策助手"),
    ({"MsgType": "event", "Event": "SCAN", "EventKey": "7", "Ticket": "t"}, "人社政策助手"),
    ({"MsgType": "event", "Event": "CLICK", "EventKey": "V1001_OLD"}, "菜单"),
]
SILENT: list[dict[str, Any]] = [
    {"MsgType": "event", "Event": "VIEW", "EventKey": "https://example.cn"},
    {"MsgType": "event", "Event": "LOCATION", "Latitude": "43.6", "Longitude": "122.2"},
    {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "MsgID": 1, "Status": "success"},
    {"MsgType": "event", "Event": "something_new"},
    {"MsgType": "event"},
    {"MsgType": "event", "Event": "unsubscribe"},
]


async def test_what_is_no_text_gets_a_word(town: Town) -> None:
    for fields, said in WORDLESS:
        assert said in (await shown(town, **fields) or ""), fields
    assert town.engine.texts == []


async def test_what_needs_no_word_gets_success(town: Town) -> None:
    for fields in SILENT:
        reply = await town.caller.once(message("oUser", **fields))
        assert (reply.status, reply.body) == (200, b"success"), fields
    assert town.engine.texts == []


async def test_a_position_tells_the_place_and_nothing_finer(town: Town) -> None:
    here = {"MsgType": "location", "Location_X": "43.6", "Location_Y": "122.2", "Scale": "16"}
    await shown(town, **here, Label="内蒙古自治区通辽市科尔沁区明仁大街101号")
    await shown(town, **here, Label="包头市青山区科学路")
    await shown(town, **here, Label="中国内蒙古呼和浩特市")

    assert town.engine.texts == ["我在通辽市科尔沁区", "我在包头市青山区", "我在呼和浩特市"]


async def test_a_position_that_tells_no_place_of_ours_is_asked_for(town: Town) -> None:
    for label in ("", "北京市海淀区", "通辽"):
        answer = await shown(town, MsgType="location", Location_X="1", Location_Y="2", Label=label)
        assert "盟市" in (answer or "")


async def test_a_menu_button_says_its_words(town: Town) -> None:
    pressed = {"MsgType": "event", "Event": "CLICK", "EventKey": "say:我失业了，能领什么"}
    assert await shown(town, **pressed) == "第1条：我失业了，能领什么"


async def test_the_code_on_a_poster_asks_for_its_measure(town: Town) -> None:
    for event, key in (("subscribe", "qrscene_skill_upgrade_subsidy"), ("SCAN", "startup_subsidy")):
        await shown(town, MsgType="event", Event=event, EventKey=key)
    assert town.engine.texts == ["技能提升补贴", "一次性创业补贴"]


async def test_the_greeting_offers_examples_by_number(town: Town) -> None:
    greeting = await shown(town, MsgType="event", Event="subscribe")
    await town.say("2", "oUser")

    assert greeting is not None and "2. 在职" in greeting
    assert town.engine.texts[0].startswith("在职，失业保险交了两年")


async def test_who_leaves_is_forgotten(town: Town) -> None:
    await town.say("你好", "oUser")
    await shown(town, MsgType="event", Event="unsubscribe")

    assert await town.say("我又来了", "oUser") == "第1条：我又来了"


async def test_my_records_are_deleted_at_once_even_without_the_engine(town: Town) -> None:
    await town.say("我28个人", "oUser")
    town.engine.failing = lambda _text: True
    gone = await town.say("删除我的记录。", "oUser")
    town.engine.failing = lambda _text: False

    assert gone is not None and "全部删除" in gone
    rows = await town.house.store.transact(
        lambda db: [
            db.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            for table in ("sessions", "messages", "wechat_deliveries")
        ]
    )
    assert rows == [0, 0, 0]
    assert await town.say("你好", "oUser") == "第1条：你好"


async def test_the_dialogue_deletes_too_when_it_understands_the_wish(town: Town) -> None:
    await town.say("我28个人", "oUser")
    town.engine.says = lambda _body: [{"kind": "text", "text": "都删了。", "forget": True}]
    gone = await town.say("把我的数据清掉", "oUser")
    town.engine.says = None

    assert gone is not None and "全部删除" in gone
    assert await town.say("你好", "oUser") == "第1条：你好"
