#!/usr/bin/env bash
#
# Builds mediasoup's worker on Debian 12 or later out of the source that the npm
# package carries, against Debian's own libraries.
#
#   build-worker.sh digest MEDIASOUP_DIR
#   build-worker.sh build OUTPUT MEDIASOUP_DIR
#
# `digest` prints what decides the build as one hexadecimal SHA-256. It may change
# with `build`, which installs libraries: their versions are part of it.
# `build` puts the binary at OUTPUT; point MEDIASOUP_WORKER_BIN there.
# MEDIASOUP_DIR is the installed package (node_modules/mediasoup).
#
# mediasoup's own way is to download a prebuilt binary from GitHub or, failing
# that, to fetch its build tools from PyPI and its libraries from GitHub. This
# needs none of them, only npm and Debian's archive: worker-stubs/ stands in for
# the libraries' meson subprojects and hands out Debian's, and
# worker-stubs/patches/ has what must change in the worker for that. Of libsrtp2
# it takes Debian's source, whose signature apt checks, and builds it in: the
# ready package does its cryptography with NSS, which is slower than OpenSSL.
#
# Packages that are missing are installed, for which it must run as root;
# otherwise it needs no privileges.

set -euo pipefail

tools=(g++ binutils patch dpkg-dev pkgconf python3 ninja-build flatbuffers-compiler)
libraries=(libuv1-dev libssl-dev libabsl-dev libflatbuffers-dev)

# Debian 12's meson is too old (1.0, where 1.1 is needed), so it is taken from
# this suite, and only for the build: it is plain Python and runs unpacked.
meson_suite=${MESON_SUITE:-bookworm-backports}
# Where libsrtp2's source is taken from.
srtp_suite=${SRTP_SUITE:-bookworm}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stubs=$here/worker-stubs

die() {
	echo "build-worker: $*" >&2
	exit 1
}

# All that decides what gets built, save for the tools and for libsrtp2's version,
# which only the archive knows. A -dev package has its library's version. Paths are
# relative: every clone must come to the same digest.
digest() {
	{
		uname -m
		dpkg-query -Wf '${Package} ${Version}\n' "${libraries[@]}" 2>/dev/null || true
		for part in "$source" "$here"; do
			cd "$part" && find . -type f ! -name '*.md' ! -name '*.mjs' -print0 |
				LC_ALL=C sort -z | xargs -0 sha256sum
		done
	} | sha256sum | cut -d' ' -f1
}

case "${1:-} $#" in
'digest 2' | 'build 3') ;;
*) die "usage: build-worker.sh digest MEDIASOUP_DIR | build OUTPUT MEDIASOUP_DIR" ;;
esac

source=$(realpath -m "${!#}")/worker
[[ -f $source/meson.build ]] || die "no worker source in $source"

if [[ $1 == digest ]]; then
	digest
	exit
fi

output=$(realpath -m "$2")

# --- Packages -----------------------------------------------------------------

command -v dpkg-query >/dev/null || die "this is not Debian: set MEDIASOUP_WORKER_BIN to a worker of your own"

missing=()

for package in "${tools[@]}" "${libraries[@]}"; do
	[[ $(dpkg-query -Wf '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
		missing+=("$package")
done

if ((${#missing[@]})); then
	((EUID == 0)) || die "as root, first: apt-get install --no-install-recommends ${missing[*]}"

	apt-get -q update
	DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "${missing[@]}"
fi

# Taken from the machine's own apt sources, unless told.
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
	grep -m1 -E '/debian/?$' || true)}
[[ -n $mirror ]] || die "no Debian mirror found in apt's sources: set DEBIAN_MIRROR"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# An apt configuration of its own, so as to leave the system's alone.
mkdir -p "$work"/apt/{lists,archives}/partial

archive="[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror"
printf '%s\n' "deb $archive $meson_suite main" "deb-src $archive $srtp_suite main" \
	>"$work/apt/sources.list"

apt=(
	apt-get -q
	-o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=-
	-o Dir::State="$work/apt" -o Dir::State::status=/var/lib/dpkg/status
	-o Dir::Cache="$work/apt" -o APT::Sandbox::User="$(id -un)"
	-o Acquire::Languages=none
)

cd "$work/apt"
"${apt[@]}" update
"${apt[@]}" source libsrtp2

meson=(meson)

if ! dpkg --compare-versions "$(meson --version 2>/dev/null || echo 0)" ge 1.1; then
	"${apt[@]}" download "meson/$meson_suite"
	dpkg -x meson_*.deb "$work/meson"

	export PYTHONPATH=$work/meson/usr/lib/python3/dist-packages
	meson=(/usr/bin/python3 "$work/meson/usr/bin/meson")
fi

# --- Build --------------------------------------------------------------------

cp -r "$source" "$work/worker"
cd "$work/worker"

for patch in "$stubs"/patches/*.patch; do
	patch -p1 --fuzz=0 --forward <"$patch"
done

# A wrap whose directory is already there is not downloaded.
for wrap in subprojects/*.wrap; do
	stub=$stubs/$(basename "$wrap" .wrap)

	if [[ -d $stub ]]; then
		cp -r "$stub" "subprojects/$(sed -n 's/^directory *= *//p' "$wrap")"
	fi
done

mv "$work"/apt/libsrtp2-*/ subprojects/libsrtp2

# As tasks.py does for a release, but never downloading anything.
"${meson[@]}" setup "$work/build" --wrap-mode nodownload --buildtype release -Db_ndebug=true
ninja -C "$work/build" mediasoup-worker

# --- Check and install --------------------------------------------------------

worker=$work/build/mediasoup-worker
strip "$worker"

# Without the environment that mediasoup gives it, it starts, says so and exits.
said=$("$worker" 2>&1) && die "the worker did not refuse to run by itself"
[[ $said == *"real father"* ]] || die "the worker does not run: $said"

mkdir -p "$(dirname "$output")"
install -m 755 "$worker" "$output.new"
mv "$output.new" "$output"

echo "build-worker: built $output"
