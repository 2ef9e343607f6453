# What `.ci/run` and `.ci/long` share: a clean clone of the committed HEAD in $work/main, and `check`, which goes on
# after a failure, so that one run tells all. Nothing is left behind but pip's own cache.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
chmod 755 "$work"  # some tests act as another user
trap 'rm -rf "$work"' EXIT
export TMPDIR="$work/tmp"
mkdir "$TMPDIR"
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV QUOTESEARCH_INDEX

git clone --quiet --no-hardlinks "$root" "$work/main"
# Quality is measured on texts that may not be published; where they lie beside the checkout, let the tests see them.
if [ -d "$root/../shared" ]; then ln -s "$(cd "$root/../shared" && pwd)" "$work/shared"; fi
cd "$work/main"

readme_command() { # MARKER: prints the line of code that follows the marker, so that README and CI cannot drift apart
    awk -v marker="<!-- $1 -->" '$0 == marker { marked = 1; next } marked && !/^```/ && NF { print; exit }' README.md
}

failed=()
check() { # NAME COMMAND...
    local name=$1 begun=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    if "$@"; then printf '== %s: ok, %d s\n' "$name" $((SECONDS - begun)); else failed+=("$name"); fi
}

report() { # prints what failed and how long it took; false if anything failed
    printf '\n'
    if [ ${#failed[@]} -gt 0 ]; then printf 'FAILED: %s\n' "${failed[@]}"; fi
    printf 'in %d s\n' "$SECONDS"
    [ ${#failed[@]} -eq 0 ]
}
