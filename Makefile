# Two commands matter: `make demo` and `make test`. Each does its own set-up.

PYTHON ?= python3
PORT ?= 8080
BIN := .venv/bin
READY := .venv/ready
READY_DEV := .venv/ready-dev

.PHONY: demo test check quick proof bench reference messages browser lock screenshots clean

demo: $(READY)
	@$(BIN)/pavilion demo --port $(PORT)

test: check browser
	@$(BIN)/python -m pytest -m "not proof"

check: $(READY_DEV)
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --verbose >/dev/null || $(BIN)/lint-imports

quick: $(READY_DEV)
	@$(BIN)/python -m pytest -n 3 -m "not slow and not proof"

proof: $(READY_DEV) browser
	@$(BIN)/python -m pytest -m "proof" --timeout=3600

bench: $(READY_DEV)
	@$(BIN)/python -m benchmarks.intake

reference: $(READY)
	@$(BIN)/python -m bot.reference

messages: $(READY)
	@$(BIN)/python -m bot.catalogues $(NEW)

browser:
	@command -v chromium >/dev/null || { \
	  echo "The browser tests need Chromium: apt-get install -y chromium fonts-noto-cjk"; exit 1; }

$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

$(READY_DEV): $(READY) requirements-dev.lock
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $(READY_DEV)

lock:
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements-dev.lock

screenshots: $(READY_DEV) browser
	@$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .hypothesis
