# One Makefile, not recursive. `make` builds build/release/tocsin and links ./tocsin to it.
#
#   make BUILD=debug|release|asan|tsan|fuzz   another variant, in build/VARIANT
#   make CC=clang                             the other compiler, in build/VARIANT-clang
#   make unit [ONLY=text/url]                 unit tests (use BUILD=asan)
#   make compile                              objects only, no linking
#   ./check                                   everything

BUILD ?= release
ifeq ($(origin CC),default)
CC := gcc
endif
ifneq ($(findstring clang,$(CC)),)
CXX := clang++
O := build/$(BUILD)-clang
else
CXX := g++
O := build/$(BUILD)
endif
VERSION := 0.1.0

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wvla -Wformat=2 -Wundef -Werror
HARD := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
LDHARD := -pie -Wl,-z,relro,-z,now

# Across files: an eighth of the judge's time. Objects are fat, so that the library links anywhere.
FLAGS_release := -O2 -g -march=x86-64-v2 -flto=auto -ffat-lto-objects $(HARD)
FLAGS_debug   := -O0 -g -DTOCSIN_DEBUG
FLAGS_asan    := -O1 -g -DTOCSIN_DEBUG -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_tsan    := -O1 -g -DTOCSIN_DEBUG -fsanitize=thread
FLAGS_fuzz    := -O1 -g -DTOCSIN_DEBUG -fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer
LINK_release  := $(LDHARD) -O2 -flto=auto
LINK_asan     := -fsanitize=address,undefined
LINK_tsan     := -fsanitize=thread
LINK_fuzz     := -fsanitize=address,undefined
ifneq ($(shell uname -m),x86_64)
FLAGS_release := $(filter-out -march=% -fcf-protection,$(FLAGS_release))
endif
ifneq ($(findstring clang,$(CC)),) # its objects are not fat, and its archiver is another
FLAGS_release := $(filter-out -flto=auto -ffat-lto-objects,$(FLAGS_release))
LINK_release := $(LDHARD)
endif

PKGS := libxml-2.0 jansson yajl libhs sqlite3 libmicrohttpd libcurl icu-uc icu-i18n libxxhash zlib libdeflate libbrotlidec libbrotlienc libzstd libsodium libpq libnats
CPPFLAGS := -D_GNU_SOURCE -Isrc -I$(O)/gen -DTOCSIN_VERSION='"$(VERSION)"' \
            -DTOCSIN_SOURCE='"$(CURDIR)"' -DTOCSIN_BUILD='"$(CURDIR)/$(O)"' $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS)))
CFLAGS := -std=c17 $(WARN) $(FLAGS_$(BUILD))
CXXFLAGS := -std=c++17 -Wall -Wextra -Werror $(FLAGS_$(BUILD))
LDLIBS := -Wl,--as-needed $(shell pkg-config --libs $(PKGS)) -lcsv -lstemmer -llinear -lcld2 -lstdc++ -lm -lpthread

SRC := $(sort $(wildcard src/*/*.c))
CXXSRC := $(sort $(wildcard src/*/*.cc))
LIBSRC := $(filter-out src/cli/main.c,$(SRC))
GEN := $(if $(wildcard src/serve/assets.c),$(O)/gen/web_files.c) $(if $(wildcard src/store/migrate.c),$(O)/gen/sql_files.c) \
       $(O)/gen/grouping_files.c $(O)/gen/page_files.c $(O)/gen/source_files.c $(O)/gen/docs_files.c
