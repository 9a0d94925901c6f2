# Two commands do everything on a fresh machine: `make site` and `make test`.
.PHONY: site test rest chancy lint coverage golden bench fuzz stress lock clean serve check
.DEFAULT_GOAL := site

BIN := .venv/bin
JS := tools/js/node_modules/.bin
# What once failed by chance: builds at once and builds with impatient threads, faulty files in libraries on both sides of
# every threshold, workers that are killed or interrupted.
CHANCY := tests/check/test_crossing.py tests/test_workers.py tests/test_interrupts.py tests/test_lock.py \
  tests/site/test_build.py tests/site/test_two_builds.py

site:
	@tools/setup site
	@$(BIN)/anliku build

check:
	@tools/setup site
	@$(BIN)/anliku check

serve:
	@tools/setup site
	@$(BIN)/anliku serve

test:
	@tools/setup test
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(PYTEST)

# The same tests, as two runs that are each other's load: for .ci/run.
rest:
	@tools/setup test
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(addprefix --ignore=,$(CHANCY)) $(PYTEST)

chancy:
	@tools/setup test
	$(BIN)/python -m pytest -p no:cacheprovider $(CHANCY) $(PYTEST)

lint:
	@tools/setup test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(JS)/tsc -p tools/js
	$(JS)/eslint --config tools/js/eslint.config.js theme tools/js

# Which lines and branches the tests reach, pools and commands included. PYTEST="tests/library" measures a part.
coverage:
	@tools/setup test
	rm -rf .venv/coverage && mkdir .venv/coverage
	-$(BIN)/coverage run -m pytest -n 2 --dist loadgroup $(PYTEST)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

# After a wanted change of the pages; read the difference before you commit it.
golden:
	@tools/setup test
	ANLIKU_GOLDEN=write $(BIN)/python -m pytest tests/site/test_golden.py tests/site/test_golden_files.py

# Builds, then search, then packs, then the form. PEERS=1 builds the same texts with plain mkdocs-material and with Hugo (`apt-get
# install hugo`) and Pagefind as well, and asks them the same queries.
bench:
	@tools/setup test
	$(BIN)/python -m bench
	$(BIN)/python -m bench.search
	$(BIN)/python -m bench.pack
	$(BIN)/python -m bench.form

# Look for inputs that break the program: MINUTES=10 (default) shared among the parts, SEED=1 for the same dice again.
fuzz:
	@tools/setup test
	$(BIN)/python -m fuzz

# What once failed by chance, beside a busy loop on each core.
stress:
	@tools/setup test
	tools/busy $(BIN)/python -m pytest -q -p no:cacheprovider $(CHANCY)

# Renew the locked requirements after a change of dependencies in pyproject.toml.
lock:
	@tools/setup test
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" \
	  --group build -o requirements-build.txt $(LOCK)
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" \
	  --group build pyproject.toml -o requirements.txt $(LOCK)
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" \
	  --group build --group dev pyproject.toml -o requirements-dev.txt $(LOCK)

clean:
	rm -rf site dist .anliku .venv tools/js/node_modules
