"""The WeChat official account (公众号): ``/wechat`` and everything behind it.

A delivery is verified and read (``routes``, ``crypto``, ``envelope``, ``messages``), walks the
message path, and is answered within WeChat's five seconds or later (``inbox``, ``outbox``,
``courier``, ``patrol``); ``render`` turns answers into WeChat's plain text, ``menu`` is the
account's menu. Others import ``account.account_of`` and ``channel.Channel``.
"""