OBJ := $(LIBSRC:%.c=$(O)/%.o) $(CXXSRC:%.cc=$(O)/%.o) $(GEN:%.c=%.o)
PACKS := $(patsubst packs/%/pack.json,%,$(wildcard packs/*/pack.json))

.PHONY: all compile unit fuzz web packs decoders clean install bench
all: $(O)/tocsin packs decoders
ifeq ($(O),build/release)
	@ln -sfn build/release/tocsin tocsin
endif
compile: $(OBJ) $(O)/src/cli/main.o $(patsubst %.c,$(O)/%.o,$(wildcard decoders/*.c))

$(O)/tocsin: $(O)/src/cli/main.o $(O)/libtocsin.a
	$(CC) $(LINK_$(BUILD)) -o $@ $^ $(LDLIBS)
$(O)/libtocsin.a: $(OBJ)
	@rm -f $@
	ar rcs $@ $^
$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(O)/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c -o $@ $<
$(O)/gen/%.o: $(O)/gen/%.c
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# -- decoders: programs of their own, each with its libraries (src/ingest/child.h) ----
DECODERS := $(O)/tocsin-picture $(O)/tocsin-pdf
PICTURE_PKGS := libseccomp libjpeg libpng libwebp
PDF_PKGS := libseccomp poppler-glib
DECODER_FLAGS = -D_GNU_SOURCE -Isrc -I. $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PICTURE_PKGS) $(PDF_PKGS)))
decoders: $(DECODERS)
$(O)/decoders/%.o: decoders/%.c
	@mkdir -p $(@D)
	$(CC) $(DECODER_FLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(O)/tocsin-picture: $(patsubst %,$(O)/decoders/%.o,cell picture canvas jpeg png webp) $(O)/libtocsin.a
	$(CC) $(LINK_$(BUILD)) -o $@ $^ -Wl,--as-needed $(shell pkg-config --libs $(PICTURE_PKGS)) -lm
$(O)/tocsin-pdf: $(patsubst %,$(O)/decoders/%.o,cell pdf) $(O)/libtocsin.a
	$(CC) $(LINK_$(BUILD)) -o $@ $^ -Wl,--as-needed $(shell pkg-config --libs $(PDF_PKGS)) -lm

# -- files built into the program -------------------------------------------------
$(O)/embed: tools/embed.c
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror -o $@ $<
WEBSRC := $(shell find web -type f -not -path '*/node_modules/*' 2>/dev/null) $(wildcard tests/quality/results.csv)
# The libraries of web/, by npm; the same for all variants.
LIBRARIES := build/npm
$(LIBRARIES)/done: web/package-lock.json
	sh tools/fetch_web $(LIBRARIES)
$(O)/gen/web_files.c: $(O)/embed $(LIBRARIES)/done tools/bundle_web tools/world.mjs NOTICE $(WEBSRC)
	@mkdir -p $(@D)
	sh tools/bundle_web $(O)/web $(LIBRARIES)
	$(O)/embed web_file $(O)/web > $@
$(O)/gen/sql_files.c: $(O)/embed $(wildcard sql/*.sql)
	@mkdir -p $(@D)
	$(O)/embed sql_file sql > $@
$(O)/gen/grouping_files.c: $(O)/embed $(wildcard packs/grouping/*)
	@mkdir -p $(@D)
	$(O)/embed grouping_file packs/grouping > $@
$(O)/gen/docs_files.c: $(O)/embed docs/EXPORTS.md
	@mkdir -p $(@D) $(O)/docs && cp docs/EXPORTS.md $(O)/docs/
	$(O)/embed docs_file $(O)/docs > $@
$(O)/gen/page_files.c: $(O)/embed $(wildcard packs/page/*)
	@mkdir -p $(@D)
	$(O)/embed page_file packs/page > $@
$(O)/gen/source_files.c: $(O)/embed $(wildcard packs/sources/*)
	@mkdir -p $(@D)
	$(O)/embed source_file packs/sources > $@

# -- packs: the compiled pattern database is made once per variant -----------------
packs: $(PACKS:%=$(O)/packs/%/built)
$(O)/packs/agents/built $(O)/packs/mit/built $(O)/packs/open/built: $(O)/packs/oecd/built # which they extend
$(O)/packs/%/built: packs/%/* $(O)/tocsin
	@rm -rf $(@D) && mkdir -p $(@D) && find packs/$* -maxdepth 1 -type f -exec cp {} $(@D)/ \;
	$(O)/tocsin pack compile $(@D)
	@touch $@

# -- benchmarks: ratios in one run, never a test -------------------------------------
bench: $(O)/bench/judge $(O)/bench/page $(O)/bench/reprints $(O)/bench/group packs
$(O)/bench/%: bench/%.c $(O)/libtocsin.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LINK_$(BUILD)) -o $@ $< $(O)/libtocsin.a $(LDLIBS)

# -- tests ---------------------------------------------------------------------------
# A unit test includes the .c file it tests, so statics are in reach; the archive's
# own copy of that object is then not pulled in.
TESTSRC := $(sort $(wildcard tests/unit/*/test_*.c))
TESTS := $(TESTSRC:tests/unit/%.c=$(O)/unit/%)
ifdef ONLY
TESTS := $(filter $(O)/unit/$(dir $(ONLY))test_$(notdir $(ONLY)),$(TESTS))
endif
$(O)/unit/%: tests/unit/%.c $(O)/libtocsin.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests -Itests/lib $(filter-out -Wmissing-prototypes,$(CFLAGS)) -MMD -MP $(LINK_$(BUILD)) -o $@ $< $(O)/libtocsin.a -lcmocka $(LDLIBS)
# A decoder that was taken over, for test_child.c.
$(O)/prison/tocsin-prisoner: tests/hostile/prisoner.c $(O)/decoders/cell.o $(O)/libtocsin.a
	@mkdir -p $(@D)
	$(CC) $(DECODER_FLAGS) $(CFLAGS) $(LINK_$(BUILD)) -o $@ $^ -Wl,--as-needed $(shell pkg-config --libs libseccomp)
