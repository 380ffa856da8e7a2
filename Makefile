# Một lệnh cho mỗi việc · one command for each task. Everything is installed into .venv; nothing outside this folder changes.
#
#   make serve    dựng đồ thị, kiểm tra, mở điểm truy vấn · set up, build, validate, serve; prints the URL
#   make test     chạy kiểm thử · set up, run the tests   make test SLOW=1  cả phần chậm · the slow ones, too
#   make lint     kiểm tra mã · style and types            make bench   đo tốc độ · measurements
#   make lock     khóa phiên bản · renew requirements/     make clean   xóa những gì đã dựng · remove what was set up
#   make notebooks  chạy lại sổ tay phân tích, giữ kết quả · run the notebooks anew, keep their results
#   make wheel    đóng gói để cài nơi khác · dist/langnghe-*.whl, installs without this folder

HOST ?= 127.0.0.1
PORT ?= 8000
JOBS ?= 2
export JOBS PYTHON SLOW

LANGNGHE := .venv/bin/langnghe
VENDOR := query_api/pages/static/vendor
REPORT := .cache/report

.PHONY: help serve build graph report pages test lint bench notebooks lock wheel clean

help:
	@sed -n '2,8s/^# \{0,3\}//p' Makefile

serve: graph pages report
	@exec $(LANGNGHE) serve --host $(HOST) --port $(PORT)

build: .venv/.base
	@$(LANGNGHE) build

# One document that cannot be read does not keep the others from being served.
graph: .venv/.base
	@$(LANGNGHE) build || { [ -e data/ttl/inferred.nt ] && \
	  echo "langnghe: không dựng được hết; phục vụ phần đã dựng · not all was built; serving what is" >&2; }

# Findings are what the report is for: they do not stop anything. It is made again when the graph or the rules have changed.
report: graph
	@if [ ! -e $(REPORT)/report.html ] || \
	   [ -n "$$(find data/ttl shapes ontology loader/validation -type f -newer $(REPORT)/report.html ! -path '*/.*' ! -name '*.pyc' | head -n 1)" ]; then \
	  [ ! -e $(REPORT)/report.json ] || cp $(REPORT)/report.json $(REPORT)/previous.json; \
	  $(LANGNGHE) validate --output $(REPORT) --fail-on never || true; fi

pages: $(if $(shell command -v npm),$(VENDOR)/NOTICES.txt)

$(VENDOR)/NOTICES.txt: package.json package-lock.json query_api/pages/bundle.mjs query_api/pages/provinces.mjs
	@scripts/bundle

test: .venv/.all pages
	@scripts/test

lint: .venv/.all
	@scripts/check

bench: .venv/.all
	@scripts/bench

notebooks: .venv/.all graph
	@scripts/notebooks

lock:
	@scripts/lock

wheel: .venv/.base
	@scripts/wheel

clean:
	rm -rf .venv .cache data/ttl/.cache node_modules $(VENDOR) build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache

.venv/.base: requirements/base.txt pyproject.toml
	@echo "langnghe: cài đặt vào .venv · setting up .venv ..."
	@scripts/install base
	@touch $@

.venv/.all: requirements/all.txt pyproject.toml
	@echo "langnghe: cài đặt vào .venv · setting up .venv ..."
	@scripts/install all
	@touch $@ .venv/.base
