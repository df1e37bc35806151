"""What the audit log can say was done, and how each is read. A page's actions are added here."""

from __future__ import annotations

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "signin.done": "登录",
    "signin.failed": "登录失败",
    "signin.locked": "登录被锁定",
    "signin.code_failed": "动态口令不对",
    "signout": "退出",
    "signout.everywhere": "退出全部设备",
    "access.refused": "越权访问被拒绝",
    "password.changed": "修改密码",
    "password.refused": "修改密码失败",
    "totp.enabled": "启用动态口令",
    "totp.disabled": "停用动态口令",
    "totp.recovered": "使用恢复码",
    "totp.codes": "重新生成恢复码",
    "user.added": "添加账号",
    "user.edited": "更改账号资料",
    "user.disabled": "停用账号",
    "user.enabled": "启用账号",
    "user.reset": "重置密码",
    "user.roles": "更改角色",
    "user.linked": "绑定统一身份账号",
    "call.opened": "打开通话记录",
    "call.facts": "更改情况",
    "call.looked_up": "查看结论",
    "call.searched": "查找通话记录",
    "call.finished": "通话小结",
    "call.rated": "评价结论",
    "chat.taken": "接入对话",
    "chat.viewed": "查看对话",
    "chat.wrote": "在对话里回复",
    "chat.returned": "交还对话",
    "queue.viewed": "查看待处理",
    "queue.answered": "处理反馈",
    "queue.exported": "导出语料",
    "dashboard.viewed": "查看概况",
    "dashboard.exported": "导出概况",
    "audit.viewed": "查看操作记录",
    "audit.exported": "导出操作记录",
    "audit.shortened": "到期清理操作记录",
    "audit.resealed": "封印密钥更换",
}
"""Each action's name as an auditor reads it."""


def action_name(action: str) -> str:
    """The action as an auditor reads it; as it is written when it has no name."""
    return ACTIONS.get(action, action)
