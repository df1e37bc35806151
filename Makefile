# 常用：make serve（安装并启动）、make test（安装并测试）；make help 列出全部。
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

SETUP := python3 scripts/setup.py
WIDGET := python3 scripts/widget.py
APP := .venv/app/bin
ENGINE := .venv/engine/bin
PYTEST := $(APP)/python -m pytest -q
ENGINE_PYTEST := $(ENGINE)/python -m pytest -q
KEEPING := tests/console \
	$(addprefix tests/bot/test_,messages.py feedback.py opening.py several_apps.py talk_by_forms.py) \
	$(addprefix tests/wechat/test_,account.py answering.py callback.py pushing.py)
RASA := RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 $(ENGINE)/python -W ignore -m rasa
.PHONY: help serve chat train widget test lint types data unit properties policies engine understanding \
	dialogues postgres scale wechat soak fuzz browser bench mutate eval eval-classifiers lock clean rasa-validate rasa-shell-nlu rasa-test-nlu \
	env-app env-dev env-engine env-engine-dev

help: ## 列出全部命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

serve: env-app env-engine ## 安装、训练（如需要）并启动，http://127.0.0.1:8000
	@$(WIDGET) || echo "先不带对话组件启动：对话页面改用不要脚本的表单。" >&2
	@exec $(APP)/policybot serve

chat: env-app ## 在终端里和已启动的助手对话
	@exec $(APP)/policybot chat

train: env-app env-engine ## 训练理解模型（没有过期就什么也不做）
	@$(APP)/policybot train

# 快的在前；每一项也可以单独运行
test: lint types data unit properties policies engine wechat understanding dialogues postgres scale browser ## 运行全部必须通过的检查

lint: env-dev ## 代码风格
	@$(APP)/ruff format --check --quiet . && $(APP)/ruff check --quiet .

types: env-dev widget ## 类型检查
	@$(APP)/mypy
	@bot/widget/node_modules/.bin/tsc --project bot/widget

data: env-dev ## 检查政策数据：字段、引用、日期、重叠
	@$(APP)/policybot kb validate

unit: env-dev ## 应用、动作、政策引擎的单元测试
	@$(PYTEST) tests/scripts tests/bot tests/actions tests/policy_kb tests/console -m "not properties"

properties: env-dev ## 随机性质测试
	@$(PYTEST) tests/policy_kb tests/console -m properties

policies: env-dev ## 按政策写的待遇案例 tests/policies/*.yml，和问几个问题
	@$(PYTEST) tests/policies tests/questions

engine: env-engine-dev ## 理解服务的启动、通道与修补
	@$(ENGINE_PYTEST) tests/engine

wechat: env-dev env-engine train ## 微信公众号：协议、重试、客服消息、多进程、隐私
	@$(PYTEST) tests/wechat

soak: env-dev ## 微信长时间压测并统计，默认两分钟：make soak SECONDS=600 USERS=32（一律收到一次回答才算过）
	@$(APP)/python -m tests.wechat.soak $(or $(SECONDS),120) $(or $(USERS),32)

fuzz: env-dev ## 往微信入口送随机内容，默认十万个：make fuzz INPUTS=1000000
	@$(APP)/python -m tests.wechat.fuzz $(or $(INPUTS),100000)

understanding: env-dev env-engine-dev train ## 理解：意图与事实抽取
	@$(ENGINE_PYTEST) -W ignore tests/nlu

dialogues: env-dev env-engine train ## 完整对话，经 HTTP 走真实的理解服务
	@$(PYTEST) tests/dialogues

postgres: env-dev ## 记住东西的那些测试在 PostgreSQL 上再跑一遍
	@POLICYBOT_TEST_ON=postgresql $(PYTEST) $(KEEPING)

scale: env-dev ## 几个应用进程共用 SQLite，或 PostgreSQL 和 Redis；中途杀掉一个
	@$(PYTEST) tests/scale

browser: env-dev env-engine widget train ## 在无界面的 Chromium 里对话
	@$(PYTEST) tests/browser

bench: env-dev env-engine widget train ## 测速，结果写入 docs/benchmarks.md
	@for part in bench bench.console bench.pages bench.widget; do $(APP)/python -m tests.$$part || exit 1; done

mutate: env-dev ## 逐个改错政策里的数字，看案例能否发现，结果写入 docs/benchmarks.md
	@$(APP)/python -m tests.mutate $(addprefix --measure ,$(measure))

eval: env-dev env-engine train ## 评测：问几个问题、在保留语料上理解得怎样
	@$(APP)/python -m tests.questions
	@$(APP)/python -m tests.nlu.evaluate

eval-classifiers: env-dev env-engine-dev ## 只比较分类器，结果写入 docs/benchmarks.md
	@$(APP)/python -m tests.nlu.classifiers

rasa-validate: env-engine ## Rasa 自带：检查领域、语料和规则
	@$(RASA) data validate --config config.yml --domain nlu_data/domain.yml --data nlu_data

rasa-shell-nlu: env-app env-engine ## Rasa 自带：逐句看意图和实体
	@$(RASA) shell nlu --model "$$($(APP)/policybot train)"

rasa-test-nlu: env-engine ## Rasa 自带：交叉验证意图分类，结果在 var/rasa-test
	@$(RASA) test nlu --config config.yml --domain nlu_data/domain.yml --nlu nlu_data \
		--cross-validation --folds 5 --out var/rasa-test

lock: ## 重新解析并锁定全部依赖（requirements/*.txt）
	@$(SETUP) lock

clean: ## 删除环境、模型、日志和缓存（数据库也在 var/ 里，一并删除）
	@rm -rf .venv var bot/widget/dist bot/widget/node_modules .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis

widget: ## 生成对话组件 bot/widget/dist/widget.js
	@$(WIDGET) dev

env-app env-dev env-engine env-engine-dev:
	@$(SETUP) $(@:env-%=%)
