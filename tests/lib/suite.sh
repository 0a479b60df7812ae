# tests/lib/suite.sh -- what the shell suites share. Source it, then:
#   expect NAME STATUS COMMAND...   runs it; stdout to $out, stderr to $errors
#   has NAME TEXT FILE              TEXT stands in FILE
#   hasnt NAME TEXT FILE
#   same NAME FILE FILE             byte for byte
#   done_with SUITE                 prints "SUITE: N passed, N failed"
passed=0 failed=0
work=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-suite-XXXXXX")
out=$work/out errors=$work/errors
trap 'rm -rf "$work"' EXIT
good() { passed=$((passed + 1)); }
bad() {
	failed=$((failed + 1))
	printf 'failed: %s\n' "$1"
	[ -n "${2:-}" ] && printf '%s\n' "$2" | head -12 | sed 's/^/    /'
	return 0
}
expect() {
	_name=$1 _status=$2
	shift 2
	_got=0
	"$@" >"$out" 2>"$errors" || _got=$?
	if [ "$_got" -eq "$_status" ]; then good; else bad "$_name: exit status $_got, not $_status" "$(cat "$errors")"; fi
}
has() { if grep -qF -- "$2" "$3"; then good; else bad "$1: \"$2\" is not there" "$(head -c 1500 "$3")"; fi; }
hasnt() { if grep -qF -- "$2" "$3"; then bad "$1: \"$2\" is there"; else good; fi; }
same() { if cmp -s "$2" "$3"; then good; else bad "$1: not the same" "$(diff "$2" "$3" | head -8)"; fi; }
count() { if [ "$2" = "$3" ]; then good; else bad "$1: $3, not $2"; fi; }
done_with() {
	echo "$1: $passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}