unit: $(TESTS) decoders $(O)/prison/tocsin-prisoner
	@tools/run_unit $(TESTS)

# Programs that a conformance test talks to.
$(O)/conformance/%: tests/conformance/%.c $(O)/libtocsin.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LINK_$(BUILD)) -o $@ $< $(O)/libtocsin.a $(LDLIBS)
conformance: $(patsubst tests/conformance/%.c,$(O)/conformance/%,$(wildcard tests/conformance/*.c))
.PHONY: conformance

# -- fuzzers: with libFuzzer (make fuzz), or replayed by fuzz/replay.c in ./check -----
FUZZERS := $(patsubst fuzz/fuzz_%.c,%,$(wildcard fuzz/fuzz_*.c))
fuzz: $(FUZZERS:%=build/fuzz-clang/fuzz_%)
build/fuzz-clang/fuzz_%: fuzz/fuzz_%.c $(wildcard fuzz/*.h) build/fuzz-clang/libtocsin.a
	clang $(CPPFLAGS) -Itests -std=c17 $(FLAGS_fuzz) -fsanitize=fuzzer -o $@ $< build/fuzz-clang/libtocsin.a $(LDLIBS)
ifneq ($(O),build/fuzz-clang)
build/fuzz-clang/libtocsin.a: FORCE
	$(MAKE) BUILD=fuzz CC=clang build/fuzz-clang/libtocsin.a
endif
$(O)/replay_%: fuzz/fuzz_%.c $(wildcard fuzz/*.h) fuzz/replay.c $(O)/libtocsin.a
	$(CC) $(CPPFLAGS) -Itests $(filter-out -Wmissing-prototypes,$(CFLAGS)) $(LINK_$(BUILD)) -o $@ fuzz/fuzz_$*.c fuzz/replay.c $(O)/libtocsin.a $(LDLIBS)
replay: $(FUZZERS:%=$(O)/replay_%)
.PHONY: replay FORCE bench
FORCE:

# -- install: PREFIX, DESTDIR; units go where the prefix's systemd looks -----------------
PREFIX ?= /usr/local
PROGRAM ?= $(O)/tocsin
DATA := $(DESTDIR)$(PREFIX)/share
UNITS := $(DESTDIR)$(PREFIX)/lib/systemd/system
install:
	@test -x $(PROGRAM) || { echo "build first: make" >&2; exit 1; }
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/tocsin
	for d in $(notdir $(DECODERS)); do \
		install -D -m 755 $(dir $(PROGRAM))$$d $(DESTDIR)$(PREFIX)/libexec/tocsin/$$d || exit 1; done
	install -D -m 644 man/tocsin.1 $(DATA)/man/man1/tocsin.1
	for p in $(PACKS); do install -d $(DATA)/tocsin/packs/$$p && \
		install -m 644 $(dir $(PROGRAM))packs/$$p/* $(DATA)/tocsin/packs/$$p/ || exit 1; done
	install -D -m 644 packs/sources/starter.conf $(DATA)/tocsin/sources/starter.conf
	for d in docs/*.md; do install -D -m 644 $$d $(DATA)/doc/tocsin/$${d#docs/} || exit 1; done
	install -d $(UNITS)
	for u in systemd/*; do sed 's|/usr/bin/tocsin|$(PREFIX)/bin/tocsin|' $$u > $(UNITS)/$${u#systemd/} && \
		chmod 644 $(UNITS)/$${u#systemd/} || exit 1; done

clean:
	rm -rf build tocsin

-include $(shell find $(O) -name '*.d' 2>/dev/null)
