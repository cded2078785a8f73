# make demo: set everything up and render one report. make test: all checks. Both are quick the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
# Every file is compared with the hash that was pinned; our own package is built with what is there then.
PINNED := $(INSTALL) --require-hashes --requirement
OURSELVES := $(INSTALL) --no-deps --no-build-isolation --editable '.[typst]'
USE := $(VENV)/.use
DEVELOP := $(VENV)/.develop
COMPILED := $(VENV)/.compiled
DEMO := sample_inputs/005-*.toml

.PHONY: demo test lint style types layers bench soak rows matrix docs fonts picture screens pins audit clean wheelhouse prove offline bundle alone
.DELETE_ON_ERROR:
# Programs that tests and measurements start load compiled files, as installed ones do.
unexport PYTHONDONTWRITEBYTECODE

demo: $(USE)
	@echo "已生成："; $(BIN)/nianbao render $(DEMO) -o out

# One process more than there are cores: some tests wait for other programs, a sixth of the time in all.
# Types on either of the other systems take turns, as tests do (tests/soak.py): make lint looks at both.
ITS_TURN = $(if $(filter %0 %2 %4 %6 %8 %a %c %e,$(or $(NIANBAO_TURN),$(shell git rev-parse HEAD 2>&1),0)),win32,darwin)
test: $(DEVELOP)
	@$(MAKE) --no-print-directory --jobs 2 types types-$(ITS_TURN) $(COMPILED) style layers
	@$(BIN)/python -m pytest -n 3 --dist worksteal

# In a fresh clone: what all processes would compile, each for itself, is compiled once.
$(COMPILED): $(DEVELOP)
	@said=$$($(BIN)/python -m pytest --collect-only) || { echo "$$said"; exit 1; }
	@touch $@

# Two at a time: mypy goes through everything once for each system, on one core, and is dear the first time.
lint: $(DEVELOP)
	@$(MAKE) --no-print-directory --jobs 2 types-win32 types types-darwin style layers

style:
	@$(BIN)/ruff check src tests tools
	@$(BIN)/ruff format --check --quiet src tests tools

types:
	@$(BIN)/mypy

types-%:
	@$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$* src

layers:
	@said=$$($(BIN)/lint-imports --no-logo) || { echo "$$said"; exit 1; }

# Measures, and writes the figures into both READMEs, those of MANY reports at once into docs/many.md.
MANY ?= 200
bench: $(DEVELOP)
	@$(BIN)/python tools/bench.py --write
	@$(BIN)/python tools/bench_many.py --reports $(MANY) --write

# Everything that is tried over and over, and docs/reliability.md of what was found. SOAK=n tries n times as much,
# SOAK_MINUTES=n ends each row of that page after n minutes, SOAKED="tests/wizard/test_kill.py" tries a part.
# Broken off or ended early it goes on where it was the next time, as long as nothing is committed in between.
# `make rows` tries only what has a row there.
SOAK ?= 1
SOAK_MINUTES ?= 0
ROWS := tests/wizard/test_kill.py tests/read/test_fuzz.py tests/files/report_toml/test_mutations.py \
    tests/publish/proof/test_alterations.py
SOAKED ?= $(ROWS) tests/roundtrip tests/model tests/checks tests/read tests/recognise tests/files tests/desk \
    tests/publish tests/write tests/region tests/test_growth.py
RECORDS := build/soak
rows: SOAKED := $(ROWS)
rows: soak

soak: $(DEVELOP)
	@NIANBAO_SOAK=$(SOAK) NIANBAO_SOAK_MINUTES=$(SOAK_MINUTES) NIANBAO_RECORD=$(RECORDS) \
	    $(BIN)/python -m pytest -n 2 --dist worksteal $(SOAKED); found=$$?; \
	$(BIN)/python tools/reliability.py $(RECORDS) docs/reliability.md && exit $$found

# How much is read of each kind of document; every kind of file with KINDS=--all.
matrix: $(DEVELOP)
	@PYTHONPATH=.:tests:tools $(BIN)/python -m tests.recognise.matrix $(KINDS)

docs: $(USE)
	@$(BIN)/python tools/rules_doc.py docs/rules.md

fonts: $(DEVELOP)
	@$(BIN)/python tools/build_fonts.py

# Looks the hashes of the pinned versions up in the package index.
pins:
	@$(PYTHON) -m venv build/pins
	@build/pins/bin/python -m pip --disable-pip-version-check install --quiet pypi-simple
	@build/pins/bin/python tools/pin.py

# A zip with everything for machines without a network (tools/wheelhouse.py names the platforms; PLATFORM=all).
PLATFORM ?= all
wheelhouse: $(DEVELOP)
	@$(BIN)/python tools/wheelhouse.py $(PLATFORM)

# Whether the package index has all wheels for every platform; nothing is kept.
prove: $(DEVELOP)
	@$(BIN)/python tools/wheelhouse.py $(PLATFORM) --prove

# The zip for this machine, installed in an empty home with the network off, and used.
offline: $(DEVELOP)
	@tools/offline/try.sh $(BIN)/python

# A folder with a program that needs no Python, for the system it is made on: dist/年报. alone: runs it where there
# is nothing but the C library and zlib.
BUNDLE := build/bundle
bundle: constraints.txt constraints-bundle.txt
	@$(PYTHON) -m venv --clear $(BUNDLE)/venv
	@$(BUNDLE)/venv/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes \
	    --requirement constraints.txt --requirement constraints-bundle.txt
	@$(BUNDLE)/venv/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation .
	@$(BUNDLE)/venv/bin/pyinstaller --noconfirm --log-level ERROR --distpath dist --workpath $(BUNDLE)/work \
	    tools/bundle/nianbao.spec
	@echo dist/年报

alone: bundle
	@tools/bundle/try.sh dist/年报

# Known vulnerabilities of the pinned versions, from a local copy of the OSV database (a folder or a zip of JSON files).
audit: $(USE)
	@$(BIN)/python tools/audit.py $(DATABASE)

# The wizard beside a page for both READMEs, and all pictures of the manual.
picture: demo
	@$(BIN)/python tools/screenshots.py
	@$(BIN)/python tools/picture.py docs/manual/images/typing.png out/005-*.pdf docs/picture.png 1

# Every main screen of the wizard in two sizes, dark and light, to be looked at: build/screens/*.png.
screens: $(DEVELOP)
	@PYTHONPATH=. $(BIN)/python tools/screens.py build/screens

clean:
	@rm -rf out build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(USE): pyproject.toml constraints.txt
	@tools/system_packages.sh $(PYTHON)
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "正在安装 Python 软件包……"
	@$(PINNED) constraints.txt
	@$(OURSELVES)
	@touch $@

$(DEVELOP): $(USE) constraints-dev.txt
	@$(PINNED) constraints.txt --requirement constraints-dev.txt
	@touch $@
