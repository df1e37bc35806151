SETUP := python3 scripts/setup.py
.PHONY: env-app env-dev env-engine
env-app: ; @$(SETUP) app
env-dev: ; @$(SETUP) dev
env-engine: ; @$(SETUP) engine
